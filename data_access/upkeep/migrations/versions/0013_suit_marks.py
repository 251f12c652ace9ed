"""What the other rows about a suit say of one of its rows"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SUIT_MARKS = (
    ("co_head", sa.String(64)),
    ("co_spoke", sa.Boolean()),
    ("later_judgment", sa.String(64)),
    ("reversed_since", sa.Boolean()),
)
FIRST_INSTANCE = "ix_litigation_case_first_instance"


def upgrade() -> None:
    for name, kind in SUIT_MARKS:
        op.add_column("litigation_case", sa.Column(name, kind, nullable=True))
    op.create_index(FIRST_INSTANCE, "litigation_case", ["first_instance_case_no"], unique=False)


def downgrade() -> None:
    op.drop_index(FIRST_INSTANCE, table_name="litigation_case")
    for name, _kind in reversed(SUIT_MARKS):
        op.drop_column("litigation_case", name)
