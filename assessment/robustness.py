"""How sure a rank is, given how few cases some rates rest on and how arguable the weights are (domain: Score).

Every random stream is seeded by a name alone, so another unit, another order or another scheme changes no draw.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.draws import Draws, Flags, Floats, ItemKey, as_printed, drawn_share, wobble_of
from assessment.indicators import BY_KEY
from assessment.scheme import COMPONENTS, Component, Scheme, SchemeItem
from assessment.score_frames import ADJUSTMENT, Scores
from assessment.tree_draws import tree_draws, tree_totals

DRAWS = 2000
LOW, HIGH = 0.05, 0.95
ENDS = 3
TOLD_APART = 0.90


@dataclass(frozen=True)
class Robustness:
    """``units``: code, low, high (places), first3, last3 (probabilities 0–1), a row a unit.

    ``ahead``: code × code, in what share of the draws the row's unit is ahead of the column's. All unknown (<NA>, NaN)
    for a unit without a score.
    """

    units: pd.DataFrame
    ahead: pd.DataFrame

    def surely_ahead_of(self) -> dict[str, tuple[str, ...]]:
        """By unit those it is ahead of in at least 90 % of the draws; of any two units at most one is that.

        It is said of pairs alone: that two pairs cannot be told apart says nothing of the third.
        """
        sure = self.ahead.to_numpy() >= TOLD_APART
        codes = self.ahead.columns.to_numpy()
        return {str(code): tuple(codes[row]) for code, row in zip(self.ahead.index, sure, strict=True)}


def surely_ahead_of_next(codes: Sequence[str], ahead_of: Sequence[Collection[str]]) -> list[bool]:
    """Whether each unit of a list, whoever is left out of it, is surely ahead of the one below it; never the last."""
    return [below in sure for sure, below in zip(ahead_of, [*codes[1:], ""], strict=False)]


def robustness(scheme: Scheme, group: str, scores: Scores, draws: int = DRAWS) -> Robustness:
    """How sure the ranks of ``scores`` are: ``draw``, then ``ranked``."""
    return ranked(draw(scheme, group, scores, draws), scheme)


def draw(scheme: Scheme, group: str, scores: Scores, draws: int = DRAWS) -> Draws:
    """Draws every share of the daily component that has cases from Beta(½+x, ½+n−x), and every weight's wobble.

    ``scores`` are those of the group under any scheme with the same items. The rest of the score is as it is. Weights
    are multiplied by 1 + 0.25·U, U uniform on [−1, 1], one U an item for all units.
    """
    codes = tuple(scores.totals["code"])
    if scheme.is_tree:
        return tree_draws(scheme, group, scores, draws)
    keys = [(item.component, item.key) for component in COMPONENTS for item in scheme.of(group, component)]
    rows = _by_item(scores.parts, codes)
    return Draws(
        group,
        codes,
        draws,
        values={key: _values(key, codes, rows[key], draws) for key in keys} if codes else {},
        wobble={key: wobble_of(key, draws) for key in keys},
        absent={key: np.isin(rows[key].state, ["missing", "not_reported"]) for key in keys if codes},
        silent={key: rows[key].state == "not_reported" for key in keys if codes},
        adjustments=np.nan_to_num(rows[ADJUSTMENT, ""].numerator) if codes else np.zeros(0),
    )


@dataclass(frozen=True)
class _Item:
    """What is known of each unit on one item, in four arrays; '' and NaN where nothing is."""

    state: npt.NDArray[np.str_]
    value: Floats
    numerator: Floats
    denominator: Floats


def _by_item(parts: pd.DataFrame, codes: Sequence[str]) -> dict[tuple[str, str], _Item]:
    """The rows of ``Scores.parts`` by item, each in the order of ``codes``."""
    places = parts["code"].map({code: place for place, code in enumerate(codes)}).to_numpy(np.int64)
    states = parts["state"].to_numpy(dtype=str)
    figures = [parts[name].to_numpy(float) for name in ("value", "numerator", "denominator")]
    items = {}
    for key, rows in parts.groupby(["component", "key"]).indices.items():
        state, known = np.full(len(codes), "", states.dtype), [np.full(len(codes), np.nan) for _ in figures]
        for array, column in zip((state, *known), (states, *figures), strict=True):
            array[places[rows]] = column[rows]
        items[key] = _Item(state, *known)
    return items


def _values(key: ItemKey, codes: Sequence[str], item: _Item, draws: int) -> Floats:
    counted = item.state == "counted"
    observed = np.where(counted, item.value, np.nan)[:, None]
    # Only a share of cases might have come out otherwise; people on posts are counted, not drawn.
    if key[0] != "daily" or (key[1] in BY_KEY and not BY_KEY[key[1]].is_share):
        return observed
    values = np.repeat(observed, 1 + draws, axis=1)
    cases, base = item.numerator, item.denominator
    for unit in np.flatnonzero(counted & (base > 0)).tolist():
        values[unit, 1:] = drawn_share(codes[unit], key[1], cases[unit], base[unit], draws)
    return values


def ranked(draws: Draws, scheme: Scheme) -> Robustness:
    """The ranks the draws lead to under a scheme, the official one or a what-if with other weights and goalposts.

    low and high are the 5 % and 95 % quantiles of the competition rank, whole places; first3 and last3 the share of
    draws among the first and the last three, ties counted in. Raises ``KeyError`` for an item that was not drawn.
    """
    scores = totals(draws, scheme)
    scored = np.flatnonzero(~np.isnan(scores[:, 0]))
    codes = [draws.codes[unit] for unit in scored]
    ranks, from_last, ahead = _compare(scores[scored, 1:])
    low, high = (np.quantile(ranks, share, axis=1, method="inverted_cdf").astype(int) for share in (LOW, HIGH))
    units = pd.DataFrame(
        {
            "low": pd.array(low, "Int64"),
            "high": pd.array(high, "Int64"),
            "first3": (ranks <= ENDS).mean(axis=1),
            "last3": (from_last <= ENDS).mean(axis=1),
        },
        index=pd.Index(codes, name="code"),
    )
    every = list(draws.codes)
    matrix = pd.DataFrame(ahead, index=codes, columns=codes).reindex(index=every, columns=every)
    return Robustness(units.reindex(pd.Index(every, name="code")).reset_index(), matrix)


def totals(draws: Draws, scheme: Scheme) -> Floats:
    """The total scores, units × (1 + draws), rounded to 0.01 as scores are; the first column as observed.

    Weights are shared as in ``scoring.score``; NaN where nothing could be counted, or what was not reported blocks.
    """
    if scheme.is_tree:
        return tree_totals(draws, scheme)
    shape = (len(draws.codes), 1 + draws.size)
    weighed, weights = np.zeros(shape), np.zeros((shape[0], 1))
    for component in COMPONENTS:
        points, weight = _component(draws, scheme, component, shape)
        share = np.where(weight[:, :1] > 0, scheme.component_weight(component, draws.group), 0.0)
        weighed += share * np.divide(points, weight, out=np.zeros(shape), where=weight > 0)
        weights += share
    total = np.divide(weighed, weights, out=np.full(shape, np.nan), where=weights > 0)
    capped = np.clip(draws.adjustments, -scheme.adjustment_cap, scheme.adjustment_cap)[:, None]
    rounded = as_printed(np.clip(total + capped, 0, 100))
    rounded[_blocked(draws, scheme)] = np.nan
    return rounded


def _blocked(draws: Draws, scheme: Scheme) -> Flags:
    """Which units have no score, because an item of theirs is not reported and does not count 0 points then."""
    blocked = np.zeros(len(draws.codes), bool)
    for item in scheme.items if draws.codes else ():
        if item.peer_group == draws.group and item.missing_policy != "zero":
            blocked |= draws.silent[item.component, item.key]
    return blocked


def _component(draws: Draws, scheme: Scheme, component: Component, shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """Σ points × weight and Σ weight over what is counted; added item by item, so that equal units stay equal."""
    points, weights = np.zeros(shape), np.zeros(shape)
    for item in scheme.of(draws.group, component) if draws.codes else ():
        key = (item.component, item.key)
        value = _points(item, draws.values[key])
        if item.missing_policy == "zero":
            value = np.where(draws.absent[key][:, None], 0.0, value)
        counted = ~np.isnan(value[:, :1])
        weight = item.weight * draws.wobble[key]
        points += np.where(counted, value, 0.0) * weight
        weights += counted * weight
    return points, weights


def _points(item: SchemeItem, shares: Floats) -> Floats:
    if item.component != "daily":
        return 100 * shares
    if item.floor is None or item.target is None or item.floor == item.target:
        raise ValueError(f"expected two goalposts for {item.key} in {item.peer_group}, got {item.floor}, {item.target}")
    points: Floats = np.clip(100 * (shares - item.floor) / (item.target - item.floor), 0, 100)
    return points


def _compare(scores: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """Units × draws: rank from the first, rank from the last; units × units: share of draws the row is ahead."""
    units, draws = scores.shape
    ranks, from_last = np.ones((units, draws), np.int64), np.ones((units, draws), np.int64)
    ahead = np.zeros((units, units))
    for unit in range(units):
        above = scores > scores[unit]
        ranks[unit] += above.sum(axis=0)
        from_last += above
        ahead[:, unit] = above.mean(axis=1)
    return ranks, from_last, ahead
