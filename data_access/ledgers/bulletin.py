"""《依法行政工作简报》 (article 5): the issues that an office published."""

from data_access.ledgers.columns import UNIT, code, date, name_or_word, number, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.tally import Tally

BULLETIN_KINDS = ("regular", "special", "notice")

BULLETIN = Ledger(
    "bulletin",
    "简报",
    "Bulletins",
    ("unit_id", "issue_no"),
    (
        UNIT,
        number("issue_no", "期号", "Issue no.", "某依法〔2026〕3期", required=True),
        date("published_on", "印发日期", "Published on", "2026-03-28"),
        name_or_word("title", "标题", "Title", "一季度依法行政工作情况"),
        code("kind", "类别", "Kind", BULLETIN_KINDS, "bulletin_kind"),
        text("body", "正文", "Text", "各单位负责人出庭应诉情况较上季度好转。"),
    ),
    dated_by=("published_on",),
    identity=("published_on",),
    counted="issue",
)

_bulletins = BULLETIN.table
TALLIES = (Tally("bulletins_published", _bulletins, _bulletins.c.published_on, facet=_bulletins.c.kind),)

ENTRY = Entry(BULLETIN, TALLIES)
