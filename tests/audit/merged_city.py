"""A small city in which units are merged: three municipal departments, two counties with two departments each.

Of suits heard in March and closed in April 2025: M1 3 of 4 heads in court and 1 of 4 lost, M2 6/6 and 0/6, M3 5/10 and
2/10; C1 2/2 and 0/2, C1-health 1/3 and 1/3, C1-water 0/1 and 0/1, C2 4/4 and 1/4, C2-health 2/2 and 0/2, C2-water 1/2
and 0/2. The city: 3+6+5+2+1+0+4+2+1 = 24 of 4+6+10+2+3+1+4+2+2 = 34 heads, 1+0+2+0+1+0+1+0+0 = 5 of 34 lost.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.asked.selection import Selection, default_selection
from data_access.files.sources import Sheet
from data_access.reading.available import choices_for
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from panels.declare import Context
from tests.data_access.assessed_city import ITEMS, SCHEME, case, load, of_ledger

MUNICIPAL, COUNTIES, HEALTH = "municipal_departments", "counties", "sector:health"
NAMES = {
    "M1": "市甲局", "M2": "市乙局", "M3": "市丙局", "C1": "甲县", "C1-health": "甲县卫健局", "C1-water": "甲县水利局",
    "C2": "乙县", "C2-health": "乙县卫健局", "C2-water": "乙县水利局",
}  # fmt: skip
# Heads in court, suits lost, suits.
SUITS = {
    "M1": (3, 1, 4), "M2": (6, 0, 6), "M3": (5, 2, 10), "C1": (2, 0, 2), "C1-health": (1, 1, 3),
    "C1-water": (0, 0, 1), "C2": (4, 1, 4), "C2-health": (2, 0, 2), "C2-water": (1, 0, 2),
}  # fmt: skip
CITY = (24, 34)
QUARTER = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 3, 1))
HALF_YEAR = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 6, 1))
# By unit its successor and its last day.
Mergers = Mapping[str, tuple[str, str]]


def units(mergers: Mergers) -> Sheet:
    return of_ledger("unit", [_unit(code, name, *mergers.get(code, (None, None))) for code, name in NAMES.items()])


def _unit(code: str, name: str, successor: str | None, last_day: str | None) -> dict[str, object]:
    county, _, sector = code.partition("-")
    kind = "municipal_department" if code[0] == "M" else "county_department" if sector else "county"
    of_county = {"county_id": county, "sector": sector} if sector else {"county_id": None, "sector": None}
    return {"code": code, "name": name, "kind": kind, **of_county, "active_to": last_day, "merged_into": successor}


def suits(year: int = 2025, codes: Iterable[str] = tuple(SUITS)) -> list[dict[str, object]]:
    days = {"heard_on": f"{year}-03-04", "closed_on": f"{year}-04-08"}
    return [
        case(code, number + 1000 * year, attended=number < attended, lost=number < lost, **days)
        for code in codes
        for attended, lost, cases in [SUITS[code]]
        for number in range(cases)
    ]


def scheme(how: str | None, version: int = 1, **settings: object) -> list[Sheet]:
    """A scheme of counties and municipal departments by appearance and loss alone; None says nothing of mergers."""
    setting = {"merged_cases": how} if how else {}
    weights = {"w_daily": 100, "w_annual": 0, "w_external": 0}
    daily = [item for item in ITEMS if item["component"] == "daily"]
    named = {"year": 2025, "version": version}
    items = [{**named, "peer_group": group, **item} for group in (COUNTIES, MUNICIPAL) for item in daily]
    row = {**SCHEME, **named, **weights, **setting, **settings}
    return [of_ledger("scheme", [row]), of_ledger("scheme_item", items)]


def fill(
    engine: Engine,
    mergers: Mergers,
    how: str | None = None,
    *more: Sheet,
    years: Iterable[int] = (2025,),
    **settings: object,
) -> None:
    """Load the city with these mergers, the scheme's setting of them, and further sheets and settings."""
    rows = [row for year in years for row in suits(year)]
    load(engine, units(mergers), of_ledger("litigation", rows), *scheme(how, **settings), *more)


@contextmanager
def asked(
    engine: Engine, group: str, period: Period = HALF_YEAR, viewer: Viewer = ALL_SEEING, **more: Any
) -> Iterator[tuple[Reader, Context]]:
    """A reader, and the context of a page over a group."""
    with reading(engine, viewer) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        selection = default_selection(choices).with_(group=group, period=period, indicator="appearance_rate", **more)
        yield reader, Context(selection, state, choices)


def counted(
    engine: Engine,
    group: str,
    period: Period = HALF_YEAR,
    indicator: str = "appearance_rate",
    level: str = "member",
    suffix: str = "",
) -> dict[str, tuple[int, int]]:
    """By code (of the city "") heads in court and suits heard of every member that has some."""
    with reading(engine, ALL_SEEING) as reader:
        found = indicator_counts(reader, Selection(period, "last_year", group), [indicator], ("member", "city"))
        codes = dict(zip(reader.units()["unit_id"], reader.units()["code"], strict=True))
    rows = found[(found["level"] == level) & (found["denominator" + suffix] > 0)]
    return {
        codes.get(row["unit_id"], ""): (int(row["numerator" + suffix]), int(row["denominator" + suffix]))
        for row in rows.to_dict("records")
    }
