"""What ledgers of plans, legal services, reviews and trainings lacked: days, topics, reasons; indexes of their lists"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

COLUMNS = (
    ("plan_task", "progress_on", sa.Date()),
    ("plan_task", "done_on", sa.Date()),
    ("legal_service", "not_adopted_reason", sa.Text()),
    ("cadre_review", "position", sa.Text()),
    ("cadre_review", "resit_on", sa.Date()),
    ("training_session", "title", sa.Text()),
)
INDEXES = (
    ("ix_plan_task_unit_due", "plan_task", ["unit_id", "due_on"]),
    ("ix_legal_service_unit_due", "legal_service", ["unit_id", "due_on"]),
    ("ix_cadre_review_unit_appointed", "cadre_review", ["unit_id", "appointed_on"]),
)


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
    for table, name, _kind in COLUMNS:
        op.drop_column(table, name)
