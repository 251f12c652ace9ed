"""What a ledger is: one sheet that an office keeps, its columns, and the table that follows from them.

A ledger drives the blank workbook, the validation, the load, the table and the data dictionary. Headers stand with it
in both languages because they are the contract of a file; the labels of codes stand in the catalogues
(``outcome.revoked``). What else is declared of a ledger (tallies, rules, lists) is its ``Entry``, see ``entry.py``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from data_access.store.tables import CODE_LENGTH, metadata

# "group" and "item" are texts of which some words are known by their labels (see ``known_words``): a peer group, and
# what a scheme scores (an indicator, a reviewer group, or a mark item of the city's own). "number" is a text by which
# people name a record: a case or item number, a code, another record's number; it is stored in one form. "period" is
# what a form reports on (``reported_period``), "counted" the name of a count.
ColumnKind = Literal[
    "text", "number", "code", "date", "integer", "decimal", "flag", "unit", "month_day", "group", "item", "period",
    "counted",
]  # fmt: skip
_TYPES: dict[ColumnKind, Any] = {
    "text": Text,
    "number": String(CODE_LENGTH),
    "code": String(CODE_LENGTH),
    "month_day": String(CODE_LENGTH),
    "group": String(CODE_LENGTH),
    "item": String(CODE_LENGTH),
    "period": String(CODE_LENGTH),
    "counted": String(CODE_LENGTH),
    "date": Date,
    "integer": Integer,
    "unit": Integer,
    "decimal": Float,
    "flag": Boolean,
}
# The most characters of a text, unless its column says otherwise: a page of prose, and what names or sorts something.
LONGEST_TEXT, LONGEST_NAME = 2_000, 200
# One case may have several defendants; these say which of its rows counts for the county and for the city.
COUNTS_ONCE = ("counts_for_county", "counts_for_city")


# How the columns are called that hold the last day of something.
_LAST_DAYS = ("due_on", "expires_on", "ends_on", "active_to", "last_day")


@dataclass(frozen=True)
class LedgerColumn:
    """One column of a ledger.

    ``codes`` are the allowed values of a code column, whose labels stand under ``labels`` in the catalogues
    (``labels="outcome"`` → ``outcome.revoked``); a file may hold the code or its label in any language.
    ``event`` marks a date that has happened: it may not lie in the future, and the latest one dates the ledger.
    ``not_before`` names a column of the same row whose date must not be later than this one.
    ``personal`` marks what tells who a person is, a name or a number: the reader masks it wherever it is read, unless
    the viewer may see names.
    ``longest`` is how many characters a text may have (``greatest_length``); what has more is refused when loaded.
    ``kept_as`` is the kind of column that the table has, where it is another one. ``also`` are further headers by which
    a file may name it. ``part_of`` names a column of the same row of whose number this one counts a part, so that it is
    never more. ``names`` is the record whose number it holds ("litigation.case_no"), where that is another one.
    ``share`` marks decimals in which 95% is 0.95, ``percent`` those in which it is 95; elsewhere a percentage is
    refused. ``amount`` marks decimals that are never below nought (integers never are).
    """

    name: str
    zh: str
    en: str
    kind: ColumnKind = "text"
    required: bool = False
    codes: tuple[str, ...] = ()
    labels: str = ""
    default: str | int | float | bool | None = None
    event: bool = False
    not_before: str = ""
    example: str = ""
    personal: bool = False
    kept_as: ColumnKind | None = None
    also: tuple[str, ...] = ()
    share: bool = False
    percent: bool = False
    amount: bool = False
    longest: int | None = None
    names: str = ""
    part_of: str = ""

    @property
    def greatest_length(self) -> int | None:
        """The most characters of its cells; None where they hold no text."""
        kind = _TYPES[self.kept_as or self.kind]
        if kind is Text:
            return self.longest or (LONGEST_NAME if self.personal else LONGEST_TEXT)
        return kind.length if isinstance(kind, String) else None

    @property
    def is_year(self) -> bool:
        """Whether it holds a calendar year, which stands for all its months."""
        return self.kind == "integer" and self.name.endswith("year")

    @property
    def is_month(self) -> bool:
        """Whether it holds a month, kept as its first day: any day of it is the same month."""
        return self.kind == "date" and self.name.endswith("month")

    @property
    def is_limit(self) -> bool:
        """Whether it holds the last day of something: until when a thing is to be done, or holds."""
        return self.kind == "date" and not self.event and self.name.endswith(_LAST_DAYS)

    @property
    def takes(self) -> str:
        """What belongs in its cells, by the name that the catalogues have for it (``template.kind.month``)."""
        return "month" if self.is_month else self.kind

    @property
    def sql_type(self) -> Any:
        return _TYPES[self.kept_as or self.kind]


@dataclass(frozen=True)
class Ledger:
    """One sheet of the workbook and the table it fills; ``natural_key`` lists database columns, unit first.

    ``named_table`` is the name of the table, where it is not the key. ``parent`` is the ledger whose rows this one's
    belong to; its key is the beginning of this one's. ``known_with`` is the ledger up to whose day this one is known,
    where that is neither itself nor its parent. ``dated_by`` names the columns whose first filled one puts a row
    into a period (a year stands for all its months); a ledger without them is never replaced by period. ``named_by``
    is the column of the key by which people name a row (default: the second). ``indexes`` are those of the table
    beside its key: a name and the columns. ``never_blank`` names columns that a row of the table always has beyond its
    key: they are required or have a default. ``months_on`` is how many months after its last date a row may yet count,
    because something follows from its dates by law. ``reckoned`` names dates that are reckoned from other dates of the
    row where they are blank, and may then lie in any later month. ``linked_by`` is the column in which a row names the
    number of another that it continues. ``identity`` names the columns that tell one case from another of the same
    number: of dates the year of the first that is known, of other columns the value. ``marks`` are columns that no
    sheet has: what the other rows of its case say of a row. ``lasting``: a row may last for decades, so that dates far
    apart are no slip. ``by_office``: who supervises enters it of the units, which are not asked for it.
    ``done_on`` is the date on which a row is done with; while it is blank, the row waits for more.
    ``follows`` is the number of the person whom a row follows: it counts in every unit where that person serves.
    ``counted`` is the word that rows are counted by, a key of the catalogues (``counted.officer``: 27 名, 27 officers).
    """

    key: str
    zh: str
    en: str
    natural_key: tuple[str, ...]
    columns: tuple[LedgerColumn, ...]
    named_table: str = ""
    parent: str = ""
    known_with: str = ""
    several_defendants: bool = False
    dated_by: tuple[str, ...] = ()
    named_by: str = ""
    indexes: tuple[tuple[str, ...], ...] = ()
    never_blank: tuple[str, ...] = ()
    linked_by: str = ""
    identity: tuple[str, ...] = ()
    marks: tuple[LedgerColumn, ...] = ()
    months_on: int = 0
    reckoned: tuple[str, ...] = ()
    lasting: bool = False
    by_office: bool = False
    done_on: str = ""
    counted: str = "record"
    follows: str = ""

    def column(self, name: str) -> LedgerColumn:
        """The column (or mark) of that database name; ``KeyError`` when the ledger has none."""
        for column in (*self.columns, *self.marks):
            if column.name == name:
                return column
        raise KeyError(f"ledger {self.key} has no column {name}")

    @property
    def table_name(self) -> str:
        return self.named_table or self.key

    @property
    def number_column(self) -> str:
        """The column of the key by which a record is looked for: after the unit, or the only one."""
        return self.natural_key[min(1, len(self.natural_key) - 1)]

    @property
    def dated_as(self) -> str:
        """The key of the ledger up to whose day this one is known."""
        return self.known_with or self.parent or self.key

    @property
    def events(self) -> frozenset[str]:
        """The columns that hold the day on which something happened."""
        return frozenset(column.name for column in self.columns if column.event)

    @property
    def is_fact(self) -> bool:
        """Whether each row is a unit's own; the others (schemes, rules, duties) hold for all units."""
        return self.natural_key[0] == "unit_id"

    @cached_property
    def read_key(self) -> Callable[[Any], tuple[object, ...]]:
        """Read the natural key off a row; made once, since a load asks it of every row several times."""
        names = self.natural_key
        return itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)

    @property
    def marked(self) -> tuple[str, ...]:
        """The names of all columns whose values follow from the rows of the same case."""
        return (*COUNTS_ONCE, *(mark.name for mark in self.marks)) if self.several_defendants else ()

    @cached_property
    def table(self) -> Table:
        """The table that the ledger fills: its columns, which case counts, and the load and row each came from.

        The table of units is the one that is no ledger's own (``store.tables.unit``).
        """
        if self.table_name in metadata.tables:
            return metadata.tables[self.table_name]
        indexes = [Index(f"ix_{self.table_name}_{name}", *columns) for name, *columns in self.indexes]
        return Table(self.table_name, metadata, *self._sql_columns(), PrimaryKeyConstraint(*self.natural_key), *indexes)

    def _sql_columns(self) -> Iterator[Column[Any]]:
        for column in self.columns:
            filled = column.name in (*self.natural_key, *self.never_blank)
            reference = [ForeignKey("unit.unit_id")] if column.kind == "unit" else []
            personal = {"personal": column.personal}
            yield Column(
                column.name, column.sql_type, *reference, autoincrement=False, nullable=not filled, info=personal
            )
        if self.several_defendants:
            yield from (Column(name, Boolean, nullable=False) for name in COUNTS_ONCE)
        yield from (Column(mark.name, mark.sql_type) for mark in self.marks)
        yield Column("load_id", ForeignKey("load_batch.load_id"))
        if self.is_fact:
            # As Excel numbers it; empty where a row stands in no sheet or was stored before this was kept.
            yield Column("load_row", Integer)
