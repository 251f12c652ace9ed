"""The tallies of one key lie month by month: a period is read without going through the years around it"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = ("tally_key", "unit_id", "facet", "month")
NOW = ("tally_key", "facet", "month", "unit_id")
REPORTED = sa.text("span_months IS NOT NULL")


def upgrade() -> None:
    _rekey(NOW)


def downgrade() -> None:
    _rekey(BEFORE)


def _rekey(key: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_monthly_tally", "monthly_tally")
        op.create_primary_key("pk_monthly_tally", "monthly_tally", list(key))
    else:
        _rebuild(key)


def _rebuild(key: tuple[str, ...]) -> None:
    """On SQLite a table takes another key only by being made anew, with its rows."""
    op.drop_index("ix_monthly_tally_reported", table_name="monthly_tally")
    op.rename_table("monthly_tally", "monthly_tally_before")
    op.create_table(
        "monthly_tally",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("tally_key", sa.String(length=64), nullable=False),
        sa.Column("facet", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("span_months", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(*key, name="pk_monthly_tally"),
        sqlite_with_rowid=False,
    )
    columns = "unit_id, month, tally_key, facet, value, span_months"
    order = ", ".join(key)
    op.execute(f"INSERT INTO monthly_tally ({columns}) SELECT {columns} FROM monthly_tally_before ORDER BY {order}")
    op.drop_table("monthly_tally_before")
    op.create_index("ix_monthly_tally_reported", "monthly_tally", ["span_months"], sqlite_where=REPORTED)
