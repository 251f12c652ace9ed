"""Centralised penalties: the day to which their auxiliary staff are counted"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("centralised_penalty", sa.Column("counted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("centralised_penalty", "counted_on")
