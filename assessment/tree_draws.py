"""The draws of a printed scheme: rates are drawn, counts are as they were counted."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from assessment.band_table import Broken, band_table
from assessment.countable import better_of
from assessment.draws import Draws, Flags, Floats, ItemKey, as_printed, drawn_share, wobble_of
from assessment.indicators import BY_KEY
from assessment.scheme import Scheme, SchemeItem
from assessment.scheme_tree import OF_A_RATE, Node, Standing, leaves, scales, tree_of, weights
from assessment.score_frames import ADJUSTMENT, Scores

LACKING = ("missing", "not_reported")


def tree_draws(scheme: Scheme, group: str, scores: Scores, draws: int) -> Draws:
    """As ``robustness.draw``, of scores by a tree."""
    codes = tuple(scores.totals["code"])
    lines = scores.lines if scores.lines is not None else pd.DataFrame()
    found = {(row["code"], row["item_no"], row["key"], row["rule"]): row for row in lines.to_dict("records")}
    values: dict[ItemKey, Floats] = {}
    fixed: dict[ItemKey, Floats] = {}
    own = [leaf for leaf in leaves(scheme, group) if not leaf.is_bonus]
    for leaf in own:
        for line in leaf.lines:
            rows = [found[code, leaf.item_no, line.key, line.rule] for code in codes]
            fixed[_place(line)] = np.array([row["points"] for row in rows], float)[:, None]
            if line.rule in OF_A_RATE and line.key in BY_KEY:
                values[_place(line)] = _rates(line, codes, rows, draws)
    parts = scores.parts[scores.parts["component"] == ADJUSTMENT]
    adjustments = parts.groupby("code")["numerator"].sum().reindex(codes, fill_value=0.0)
    silent: dict[ItemKey, Flags] = {(leaf.nature, leaf.item_no): _silent(scores.parts, codes, leaf) for leaf in own}
    return Draws(
        group,
        codes,
        draws,
        values,
        {(leaf.nature, leaf.item_no): wobble_of((leaf.nature, leaf.item_no), draws) for leaf in own},
        absent={},
        silent=silent,
        adjustments=adjustments.to_numpy(float),
        fixed=fixed,
        states=tuple(_states(scores.parts, code, own) for code in codes),
    )


def _place(line: SchemeItem) -> ItemKey:
    return line.item_no, f"{line.rule}:{line.key}"


def _rates(line: SchemeItem, codes: Sequence[str], rows: Sequence[dict[str, Any]], draws: int) -> Floats:
    """Units × (1 + draws) rates, the first as observed; one column where only a share of cases could be drawn."""
    observed = np.array([row["value"] if row["state"] == "counted" else np.nan for row in rows], float)[:, None]
    if not BY_KEY[line.key].is_share:
        return observed
    rates = np.repeat(observed, 1 + draws, axis=1)
    for unit, (code, row) in enumerate(zip(codes, rows, strict=True)):
        if row["state"] == "counted" and row["denominator"] > 0:
            rates[unit, 1:] = drawn_share(code, line.key, row["numerator"], row["denominator"], draws)
    return rates


def _silent(parts: pd.DataFrame, codes: Sequence[str], leaf: Node) -> Flags:
    of_item = parts[parts["key"] == leaf.item_no].set_index("code")
    silent: Flags = (of_item["state"].eq("not_reported") & of_item["points"].isna()).reindex(codes).to_numpy(bool)
    return silent


def _states(parts: pd.DataFrame, code: str, own: Sequence[Node]) -> dict[str, Standing]:
    """What is known of each item of a unit: what counts has points."""
    points = dict(zip(*(parts.loc[parts["code"] == code, name] for name in ("key", "points")), strict=True))
    state = dict(zip(*(parts.loc[parts["code"] == code, name] for name in ("key", "state")), strict=True))

    def standing(leaf: Node) -> Standing:
        if not pd.isna(points[leaf.item_no]):
            return "counted"
        left_out = leaf.not_applicable == "excluded" and state[leaf.item_no] not in LACKING
        return "excluded" if left_out else "shared"

    return {leaf.item_no: standing(leaf) for leaf in own}


def tree_totals(draws: Draws, scheme: Scheme) -> Floats:
    """As ``robustness.totals``. Every weight wobbles, and the weights of a draw are scaled up to 100 again."""
    shape = (len(draws.codes), 1 + draws.size)
    own = [leaf for leaf in leaves(scheme, draws.group) if not leaf.is_bonus]
    bonuses = {leaf.item_no: "excluded" for leaf in leaves(scheme, draws.group) if leaf.is_bonus}
    scale, nodes = scales(scheme, draws.group), tree_of(scheme, draws.group)
    of_units = [weights(nodes, {**states, **bonuses}, scale, scheme.shared_among) for states in draws.states]  # type: ignore[dict-item]
    weighed, whole = np.zeros(shape), np.zeros(shape)
    silent = np.zeros(shape[0], bool)
    for leaf in own:
        weight = np.array([float(each.get(leaf.item_no, 0)) for each in of_units])[:, None]
        wobbling = weight * draws.wobble[leaf.nature, leaf.item_no]
        weighed += wobbling * _share(draws, leaf)
        whole += wobbling
        silent |= draws.silent[leaf.nature, leaf.item_no]
    total = 100 * np.divide(weighed, whole, out=np.full(shape, np.nan), where=whole > 0)
    capped = np.clip(draws.adjustments, -scheme.adjustment_cap, scheme.adjustment_cap)[:, None]
    printed = as_printed(np.clip(total + capped, 0, 100))
    printed[silent] = np.nan
    return printed


def _share(draws: Draws, leaf: Node) -> Floats:
    """What each unit has of an item's points in each draw, 0 to 1."""
    points = float(leaf.points)
    lost: Floats = np.zeros((len(draws.codes), 1))
    for line in leaf.lines:
        place = _place(line)
        taken = np.nan_to_num(draws.fixed[place])
        if place in draws.values:
            rates = draws.values[place]
            by_rate = _lost(line, points if line.cap is None else line.cap, rates)
            taken = np.where(np.isnan(rates), taken, by_rate)
        lost = lost + taken
    share: Floats = 1 - np.minimum(lost, points) / points if points else np.ones_like(lost)
    return share


def _lost(line: SchemeItem, points: float, rates: Floats) -> Floats:
    """What a rule of ``line_taken.by_rate`` takes, of many rates at once."""
    lower = better_of(line.key) == "lower"
    if line.rule == "bands":
        table = band_table(line.bands, "lower" if lower else "higher")
        if isinstance(table, Broken):
            raise ValueError(f"expected bands of {line.item_no}, got {table.code}: {table.part}")
        # The last band that holds wins: from the worst to the best.
        share = np.zeros_like(rates)
        for bound, earned in reversed(table):
            share = np.where(rates <= float(bound) if lower else rates >= float(bound), float(earned), share)
        lost: Floats = points * (1 - share)
        return lost
    target, second = line.target, line.floor if line.rule == "goalposts" else line.step
    if target is None or second is None:
        raise ValueError(f"expected the numbers of {line.rule} for {line.item_no}, got {target}, {second}")
    if line.rule == "goalposts":
        kept: Floats = points * np.clip((rates - second) / (target - second), 0, 1)
        return points - kept
    short = np.maximum(rates - target if lower else target - rates, 0)
    taken: Floats = np.minimum(points, second * 100 * short)
    return taken
