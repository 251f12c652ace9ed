"""A figure that came as a count on a form says for how many months it stands"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REPORTED = sa.text("span_months IS NOT NULL")


def upgrade() -> None:
    op.add_column("monthly_tally", sa.Column("span_months", sa.Integer(), nullable=True))
    op.create_index(
        "ix_monthly_tally_reported",
        "monthly_tally",
        ["span_months"],
        sqlite_where=REPORTED,
        postgresql_where=REPORTED,
    )


def downgrade() -> None:
    op.drop_index("ix_monthly_tally_reported", table_name="monthly_tally")
    op.drop_column("monthly_tally", "span_months")
