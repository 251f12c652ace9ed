"""Small schemes and tables for the tests of the assessment."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import settings

from assessment.indicators import Indicator, adopt
from assessment.scheme import Scheme, SchemeItem

# Tables cost time, and a busy machine is no fault of what is tested.
some_examples = settings(max_examples=30, deadline=None)

GROUP = "county"
Count = tuple[int, int]

ITEMS = (
    SchemeItem(GROUP, "daily", "loss_rate", 60, 0.3, 0.05),
    SchemeItem(GROUP, "daily", "appearance_rate", 40, 0.5, 0.9, "zero"),
    SchemeItem(GROUP, "annual", "plan", 70, missing_policy="block"),
    SchemeItem(GROUP, "annual", "training", 30, missing_policy="zero"),
    SchemeItem(GROUP, "external", "public", 100, missing_policy="block"),
)
SCHEME = Scheme(2026, 1, "trial", "city", "pooled", 10, 3, 50, 30, 20, 5, 90, 80, 60, ITEMS)
# One indicator whose rate is the score: what is scored can be read off the counts.
PLAIN = replace(
    SCHEME, w_daily=100, w_annual=0, w_external=0, items=(SchemeItem(GROUP, "daily", "settlement_rate", 100, 0.0, 1.0),)
)


def counts(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows of code, indicator, numerator, denominator and, if it was not reported, True."""
    full = [(*row, False)[:5] for row in rows]
    return pd.DataFrame(full, columns=["code", "indicator", "numerator", "denominator", "not_reported"])


def marks(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """Rows of code, component, item, score, maximum and, if there is one, a reason."""
    full = [(*row, None)[:6] for row in rows]
    return pd.DataFrame(full, columns=["code", "component", "item", "score", "maximum", "reason"])


def reviews(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "reviewer_group", "respondents", "mean_score"])


def of_indicator(indicator: str, units: Mapping[str, Count]) -> pd.DataFrame:
    """Counts of one indicator: numerator and denominator by unit code."""
    return counts((code, indicator, *count) for code, count in units.items())


def plain_values(column: Iterable[Any]) -> list[Any]:
    """A column as a list, unknown as None."""
    return [None if pd.isna(value) else value for value in column]


@contextmanager
def adopted(*own: Indicator) -> Iterator[None]:
    """Let indicators stand as a city's own do, and nothing after that."""
    adopt(own)
    try:
        yield
    finally:
        adopt(())
