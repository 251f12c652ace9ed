"""What a line of a scheme takes off a unit, or of a bonus gives, and what it rests on."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import nan

import pandas as pd

from assessment import rules
from assessment.band_table import Broken, band_table
from assessment.countable import better_of, judged_by_people
from assessment.indicators import BY_KEY
from assessment.observed import Observed, Row, State, counted_of, reason_of
from assessment.rules import NOTHING
from assessment.scheme import SchemeItem, exact
from assessment.scheme_tree import OF_A_RATE

ONE = Fraction(1)


@dataclass(frozen=True)
class Taken:
    """``points`` taken off (of a bonus: given), exact and as the scheme prints them; None where nobody knows.

    ``observed`` is what was counted, ``n`` how many cases, reports or times are behind it; NaN where it is none.
    """

    line: SchemeItem
    observed: Observed
    points: Fraction | None = None
    n: float = nan

    @property
    def state(self) -> State:
        return self.observed.state

    @property
    def blocks(self) -> bool:
        """Whether the unit stays incomplete for want of it; a bonus that nobody claimed is no lack."""
        return self.observed.blocks(self.line) and self.line.rule != "bonus"


def taken(line: SchemeItem, item_points: Fraction, row: Row | None) -> Taken:
    """What a line takes of an item of these points, from what was counted, marked or reviewed (None: nothing was).

    Missing or not reported takes all it can where the policy is "zero".
    """
    at_stake = item_points if line.cap is None else exact(line.cap)
    found = _by_people(line, at_stake, row) if judged_by_people(line) else _counted(line, at_stake, row)
    if found.state in ("missing", "not_reported") and line.missing_policy == "zero" and line.rule != "bonus":
        return replace(found, points=at_stake)
    return found


def _by_people(line: SchemeItem, at_stake: Fraction, row: Row | None) -> Taken:
    if line.rule == "review":
        known = row is not None and not pd.isna(row["mean_score"]) and (row["respondents"] or 0) > 0
        if row is None or not known:
            return Taken(line, Observed("missing"))
        mean = exact(row["mean_score"])
        share = float(rules.review(ONE, mean))
        observed = Observed("counted", None, share, denominator=float(row["respondents"]))
        return Taken(line, observed, at_stake - rules.review(at_stake, mean))
    if row is None or pd.isna(row["score"]):
        return Taken(line, Observed("not_applicable" if line.rule == "bonus" else "missing"))
    score = exact(row["score"])
    if line.rule == "bonus":
        given = rules.bonus(at_stake, score)
        return Taken(line, Observed("counted", None, numerator=float(given), reason=reason_of(row)), given)
    if pd.isna(row["maximum"]) or not row["maximum"] > 0:
        return Taken(line, Observed("missing", reason=reason_of(row)))
    given, most = rules.mark(at_stake, score, exact(row["maximum"])), float(row["maximum"])
    observed = Observed("counted", None, float(score) / most, float(score), most, reason_of(row))
    return Taken(line, observed, at_stake - given)


def _counted(line: SchemeItem, at_stake: Fraction, row: Row | None) -> Taken:
    observed = counted_of(line.key, row)
    if observed.state in ("missing", "not_reported") or row is None:
        return Taken(line, observed)
    if observed.state == "not_applicable":
        # Without cases there is no rate; of what is counted one by one there are none, which is known.
        if line.rule in OF_A_RATE or line.rule == "material" or line.not_applicable:
            return Taken(line, observed)
        observed = replace(observed, state="counted")
    cases, base = exact(row["numerator"]), exact(row["denominator"])
    if line.rule in OF_A_RATE:
        return Taken(line, observed, at_stake - by_rate(line, at_stake, cases / base))
    step = exact(line.step) if line.step is not None else None
    if line.rule == "material":
        return Taken(line, observed, at_stake - rules.material(at_stake, cases >= base, step), float(base - cases))
    if line.rule == "bonus":
        given = rules.bonus(at_stake, (step or NOTHING) * cases)
        return Taken(line, replace(observed, numerator=float(given), denominator=nan), given, float(cases))
    if line.rule == "required":
        least = exact(line.required or 0)
        kept = rules.required(at_stake, cases, least, step or NOTHING)
        return Taken(line, observed, at_stake - kept, float(max(NOTHING, least - cases)))
    against = _against(line.key, cases, base)
    return Taken(line, observed, at_stake - rules.per_case(at_stake, against, step or NOTHING), float(against))


def _against(key: str, cases: Fraction, base: Fraction) -> Fraction:
    """The cases that speak against a unit: above the line where less is better, what is not above it where more is."""
    is_share = key in BY_KEY and BY_KEY[key].is_share
    return base - cases if is_share and better_of(key) == "higher" else cases


def by_rate(line: SchemeItem, points: Fraction, value: Fraction) -> Fraction:
    """What a rate earns by the line's rule. Raises ``ValueError`` where the line lacks a number of its rule."""
    better, target = better_of(line.key) or "higher", line.target
    if line.rule == "bands":
        table = band_table(line.bands, better)
        if isinstance(table, Broken):
            raise ValueError(f"expected bands of {line.item_no}, got {table.code}: {table.part}")
        return rules.bands(points, value, table, better)
    second = line.floor if line.rule == "goalposts" else line.step
    if target is None or second is None:
        raise ValueError(f"expected the numbers of {line.rule} for {line.item_no}, got {target}, {second}")
    if line.rule == "goalposts":
        return rules.goalposts(points, value, exact(second), exact(target))
    return rules.per_point(points, value, exact(target), exact(second), better)
