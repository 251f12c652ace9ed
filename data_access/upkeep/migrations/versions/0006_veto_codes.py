"""The clause of a veto is a code, its figure and base are numbers, as their ledger declares them"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("clause", "figure", "base")


def upgrade() -> None:
    _become(sa.Text(), sa.String(64))


def downgrade() -> None:
    _become(sa.String(64), sa.Text())


def _become(before: sa.types.TypeEngine, after: sa.types.TypeEngine) -> None:
    with op.batch_alter_table("veto_event") as table:
        for name in COLUMNS:
            table.alter_column(name, existing_type=before, type_=after)
