"""Counts of a peer group's members, complete: a member without a single case is there too."""

from collections.abc import Sequence

import pandas as pd

from assessment.indicators import BY_KEY
from assessment.standing import standing
from data_access.periods import shift
from data_access.reader import CITY_ID, Reader
from panels.declare import Context

COUNTS = ["numerator", "denominator", "numerator_compared", "denominator_compared"]


def members(reader: Reader, context: Context) -> pd.DataFrame:
    """The peer group's units active in the period, in reading order: unit_id, code, unit, county, sector."""
    units, period = reader.units(), context.selection.period
    of_group = units[units["peer_group"] == context.selection.group]
    started = of_group["active_from"].isna() | (of_group["active_from"] < shift(period.last, 1))
    going_on = of_group["active_to"].isna() | (of_group["active_to"] > period.first)
    found = of_group[started & going_on].rename(columns={"name": "unit"})
    return found[["unit_id", "code", "unit", "county", "sector"]]


def peer_standing(reader: Reader, context: Context, indicators: Sequence[str]) -> pd.DataFrame:
    """Where every member stands on every indicator, and the city beside them.

    Columns: level ("member", "own" or "city"), indicator, unit_id, code ('' for the city), unit, county, sector,
    numerator, denominator, both _compared, those that ``assessment.standing`` adds (places of members only), and
    ``reason``, the key of the words that stand where there is no rate: no_cases or not_in_ledgers.
    """
    counts, group = reader.rates(context.selection, indicators), members(reader, context)
    counts.loc[counts["indicator"].isin(context.choices.unknown_indicators), COUNTS] = 0
    parts = []
    for key in indicators:
        of_indicator = counts[counts["indicator"] == key]
        inside = of_indicator[of_indicator["level"] == "member"][["unit_id", *COUNTS]]
        everyone = group.merge(inside, on="unit_id", how="left").assign(level="member")
        everyone[COUNTS] = everyone[COUNTS].fillna(0).astype(int)
        parts.append(standing(everyone, BY_KEY[key]).assign(indicator=key))
        parts += [_alone(of_indicator, level, key) for level in ("own", "city")]
    found = pd.concat(parts, ignore_index=True)
    unknown = found["indicator"].isin(context.choices.unknown_indicators)
    return found.assign(reason=unknown.map({True: "not_in_ledgers", False: "no_cases"}))


def _alone(counts: pd.DataFrame, level: str, key: str) -> pd.DataFrame:
    """The figure of one that is not ranked: the city, or a county's government by itself."""
    found = counts[counts["level"] == level][["unit_id", *COUNTS]]
    if found.empty and level == "city":
        found = pd.DataFrame([[CITY_ID, 0, 0, 0, 0]], columns=["unit_id", *COUNTS])
    alone = standing(found, BY_KEY[key]).assign(level=level, indicator=key, code="", unit="")
    return alone.assign(place=pd.NA, place_compared=pd.NA, moved=pd.NA)


def shown(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The members a filter lets through; the others still count in every place and average."""
    found = figures[figures["level"] == "member"]
    if context.selection.counties:
        found = found[found["county"].isin(context.selection.counties)]
    if context.selection.sectors:
        found = found[found["sector"].isna() | found["sector"].isin(context.selection.sectors)]
    return found


def city_row(figures: pd.DataFrame, indicator: str) -> pd.Series:
    """The city's own figures of an indicator."""
    return figures[(figures["level"] == "city") & (figures["indicator"] == indicator)].iloc[0]
