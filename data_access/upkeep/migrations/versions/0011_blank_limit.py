"""A scheme says from which share of blank rows on a rate counts as not reported"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With its default, which every scheme of before is judged by, the column is added where the table stands: SQLite
    # could otherwise only make it anew, which publications that name a scheme forbid.
    op.add_column("scheme", sa.Column("blank_limit", sa.Float(), nullable=False, server_default=sa.text("20")))


def downgrade() -> None:
    # Counting makes it; the columns it reads cannot be taken away while it stands.
    op.execute("DROP VIEW IF EXISTS organ_case")
    op.drop_column("scheme", "blank_limit")
