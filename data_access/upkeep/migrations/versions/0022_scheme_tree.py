"""A scheme may be the printed tree of items: their numbers, points and rules, and a total of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = ("year", "version", "peer_group", "component", "key")
WEIGHED = (*KEY, "weight", "floor", "target", "missing_policy")


def _items(*more, weight_needed, key):
    """The table of items under another name, for neither database changes a key in place."""
    op.create_table(
        "scheme_item_made",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("peer_group", sa.String(length=64), nullable=False),
        sa.Column("component", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("weight", sa.Float(), nullable=not weight_needed),
        sa.Column("floor", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("missing_policy", sa.String(length=64), nullable=True),
        *more,
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["load_batch.load_id"], name=op.f("fk_scheme_item_load_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_scheme_item_made")),
    )


def _in_the_place_of_the_other():
    op.drop_table("scheme_item")
    op.rename_table("scheme_item_made", "scheme_item")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE scheme_item RENAME CONSTRAINT pk_scheme_item_made TO pk_scheme_item")


def upgrade() -> None:
    _items(
        sa.Column("item_no", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("points", sa.Float(), nullable=True),
        sa.Column("rule", sa.String(length=64), nullable=True),
        sa.Column("step", sa.Float(), nullable=True),
        sa.Column("required", sa.Float(), nullable=True),
        sa.Column("cap", sa.Float(), nullable=True),
        sa.Column("bands", sa.Text(), nullable=True),
        sa.Column("not_applicable", sa.String(length=64), nullable=True),
        weight_needed=False,
        key=(*KEY, "item_no"),
    )
    columns = ", ".join(f'"{name}"' for name in (*WEIGHED, "load_id"))
    op.execute(f"INSERT INTO scheme_item_made ({columns}, item_no) SELECT {columns}, '' FROM scheme_item")
    _in_the_place_of_the_other()
    op.add_column("scheme", sa.Column("total", sa.Float(), nullable=False, server_default=sa.text("100")))


def downgrade() -> None:
    """A scheme that is a tree cannot be kept: its settings stay, its items go."""
    op.drop_column("scheme", "total")
    _items(weight_needed=True, key=KEY)
    columns = ", ".join(f'"{name}"' for name in (*WEIGHED, "load_id"))
    op.execute(
        f"INSERT INTO scheme_item_made ({columns}) SELECT {columns} FROM scheme_item WHERE item_no = ''"
    )
    _in_the_place_of_the_other()
