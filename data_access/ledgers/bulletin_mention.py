"""Whom an issue named (article 5): as an exemplar, or for a problem."""

from data_access.ledgers.columns import UNIT, code, number, text, unit
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

TONES = ("exemplar", "problem")

BULLETIN_MENTION = Ledger(
    "bulletin_mention",
    "简报点名",
    "Units named in bulletins",
    ("unit_id", "issue_no", "tone", "mentioned_unit_id"),
    (
        UNIT,
        number("issue_no", "期号", "Issue no.", "某依法〔2026〕3期", required=True),
        code("tone", "点名方式", "Tone", TONES, "bulletin_tone", required=True),
        unit("mentioned_unit_id", "被点名单位", "Unit named", "C01"),
        text("note", "内容", "Note", "负责人出庭应诉率 95%（38/40）"),
    ),
    parent="bulletin",
    counted="mention",
)

ENTRY = Entry(BULLETIN_MENTION)
