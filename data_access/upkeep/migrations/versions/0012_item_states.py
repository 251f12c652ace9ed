"""How items of rectification stood from day to day is a table of its own; what was indexed for want of it goes"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = {"unit_category": ["unit_id", "category", "closed_on"], "closed_assigned": ["closed_on", "assigned_on"]}
NOW = {"unit_category": ["unit_id", "category"]}


def upgrade() -> None:
    op.create_table(
        "item_state",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item_no", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("matter", sa.String(length=64), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extended_due_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("returned_count", sa.Integer(), nullable=True),
        sa.Column("was_closed", sa.Boolean(), nullable=False),
        sa.Column("by_events", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "item_no", "since", name="pk_item_state"),
    )
    op.create_index("ix_item_state_closed_on_until", "item_state", ["closed_on", "until"])
    op.create_index("ix_item_state_unit_id_matter", "item_state", ["unit_id", "matter"])
    _reindex(BEFORE, NOW)


def downgrade() -> None:
    _reindex(NOW, BEFORE)
    op.drop_table("item_state")


def _reindex(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    for name in before:
        op.drop_index(f"ix_rectification_{name}", table_name="rectification")
    for name, columns in after.items():
        op.create_index(f"ix_rectification_{name}", "rectification", columns)
