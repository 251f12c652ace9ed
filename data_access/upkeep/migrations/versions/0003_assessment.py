"""Schemes named by year and version, loaded like any ledger; counting rules that name their load"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SETTINGS = (
    ("name", sa.Text),
    ("average_scope", lambda: sa.String(length=64)),
    ("average_method", lambda: sa.String(length=64)),
    ("small_denominator", sa.Integer),
    ("veto_last_n", sa.Integer),
    ("w_daily", sa.Float),
    ("w_annual", sa.Float),
    ("w_external", sa.Float),
    ("adjustment_cap", sa.Float),
    ("grade_excellent", sa.Float),
    ("grade_good", sa.Float),
    ("grade_pass", sa.Float),
)


def _settings():
    return [sa.Column(name, kind(), nullable=False) for name, kind in SETTINGS]


def _items():
    return [
        sa.Column("peer_group", sa.String(length=64), nullable=False),
        sa.Column("component", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("floor", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("missing_policy", sa.String(length=64), nullable=True),
    ]


def _publications(*scheme):
    op.create_table(
        "publication",
        sa.Column("publication_no", sa.String(length=64), nullable=False),
        sa.Column("supersedes", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("period", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        *scheme,
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("publication_no", name=op.f("pk_publication")),
    )
    op.create_table(
        "publication_rank",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("publication_no", sa.String(length=64), nullable=False),
        sa.Column("peer_group", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("score_rank", sa.Integer(), nullable=True),
        sa.Column("award_place", sa.Integer(), nullable=True),
        sa.Column("rank_low", sa.Integer(), nullable=True),
        sa.Column("rank_high", sa.Integer(), nullable=True),
        sa.Column("eligible", sa.Boolean(), nullable=True),
        sa.Column("grade", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["publication_no"], ["publication.publication_no"], name=op.f("fk_publication_rank_publication_no")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_publication_rank_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "publication_no", name=op.f("pk_publication_rank")),
    )


def _drop_empty():
    # Until now nothing filled these tables, so they are empty and can be made anew.
    for name in ("publication_rank", "publication", "scheme_item", "scheme"):
        op.drop_table(name)


def upgrade() -> None:
    _drop_empty()
    op.create_table(
        "scheme",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        *_settings(),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["load_batch.load_id"], name=op.f("fk_scheme_load_id")),
        sa.PrimaryKeyConstraint("year", "version", name=op.f("pk_scheme")),
    )
    op.create_table(
        "scheme_item",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        *_items(),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["load_batch.load_id"], name=op.f("fk_scheme_item_load_id")),
        sa.PrimaryKeyConstraint("year", "version", "peer_group", "component", "key", name=op.f("pk_scheme_item")),
    )
    _publications(
        sa.Column("scheme_year", sa.Integer(), nullable=False),
        sa.Column("scheme_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_year", "scheme_version"],
            ["scheme.year", "scheme.version"],
            name=op.f("fk_publication_scheme_year"),
        ),
    )
    with op.batch_alter_table("counting_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("load_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_counting_rule_load_id"), "load_batch", ["load_id"], ["load_id"])


def downgrade() -> None:
    with op.batch_alter_table("counting_rule", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_counting_rule_load_id"), type_="foreignkey")
        batch_op.drop_column("load_id")
    _drop_empty()
    op.create_table(
        "scheme",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_settings(),
        sa.PrimaryKeyConstraint("scheme_id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_scheme_year")),
    )
    op.create_table(
        "scheme_item",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        *_items(),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.scheme_id"], name=op.f("fk_scheme_item_scheme_id")),
        sa.PrimaryKeyConstraint("scheme_id", "peer_group", "component", "key", name=op.f("pk_scheme_item")),
    )
    _publications(
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.scheme_id"], name=op.f("fk_publication_scheme_id")),
    )
