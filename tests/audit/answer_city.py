"""A small invented city for the tests of who answers for a case: two counties, their departments, two of the city's."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.workbook_marks import CLEAR_MARK
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING

AS_OF = dt.date(2026, 6, 30)
YEAR = Period("custom", dt.date(2026, 1, 1), dt.date(2026, 6, 1))
# Code, name, kind, county, system.
UNITS = (
    ("A", "甲县", "county", None, None),
    ("A1", "甲县自然资源局", "county_department", "A", "natural_resources"),
    ("A2", "甲县住建局", "county_department", "A", "housing"),
    ("B", "乙县", "county", None, None),
    ("B1", "乙县自然资源局", "county_department", "B", "natural_resources"),
    ("M1", "市自然资源局", "municipal_department", None, "natural_resources"),
    ("M2", "市住建局", "municipal_department", None, "housing"),
)


def of_ledger(key: str, rows: Iterable[Mapping[str, object]]) -> Sheet:
    """A sheet whose headers are the names of the columns."""
    given = list(rows)
    names = tuple(dict.fromkeys(name for row in given for name in row))
    return Sheet(BY_KEY[key].zh, names, [(n, [row.get(name) for name in names]) for n, row in enumerate(given, 2)])


def units(**changed: Mapping[str, object]) -> Sheet:
    """The city's units; ``changed`` gives some of them further columns, by code."""
    names = ("code", "name", "kind", "county_id", "sector")
    rows = [dict(zip(names, unit, strict=True)) | dict(changed.get(unit[0], {})) for unit in UNITS]
    return of_ledger("unit", rows)


def load(engine: Engine, *sheets: Sheet, **options: Any) -> LoadResult:
    result = load_sheets(engine, sheets, **{"as_of": AS_OF, "today": AS_OF, **options})
    assert result.status in ("stored", "unchanged"), result.problems
    return result


def suit(unit: str, number: str = "1", **more: object) -> dict[str, object]:
    """One defendant's row of a first-instance suit, heard in March and closed in April."""
    return {
        "unit_id": unit, "case_no": number, "instance": "first", "defendant_role": "first", "heard_on": "2026-03-04",
        "head_attended": "staff", "head_spoke": None, "closed_on": "2026-04-08", "outcome": "claim_dismissed", **more,
    }  # fmt: skip


def suits(*rows: Mapping[str, object]) -> Sheet:
    return of_ledger("litigation", rows)


def whole(row: Mapping[str, object]) -> dict[str, object]:
    """A row that says of every cell what it holds, also that it is empty, whatever stands in the database."""
    return {name: CLEAR_MARK["zh"] if value is None else value for name, value in row.items()}


def counts(engine: Engine, indicator: str, group: str = "counties", period: Period = YEAR) -> dict[str, str]:
    """What is counted of an indicator in the year, "x/n" by unit; the city's under "city"."""
    with reading(engine, ALL_SEEING) as reader:
        codes = dict(reader.units()[["unit_id", "code"]].itertuples(index=False)) | {0: "city"}
        found: pd.DataFrame = indicator_counts(reader, Selection(period, "none", group), [indicator])
    found = found[found["denominator"] > 0]
    rows = zip(found["unit_id"], found["numerator"], found["denominator"], strict=True)
    return {codes[unit_id]: f"{numerator}/{denominator}" for unit_id, numerator, denominator in rows}
