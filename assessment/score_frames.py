"""The frames that scores travel in, whatever scheme they are made by, and how their parts are printed and graded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan, nan
from typing import Any, Literal, Protocol

import pandas as pd

from assessment.observed import Observed, reason_of
from assessment.rules import NOTHING
from assessment.scheme import COMPONENTS, Scheme, exact
from wording import adding_up, rounded

Grade = Literal["excellent", "good", "pass", "fail"]

ADJUSTMENT = "adjustment"
# Scores and their parts are rounded, ranked, graded and printed to so many decimals.
DECIMALS = 2


PART_COLUMNS = ["code", "component", "key", "numerator", "denominator", "value", "points", "weight", "contribution",
                "printed", "state", "reason", "missing", "blank"]  # fmt: skip
LACKING = {"missing": "Int64", "blank": "Int64"}
TOTAL_COLUMNS = ["code", "score", *COMPONENTS, ADJUSTMENT, "grade", "complete", "rank"]


@dataclass(frozen=True)
class Scores:
    """``parts``: a row a unit × item and one a unit for the adjustment; ``totals``: a row a unit. See ``score``.

    ``lines``: of a tree a row a unit × line, as ``tree_scoring`` has them; else None.
    """

    parts: pd.DataFrame
    totals: pd.DataFrame
    lines: pd.DataFrame | None = None


class _Totalled(Protocol):
    def total(self) -> dict[str, Any]: ...


def ranked_totals(units: Sequence[_Totalled], codes: Sequence[str]) -> pd.DataFrame:
    """``Scores.totals`` of units that know their own."""
    totals = pd.DataFrame([unit.total() for unit in units], columns=TOTAL_COLUMNS[1:-1]).astype({"grade": "str"})
    totals.insert(0, "code", list(codes))
    return totals.assign(rank=totals["score"].rank(method="min", ascending=False).astype("Int64"))


def printed(parts: Sequence[Fraction]) -> list[Fraction]:
    """The parts to 0.01 so that they add up to their rounded sum (largest remainder; the first where equal)."""
    whole = int(rounded(sum(parts, NOTHING), DECIMALS).scaleb(DECIMALS))
    return [Fraction(part, 10**DECIMALS) for part in adding_up([part * 10**DECIMALS for part in parts], whole)]


def grade_of(scheme: Scheme, total: float) -> Grade | None:
    """The grade of a rounded score; a bound belongs to the better grade. None without a score."""
    if isnan(total):
        return None
    bounds: tuple[tuple[float, Grade], ...] = (
        (scheme.grade_excellent, "excellent"),
        (scheme.grade_good, "good"),
        (scheme.grade_pass, "pass"),
    )
    return next((grade for bound, grade in bounds if total >= bound), "fail")


def total_row(
    scheme: Scheme,
    known: tuple[Sequence[Fraction], Fraction] | None,
    components: Mapping[str, float],
    *,
    complete: bool,
) -> dict[str, Any]:
    """A row of ``Scores.totals`` without code and rank; ``known``: the parts as printed, and the adjustment."""
    total = float(sum(known[0], NOTHING)) if known else nan
    return {
        "score": total,
        **components,
        ADJUSTMENT: float(known[1]) if known else nan,
        "grade": grade_of(scheme, total),
        "complete": complete,
    }


def summed_adjustments(marks: pd.DataFrame) -> dict[str, tuple[Fraction, str]]:
    """By unit: the sum of its adjustment marks and their reasons, one a line in the order of the items."""
    totals: dict[str, tuple[Fraction, str]] = {}
    given = marks[(marks["component"] == ADJUSTMENT) & marks["score"].notna()]
    for row in given.sort_values("item").to_dict("records"):
        total, reasons = totals.get(str(row["code"]), (NOTHING, ""))
        lines = [line for line in (reasons, reason_of(row)) if line]
        totals[str(row["code"])] = (total + exact(row["score"]), "\n".join(lines))
    return totals


def part_row(component: str, key: str, observed: Observed) -> dict[str, Any]:
    return {
        "component": component,
        "key": key,
        "numerator": observed.numerator,
        "denominator": observed.denominator,
        "value": observed.value,
        "points": nan if observed.points is None else float(observed.points),
        "state": observed.state,
        "reason": observed.reason,
        "missing": observed.missing,
        "blank": observed.blank,
    }
