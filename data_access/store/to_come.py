"""Tables that no ledger fills yet; each leaves when its ledger comes."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from data_access.store.tables import CODE_LENGTH, metadata

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
