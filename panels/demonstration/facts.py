"""What a suggestion about a site rests on: the standing of its unit, its vetoes and its overdue items.

A unit is judged by its own peer group only. Where no scheme scores that group, the standing of its county is not its
own: vetoes recorded of the unit and its overdue items are then all there is, and the rules say what is unknown.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from assessment.demonstration import YEARS_IN_FRONT, Facts, Veto, YearPlace
from assessment.eligibility import NOT_REPORTED
from data_access.asked.periods import Period
from data_access.publishing.seen_assessment import seen_assessment
from data_access.reading.assessed import Assessed
from data_access.reading.reader import Reader
from data_access.reading.sites import overdue_items, recorded_vetoes
from panels.declare import Context

# An assessment year and the group's assessment in it; None where there is no scheme.
Years = list[tuple[int, Assessed | None]]


def facts_of(reader: Reader, context: Context, sites: pd.DataFrame) -> list[Facts]:
    """The facts about each of these sites (``data_access.reading.sites.sites``), in their order."""
    years = {group: _years(reader, context, group) for group in dict.fromkeys(sites["peer_group"])}
    recorded, overdue = _recorded(reader, context), _overdue(reader, context, sites)
    return [_facts(row, years[row["peer_group"]], recorded, overdue, context) for row in sites.to_dict("records")]


def _facts(
    row: Mapping[str, Any],
    years: Years,
    recorded: Mapping[str, tuple[Veto, ...]],
    overdue: Mapping[str, int] | None,
    context: Context,
) -> Facts:
    code, running = str(row["code"]), years[0][1]
    scored = row["peer_group"] in context.choices.scored_groups
    vetoes, undecided, unjudged = _decided(running, code) if running else (recorded.get(code, ()), 0, 0)
    return Facts(
        row["state"],
        row["since"],
        tuple(_place(year, assessment, code, scored=scored) for year, assessment in years),
        vetoes,
        undecided,
        None if overdue is None else overdue.get(code, 0),
        unjudged,
    )


def _years(reader: Reader, context: Context, group: str) -> Years:
    """The running assessment year, up to the last month that is known, and the one before, assessed."""
    running = context.choices.usual_month.year
    years: Years = []
    for year in range(running, running - YEARS_IN_FRONT, -1):
        last = context.choices.usual_month if year == running else dt.date(year, 12, 1)
        period = Period("custom", dt.date(year, 1, 1), last)
        years.append((year, seen_assessment(reader, group, period) if group in context.choices.scored_groups else None))
    return years


def _place(year: int, assessment: Assessed | None, code: str, *, scored: bool) -> YearPlace:
    if assessment is None:
        return YearPlace(year, unknown="year_not_scored" if scored else "group_not_scored")
    ranks = assessment.table.dropna(subset="rank").set_index("code")["rank"].astype(int)
    if code not in ranks.index:
        return YearPlace(year, unknown="unit_not_scored")
    return YearPlace(year, int(ranks[code]), int((ranks == ranks[code]).sum()), len(ranks))


def _decided(assessment: Assessed, code: str) -> tuple[tuple[Veto, ...], int, int]:
    """The unit's vetoes that count, and how many proposals are still to be decided and how many cannot be judged."""
    own = assessment.vetoes_with_gaps[assessment.vetoes["code"] == code]
    counting = own["in_force"].astype(bool)
    vetoes = tuple(_veto(row) for row in own[counting].to_dict("records"))
    waiting, unjudged = (int((own["status"].eq(each) & ~counting).sum()) for each in ("proposed", NOT_REPORTED))
    return vetoes, waiting, unjudged


def _veto(row: Mapping[str, Any]) -> Veto:
    names = ("figure", "place", "few", "one_case", "indicator", "reversed")
    details = {name: None if pd.isna(row[name]) else row[name] for name in names}
    place = None if details["place"] is None else int(details["place"])
    few, one_case = bool(details["few"]), bool(details["one_case"])
    rests_on = str(details["indicator"] or ""), int(details["reversed"] or 0)
    missing, blank = (0 if pd.isna(row[name]) else int(row[name]) for name in ("missing", "blank"))
    return Veto(row["clause"], details["figure"] or "", place, few, one_case, *rests_on, missing, blank)


def _recorded(reader: Reader, context: Context) -> dict[str, tuple[Veto, ...]]:
    """By unit, the recorded vetoes that count in the running year."""
    as_of, vetoes = context.known("veto_event"), dict[str, tuple[Veto, ...]]()
    for row in recorded_vetoes(reader, as_of.replace(month=1, day=1), as_of).to_dict("records"):
        vetoes[row["code"]] = (*vetoes.get(row["code"], ()), Veto(row["clause"]))
    return vetoes


def _overdue(reader: Reader, context: Context, sites: pd.DataFrame) -> dict[str, int] | None:
    """By unit, its overdue items; None where no ledger of items was loaded."""
    if not context.has("rectification"):
        return None
    counted = overdue_items(reader, sorted(set(sites["unit_id"])), context.known("rectification"))
    return dict(zip(counted["code"], counted["overdue"].astype(int), strict=True))
