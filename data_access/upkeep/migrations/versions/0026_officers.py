"""An officer's training has its hours, a leader's record the leader's name; a file is found by its number"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None

NUMBERED = ("officer", "officer_posting", "officer_record")


def upgrade() -> None:
    op.add_column("officer_record", sa.Column("hours", sa.Float(), nullable=True))
    op.add_column("leader_record", sa.Column("leader_name", sa.Text(), nullable=True))
    for table in NUMBERED:
        op.create_index(f"ix_{table}_number", table, ["officer_no"])


def downgrade() -> None:
    # Whoever goes on with the older program makes the views that it knows.
    for view in ("officer_year", "officer_service"):
        op.execute(f"DROP VIEW IF EXISTS {view}")
    for table in NUMBERED:
        op.drop_index(f"ix_{table}_number", table_name=table)
    op.drop_column("leader_record", "leader_name")
    op.drop_column("officer_record", "hours")
