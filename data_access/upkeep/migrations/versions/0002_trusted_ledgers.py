"""Ledgers one can trust: what a load changed, the rows of its problems by the ledger's columns, who must report what"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("load_batch", sa.Column("load_no", sa.Integer(), nullable=True))
    op.add_column("load_batch", sa.Column("rows_inserted", sa.Integer(), nullable=True))
    op.add_column("load_problem", sa.Column("ledger_row", sa.Text(), nullable=True))
    op.add_column("load_problem", sa.Column("ledger_columns", sa.Text(), nullable=True))
    op.create_table(
        "load_change",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("before_load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["load_batch.load_id"], name=op.f("fk_load_change_load_id")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_load_change")),
    )
    op.create_index(op.f("ix_load_change_load_id"), "load_change", ["load_id"], unique=False)
    op.create_index(op.f("ix_load_change_before_load_id"), "load_change", ["before_load_id"], unique=False)

    # Until now no ledger filled this table, so it is empty and can be made anew.
    op.drop_table("reporting_duty")
    op.create_table(
        "reporting_duty",
        sa.Column("unit_kind", sa.String(length=64), nullable=False),
        sa.Column("ledger", sa.String(length=64), nullable=False),
        sa.Column("frequency", sa.String(length=64), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["load_batch.load_id"], name=op.f("fk_reporting_duty_load_id")),
        sa.PrimaryKeyConstraint("unit_kind", "ledger", name=op.f("pk_reporting_duty")),
    )


def downgrade() -> None:
    op.drop_table("reporting_duty")
    op.create_table(
        "reporting_duty",
        sa.Column("unit_kind", sa.String(length=64), nullable=False),
        sa.Column("ledger", sa.String(length=64), nullable=False),
        sa.Column("frequency", sa.String(length=64), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_kind", "ledger", name=op.f("pk_reporting_duty")),
    )
    op.drop_index(op.f("ix_load_change_before_load_id"), table_name="load_change")
    op.drop_index(op.f("ix_load_change_load_id"), table_name="load_change")
    op.drop_table("load_change")
    op.drop_column("load_problem", "ledger_columns")
    op.drop_column("load_problem", "ledger_row")
    op.drop_column("load_batch", "rows_inserted")
    op.drop_column("load_batch", "load_no")
