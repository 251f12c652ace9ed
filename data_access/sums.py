"""From indicators to the tallies behind them and back: which keys to add up, and the sums as counts of a rate."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, literal

from assessment.indicators import BY_KEY
from data_access.periods import Period
from data_access.tallies import level_key


def between(month: ColumnElement[Any], period: Period | None) -> ColumnElement[bool]:
    return and_(literal(False)) if period is None else month.between(period.first, period.last)


def stored_keys(indicators: Sequence[str], level: str) -> list[str]:
    """The stored tally keys of indicators, numerator before denominator."""
    found = [BY_KEY[key] for key in indicators]
    return [level_key(tally, level) for each in found for tally in (each.numerator, each.denominator)]  # type: ignore[arg-type]


def as_rates(long: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    long = long.assign(tally_key=long["tally_key"].str.split("@").str[0])
    wide = long.pivot_table(
        index=["level", "unit_id"], columns="tally_key", values=["current", "compared"], fill_value=0, aggfunc="sum"
    )
    parts = []
    for key in indicators:
        part = pd.DataFrame(index=wide.index).assign(indicator=key)
        for slot, suffix in (("current", ""), ("compared", "_compared")):
            for role, tally in (("numerator", BY_KEY[key].numerator), ("denominator", BY_KEY[key].denominator)):
                column = (slot, tally)
                part[role + suffix] = wide[column].astype(int) if column in wide.columns else 0
        parts.append(part.reset_index())
    return pd.concat(parts, ignore_index=True)
