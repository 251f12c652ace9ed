"""Who answers for a case: service and supplements of reconsiderations"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REVIEW_DATES = ("supplement_asked_on", "supplement_given_on", "served_on")


def upgrade() -> None:
    for name in REVIEW_DATES:
        op.add_column("reconsideration_case", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in reversed(REVIEW_DATES):
        op.drop_column("reconsideration_case", name)
