"""The reporting database: dimensions, one fact table per ledger, one summary, one publication store.

Every key of a fact starts with ``unit_id``, so that the same tables can be spread over several machines by unit.
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

SCHEMA_VERSION = "0005"
# A count may be split by a text; of a longer one so much is kept.
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
    return Column(name, String(64), **options)


def _date(name: str, **options: Any) -> Column[Any]:
    return Column(name, Date, **options)


def _int(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, **options)


def _float(name: str, **options: Any) -> Column[float]:
    return Column(name, Float, **options)


def _flag(name: str, **options: Any) -> Column[bool]:
    return Column(name, Boolean, **options)


def _fact(name: str, key: tuple[str, ...], *columns: Any) -> Table:
    """A fact table: ``unit_id`` first in its key, and the load (and the row of its sheet) each row came from."""
    table = Table(
        name,
        metadata,
        Column("unit_id", ForeignKey("unit.unit_id"), nullable=False),
        *columns,
        Column("load_id", ForeignKey("load_batch.load_id")),
        # As Excel numbers it; empty where a row stands in no sheet or was stored before this was kept.
        _int("load_row"),
        PrimaryKeyConstraint("unit_id", *key),
    )
    for column in key:
        table.c[column].nullable = False
    return table


# --- Dimensions ------------------------------------------------------------------------------------------------

database_state = Table(
    "database_state",
    metadata,
    _int("id", primary_key=True),
    _int("data_version", nullable=False),
    _date("data_as_of"),
    _code("tally_hash"),
    _date("first_month"),
    _code("schema_version", nullable=False),
    _flag("synthetic", nullable=False),
    _text("city_name"),
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

# A scheme is named by its year and version; its rows and those of its items come by a load like any ledger's.
scheme = Table(
    "scheme",
    metadata,
    _int("year", primary_key=True, autoincrement=False),
    _int("version", primary_key=True, autoincrement=False),
    _text("name", nullable=False),
    _code("average_scope", nullable=False),
    _code("average_method", nullable=False),
    _int("small_denominator", nullable=False),
    _int("veto_last_n", nullable=False),
    _float("w_daily", nullable=False),
    _float("w_annual", nullable=False),
    _float("w_external", nullable=False),
    _float("adjustment_cap", nullable=False),
    _float("grade_excellent", nullable=False),
    _float("grade_good", nullable=False),
    _float("grade_pass", nullable=False),
    Column("load_id", ForeignKey("load_batch.load_id")),
)

scheme_item = Table(
    "scheme_item",
    metadata,
    _int("year", primary_key=True, autoincrement=False),
    _int("version", primary_key=True, autoincrement=False),
    _code("peer_group", primary_key=True),
    _code("component", primary_key=True),
    _code("key", primary_key=True),
    _float("weight", nullable=False),
    _float("floor"),
    _float("target"),
    _code("missing_policy"),
    Column("load_id", ForeignKey("load_batch.load_id")),
)

counting_rule = Table(
    "counting_rule",
    metadata,
    _code("rule", primary_key=True),
    _date("from_date", primary_key=True),
    _text("value", nullable=False),
    # A shipped rule came by no load.
    Column("load_id", ForeignKey("load_batch.load_id")),
)

archive_requirement = Table(
    "archive_requirement",
    metadata,
    _int("year", primary_key=True),
    _code("unit_kind", primary_key=True),
    _code("item_no", primary_key=True),
    _text("title", nullable=False),
    _int("article"),
    _code("due_month_day", nullable=False),
    Column("load_id", ForeignKey("load_batch.load_id")),
)

reporting_duty = Table(
    "reporting_duty",
    metadata,
    _code("unit_kind", primary_key=True),
    _code("ledger", primary_key=True),
    _code("frequency", nullable=False),
    _int("due_day", nullable=False),
    _date("from_month", nullable=False),
    Column("load_id", ForeignKey("load_batch.load_id")),
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
    # How many of the stored rows were new; unknown for loads of before there was an undo.
    _int("rows_inserted"),
    _int("rows_unchanged", nullable=False),
    _int("rows_rejected", nullable=False),
    _int("rows_removed", nullable=False),
    Column("loaded_at", DateTime, nullable=False),
    _text("loaded_by"),
    _date("data_as_of"),
    _int("data_version"),
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

# What a load found where it wrote: the rows it changed or removed as they stood before (a new unit: nothing). A new
# row of a fact needs no entry, for it names its load.
load_change = Table(
    "load_change",
    metadata,
    _int("change_id", primary_key=True),
    Column("load_id", ForeignKey("load_batch.load_id"), nullable=False),
    _text("ledger", nullable=False),
    _text("key", nullable=False),
    _text("before"),
    _int("before_load_id"),
    Index(None, "load_id"),
    Index(None, "before_load_id"),
)

# --- Facts -----------------------------------------------------------------------------------------------------

ledger_report = _fact(
    "ledger_report",
    ("ledger", "month"),
    _code("ledger"),
    _date("month"),
    _date("reported_on"),
    _flag("nothing_to_report"),
)

litigation_case = _fact(
    "litigation_case",
    ("case_no", "instance"),
    _code("case_no"),
    _code("instance"),
    _code("defendant_role"),
    _flag("counts_for_county", nullable=False),
    _flag("counts_for_city", nullable=False),
    _code("first_instance_case_no"),
    _text("court"),
    _text("matter"),
    _code("plaintiff_kind"),
    _date("filed_on"),
    _date("heard_on"),
    _code("head_attended"),
    _flag("head_spoke"),
    _text("absence_reason"),
    _flag("absence_excused"),
    _flag("observed_trial"),
    _date("closed_on"),
    _code("outcome"),
    _date("effective_on"),
    _flag("judicial_suggestion"),
    _code("reconsideration_case_no"),
    Index("ix_litigation_case_unit_filed", "unit_id", "filed_on"),
    Index("ix_litigation_case_unit_closed", "unit_id", "closed_on"),
    Index("ix_litigation_case_case_no", "case_no"),
    Index("ix_litigation_case_reconsideration", "reconsideration_case_no"),
)

reconsideration_case = _fact(
    "reconsideration_case",
    ("case_no",),
    _code("case_no"),
    _code("defendant_role"),
    _flag("counts_for_county", nullable=False),
    _flag("counts_for_city", nullable=False),
    Column("organ_id", ForeignKey("unit.unit_id")),
    _text("matter"),
    _code("procedure"),
    _date("received_on"),
    _date("decision_on_acceptance_on"),
    _code("acceptance"),
    _date("accepted_on"),
    _code("hearing_mode"),
    _int("suspended_days"),
    _int("extended_days"),
    _date("closed_on"),
    _code("outcome"),
    _code("suggestion"),
    _date("opinion_due_on"),
    _date("opinion_answered_on"),
    _date("sued_on"),
    Index("ix_reconsideration_case_unit_received", "unit_id", "received_on"),
    Index("ix_reconsideration_case_unit_closed", "unit_id", "closed_on"),
    Index("ix_reconsideration_case_case_no", "case_no"),
    Index("ix_reconsideration_case_organ", "organ_id"),
    Index("ix_reconsideration_case_suggestion", "suggestion", "opinion_due_on"),
)

petition = _fact(
    "petition",
    ("petition_no",),
    _code("petition_no"),
    _code("channel"),
    _code("reconsideration_case_no"),
    _text("matter"),
    _date("received_on"),
    _date("closed_on"),
    _code("outcome"),
    _flag("repeated"),
    _flag("rated"),
    _flag("satisfied"),
    Index("ix_petition_unit_received", "unit_id", "received_on"),
    Index("ix_petition_unit_closed", "unit_id", "closed_on"),
    Index("ix_petition_petition_no", "petition_no"),
    # With the unit, so that what asks whether a case is named need not read the rows.
    Index("ix_petition_reconsideration", "reconsideration_case_no", "unit_id"),
)

joint_meeting = _fact(
    "joint_meeting",
    ("meeting_no",),
    _code("meeting_no"),
    _date("held_on"),
    _code("partner"),
    _text("topic"),
    _int("cases_discussed"),
    _int("resolved"),
    Index("ix_joint_meeting_unit_held", "unit_id", "held_on"),
    Index("ix_joint_meeting_meeting_no", "meeting_no"),
)

rectification = _fact(
    "rectification",
    ("item_no",),
    _code("item_no"),
    _code("source"),
    _code("source_no"),
    _text("category"),
    _text("issue"),
    _text("measure"),
    _text("responsible_person"),
    _text("checker"),
    _code("severity"),
    _date("assigned_on"),
    _date("due_on"),
    _date("extended_on"),
    _date("extended_due_on"),
    _text("extension_approved_by"),
    _date("submitted_on"),
    _date("closed_on"),
    _int("returned_count"),
    _int("attachment_count"),
    _text("closure_text"),
    _code("recurrence_of"),
    Index("ix_rectification_unit_assigned", "unit_id", "assigned_on"),
    Index("ix_rectification_unit_due", "unit_id", "due_on"),
    Index("ix_rectification_item_no", "item_no"),
    Index("ix_rectification_closed_assigned", "closed_on", "assigned_on"),
    Index("ix_rectification_unit_category", "unit_id", "category", "closed_on"),
)

rectification_event = _fact(
    "rectification_event",
    ("item_no", "occurred_on", "kind", "seq"),
    _code("item_no"),
    _date("occurred_on"),
    _code("kind"),
    _int("seq"),
    _date("new_due_on"),
    _text("note"),
    _text("actor"),
)

demonstration_site = _fact(
    "demonstration_site",
    ("site_no",),
    _code("site_no"),
    _text("name"),
    _code("level"),
    _text("highlight"),
    _code("state"),
    _date("state_since"),
)

demonstration_event = _fact(
    "demonstration_event",
    ("site_no", "occurred_on", "kind", "seq"),
    _code("site_no"),
    _date("occurred_on"),
    _code("kind"),
    _int("seq"),
    _text("batch"),
    _text("note"),
)

assessment_mark = _fact(
    "assessment_mark",
    ("year", "component", "item"),
    _int("year"),
    _code("component"),
    _code("item"),
    _float("score"),
    _float("maximum"),
    _text("reason"),
    _date("recorded_on"),
    _text("assessor"),
)

external_review = _fact(
    "external_review",
    ("year", "reviewer_group"),
    _int("year"),
    _code("reviewer_group"),
    _int("respondents"),
    _float("mean_score"),
)

veto_event = _fact(
    "veto_event",
    ("veto_no",),
    _code("veto_no"),
    _int("year"),
    _code("peer_group"),
    _text("clause"),
    _code("source"),
    _text("figure"),
    _text("base"),
    _text("average"),
    _date("occurred_on"),
    _date("ends_on"),
    _text("description"),
    _text("document"),
    _code("status"),
    _date("decided_on"),
    _text("decided_by"),
)

use_of_result = _fact(
    "use_of_result",
    ("year", "kind", "seq"),
    _int("year"),
    _code("kind"),
    _int("seq"),
    _date("decided_on"),
    _text("note"),
)

normative_document = _fact(
    "normative_document",
    ("document_no",),
    _code("document_no"),
    _text("title"),
    _date("issued_on"),
    _date("filed_on"),
    _flag("direct_interest"),
    _flag("major_disagreement"),
    _flag("consulted"),
    _flag("hearing_held"),
    _flag("legality_reviewed"),
    _flag("collectively_decided"),
    _code("review_result"),
    _date("expires_on"),
)

STEPS = ("public_participation", "expert_argument", "risk_assessment", "legality_review", "collective_decision")

major_decision = _fact(
    "major_decision",
    ("decision_no",),
    _code("decision_no"),
    _text("title"),
    _flag("in_catalogue"),
    _date("decided_on"),
    *(
        column
        for step in STEPS
        for column in (_date(f"{step}_on"), _flag(f"{step}_not_applicable"), _text(f"{step}_reason"))
    ),
    _text("risk_methods"),
    _code("risk_result"),
    _int("consultation_days"),
    _int("legality_days"),
    _flag("hearing_required"),
    _date("hearing_on"),
    _date("published_on"),
    _date("evaluated_on"),
    _text("evaluation_result"),
    _text("accountability"),
)

legislation_project = _fact(
    "legislation_project",
    ("project_no",),
    _code("project_no"),
    _text("title"),
    _code("kind"),
    _int("planned_year"),
    _flag("priority"),
    _code("stage"),
    _flag("consulted"),
    _flag("hearing_or_experts"),
    _flag("cost_benefit"),
    _date("completed_on"),
    _date("evaluated_on"),
)

service_statistic = _fact(
    "service_statistic",
    ("month",),
    _date("month"),
    _int("items"),
    _int("items_online"),
    _int("handled"),
    _int("handled_in_time"),
    _float("days_promised"),
    _float("days_used"),
    _int("windows"),
    _int("windows_authorised"),
    _flag("networked"),
)

power_statistic = _fact(
    "power_statistic",
    ("month",),
    _date("month"),
    _int("powers"),
    _int("powers_online"),
    _int("powers_with_discretion_standard"),
    _int("added"),
    _int("removed"),
)

discretion_inspection = _fact(
    "discretion_inspection",
    ("inspection_no",),
    _code("inspection_no"),
    _date("held_on"),
    _int("files_checked"),
    _int("faults"),
)

centralised_penalty = _fact(
    "centralised_penalty",
    ("field",),
    _code("field"),
    _date("started_on"),
    _int("auxiliary_staff"),
    _int("auxiliary_assessed"),
)

enforcement_statistic = _fact(
    "enforcement_statistic",
    ("month", "kind"),
    _date("month"),
    _code("kind"),
    _int("cases"),
)

case_file_review = _fact(
    "case_file_review",
    ("file_no",),
    _code("file_no"),
    _code("kind"),
    _date("reviewed_on"),
    _float("score"),
    _code("grade"),
    _code("veto_fault"),
    _flag("excellent_document"),
    _flag("guiding_case"),
)

case_file_defect = _fact(
    "case_file_defect",
    ("file_no", "item", "seq"),
    _code("file_no"),
    _text("item"),
    _int("seq"),
    _float("points"),
)

officer = _fact(
    "officer",
    ("officer_no",),
    _code("officer_no"),
    _text("name"),
    _text("post"),
    _text("duty"),
    _date("joined_on"),
    _date("left_on"),
    _flag("on_staffing_list"),
    _code("certificate_no"),
    _code("certificate_kind"),
    _date("certified_on"),
    _date("expires_on"),
)

officer_posting = _fact(
    "officer_posting",
    ("officer_no", "from_on"),
    _code("officer_no"),
    _date("from_on"),
    _date("to_on"),
)

officer_record = _fact(
    "officer_record",
    ("officer_no", "occurred_on", "kind", "seq"),
    _code("officer_no"),
    _date("occurred_on"),
    _code("kind"),
    _int("seq"),
    _text("value"),
    _text("note"),
)

leader_record = _fact(
    "leader_record",
    ("leader_post", "occurred_on", "seq"),
    _code("leader_post"),
    _date("occurred_on"),
    _int("seq"),
    _text("note"),
)

cadre_review = _fact(
    "cadre_review",
    ("review_no",),
    _code("review_no"),
    _code("position_level"),
    _date("appointed_on"),
    _date("reviewed_on"),
    _date("exam_on"),
    _float("exam_score"),
    _float("resit_score"),
    _code("result"),
)

training_session = _fact(
    "training_session",
    ("session_no",),
    _code("session_no"),
    _code("audience"),
    _date("held_on"),
    _float("hours"),
    _int("invited"),
    _int("attended"),
)

legal_staffing = _fact(
    "legal_staffing",
    ("year",),
    _int("year"),
    _int("posts"),
    _int("on_post"),
    _int("law_degree"),
    _int("qualified"),
    _int("matters_handled"),
    _code("class_of_guidance"),
)

archive_material = _fact(
    "archive_material",
    ("year", "item_no"),
    _int("year"),
    _code("item_no"),
    _date("due_on"),
    _date("submitted_on"),
    _code("state"),
    _text("title"),
    _text("file_uri"),
    _code("sha256"),
    _text("returned_reason"),
)

plan_task = _fact(
    "plan_task",
    ("task_no",),
    _code("task_no"),
    _text("plan"),
    _int("article"),
    _text("goal"),
    _text("measure"),
    _date("starts_on"),
    _date("due_on"),
    _float("progress"),
    _code("state"),
    _text("note"),
)

legal_service = _fact(
    "legal_service",
    ("service_no",),
    _code("service_no"),
    _code("subject"),
    _text("title"),
    _date("requested_on"),
    _date("due_on"),
    _date("delivered_on"),
    _flag("adopted"),
)

bulletin = _fact(
    "bulletin",
    ("issue_no",),
    _code("issue_no"),
    _date("published_on"),
    _text("title"),
    _code("kind"),
    _text("body"),
)

bulletin_mention = _fact(
    "bulletin_mention",
    ("issue_no", "tone", "mentioned_unit_id"),
    _code("issue_no"),
    _code("tone"),
    Column("mentioned_unit_id", ForeignKey("unit.unit_id")),
    _text("note"),
)

research_report = _fact(
    "research_report",
    ("report_no",),
    _code("report_no"),
    _text("title"),
    _text("topic"),
    _date("completed_on"),
    _text("summary"),
)

# --- Summary, publication, search, audit -----------------------------------------------------------------------

# Written by the database alone, from rows whose own unit is checked, so it holds no reference of its own. Its key is
# kept once, on SQLite as the table itself, in the order in which every read and every count names its parts.
monthly_tally = Table(
    "monthly_tally",
    metadata,
    _int("unit_id", nullable=False),
    _date("month", nullable=False),
    _code("tally_key", nullable=False),
    Column("facet", String(FACET_LENGTH), nullable=False),
    _float("value", nullable=False),
    PrimaryKeyConstraint("tally_key", "unit_id", "facet", "month"),
    sqlite_with_rowid=False,
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

search_entry = Table(
    "search_entry",
    metadata,
    Column("unit_id", ForeignKey("unit.unit_id"), primary_key=True),
    _code("kind", primary_key=True),
    _code("key", primary_key=True),
    _text("text", nullable=False),
    _text("initials"),
)

audit_entry = Table(
    "audit_entry",
    metadata,
    _int("entry_id", primary_key=True),
    Column("at", DateTime, nullable=False),
    _text("viewer", nullable=False),
    _code("action", nullable=False),
    _text("selection"),
    Column("unit_id", ForeignKey("unit.unit_id")),
)
