"""A scheme says which losses article 18 counts"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With its default, by which every scheme of before judged, the column is added where the table stands.
    losses = sa.Column("loss_basis", sa.String(length=64), nullable=False, server_default=sa.text("'first_instance'"))
    op.add_column("scheme", losses)


def downgrade() -> None:
    # Counting makes it; the columns it reads cannot be taken away while it stands.
    op.execute("DROP VIEW IF EXISTS organ_case")
    op.drop_column("scheme", "loss_basis")
