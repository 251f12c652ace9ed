"""Figures and contexts built by hand, so that panels are tested without a database."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY, INDICATORS
from assessment.silence import silent
from assessment.standing import places, with_rates
from data_access.asked.periods import Period
from data_access.asked.selection import Choices, Selection
from data_access.counting.behind import behind
from data_access.reading.readiness import State
from panels.declare import Context

AS_OF = dt.date(2026, 10, 31)
NAMES = {"C01": "甲县", "C02": "乙县", "C03": "丙县", "C04": "丁县", "C05": "戊县"}
YEAR = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
CHOICES = Choices(
    dt.date(2022, 1, 1),
    dt.date(2026, 10, 1),
    ("counties", "municipal_departments"),
    tuple(NAMES.items()),
    ("housing", "transport"),
    (*NAMES, "M01"),
    "counties",
)
COUNTS = ["numerator", "denominator", "numerator_compared", "denominator_compared"]
# Cases now, or cases now and in the compared period.
Counts = tuple[int, int] | tuple[int, int, int, int]
NOTHING: Counts = (0, 0)


def asked(language: str = "zh", *, unknown: tuple[str, ...] = (), **selection: Any) -> Context:
    """The counties in 2026 by loss rate, against 2025, unless something else is asked for."""
    chosen = Selection(YEAR, "last_year", "counties", language=language, unit="C01").with_(**selection)
    never = {behind(key).ledger for key in unknown}
    choices = Choices(**{**vars(CHOICES), "unknown_indicators": unknown, "loaded": CHOICES.loaded - never})
    return Context(chosen, State(7, AS_OF, synthetic=True, city_name="演示市"), choices)


def peers(
    indicator: str,
    members: Mapping[str, Counts],
    city: Counts | None = None,
    *,
    own: Counts | None = None,
    reason: str = "",
    lacking: Mapping[str, Mapping[str, int]] | None = None,
) -> pd.DataFrame:
    """What ``peer_standing`` finds of one indicator: the counties given, the city (these added up unless it is given),
    and a county's government alone.

    ``lacking``: by county ('' is the city) its missing reports and blank rows.
    """
    rows = [_row("member", code, NAMES[code], number, counts) for number, (code, counts) in enumerate(members.items())]
    added = tuple(sum(column) for column in zip(*((*counts, 0, 0)[:4] for counts in members.values()), strict=True))
    rows.append(_row("city", "", "", 0, city or added))  # type: ignore[arg-type]
    rows += [_row("own", "", "", 1, own)] if own else []
    rows = [row | dict((lacking or {}).get(row["code"], {})) for row in rows]
    about = BY_KEY[indicator]
    found = _judged(json.dumps(rows), about.kind, about.shown_as, about.better)
    return found.assign(indicator=indicator, reason=reason or "no_cases")


# Many cases ask for the same counts of every indicator: what is alike of two is worked out once.
@cache
def _judged(rows: str, kind: str, shown_as: str, better: str | None) -> pd.DataFrame:
    alike = next(each for each in INDICATORS if (each.kind, each.shown_as, each.better) == (kind, shown_as, better))
    counted = pd.DataFrame(json.loads(rows)).assign(indicator=alike.key)
    found = with_rates(counted.assign(silent=silent(counted)))
    ranked = places(found, [alike if level == "member" else None for level in found["level"]])
    return found.assign(**ranked)


def _row(level: str, code: str, unit: str, number: int, counts: Counts) -> dict[str, Any]:
    known = dict(zip(COUNTS, [*counts, 0, 0], strict=False))
    reports = dict.fromkeys(("due", "missing", "of_nothing", "blank", "blank_compared", "rows", "rows_compared"), 0)
    alone = {"untold": "", "merged_into": "", "taken_in": (), "taken_in_cases": 0, "taken_in_missing": 0}
    named = {"level": level, "unit_id": number, "code": code, "unit": unit, "county": code, "sector": None}
    return named | known | reports | alone
