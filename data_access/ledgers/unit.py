"""Units: who is assessed, where each belongs, and since when."""

from data_access.ledgers.codes import SECTORS, UNIT_KINDS
from data_access.ledgers.columns import code, count, date, flag, number, text, unit
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry

UNITS = Ledger(
    "unit",
    "单位",
    "Units",
    ("code",),
    (
        number("code", "单位代码", "Unit code", "C01-natural_resources", required=True),
        text("name", "单位名称", "Unit name", "甲县自然资源局", required=True),
        text("short_name", "简称", "Short name"),
        LedgerColumn("pinyin", "拼音首字母", "Initials", kept_as="code"),
        code("kind", "单位类别", "Kind", UNIT_KINDS, "unit_kind", required=True, default="county_department"),
        unit("county_id", "所属县区", "County", "C01", required=False),
        LedgerColumn("sector", "系统", "Sector", "code", codes=SECTORS, labels="sector", example="natural_resources"),
        LedgerColumn("peer_group", "同类组", "Peer group", kept_as="code"),
        date("active_from", "启用日期", "Active from", event=False),
        date("active_to", "停用日期", "Active to", event=False),
        unit("merged_into", "并入单位", "Merged into", required=False),
        count("sort_order", "排序", "Order"),
        count("tile_row", "方格图行", "Tile row"),
        count("tile_col", "方格图列", "Tile column"),
        flag("archive_keeper", "是否建档", "Keeps an archive", "yes", default=False),
        flag("officer_archive_pilot", "执法人员档案试点", "Officer archive pilot", "no", default=False),
    ),
)

ENTRY = Entry(UNITS)
