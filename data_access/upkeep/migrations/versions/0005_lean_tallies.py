"""The key of monthly_tally is kept once, in the order it is asked for; the first counted month stands in the state"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = ("unit_id", "month", "tally_key", "facet")
NOW = ("tally_key", "unit_id", "facet", "month")


def upgrade() -> None:
    op.add_column("database_state", sa.Column("first_month", sa.Date(), nullable=True))
    op.execute("UPDATE database_state SET first_month = (SELECT min(month) FROM monthly_tally)")
    op.drop_index("ix_monthly_tally_tally_key_month", table_name="monthly_tally")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_monthly_tally_unit_id", "monthly_tally")
        _rekey(NOW)
    else:
        _rebuild(NOW, sqlite_with_rowid=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _rekey(BEFORE)
        op.create_foreign_key("fk_monthly_tally_unit_id", "monthly_tally", "unit", ["unit_id"], ["unit_id"])
    else:
        unit = sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name="fk_monthly_tally_unit_id")
        _rebuild(BEFORE, unit)
    op.create_index("ix_monthly_tally_tally_key_month", "monthly_tally", ["tally_key", "month"], unique=False)
    op.drop_column("database_state", "first_month")


def _rekey(key: tuple[str, ...]) -> None:
    op.drop_constraint("pk_monthly_tally", "monthly_tally")
    op.create_primary_key("pk_monthly_tally", "monthly_tally", list(key))


def _rebuild(key: tuple[str, ...], *constraints: sa.Constraint, **options: bool) -> None:
    """On SQLite a table takes another key only by being made anew, with its rows."""
    op.rename_table("monthly_tally", "monthly_tally_before")
    op.create_table(
        "monthly_tally",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("tally_key", sa.String(length=64), nullable=False),
        sa.Column("facet", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_monthly_tally"),
        *constraints,
        **options,
    )
    columns = "unit_id, month, tally_key, facet, value"
    order = ", ".join(key)
    op.execute(f"INSERT INTO monthly_tally ({columns}) SELECT {columns} FROM monthly_tally_before ORDER BY {order}")
    op.drop_table("monthly_tally_before")
