"""What belongs in an archive (article 3): the materials of each kind of unit, year by year."""

from data_access.ledgers.codes import UNIT_KINDS
from data_access.ledgers.columns import YEAR, code, name_or_word, number
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry

ARCHIVE_REQUIREMENT = Ledger(
    "archive_requirement",
    "档案要求",
    "Archive requirements",
    ("year", "unit_kind", "item_no"),
    (
        YEAR,
        code("unit_kind", "单位类别", "Unit kind", UNIT_KINDS, "unit_kind", required=True, default="county_department"),
        number("item_no", "材料编号", "Item no.", "01", required=True),
        name_or_word("title", "材料名称", "Title", "年度依法行政工作计划", required=True),
        LedgerColumn("article", "对应条款", "Article", "integer", example="3"),
        LedgerColumn(
            "due_month_day", "报送期限(月-日)", "Due (month-day)", "month_day", required=True, example="03-31"
        ),
    ),
    known_with="archive_material",
    never_blank=(
        "title",
        "due_month_day",
    ),
)

ENTRY = Entry(ARCHIVE_REQUIREMENT)
