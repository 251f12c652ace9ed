"""The assessment schemes of the demo city, and the counting rule that it has dated itself. All are made up."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from data_access.demo.streams import FIRST_DAY, Columns

SCHEME_YEARS = (2024, 2025, 2026)
VERSION = 1
COUNTIES, DEPARTMENTS = "counties", "municipal_departments"
SETTINGS: dict[str, Any] = {
    "average_scope": "city", "average_method": "pooled", "small_denominator": 10, "veto_last_n": 3, "w_daily": 50.0,
    "w_annual": 30.0, "w_external": 20.0, "adjustment_cap": 5.0, "grade_excellent": 90.0, "grade_good": 80.0,
    "grade_pass": 60.0, "blank_limit": 20.0, "loss_basis": "first_instance", "merged_cases": "successor",
    "total": 100.0,
}  # fmt: skip
# Indicator, weight for counties, weight for municipal departments (which decide no applications), floor, target.
DAILY = (
    ("appearance_rate", 14, 16, 0.50, 0.95),
    ("chief_appearance_rate", 4, 4, 0.0, 0.25),
    ("speaking_rate", 5, 5, 0.40, 0.85),
    ("loss_rate", 14, 16, 0.35, 0.04),
    ("final_loss_rate", 5, 5, 0.35, 0.04),
    ("settlement_rate", 6, 7, 0.05, 0.40),
    ("hearing_field_share", 5, 0, 0.10, 0.60),
    ("no_further_suit_rate", 8, 9, 0.50, 0.95),
    ("closed_in_time_rate", 6, 0, 0.70, 1.0),
    ("opinions_answered_rate", 5, 5, 0.40, 1.0),
    ("rectification_closed_rate", 6, 7, 0.55, 0.98),
    ("rectification_on_time_rate", 8, 9, 0.35, 0.90),
    ("archive_completeness", 6, 8, 0.60, 0.98),
    ("filing_rate", 2, 2, 0.80, 1.0),
    ("filing_timeliness", 3, 4, 0.30, 0.90),
    ("filing_conformity", 3, 3, 0.50, 0.95),
)
# From 2026 on the office asks for more of what is mended in time and of what is filed in time.
RAISED_FROM = 2026
RAISED = {"rectification_on_time_rate": 2, "filing_timeliness": 1, "loss_rate": -2, "final_loss_rate": -1}
# Mark item, weight in its component, which is also its maximum.
ANNUAL = (("plan", 15), ("decision", 20), ("documents", 15), ("enforcement", 20), ("training", 15), ("disclosure", 15))
EXTERNAL = (("public", 40), ("companies", 25), ("deputies", 20), ("lawyers", 15))


def schemes() -> Columns:
    """One scheme a year, all with the same settings."""
    rows = [
        {"year": year, "version": VERSION, "name": f"{year}年度依法行政考核方案", **SETTINGS} for year in SCHEME_YEARS
    ]
    return as_columns(rows)


def scheme_items() -> Columns:
    """What each scheme scores in the two groups."""
    return as_columns(
        [
            {"year": year, "version": VERSION, "peer_group": group, **item}
            for year in SCHEME_YEARS
            for group in (COUNTIES, DEPARTMENTS)
            for item in _items(year, group)
        ]
    )


def _items(year: int, group: str) -> Iterator[dict[str, Any]]:
    for key, of_counties, of_departments, floor, target in DAILY:
        weight = of_counties if group == COUNTIES else of_departments
        if weight:
            raised = RAISED.get(key, 0) if year >= RAISED_FROM else 0
            yield _item("daily", key, weight + raised, floor, target)
    for key, weight in ANNUAL:
        yield _item("annual", key, weight)
    for key, weight in EXTERNAL:
        yield _item("external", key, weight)


def _item(
    component: str, key: str, weight: float, floor: float | None = None, target: float | None = None
) -> dict[str, Any]:
    """A ledger that is not handed in counts 0 points; a mark or review that is not there yet holds publishing up."""
    return {
        "component": component, "key": key, "item_no": "", "weight": float(weight), "floor": floor, "target": target,
        "missing_policy": "zero" if component == "daily" else "block",
    }  # fmt: skip


def counting_rules() -> Columns:
    """The city's own date of a rule that is shipped undated; the value is the shipped one."""
    return as_columns([{"rule": "filing_limit_days", "from_date": FIRST_DAY, "value": 15}])


def as_columns(rows: list[dict[str, Any]]) -> Columns:
    """Rows as columns of plain values; what is None stays None."""
    frame = pd.DataFrame(rows, dtype=object)
    return {str(name): frame[name].to_numpy() for name in frame}


def last_day(year: int, as_of: dt.date) -> dt.date:
    """The last day of the assessment year that has come."""
    return min(dt.date(year, 12, 31), as_of)
