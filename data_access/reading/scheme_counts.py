"""What the lines of a printed scheme count beside indicators: tallies, missing reports, materials of the archive."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import and_, func, or_, select

from assessment.countable import MATERIAL, OWN_COUNTS, is_count
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP
from data_access.counting.behind import behind
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of, level_key
from data_access.ledgers.archive_material import ARCHIVE_MATERIAL, archive_due
from data_access.reading.loaded import ledgers_loaded
from data_access.reading.mergers import Passed, counted_units, members_of
from data_access.reading.reader import Reader
from data_access.reading.stated import apart, read_in
from data_access.reading.untold import MONTH, NO_CASES, months_of_forms, untold
from data_access.store.tables import monthly_tally

# The counts of reports, which every unit owes by its duties, and their columns in ``figures.report_counts``.
OF_REPORTS = {"reports_missing": "missing", "reports_late": "late"}
COLUMNS = ["level", "unit_id", "indicator", "numerator", "denominator", "blank", "rows", "reversed", "untold"]


def ledger_behind_key(key: str) -> str:
    """The ledger that an indicator, a count or a material of the archive rests on."""
    if key.startswith(MATERIAL):
        return ARCHIVE_MATERIAL.key
    return ledger_of(key) if is_count(key) else behind(key).ledger


def scheme_counts(
    reader: Reader, group: str, period: Period, keys: Sequence[str], reports: pd.DataFrame, passed: Passed
) -> pd.DataFrame:
    """A row a member and key, of the level "member": those of the columns of ``frames.COUNTS`` that are not compared.

    Of a count the denominator is 1, or 0 where a form says that there is nothing to count; of reports those due by now.
    Of a material it is 1 (due by now) or 0 (not due yet), the numerator 1 where it was accepted, and in time. What no
    ledger can tell has no row: it is missing, not nought; its row says what forms leave untold. ``reports`` as
    ``figures.report_counts``.
    """
    units = counted_units(reader, passed)
    members = members_of(units, group)
    counts = [key for key in keys if is_count(key) and key not in OF_REPORTS and is_told(reader, key)]
    rows = _tallied(reader, counts, period, "whole" if group == COUNTIES_GROUP else "own", members)
    of_members = reports[reports["level"] == "member"].groupby("unit_id")[[*OF_REPORTS.values(), "due"]].sum()
    for key, name in OF_REPORTS.items():
        if key in keys:
            rows += [_row(unit, key, each[name], each["due"]) for unit, each in of_members.iterrows()]
    materials = [key for key in keys if key.startswith(MATERIAL)]
    # Where no material was ever registered nobody knows that one is missing.
    if materials and ARCHIVE_MATERIAL.key in ledgers_loaded(reader):
        rows += _materials(reader, materials, period, set(members.values()))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(unit_id: Any, key: str, numerator: float, denominator: float, untold: str = "") -> dict[str, Any]:
    figures = {"numerator": numerator, "denominator": denominator, "untold": untold}
    return {"level": "member", "unit_id": unit_id, "indicator": key, "blank": 0, "rows": 0, "reversed": 0, **figures}


def is_told(reader: Reader, key: str) -> bool:
    """Whether a ledger was loaded that tells a count, or a form: a count of a ledger that is not there is unknown."""
    if _is_of_cases(reader, key):
        return True
    return key in {each.partition("@")[0] for each in months_of_forms(reader)["tally_key"].unique()}


def _is_of_cases(reader: Reader, key: str) -> bool:
    """Whether the ledger of the rows that a count counts was loaded; else forms alone can tell it."""
    return key in TALLIES and reader.dates().of(ledger_of(key)) is not None


def _tallied(
    reader: Reader, keys: Sequence[str], period: Period, level: Any, members: dict[int, int]
) -> list[dict[str, Any]]:
    if not keys:
        return []
    tally, stored = monthly_tally.c, {level_key(key, level): key for key in keys}
    stocks = [each for each, key in stored.items() if _is_stock(key)]
    # A stock is what stands at the end of the period, as far as that is stated.
    at_end = [
        and_(tally.tally_key.in_(own), read_in(ledger, period)) for ledger, own in apart(stocks, stored.__getitem__)
    ]
    months = or_(
        *at_end,
        and_(tally.tally_key.not_in(stocks), tally.month.between(period.first, period.last)),
    )
    asked = select(tally.unit_id, tally.tally_key, func.sum(tally.value).label("value"))
    asked = asked.where(tally.tally_key.in_(stored), tally.facet == "", months)
    found = reader.frame(asked.group_by(tally.unit_id, tally.tally_key))
    sums = found.assign(member=found["unit_id"].map(members)).dropna(subset="member")
    counted = sums.groupby(["member", "tally_key"])["value"].sum() if len(sums) else {}
    # What forms leave untold of one of its units nobody can say of a member, nor what no form says where there are no
    # cases; of what forms call not applicable there is nothing.
    flows = [each for each in stored if each not in stocks]
    at_its_end = Period("custom", period.last, period.last)
    reasons = untold(reader, flows, period) | untold(reader, stocks, at_its_end)
    why = {(members.get(unit_id), name): each for (name, unit_id), each in reasons.items()}
    nothing = f"{MONTH}:{period.last:%Y-%m}"
    rows = []
    for name, key in stored.items():
        of_cases = _is_of_cases(reader, key)
        for member in sorted(set(members.values())):
            place = (member, name)
            value, reason = float(counted.get(place, 0.0)), why.get(place, "")
            if not reason and not of_cases and place not in counted:
                reason = nothing
            rows.append(_row(member, key, value, int(reason != NO_CASES), reason))
    return rows


def _is_stock(key: str) -> bool:
    return OWN_COUNTS.get(key) == "stock" or (key in TALLIES and TALLIES[key].at == "month_end")


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
        is_due = in_time or row["due_on"] < as_of
        found.append(_row(row["unit_id"], MATERIAL + row["item_no"], int(in_time), int(is_due)))
    return found
