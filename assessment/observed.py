"""What is known of one unit on one item of the scheme: counted, not applicable, not reported or missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import nan
from typing import Any, Literal

import pandas as pd

from assessment import rules
from assessment.indicators import BY_KEY
from assessment.rules import FULL, NOTHING
from assessment.scheme import SchemeItem, exact

State = Literal["counted", "not_applicable", "not_reported", "missing"]
# A row of counts, marks or reviews by its columns; None when there is none.
Row = dict[str, Any]


@dataclass(frozen=True)
class Observed:
    """What is known of one unit on one item; ``points`` exact 0–100, None when there is nothing to count.

    ``missing`` reports and ``blank`` rows stand beside a daily item, NaN where nobody counted them.
    """

    state: State
    points: Fraction | None = None
    value: float = nan
    numerator: float = nan
    denominator: float = nan
    reason: str = ""
    missing: float = nan
    blank: float = nan

    def under(self, item: SchemeItem) -> "Observed":
        """The same after the policy of the item: missing or not reported counts 0 points where the scheme says so."""
        absent = self.state in ("missing", "not_reported")
        return replace(self, points=NOTHING) if absent and item.missing_policy == "zero" else self

    def blocks(self, item: SchemeItem) -> bool:
        """Whether the unit stays incomplete for want of it."""
        return self.state in ("missing", "not_reported") and item.missing_policy != "zero"


def rows_by_unit(frame: pd.DataFrame, key: str) -> dict[tuple[str, str], Row]:
    """The rows by unit code and the column ``key``. Raises ``ValueError`` when two stand for the same."""
    rows: dict[tuple[str, str], Row] = {}
    for row in frame.to_dict("records"):
        place = (str(row["code"]), str(row[key]))
        if place in rows:
            raise ValueError(f"expected one row for each unit and {key}, got two for {place}")
        rows[place] = row
    return rows


def reason_of(row: Row) -> str:
    """The reason given with a mark; blank is an empty text."""
    return "" if pd.isna(row["reason"]) else str(row["reason"])


def counted_of(key: str, row: Row | None) -> Observed:
    """What was counted under a key, without points. Raises ``ValueError`` for a share above its base."""
    if row is None:
        return Observed("missing")
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return Observed("not_reported" if row["not_reported"] else "missing")
    cases, base = exact(row["numerator"]), exact(row["denominator"])
    of_cases = key in BY_KEY and BY_KEY[key].is_share
    if base < 0 or (of_cases and not 0 <= cases <= base):
        raise ValueError(f"expected 0 ≤ numerator ≤ denominator for {key}, got {cases}/{base}")
    lacking = {"missing": row.get("missing", nan), "blank": row.get("blank", nan)}
    # A part of the cases, however many, is not the rate.
    if row["not_reported"] or not base:
        state: State = "not_reported" if row["not_reported"] else "not_applicable"
        return Observed(state, numerator=float(cases), denominator=float(base), **lacking)
    return Observed("counted", None, float(cases / base), float(cases), float(base), **lacking)


def _daily(item: SchemeItem, row: Row | None) -> Observed:
    """``100 × (value − floor) / (target − floor)`` cut to 0–100; the same formula where lower is better."""
    if item.floor is None or item.target is None or item.floor == item.target:
        raise ValueError(f"expected two goalposts for {item.key} in {item.peer_group}, got {item.floor}, {item.target}")
    counted = counted_of(item.key, row)
    if row is None or counted.state != "counted":
        return counted
    value = exact(row["numerator"]) / exact(row["denominator"])
    return replace(counted, points=rules.goalposts(FULL, value, exact(item.floor), exact(item.target)))


def _annual(_: SchemeItem, row: Row | None) -> Observed:
    """``100 × score / maximum``, cut to 0–100; a mark without a score or a maximum is missing."""
    if row is None or pd.isna(row["score"]) or pd.isna(row["maximum"]) or not row["maximum"] > 0:
        return Observed("missing", reason="" if row is None else reason_of(row))
    points = rules.mark(FULL, exact(row["score"]), exact(row["maximum"]))
    return Observed(
        "counted", points, float(points / FULL), float(row["score"]), float(row["maximum"]), reason=reason_of(row)
    )


def _external(_: SchemeItem, row: Row | None) -> Observed:
    """The mean score of one reviewer group; a mean of nobody is missing."""
    if row is None or pd.isna(row["mean_score"]) or pd.isna(row["respondents"]) or not row["respondents"] > 0:
        return Observed("missing")
    points = rules.review(FULL, exact(row["mean_score"]))
    return Observed("counted", points, float(points / FULL), denominator=float(row["respondents"]))


OBSERVE: dict[str, Callable[[SchemeItem, Row | None], Observed]] = {
    "daily": _daily,
    "annual": _annual,
    "external": _external,
}
