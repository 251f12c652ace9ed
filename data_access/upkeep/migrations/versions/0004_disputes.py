"""Petitions and joint meetings as ledgers; the row of its sheet that each row of a fact came from; indexes of lists"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FACTS = (
    "ledger_report",
    "litigation_case",
    "reconsideration_case",
    "petition",
    "joint_meeting",
    "rectification",
    "rectification_event",
    "demonstration_site",
    "demonstration_event",
    "assessment_mark",
    "external_review",
    "veto_event",
    "use_of_result",
    "normative_document",
    "major_decision",
    "legislation_project",
    "service_statistic",
    "power_statistic",
    "discretion_inspection",
    "centralised_penalty",
    "enforcement_statistic",
    "case_file_review",
    "case_file_defect",
    "officer",
    "officer_posting",
    "officer_record",
    "leader_record",
    "cadre_review",
    "training_session",
    "legal_staffing",
    "archive_material",
    "plan_task",
    "legal_service",
    "bulletin",
    "bulletin_mention",
    "research_report",
)
INDEXES = (
    ("ix_litigation_case_reconsideration", "litigation_case", ["reconsideration_case_no"]),
    ("ix_reconsideration_case_suggestion", "reconsideration_case", ["suggestion", "opinion_due_on"]),
    ("ix_petition_unit_received", "petition", ["unit_id", "received_on"]),
    ("ix_petition_unit_closed", "petition", ["unit_id", "closed_on"]),
    ("ix_petition_petition_no", "petition", ["petition_no"]),
    ("ix_petition_reconsideration", "petition", ["reconsideration_case_no", "unit_id"]),
    ("ix_joint_meeting_unit_held", "joint_meeting", ["unit_id", "held_on"]),
    ("ix_joint_meeting_meeting_no", "joint_meeting", ["meeting_no"]),
    ("ix_rectification_closed_assigned", "rectification", ["closed_on", "assigned_on"]),
    ("ix_rectification_unit_category", "rectification", ["unit_id", "category", "closed_on"]),
)


def upgrade() -> None:
    for table in FACTS:
        op.add_column(table, sa.Column("load_row", sa.Integer(), nullable=True))
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for table in reversed(FACTS):
        op.drop_column(table, "load_row")
