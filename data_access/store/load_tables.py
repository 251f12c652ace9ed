"""What a load changed: the rows as they stood before, the cells that it changed, and how many rows of each unit."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from data_access.store.tables import CODE_LENGTH, metadata

# What a load found where it wrote: the rows it changed or removed as they stood before (a new unit: nothing). A new
# row of a fact needs no entry, for it names its load. ``cells`` are those of a changed row, by column the value before
# and after, with its unit, its key and its row in the sheet; units by code.
load_change = Table(
    "load_change",
    metadata,
    Column("change_id", Integer, primary_key=True),
    Column("load_id", ForeignKey("load_batch.load_id"), nullable=False),
    Column("ledger", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("before", Text),
    Column("before_load_id", Integer),
    Column("cells", Text),
    Index(None, "load_id"),
    Index(None, "before_load_id"),
)

# What became of the rows that a load read, or that went, by unit (its code, which outlives it; '' where a ledger holds
# for all units). A row with a cell that lost its value counts as emptied and not as changed.
load_unit = Table(
    "load_unit",
    metadata,
    Column("load_id", ForeignKey("load_batch.load_id"), nullable=False),
    Column("ledger", Text, nullable=False),
    Column("unit", String(CODE_LENGTH), nullable=False),
    Column("rows_new", Integer, nullable=False),
    Column("rows_changed", Integer, nullable=False),
    Column("rows_emptied", Integer, nullable=False),
    Column("rows_unchanged", Integer, nullable=False),
    Column("rows_removed", Integer, nullable=False),
    PrimaryKeyConstraint("load_id", "ledger", "unit"),
)
