"""Compute where every member of a peer group stands on the indicators, also a member without a case."""

from collections.abc import Sequence

import pandas as pd

from assessment.frames import STANDINGS
from assessment.indicators import BY_KEY
from assessment.standing import places, with_rates
from data_access.counting.behind import behind
from data_access.reading.figures import CITY_ID, indicator_counts, report_counts
from data_access.reading.members import members
from data_access.reading.reader import Reader
from data_access.reading.sums import whole
from panels.declare import Context

COUNTS = ["numerator", "denominator", "numerator_compared", "denominator_compared"]


def peer_standing(reader: Reader, context: Context, indicators: Sequence[str]) -> pd.DataFrame:
    """Return where every member and the city stand on every indicator.

    The frame is ``frames.STANDINGS``: for each indicator a row a member, one for the city, and one for the selected
    unit alone (level "own").
    """
    counts, group = (
        indicator_counts(reader, context.selection, indicators),
        members(reader, context.selection.group, context.selection.period),
    )
    unknown = context.choices.unknown_indicators
    counts.loc[counts["indicator"].isin(unknown), COUNTS] = 0
    of_members = counts[counts["level"] == "member"].drop(columns="level")
    everyone = group.merge(pd.DataFrame({"indicator": list(indicators)}), how="cross")
    everyone = everyone.merge(of_members, on=["unit_id", "indicator"], how="left").assign(level="member")
    standing = pd.concat([everyone, counts[counts["level"] == "own"], _city(counts, indicators)], ignore_index=True)
    standing[COUNTS] = standing[COUNTS].fillna(0).apply(whole)
    standing[["code", "unit"]] = standing[["code", "unit"]].fillna("")
    standing = standing.merge(_reports(reader, context, indicators), on=["unit_id", "indicator"], how="left")
    standing[["due", "missing", "of_nothing"]] = standing[["due", "missing", "of_nothing"]].fillna(0).astype(int)
    return STANDINGS.of(_with_places(with_rates(standing).assign(reason=_reasons(standing, unknown)), indicators))


def _reports(reader: Reader, context: Context, indicators: Sequence[str]) -> pd.DataFrame:
    """The members' reports of the ledger behind each indicator: unit_id, indicator, due, missing, of_nothing."""
    ledgers = pd.DataFrame({"indicator": list(indicators), "ledger": [behind(key).ledger for key in indicators]})
    return report_counts(reader, context.selection).merge(ledgers, on="ledger").drop(columns="ledger")


def _reasons(standing: pd.DataFrame, unknown: Sequence[str]) -> list[str]:
    """Return why a row without cases has no rate: not in the ledgers, no report, nothing to report, or no case."""
    columns = (standing["indicator"], standing["due"], standing["missing"], standing["of_nothing"])
    return [
        "not_in_ledgers" if indicator in unknown
        else "not_reported" if missing
        else "nothing_to_report" if due and nothing == due
        else "no_cases"
        for indicator, due, missing, nothing in zip(*columns, strict=True)
    ]  # fmt: skip


def _city(counts: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """The city's counts of every indicator, 0 where there are none."""
    city = counts[counts["level"] == "city"].set_index("indicator").reindex(list(indicators))
    return city.assign(level="city", unit_id=CITY_ID).reset_index()


def _with_places(standing: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """Add the places of members among members; the city and a county's government alone have none."""
    ranked = standing["level"] == "member"
    parts = [places(standing[ranked & (standing["indicator"] == key)], BY_KEY[key]) for key in indicators]
    columns = {name: pd.concat([part[name] for part in parts]) for name in ("place", "place_compared", "moved")}
    return standing.assign(**{name: values.reindex(standing.index) for name, values in columns.items()})


def shown(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the members that the filters let through; the others still count in every place and average."""
    rows = figures[figures["level"] == "member"]
    if context.selection.counties:
        rows = rows[rows["county"].isin(context.selection.counties)]
    if context.selection.sectors:
        rows = rows[rows["sector"].isna() | rows["sector"].isin(context.selection.sectors)]
    return rows


def city_row(figures: pd.DataFrame, indicator: str) -> pd.Series:
    """The city's row of an indicator."""
    return figures[(figures["level"] == "city") & (figures["indicator"] == indicator)].iloc[0]
