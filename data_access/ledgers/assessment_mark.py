"""Marks of assessors, and points added or taken off (article 4)."""

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import Connection

from data_access.ledgers.columns import UNIT, YEAR, code, date, decimal, item, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.problems import BEYOND_MAXIMUM, NO_MAXIMUM

MARK_COMPONENTS = ("annual", "adjustment")

ASSESSMENT_MARK = Ledger(
    "assessment_mark",
    "考核评分",
    "Assessment marks",
    ("unit_id", "year", "component", "item"),
    (
        UNIT,
        YEAR,
        code(
            "component", "评分类别", "Kind of mark", MARK_COMPONENTS, "mark_component", required=True, default="annual"
        ),
        item("item", "plan"),
        decimal("score", "得分", "Score", "92", required=True),
        decimal("maximum", "满分", "Maximum", "100"),
        text("reason", "扣分理由", "Reason", "年度计划未公开，扣 8 分"),
        date("recorded_on", "评分日期", "Recorded on", "2026-09-20"),
        text("assessor", "评分人", "Assessor", personal=True),
    ),
    dated_by=("year",),
    named_by="item",
    by_office=True,
)


def impossible_marks(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A mark lies between 0 and its maximum; an adjustment may be negative, and has a maximum only where one is set."""
    for row in rows:
        score, maximum = cast(float, row.values["score"]), cast("float | None", row.values.get("maximum"))
        annual = row.values["component"] == "annual"
        if (annual and maximum is None) or (maximum is not None and maximum <= 0):
            yield Fault(row, "maximum", maximum, NO_MAXIMUM)
        elif maximum is not None and (score > maximum or score < (0 if annual else -maximum)):
            least = 0 if annual else -maximum
            yield Fault(row, "score", f"{score:g}", BEYOND_MAXIMUM, (f"{least:g}", f"{maximum:g}"))


ENTRY = Entry(ASSESSMENT_MARK, rules=(impossible_marks,))
