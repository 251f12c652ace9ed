"""Each ledger is known up to its own day; what a load says of which units is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# In place of a unit: the day of a load was that of all units.
EVERYBODY = 0
# Ledgers that tell of no event: where a batch of one has a day, somebody stated it for the whole load. Of other loads
# nobody knows whether their day was stated or is that of their latest event, so nothing is claimed for them.
WITHOUT_EVENTS = ("unit", "archive_requirement", "reporting_duty", "counting_rule", "scheme", "scheme_item",
                  "external_review")  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "ledger_state",
        sa.Column("ledger", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("year_before", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("ledger", "unit_id", name="pk_ledger_state"),
    )
    op.create_table(
        "stated_unit",
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("load_no", "unit_id", name="pk_stated_unit"),
    )
    ledgers = ", ".join(f"'{ledger}'" for ledger in WITHOUT_EVENTS)
    op.execute(
        "INSERT INTO stated_unit (load_no, unit_id)"
        f" SELECT DISTINCT coalesce(load_no, load_id), {EVERYBODY} FROM load_batch"
        f" WHERE status = 'stored' AND data_as_of IS NOT NULL AND ledger IN ({ledgers})"
    )


def downgrade() -> None:
    op.drop_table("stated_unit")
    op.drop_table("ledger_state")
