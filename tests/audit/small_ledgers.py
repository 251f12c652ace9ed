"""Rows of small ledgers as the tests of the audit write them, and loading them."""

import datetime as dt
from typing import Any

from sqlalchemy import Engine

from data_access.asked.selection import default_selection
from data_access.files.sources import Sheet
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader
from panels.declare import Context
from tests.data_access.ledger_sheets import sheet

OCTOBER = dt.date(2026, 10, 31)


def load(engine: Engine, *sheets: Sheet, today: dt.date = OCTOBER, **more: Any) -> LoadResult:
    result = load_sheets(engine, sheets, today=today, **more)
    assert result.status in ("stored", "unchanged"), result.problems
    return result


def context_of(reader: Reader, **asked: Any) -> Context:
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return Context(default_selection(choices).with_(**asked), state, choices)


def suit(number: int, closed: str, unit: str = "C01-nr", **more: object) -> dict[str, object]:
    return {
        "被告": unit,
        "案号": f"(2026)行初{number}号",
        "审级": "一审",
        "结案日期": closed,
        "裁判结果": "驳回诉请",
        **more,
    }


def item(number: int, assigned: str, due: str, unit: str = "C01-nr", **more: object) -> dict[str, object]:
    return {"单位": unit, "编号": f"ZG-{number}", "来源": "inspection", "交办日期": assigned, "整改期限": due, **more}


def duty(ledger: str, since: str = "2026-08-01", frequency: str = "month") -> Sheet:
    row = {"单位类别": "county", "台账": ledger, "报送周期": frequency, "次月几日前": 10, "自何月起": since}
    return sheet("reporting_duty", [row])


def said(ledger: str, *months: str, unit: str = "C01", on: str = "2026-10-09") -> Sheet:
    same = {"单位": unit, "台账": ledger, "报送日期": on, "无案件可报": "否"}
    return sheet("ledger_report", [{**same, "月份": f"2026-{month}-01"} for month in months])
