"""A load keeps which cells it changed, and by unit how many rows it brought, changed and emptied"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("load_change", sa.Column("cells", sa.Text(), nullable=True))
    op.create_table(
        "load_unit",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_emptied", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("rows_removed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["load_batch.load_id"], name="fk_load_unit_load_id"),
        sa.PrimaryKeyConstraint("load_id", "ledger", "unit", name="pk_load_unit"),
    )


def downgrade() -> None:
    op.drop_table("load_unit")
    op.drop_column("load_change", "cells")
