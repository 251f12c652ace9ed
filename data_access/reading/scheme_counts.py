"""What the lines of a printed scheme count beside indicators: tallies, missing reports, materials of the archive."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import and_, func, or_, select

from assessment.countable import MATERIAL, SCORED_COUNTS
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP
from data_access.counting.behind import behind
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of, level_key
from data_access.ledgers.archive_material import ARCHIVE_MATERIAL, archive_due
from data_access.reading.mergers import Passed, counted_units, members_of
from data_access.reading.reader import Reader
from data_access.reading.untold import months_of_forms, untold
from data_access.store.tables import monthly_tally

REPORTS_MISSING = "reports_missing"
COLUMNS = ["level", "unit_id", "indicator", "numerator", "denominator", "blank", "reversed"]


def ledger_behind_key(key: str) -> str:
    """The ledger that an indicator, a count or a material of the archive rests on."""
    if key.startswith(MATERIAL):
        return ARCHIVE_MATERIAL.key
    return ledger_of(key) if key in SCORED_COUNTS else behind(key).ledger


def scheme_counts(
    reader: Reader, group: str, period: Period, keys: Sequence[str], reports: pd.DataFrame, passed: Passed
) -> pd.DataFrame:
    """A row a member and key, of the level "member": the columns of ``frames.SCORED_COUNTS`` up to ``reversed``.

    Of a count numerator and denominator are both the count, of a material 1 or 0 (accepted, and in time) of 1 (due by
    now) or of 0 (not due yet). What no ledger can tell has no row: it is missing, not nought. ``reports`` as
    ``figures.report_counts``.
    """
    units = counted_units(reader, passed)
    members = members_of(units, group)
    counts = [key for key in keys if key in SCORED_COUNTS and key != REPORTS_MISSING and _told(reader, key)]
    rows = _tallied(reader, counts, period, "whole" if group == COUNTIES_GROUP else "own", members)
    if REPORTS_MISSING in keys and len(reports):
        of_members = reports[reports["level"] == "member"].groupby("unit_id")["missing"].sum()
        rows += [_row(unit, REPORTS_MISSING, missing, missing) for unit, missing in of_members.items()]
    materials = [key for key in keys if key.startswith(MATERIAL)]
    if materials:
        rows += _materials(reader, materials, period, set(members.values()))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(unit_id: Any, key: str, numerator: float, denominator: float) -> dict[str, Any]:
    figures = {"numerator": numerator, "denominator": denominator, "blank": 0, "reversed": 0}
    return {"level": "member", "unit_id": unit_id, "indicator": key, **figures}


def _told(reader: Reader, key: str) -> bool:
    """Whether a ledger was loaded that tells it, or a form: a count of a ledger that is not there is unknown."""
    if reader.dates().of(ledger_of(key)) is not None:
        return True
    return key in {each.partition("@")[0] for each in months_of_forms(reader)["tally_key"].unique()}


def _tallied(
    reader: Reader, keys: Sequence[str], period: Period, level: Any, members: dict[int, int]
) -> list[dict[str, Any]]:
    if not keys:
        return []
    tally, stored = monthly_tally.c, {level_key(key, level): key for key in keys}
    stocks = [each for each, key in stored.items() if TALLIES[key].at == "month_end"]
    # A stock is what stands at the end of the period.
    months = or_(
        and_(tally.tally_key.in_(stocks), tally.month == period.last),
        and_(tally.tally_key.not_in(stocks), tally.month.between(period.first, period.last)),
    )
    rows = select(tally.unit_id, tally.tally_key, func.sum(tally.value).label("value"))
    rows = rows.where(tally.tally_key.in_(stored), tally.facet == "", months)
    found = reader.frame(rows.group_by(tally.unit_id, tally.tally_key))
    sums = found.assign(member=found["unit_id"].map(members)).dropna(subset="member")
    counted = sums.groupby(["member", "tally_key"])["value"].sum() if len(sums) else {}
    # What forms leave untold of one of its units nobody can say of a member.
    flows = [each for each in stored if each not in stocks]
    unknown = {(members.get(unit_id), name) for name, unit_id in untold(reader, flows, period)}
    places = [(member, name) for name in stored for member in sorted(set(members.values()))]
    places = [each for each in places if each not in unknown]
    values = {place: float(counted.get(place, 0.0)) for place in places}
    return [_row(member, stored[name], value, value) for (member, name), value in values.items()]


def _materials(reader: Reader, keys: Sequence[str], period: Period, members: set[int]) -> list[dict[str, Any]]:
    due = archive_due.c
    wanted = [key.removeprefix(MATERIAL) for key in keys]
    rows = reader.frame(
        select(due.unit_id, due.item_no, due.due_on, due.submitted_on, due.state).where(
            due.year == period.last.year, due.item_no.in_(wanted)
        )
    )
    as_of = reader.dates().of(ARCHIVE_MATERIAL.key) or period.last
    found = []
    for row in rows[rows["unit_id"].isin(members)].to_dict("records"):
        in_time = row["state"] == "accepted" and pd.notna(row["submitted_on"]) and row["submitted_on"] <= row["due_on"]
        is_due = in_time or row["due_on"] <= as_of
        found.append(_row(row["unit_id"], MATERIAL + row["item_no"], int(in_time), int(is_due)))
    return found
