"""Tables that no ledger fills yet; each leaves when its ledger comes."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from data_access.store.tables import CODE_LENGTH, metadata

_TYPES: dict[str, Any] = {
    "text": Text, "code": String(CODE_LENGTH), "date": Date, "integer": Integer, "decimal": Float, "flag": Boolean,
}  # fmt: skip


def _fact(name: str, key: str, *columns: Column[Any], **kinds: str) -> Table:
    """A fact table: its key after ``unit_id``, and the names of its columns by their kind, blanks between them."""
    named = [
        Column(column, _TYPES[kind], nullable=column not in key.split())
        for kind, columns_of_kind in kinds.items()
        for column in columns_of_kind.split()
    ]
    return Table(
        name,
        metadata,
        Column("unit_id", ForeignKey("unit.unit_id"), nullable=False),
        *columns,
        *named,
        Column("load_id", ForeignKey("load_batch.load_id")),
        Column("load_row", Integer),
        PrimaryKeyConstraint("unit_id", *key.split()),
    )


STEPS = ("public_participation", "expert_argument", "risk_assessment", "legality_review", "collective_decision")

major_decision = _fact(
    "major_decision",
    "decision_no",
    date=" ".join(("decided_on hearing_on published_on evaluated_on", *(f"{step}_on" for step in STEPS))),
    flag=" ".join(("in_catalogue hearing_required", *(f"{step}_not_applicable" for step in STEPS))),
    text=" ".join(("title risk_methods evaluation_result accountability", *(f"{step}_reason" for step in STEPS))),
    code="decision_no risk_result",
    integer="consultation_days legality_days",
)
legislation_project = _fact(
    "legislation_project",
    "project_no",
    code="project_no kind stage",
    text="title",
    integer="planned_year",
    flag="priority consulted hearing_or_experts cost_benefit",
    date="completed_on evaluated_on",
)
bulletin = _fact(
    "bulletin",
    "issue_no",
    code="issue_no kind",
    date="published_on",
    text="title body",
)
bulletin_mention = _fact(
    "bulletin_mention",
    "issue_no tone mentioned_unit_id",
    Column("mentioned_unit_id", ForeignKey("unit.unit_id"), nullable=False),
    code="issue_no tone",
    text="note",
)
research_report = _fact(
    "research_report",
    "report_no",
    code="report_no",
    text="title topic summary",
    date="completed_on",
)

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("entry_id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("viewer", Text, nullable=False),
    Column("action", String(CODE_LENGTH), nullable=False),
    Column("selection", Text),
    Column("unit_id", ForeignKey("unit.unit_id")),
)
