"""A made-up city with two full years behind it and a January of which little is known yet."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Engine

from data_access.loading.load import load_sheets
from tests.data_access.ledger_sheets import sheet, units

AS_OF = dt.date(2027, 1, 31)
DEPARTMENTS = ("C01-nr", "C02-nr")
# A month and department: so many suits heard and closed, and items due; one in ten suits lost, one in five items late.
A_MONTH = 10
YEARS = (2025, 2026)

Row = dict[str, object]


def fill_early(engine: Engine, cases: int, *, as_of: dt.date = AS_OF) -> None:
    """Load the city: the years as usual, then a January with so many suits (the first one lost) and items (all late).

    January stands at 1/1 or 1/3 lost, 0/1 or 0/3 attended and closed in time; the year before at 24/240 lost, 216/240
    attended and 192/240 closed in time.
    """
    suits, items = list(_suits_of_the_years()), list(_items_of_the_years())
    for number in range(cases):
        lost = "撤销" if number == 0 else "驳回诉请"
        suits.append(_suit(DEPARTMENTS[0], f"2027-{number}", dt.date(2027, 1, 12), "无人出庭", lost))
        items.append(_item(DEPARTMENTS[0], f"2027-{number}", dt.date(2027, 1, 20), None))
    sheets = [units(), sheet("litigation", suits), sheet("rectification", items)]
    assert load_sheets(engine, sheets, as_of=as_of, today=as_of).status == "stored"


def _months() -> Iterator[tuple[str, int, int]]:
    yield from ((unit, year, month) for unit in DEPARTMENTS for year in YEARS for month in range(1, 13))


def _suits_of_the_years() -> Iterator[Row]:
    for unit, year, month in _months():
        for number in range(A_MONTH):
            attended, lost = ("正职" if number else "无人出庭"), ("驳回诉请" if number else "撤销")
            yield _suit(unit, f"{year}-{month}-{number}", dt.date(year, month, 15), attended, lost)


def _items_of_the_years() -> Iterator[Row]:
    for unit, year, month in _months():
        for number in range(A_MONTH):
            due = dt.date(year, month, 20)
            closed = due + dt.timedelta(days=3 if number % 5 == 0 else -3)
            yield _item(unit, f"{year}-{month}-{number}", due, closed)


def _suit(unit: str, number: str, day: dt.date, attended: str, outcome: str) -> Row:
    return {
        "被告": unit,
        "案号": f"{unit} {number}",
        "审级": "一审",
        "案由": "行政处罚",
        "开庭日期": day,
        "负责人出庭": attended,
        "结案日期": day,
        "裁判结果": outcome,
    }


def _item(unit: str, number: str, due: dt.date, closed: dt.date | None) -> Row:
    assigned = due - dt.timedelta(days=15)
    return {
        "单位": unit,
        "编号": f"{unit} {number}",
        "来源": "督察检查",
        "问题": f"演示问题 {number}",
        "交办日期": assigned,
        "整改期限": due,
        "销号日期": closed,
    }
