"""The numbers of records are looked for by an index of their own; nothing was in the table that stood for it"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0015"
branch_labels = None
depends_on = None

SIGNS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_table("search_entry")
    op.create_table(
        "search_entry",
        sa.Column("ledger", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("also", sa.String(length=64), nullable=False),
        sa.Column("forwards", SIGNS, nullable=False),
        sa.Column("backwards", SIGNS, nullable=False),
        sa.PrimaryKeyConstraint("ledger", "unit_id", "number", "also", name="pk_search_entry"),
    )
    op.create_index("ix_search_entry_forwards", "search_entry", ["forwards"])
    op.create_index("ix_search_entry_backwards", "search_entry", ["backwards"])


def downgrade() -> None:
    op.drop_table("search_entry")
    op.create_table(
        "search_entry",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name="fk_search_entry_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", "kind", "key", name="pk_search_entry"),
    )
