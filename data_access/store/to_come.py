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


cadre_review = _fact(
    "cadre_review",
    "review_no",
    code="review_no position_level result",
    date="appointed_on reviewed_on exam_on",
    decimal="exam_score resit_score",
)
training_session = _fact(
    "training_session",
    "session_no",
    code="session_no audience",
    date="held_on",
    decimal="hours",
    integer="invited attended",
)
legal_staffing = _fact(
    "legal_staffing",
    "year",
    integer="year posts on_post law_degree qualified matters_handled",
    code="class_of_guidance",
)
plan_task = _fact(
    "plan_task",
    "task_no",
    code="task_no state",
    text="plan goal measure note",
    integer="article",
    date="starts_on due_on",
    decimal="progress",
)
legal_service = _fact(
    "legal_service",
    "service_no",
    code="service_no subject",
    text="title",
    date="requested_on due_on delivered_on",
    flag="adopted",
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
