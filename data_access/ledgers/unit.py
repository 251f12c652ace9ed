"""Units: who is assessed, where each belongs, and since when."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_

from data_access.ledgers.codes import SECTORS, UNIT_KINDS
from data_access.ledgers.columns import code, count, date, flag, name_or_word, number, unit
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.problems import NO_UNIT_CODE
from data_access.store.tables import unit as units

# A row of a ledger that holds for all units is nobody's own.
NO_UNIT = ""

UNITS = Ledger(
    "unit",
    "单位",
    "Units",
    ("code",),
    (
        number("code", "单位代码", "Unit code", "C01-natural_resources", required=True),
        name_or_word("name", "单位名称", "Unit name", "甲县自然资源局", required=True),
        name_or_word("short_name", "简称", "Short name"),
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
    counted="unit",
)


def active_on(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a unit is there on a day: from the first of its days to the last, both included; a blank end is open."""
    of = units.c
    return and_(or_(of.active_from.is_(None), of.active_from <= day), or_(of.active_to.is_(None), of.active_to >= day))


def is_active(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    """The same of a unit that was read: its first and last day, None where an end is open."""
    return (first is None or first <= day) and (last is None or last >= day)


# What a link says of all units, of none, and of those to whom a screen is shown; and what stands between two codes.
RESERVED, BETWEEN_CODES = frozenset({"all", "none", "public", "counties"}), ","


def codes_of_no_unit(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A code stands for its unit alone wherever several can be named."""
    for row in rows:
        unit_code = str(row.values["code"])
        if unit_code.casefold() in RESERVED or BETWEEN_CODES in unit_code:
            yield Fault(row, "code", unit_code, NO_UNIT_CODE, (", ".join(sorted(RESERVED)),))


ENTRY = Entry(UNITS, rules=(codes_of_no_unit,))
