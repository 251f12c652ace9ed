"""A scheme says whether a merged unit's cases of the year are its successor's"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("merged_cases", sa.String(64), nullable=False, server_default=sa.text("'successor'"))
    op.add_column("scheme", column)
    # What was published was judged with every unit's cases its own, and a published scheme stands as it was.
    op.execute(
        "UPDATE scheme SET merged_cases = 'own' WHERE EXISTS (SELECT 1 FROM publication"
        " WHERE scheme_year = scheme.year AND scheme_version = scheme.version)"
    )


def downgrade() -> None:
    op.drop_column("scheme", "merged_cases")
