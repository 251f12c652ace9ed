"""Scores of a peer group, from counts, marks and reviews (domain: Score). Exact: fractions until the last rounding."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import nan
from typing import Any

import pandas as pd

from assessment.observed import OBSERVE, Observed, Row, State, rows_by_unit
from assessment.rules import FULL, NOTHING, cut_to
from assessment.scheme import COMPONENTS, Component, Scheme, SchemeItem, exact
from assessment.score_frames import (
    ADJUSTMENT,
    LACKING,
    PART_COLUMNS,
    Scores,
    part_row,
    printed,
    ranked_totals,
    summed_adjustments,
    total_row,
)
from assessment.silence import silent
from assessment.tree_scoring import score_tree


def score(
    scheme: Scheme,
    group: str,
    counts: pd.DataFrame,
    marks: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: Sequence[str],
) -> Scores:
    """The scores of the units ``codes`` of one peer group; each depends on the unit's own rows alone.

    ``counts``: code, indicator, numerator, denominator, not_reported, and where they were counted missing (reports)
    and blank (rows). ``marks``: code, component ("annual" or "adjustment"), item, score, maximum, reason.
    ``reviews``: code, reviewer_group, respondents, mean_score 0–100. Rows of other units and of items the scheme does
    not name are left aside.

    parts: code, component, key, numerator, denominator (cases; score and maximum; respondents; for the adjustment the
    sum of its marks before the cap), value (share 0–1), points (0–100), weight (percent of the total after sharing),
    contribution (points), printed (contribution to 0.01), state, reason, missing and blank (<NA> where not counted).
    What is not counted has NaN for points, contribution and printed, and weight 0. The printed parts of a unit add up
    to its score exactly: each is cut to 0.01, then those cut most get 0.01 back (largest remainder), earlier items of
    the scheme first where equal.

    totals: code, score (0–100, rounded half up to 0.01; NaN when nothing could be counted, and when an item that is not
    reported blocks), daily, annual, external (0–100 or NaN), adjustment (points, after its cap and after the total's
    cut to 0–100), grade, complete, rank.

    A row that is absent, or whose figure is blank, is "missing", for it is unknown whether there were cases; one that
    says so, or with too many blanks (``silence``), is "not_reported" whatever cases it has; a row with no cases is else
    "not_applicable". Raises ``ValueError`` when a unit or a row stands there twice, when a numerator is not between 0
    and its denominator, and when a daily item has no goalposts.

    A tree is scored by its own rules, see ``tree_scoring``: its parts are its items, each under its number.
    """
    if len(set(codes)) != len(codes):
        raise ValueError("expected every unit once, got one twice")
    counts = counts.assign(not_reported=counts["not_reported"].astype(bool) | silent(counts, scheme.blank_limit))
    if scheme.is_tree:
        return score_tree(scheme, group, counts, marks, reviews, codes)
    rows_of: dict[str, dict[tuple[str, str], Row]] = {
        "daily": rows_by_unit(counts, "indicator"),
        "annual": rows_by_unit(marks[marks["component"] == "annual"], "item"),
        "external": rows_by_unit(reviews, "reviewer_group"),
    }
    items = [_asked_of(item) for component in COMPONENTS for item in scheme.of(group, component)]
    adjustments = summed_adjustments(marks)
    units = [
        _Unit(
            scheme,
            group,
            [(item, OBSERVE[item.component](item, rows_of[item.component].get((code, item.key)))) for item in items],
            adjustments.get(code),
        )
        for code in codes
    ]
    parts = [{"code": code, **row} for code, unit in zip(codes, units, strict=True) for row in unit.rows()]
    return Scores(pd.DataFrame(parts, columns=PART_COLUMNS).astype(LACKING), ranked_totals(units, codes))


def _asked_of(item: SchemeItem) -> SchemeItem:
    """An item that weighs nothing keeps nobody waiting: without it the total is the same."""
    return item if item.weight else replace(item, missing_policy="zero")


class _Unit:
    """One unit's parts put together: what each weighs after sharing, what it contributes, and the total."""

    def __init__(
        self,
        scheme: Scheme,
        group: str,
        figures: list[tuple[SchemeItem, Observed]],
        adjustment: tuple[Fraction, str] | None,
    ) -> None:
        self.scheme, self.group = scheme, group
        self.complete = not any(observed.blocks(item) for item, observed in figures)
        silent_items = [
            item for item, observed in figures if observed.state == "not_reported" and observed.blocks(item)
        ]
        self.silent = {item.component for item in silent_items}
        self.parts = [(item, observed.under(item)) for item, observed in figures]
        self.raw_adjustment = adjustment[0] if adjustment else None
        self.reasons = adjustment[1] if adjustment else ""
        self.live: dict[str, Fraction] = {component: self._counted_weight(component) for component in COMPONENTS}
        self.shared = sum((exact(scheme.component_weight(c, group)) for c in COMPONENTS if self.live[c]), NOTHING)
        self.weights = [self._weight(item, observed) for item, observed in self.parts]
        self.contributions = [
            (observed.points or NOTHING) * weight / FULL
            for (_, observed), weight in zip(self.parts, self.weights, strict=True)
        ]
        base = sum(self.contributions, NOTHING)
        cap = exact(scheme.adjustment_cap)
        capped = cut_to(self.raw_adjustment or NOTHING, -cap, cap)
        self.adjustment = cut_to(base + capped) - base
        # Left out, what was not handed in would raise the score of who was silent.
        self.known = self.shared > 0 and not self.silent
        self.printed = printed([*self.contributions, self.adjustment])

    def _counted_weight(self, component: Component) -> Fraction:
        counted = (exact(i.weight) for i, o in self.parts if i.component == component and o.points is not None)
        return sum(counted, NOTHING)

    def _weight(self, item: SchemeItem, observed: Observed) -> Fraction:
        if observed.points is None or not self.live[item.component] or not self.shared:
            return NOTHING
        component = FULL * exact(self.scheme.component_weight(item.component, self.group)) / self.shared
        return component * exact(item.weight) / self.live[item.component]

    def component(self, component: Component) -> float:
        """The score of one component, 0–100; NaN when nothing in it could be counted, or silence blocks it."""
        if not self.live[component] or component in self.silent:
            return nan
        weighed = (exact(i.weight) * o.points for i, o in self.parts if i.component == component and o.points)
        return float(sum(weighed, NOTHING) / self.live[component])

    def rows(self) -> list[dict[str, Any]]:
        """Its rows of ``Scores.parts``, without the code."""
        figures = zip(self.parts, self.weights, self.contributions, self.printed[:-1], strict=True)
        rows = [
            {
                **part_row(item.component, item.key, observed),
                "weight": float(weight),
                "contribution": float(contribution) if self.known and observed.points is not None else nan,
                "printed": float(shown) if self.known and observed.points is not None else nan,
            }
            for (item, observed), weight, contribution, shown in figures
        ]
        return [*rows, self._adjustment_row()]

    def _adjustment_row(self) -> dict[str, Any]:
        raw = nan if self.raw_adjustment is None else float(self.raw_adjustment)
        state: State = "counted" if self.known and self.raw_adjustment is not None else "not_applicable"
        figures = {
            "weight": 0.0,
            "contribution": float(self.adjustment) if self.known else nan,
            "printed": float(self.printed[-1]) if self.known else nan,
        }
        return {**part_row(ADJUSTMENT, "", Observed(state, numerator=raw, reason=self.reasons)), **figures}

    def total(self) -> dict[str, Any]:
        """Its row of ``Scores.totals``, without code and rank."""
        components: dict[str, float] = {component: self.component(component) for component in COMPONENTS}
        known = (self.printed, self.adjustment) if self.known else None
        return total_row(self.scheme, known, components, complete=self.complete)
