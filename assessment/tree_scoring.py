"""Scores of a peer group by a tree of items: what each line takes off, what each item weighs, and the total.

Parts are the last items of all branches, each under its number; scores and weights are percents of the scheme's total.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import nan
from typing import Any

import pandas as pd

from assessment.countable import counted_under, kind_of
from assessment.line_taken import Taken, taken
from assessment.observed import Observed, Row, State, rows_by_unit
from assessment.rules import FULL, NOTHING, cut_to
from assessment.scheme import BONUS, COMPONENTS, WHOLE, Component, Scheme, SchemeItem, exact
from assessment.scheme_tree import Node, Standing, leaves, scales, tree_of, weights
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

LINE_COLUMNS = ["code", "item_no", "key", "rule", "state", "numerator", "denominator", "value", "n", "points", "reason",
                "missing", "blank"]  # fmt: skip


def score_tree(
    scheme: Scheme,
    group: str,
    counts: pd.DataFrame,
    marks: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: Sequence[str],
) -> Scores:
    """As ``scoring.score``; ``counts`` hold under ``indicator`` what lines read (``countable.counted_under``).

    parts: key is the number of the item, title its title; an item of a single line has its figures. An item that does
    not apply and has all its points (``not_applicable`` full) is counted, with 100.

    lines: code, item_no, key, rule, state, numerator, denominator, value, n (cases, reports or times behind it), points
    (taken off, or of a bonus given, as the scheme prints them; never more in all than the item has), reason, missing,
    blank. Adjustment marks that no bonus names are in the row of the adjustment, as ever.
    """
    rows: dict[str, dict[tuple[str, str], Row]] = {
        "counted": rows_by_unit(counts, "indicator"),
        "annual": rows_by_unit(marks[marks["component"] == "annual"], "item"),
        BONUS: rows_by_unit(marks[marks["component"] == ADJUSTMENT], "item"),
        "review": rows_by_unit(reviews, "reviewer_group"),
    }
    named = {line.key for leaf in leaves(scheme, group) for line in leaf.lines if line.rule == BONUS}
    others = summed_adjustments(marks[~marks["item"].isin(named)])
    units = [_Unit(scheme, group, _taken(scheme, group, code, rows), others.get(code)) for code in codes]
    every = list(zip(codes, units, strict=True))
    parts = pd.DataFrame([{"code": code, **row} for code, unit in every for row in unit.rows()])
    lines = pd.DataFrame([{"code": code, **row} for code, unit in every for row in unit.lines()], columns=LINE_COLUMNS)
    parts = parts.reindex(columns=[*PART_COLUMNS, "title"]).astype(LACKING)
    return Scores(parts, ranked_totals(units, codes), lines.astype(LACKING))


def _taken(
    scheme: Scheme, group: str, code: str, rows: Mapping[str, Mapping[tuple[str, str], Row]]
) -> dict[str, list[Taken]]:
    """What each line takes of a unit, by the number of its item; 扣完为止: together never more than the item has."""

    def row_of(line: SchemeItem) -> Row | None:
        if kind_of(line) == "mark":
            return rows[BONUS if line.rule == BONUS else "annual"].get((code, line.key))
        if kind_of(line) == "review":
            return rows["review"].get((code, line.key))
        return rows["counted"].get((code, counted_under(line) or ""))

    found: dict[str, list[Taken]] = {}
    for leaf in leaves(scheme, group):
        left = leaf.points
        for line in leaf.lines:
            each = taken(line, leaf.points, row_of(line))
            if each.points is not None:
                points = min(left, each.points)
                left -= points
                each = Taken(each.line, each.observed, points, each.n)
            found.setdefault(leaf.item_no, []).append(each)
    return found


class _Item:
    """One item of one unit: its state, and the share of its points that it has."""

    def __init__(self, node: Node, own: Sequence[Taken]) -> None:
        self.node, self.own = node, own
        self.lack = next((each for each in own if each.blocks), None)
        known = [each.points for each in own if each.points is not None]
        self.moved = sum(known, NOTHING)
        self.applies = self.lack is None and bool(known)
        self.full = not self.applies and self.lack is None and node.not_applicable == "full"

    @property
    def standing(self) -> Standing:
        if self.applies or self.full:
            return "counted"
        return "excluded" if self.lack is None and self.node.not_applicable == "excluded" else "shared"

    @property
    def state(self) -> State:
        """Of an item that counts 0 for want of a report, that it was not reported."""
        if self.lack is not None:
            return self.lack.state
        if self.full:
            return "counted"
        states = [each.state for each in self.own]
        return next((state for state in ("not_reported", "missing", "counted") if state in states), "not_applicable")

    @property
    def share(self) -> Fraction:
        """What it has of its points, 0 to 1."""
        return 1 - self.moved / self.node.points if self.node.points else Fraction(1)

    @property
    def observed(self) -> Observed:
        points = FULL * self.share if self.standing == "counted" else None
        reason = "\n".join(each.observed.reason for each in self.own if each.observed.reason)
        if len(self.own) == 1:
            only = self.own[0].observed
            return Observed(self.state, points, only.value, only.numerator, only.denominator, reason, only.missing,
                            only.blank)  # fmt: skip
        most = {name: _most(getattr(each.observed, name) for each in self.own) for name in LACKING}
        return Observed(self.state, points, reason=reason, **most)


def _most(values: Any) -> float:
    """The most that is known of these; NaN where nothing is."""
    return max((value for value in values if not pd.isna(value)), default=nan)


class _Unit:
    """One unit's items put together."""

    def __init__(
        self,
        scheme: Scheme,
        group: str,
        found: Mapping[str, list[Taken]],
        others: tuple[Fraction, str] | None,
    ) -> None:
        self.scheme, self.found = scheme, found
        every = [_Item(leaf, found.get(leaf.item_no, [])) for leaf in leaves(scheme, group)]
        self.items = [item for item in every if not item.node.is_bonus]
        self.bonuses = [item for item in every if item.node.is_bonus]
        self.others = others
        standing: dict[str, Standing] = {item.node.item_no: item.standing for item in every}
        self.weights = weights(tree_of(scheme, group), standing, scales(scheme, group), scheme.shared_among)
        lacks = [item for item in self.items if item.lack is not None]
        self.complete = not lacks
        self.silent = {item.node.nature for item in lacks if item.state == "not_reported"}
        self.known = bool(self.weights) and not self.silent
        self.given = [self.weights.get(item.node.item_no, NOTHING) * item.share for item in self.items]
        self.bonus_given = [item.moved * WHOLE / exact(scheme.total) for item in self.bonuses]
        cap, base = exact(scheme.adjustment_cap), sum(self.given, NOTHING)
        raw: Fraction = sum(self.bonus_given, others[0] if others else NOTHING)
        self.adjustment = cut_to(base + cut_to(raw, -cap, cap)) - base
        # Where the cap cuts, the row of the other adjustments takes what is too much.
        self.rest = self.adjustment - sum(self.bonus_given, NOTHING)
        self.printed = printed([*self.given, *self.bonus_given, self.rest])

    def rows(self) -> list[dict[str, Any]]:
        """Its rows of ``Scores.parts``, without the code."""
        places = [(item, item.node.nature) for item in self.items] + [(item, ADJUSTMENT) for item in self.bonuses]
        figures = zip(places, [*self.given, *self.bonus_given], self.printed, strict=False)
        rows = [self._row(item, component, given, shown) for (item, component), given, shown in figures]
        raw = nan if self.others is None else float(self.others[0])
        moves = self.others is not None or self.rest
        observed = Observed("counted" if self.known and moves else "not_applicable", numerator=raw,
                            reason=self.others[1] if self.others else "")  # fmt: skip
        return [*rows, {**part_row(ADJUSTMENT, "", observed), **self._points(NOTHING, self.rest, self.printed[-1]),
                        "title": ""}]  # fmt: skip

    def _row(self, item: _Item, component: str, given: Fraction, shown: Fraction) -> dict[str, Any]:
        counted = component == ADJUSTMENT or item.standing == "counted"
        weight = self.weights.get(item.node.item_no, NOTHING)
        points = self._points(weight, given, shown) if counted else self._points(weight, None, None)
        observed = item.observed
        if component == ADJUSTMENT:
            # What it gives before the cap, as the row of the other adjustments has it.
            state: State = "counted" if item.moved else "not_applicable"
            observed = Observed(state, numerator=float(given), reason=observed.reason)
        return {**part_row(component, item.node.item_no, observed), **points, "title": item.node.title}

    def _points(self, weight: Fraction, given: Fraction | None, shown: Fraction | None) -> dict[str, float]:
        known = self.known and given is not None and shown is not None
        return {
            "weight": float(weight),
            "contribution": float(given) if known and given is not None else nan,
            "printed": float(shown) if known and shown is not None else nan,
        }

    def lines(self) -> list[dict[str, Any]]:
        """Its rows of ``Scores.lines``, without the code."""
        return [
            {
                "item_no": number,
                "key": each.line.key,
                "rule": each.line.rule,
                **{name: getattr(each.observed, name) for name in ("state", "numerator", "denominator", "value")},
                "n": each.n,
                "points": nan if each.points is None else float(each.points),
                **{name: getattr(each.observed, name) for name in ("reason", "missing", "blank")},
            }
            for number, own in self.found.items()
            for each in own
        ]

    def component(self, component: Component) -> float:
        """The score of one component, 0–100; NaN when nothing in it could be counted, or silence blocks it."""
        own = [
            (self.weights.get(item.node.item_no, NOTHING), given)
            for item, given in zip(self.items, self.given, strict=True)
            if item.node.nature == component
        ]
        weight = sum((each for each, _ in own), NOTHING)
        if not weight or component in self.silent:
            return nan
        return float(FULL * sum((given for _, given in own), NOTHING) / weight)

    def total(self) -> dict[str, Any]:
        """Its row of ``Scores.totals``, without code and rank."""
        components: dict[str, float] = {component: self.component(component) for component in COMPONENTS}
        known = (self.printed, self.adjustment) if self.known else None
        return total_row(self.scheme, known, components, complete=self.complete)
