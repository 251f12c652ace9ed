"""A data version has a code of its own, so that no two databases are taken for each other"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("database_state") as table:
        table.add_column(sa.Column("version_code", sa.String(64)))
    state = sa.table("database_state", sa.column("version_code"))
    op.execute(state.update().values(version_code=uuid4().hex))


def downgrade() -> None:
    with op.batch_alter_table("database_state") as table:
        table.drop_column("version_code")
