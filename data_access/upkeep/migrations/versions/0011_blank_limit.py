"""A scheme says from which share of blank rows on a rate counts as not reported"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# What every scheme of before is judged by: the setting's default.
DEFAULT = 20.0


def upgrade() -> None:
    op.add_column("scheme", sa.Column("blank_limit", sa.Float(), nullable=True))
    op.execute(f"UPDATE scheme SET blank_limit = {DEFAULT}")
    with op.batch_alter_table("scheme") as table:
        table.alter_column("blank_limit", existing_type=sa.Float(), nullable=False)


def downgrade() -> None:
    # Counting makes it; the columns it reads cannot be taken away while it stands.
    op.execute("DROP VIEW IF EXISTS organ_case")
    with op.batch_alter_table("scheme") as table:
        table.drop_column("blank_limit")
