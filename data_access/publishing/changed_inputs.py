"""The inputs of an assessment that differ between a publication and today, figure by figure."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from data_access.reading.assessed import Inputs

# The code under which the city's own counts stand.
CITY = ""
Figure = tuple[float | None, float | None]


class ChangedInput(NamedTuple):
    """One input that differs from the published one; blank parts are None.

    Cases and base for an indicator (component "daily"), score and maximum for a mark ("annual", "adjustment"), mean
    score and respondents for a review ("external").
    """

    key: str
    numerator_before: float | None
    denominator_before: float | None
    numerator_now: float | None
    denominator_now: float | None
    component: str


def changed_inputs(before: Inputs, now: Inputs) -> dict[str, list[ChangedInput]]:
    """By unit code (``CITY`` for the city's counts) what is no longer the same, in the order of component and key."""
    then, today = dict(_figures(before)), dict(_figures(now))
    changed: dict[str, list[ChangedInput]] = {}
    unknown: Figure = (None, None)
    for place in sorted({*then, *today}):
        was, is_now = then.get(place, unknown), today.get(place, unknown)
        if was != is_now:
            code, component, key = place
            changed.setdefault(code, []).append(ChangedInput(key, *was, *is_now, component))
    return changed


def _figures(inputs: Inputs) -> Iterator[tuple[tuple[str, str, str], Figure]]:
    """Every input figure with the unit, component and key it belongs to."""
    city = inputs.city.groupby("indicator", as_index=False)[["numerator", "denominator"]].sum()
    counts = pd.concat([inputs.counts, city.assign(code=CITY, not_reported=False)])
    # What was not reported is unknown, whatever cases there are; a dash stands for it.
    reported = ~counts["not_reported"].astype(bool)
    counts = counts.assign(numerator=counts["numerator"].astype(object).where(reported))
    parts = (
        (counts.assign(component="daily"), "indicator", "numerator", "denominator"),
        (inputs.marks, "item", "score", "maximum"),
        (inputs.reviews.assign(component="external"), "reviewer_group", "mean_score", "respondents"),
    )
    for frame, key, numerator, denominator in parts:
        columns = [frame[name].tolist() for name in ("code", "component", key, numerator, denominator)]
        for code, component, name, first, second in zip(*columns, strict=True):
            yield (code, component, name), (_none_if_missing(first), _none_if_missing(second))


def _none_if_missing(value: float | None) -> float | None:
    return None if pd.isna(value) else value
