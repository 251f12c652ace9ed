"""The base tables: units, calendar, state, loads, one summary, one publication store.

The tables that ledgers fill follow from their declarations (``ledgers.declare``). Every key of a fact starts with
``unit_id``, so that the same tables can be spread over several machines by unit.
Dates are DATE, a month is its first day, codes are short English words (their labels stand in the catalogues).
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = "0028"
# Codes and the numbers by which people name a record.
CODE_LENGTH = 64
# Characters of a facet; a longer text is cut.
FACET_LENGTH = 200

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, **options)


def _code(name: str, **options: Any) -> Column[str]:
    return Column(name, String(CODE_LENGTH), **options)


def _date(name: str, **options: Any) -> Column[Any]:
    return Column(name, Date, **options)


def _int(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, **options)


def _float(name: str, **options: Any) -> Column[float]:
    return Column(name, Float, **options)


def _flag(name: str, **options: Any) -> Column[bool]:
    return Column(name, Boolean, **options)


# --- Dimensions ------------------------------------------------------------------------------------------------

database_state = Table(
    "database_state",
    metadata,
    _int("id", primary_key=True),
    _int("data_version", nullable=False),
    # Made by chance with each version: what tells two databases of the same version number apart.
    _code("version_code"),
    _date("data_as_of"),
    _code("tally_hash"),
    _date("first_month"),
    _code("schema_version", nullable=False),
    _flag("synthetic", nullable=False),
    _text("city_name"),
)

# Up to which day a ledger is known (``counting.ledger_dates``): unit 0 stands for the ledger, a row of a unit for what
# is known of that unit where it is another day. ``year_before`` is the same day of the year before.
ledger_state = Table(
    "ledger_state",
    metadata,
    _code("ledger", nullable=False),
    _int("unit_id", nullable=False),
    _date("as_of", nullable=False),
    _date("year_before", nullable=False),
    PrimaryKeyConstraint("ledger", "unit_id"),
)

calendar = Table(
    "calendar",
    metadata,
    _date("day", primary_key=True),
    _flag("is_working", nullable=False),
    _int("working_day_no", nullable=False),
    _flag("estimated", nullable=False),
)

unit = Table(
    "unit",
    metadata,
    _int("unit_id", primary_key=True),
    _code("code", nullable=False, unique=True),
    _text("name", nullable=False),
    _text("short_name"),
    _code("pinyin"),
    _code("kind", nullable=False),
    Column("county_id", ForeignKey("unit.unit_id")),
    _code("sector"),
    _code("peer_group"),
    _date("active_from"),
    _date("active_to"),
    Column("merged_into", ForeignKey("unit.unit_id")),
    _int("sort_order"),
    _int("tile_row"),
    _int("tile_col"),
    _flag("archive_keeper"),
    _flag("officer_archive_pilot"),
    Index(None, "peer_group"),
    Index(None, "county_id"),
)

load_batch = Table(
    "load_batch",
    metadata,
    _int("load_id", primary_key=True),
    # The load a batch belongs to: the number of its first batch.
    _int("load_no"),
    _text("source_name", nullable=False),
    _text("ledger"),
    _text("columns"),
    _code("sha256"),
    _code("status", nullable=False),
    _int("rows_read", nullable=False),
    _int("rows_stored", nullable=False),
    # How many of the stored rows were new; NULL for loads made before ``undo`` existed.
    _int("rows_inserted"),
    _int("rows_unchanged", nullable=False),
    _int("rows_rejected", nullable=False),
    _int("rows_removed", nullable=False),
    Column("loaded_at", DateTime, nullable=False),
    _text("loaded_by"),
    _date("data_as_of"),
    _int("data_version"),
)

# Of which units a load said up to which day (its batches' ``data_as_of``) its ledgers are complete. Unit 0 stands for
# all, as they were understood before this was kept.
stated_unit = Table(
    "stated_unit",
    metadata,
    _int("load_no", nullable=False),
    _int("unit_id", nullable=False),
    PrimaryKeyConstraint("load_no", "unit_id"),
)

load_problem = Table(
    "load_problem",
    metadata,
    _int("problem_id", primary_key=True),
    Column("load_id", ForeignKey("load_batch.load_id"), nullable=False),
    _text("sheet"),
    _int("row"),
    _text("column"),
    _text("value"),
    _code("code", nullable=False),
    _text("expected"),
    _text("row_json"),
    # The same row by the ledger's own columns, and which of them are wrong: what a workbook of problems is made of.
    _text("ledger_row"),
    _text("ledger_columns"),
    Index(None, "load_id"),
)

# --- Summary, publication, search, audit -----------------------------------------------------------------------

# Written by the database alone, from rows whose own unit is checked, so it holds no reference of its own. Its key is
# kept once, on SQLite as the table itself, month by month: a page asks for a period of all units, and however many
# years there are, it goes through the months of that period alone.
monthly_tally = Table(
    "monthly_tally",
    metadata,
    _int("unit_id", nullable=False),
    _date("month", nullable=False),
    _code("tally_key", nullable=False),
    Column("facet", String(FACET_LENGTH), nullable=False),
    _float("value", nullable=False),
    # Of a figure that came as a count on a form the months that it stands for, up to this one; empty where rows were
    # counted. 0 marks a month that a form should tell and none does, -1 one for which it says "not applicable".
    _int("span_months"),
    PrimaryKeyConstraint("tally_key", "facet", "month", "unit_id"),
    sqlite_with_rowid=False,
)
_reported = monthly_tally.c.span_months.is_not(None)
Index(
    "ix_monthly_tally_reported",
    monthly_tally.c.span_months,
    sqlite_where=_reported,
    postgresql_where=_reported,
)

# How an item of rectification stood from a day on (``since``) until another (``until``, no longer on it). Written where
# the tallies are counted (``assessment.item_course`` says how it follows), so it holds no reference of its own, too.
item_state = Table(
    "item_state",
    metadata,
    _int("unit_id", nullable=False),
    _code("item_no", nullable=False),
    _date("since", nullable=False),
    _date("until", nullable=False),
    _code("source"),
    # What items about one matter share (``assessment.recurrence``).
    _code("matter"),
    _date("assigned_on", nullable=False),
    _date("due_on", nullable=False),
    # The extension in force: when it was approved, and until when.
    _date("extended_on"),
    _date("extended_due_on"),
    _date("submitted_on"),
    _date("closed_on"),
    _int("returned_count"),
    # Whether it stood closed the day before, and whether its events say all this or its own columns.
    _flag("was_closed", nullable=False),
    _flag("by_events", nullable=False),
    PrimaryKeyConstraint("unit_id", "item_no", "since"),
    Index(None, "closed_on", "until"),
    Index(None, "unit_id", "matter"),
)

# The numbers by which records are looked for (``counting.search_entries``): without what people write in several ways,
# and the same from its last sign to its first, so that who knows the end of a number finds it by an index, too. Signs
# are compared by themselves, whatever the language of the database.
_SIGNS = Text().with_variant(Text(collation="C"), "postgresql")
search_entry = Table(
    "search_entry",
    metadata,
    _code("ledger", nullable=False),
    _int("unit_id", nullable=False),
    _code("number", nullable=False),
    # What else tells records of one number apart; '' where nothing does.
    _code("also", nullable=False),
    Column("forwards", _SIGNS, nullable=False),
    Column("backwards", _SIGNS, nullable=False),
    PrimaryKeyConstraint("ledger", "unit_id", "number", "also"),
    Index(None, "forwards"),
    Index(None, "backwards"),
)

publication = Table(
    "publication",
    metadata,
    _code("publication_no", primary_key=True),
    _code("supersedes"),
    _text("reason"),
    _code("period", nullable=False),
    _date("as_of", nullable=False),
    _int("scheme_year", nullable=False),
    _int("scheme_version", nullable=False),
    _int("data_version", nullable=False),
    Column("published_at", DateTime, nullable=False),
    _text("published_by", nullable=False),
    Column("content", LargeBinary, nullable=False),
    _code("sha256", nullable=False),
    # In hexadecimal digits; it cannot stand in the content that it signs.
    _text("signature"),
    ForeignKeyConstraint(["scheme_year", "scheme_version"], ["scheme.year", "scheme.version"]),
)

publication_rank = Table(
    "publication_rank",
    metadata,
    Column("unit_id", ForeignKey("unit.unit_id"), primary_key=True),
    Column("publication_no", ForeignKey("publication.publication_no"), primary_key=True),
    _code("peer_group", nullable=False),
    _float("score"),
    _int("score_rank"),
    _int("award_place"),
    _int("rank_low"),
    _int("rank_high"),
    _flag("eligible"),
    _code("grade"),
)
