"""An independent recount of the figures, in plain Python over the rows of the fact tables.

It was written from the text of the rules alone and imports nothing of ours but the tables, so that a slip in a tally,
an indicator or a query cannot be repeated here. Each indicator is one small rule that looks at one row.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from data_access.tables import (
    archive_material,
    archive_requirement,
    litigation_case,
    normative_document,
    reconsideration_case,
    rectification,
    unit,
)

Row = Mapping[str, Any]
# level ("own", "whole", "city"), unit code ("" for the city), first day of the month, indicator
Key = tuple[str, str, dt.date, str]
# numerator, denominator
Figure = tuple[int, int]
# The date that places a row in a month and whether it is in the numerator; None is in neither part.
Verdict = tuple[dt.date, bool] | None
Rule = Callable[[Row, dt.date], Verdict]
# The unit a row is counted for, and whether its county and the city count it too; None is counted for nobody.
Place = tuple[int, bool, bool] | None

MAX_LINES = 20

HEADS = {"chief", "deputy", "other_head"}
LOST = {
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
}  # fmt: skip
DIRECTLY_CORRECTED = {"revoked", "altered", "confirmed_illegal", "ordered_to_perform"}
CORRECTED = DIRECTLY_CORRECTED | {"mediated", "settled", "withdrawn_after_change"}
SETTLED = {"mediated", "settled", "withdrawn", "withdrawn_after_change"}
SUIT_LIMIT = dt.timedelta(days=15)
ORDINARY_DAYS = 60
SIMPLIFIED_DAYS = 30
MOST_EXTENDED_DAYS = 30
SIMPLIFIED_LIMIT_FROM = dt.date(2024, 1, 1)
FILING_LIMIT = dt.timedelta(days=15)
REVIEWED = {"conforming", "corrected", "revoked"}

# What happens after the as-of date has not happened yet; due dates may lie ahead.
EVENT_DATES = {
    "litigation_case": ("heard_on", "closed_on", "effective_on"),
    "reconsideration_case": ("decision_on_acceptance_on", "accepted_on", "closed_on", "opinion_answered_on", "sued_on"),
    "rectification": ("assigned_on", "closed_on"),
    "normative_document": ("issued_on", "filed_on"),
}


def recount(connection: Connection, as_of: dt.date) -> dict[Key, Figure]:
    """Numerator and denominator of every indicator for each unit, whole county and the city, month by month.

    Only figures with a denominator above 0 are in the answer, so "no cases" is a key that is missing.
    """
    count = _Count(connection)
    for table, rules, place_of in LEDGERS:
        for row in _rows(connection, table, as_of):
            place = place_of(row)
            for indicator, rule in rules.items() if place else ():
                count.add(place, indicator, rule(row, as_of))
    for unit_id, due_on, accepted in _required_materials(connection, as_of):
        count.add((unit_id, True, True), "archive_completeness", (due_on, accepted))
    return count.figures()


def differences(stored: Mapping[Key, Figure], recounted: Mapping[Key, Figure]) -> list[str]:
    """Each figure on which the two disagree, one line of words each, at most 20 lines; empty when all agree.

    A missing figure is 0/0. The last line says how many more differ when they do not all fit.
    """
    differing = sorted(
        key for key in stored.keys() | recounted.keys() if stored.get(key, (0, 0)) != recounted.get(key, (0, 0))
    )
    shown = differing if len(differing) <= MAX_LINES else differing[: MAX_LINES - 1]
    lines = [_difference(key, stored.get(key, (0, 0)), recounted.get(key, (0, 0))) for key in shown]
    return lines if len(shown) == len(differing) else [*lines, f"and {len(differing) - len(shown)} more differences"]


def _difference(key: Key, stored: Figure, recounted: Figure) -> str:
    level, code, month, indicator = key
    who = {"own": f"unit {code} alone", "whole": f"whole county {code}", "city": "the city"}[level]
    return f"{who}, {month:%Y-%m}, {indicator}: stored {stored[0]}/{stored[1]}, recounted {recounted[0]}/{recounted[1]}"


class _Count:
    """Adds each row up for its unit, its county and the city."""

    def __init__(self, connection: Connection) -> None:
        units = {row["unit_id"]: row for row in _rows(connection, unit, dt.date.max)}
        self._code = {unit_id: row["code"] for unit_id, row in units.items()}
        self._county = {
            unit_id: row["code"] if row["kind"] == "county" else self._code.get(row["county_id"])
            for unit_id, row in units.items()
        }
        self._counts: dict[Key, list[int]] = {}

    def add(self, place: Place, indicator: str, verdict: Verdict) -> None:
        if place is None or verdict is None:
            return
        (unit_id, in_county, in_city), (day, met) = place, verdict
        month, county = day.replace(day=1), self._county[unit_id]
        keys: list[Key] = [("own", self._code[unit_id], month, indicator)]
        if in_county and county is not None:
            keys.append(("whole", county, month, indicator))
        if in_city:
            keys.append(("city", "", month, indicator))
        for key in keys:
            parts = self._counts.setdefault(key, [0, 0])
            parts[0] += met
            parts[1] += 1

    def figures(self) -> dict[Key, Figure]:
        return {key: (numerator, denominator) for key, (numerator, denominator) in self._counts.items()}


def _rows(connection: Connection, table: Table, as_of: dt.date) -> Iterator[dict[str, Any]]:
    events = EVENT_DATES.get(table.name, ())
    for mapping in connection.execute(select(table)).mappings():
        row: dict[str, Any] = {name: None if value == "" else value for name, value in mapping.items()}
        yield row | {name: None for name in events if row[name] is not None and row[name] > as_of}


def _respondent(row: Row) -> Place:
    return row["unit_id"], bool(row["counts_for_county"]), bool(row["counts_for_city"])


def _organ(row: Row) -> Place:
    """One case, one organ: only the row of the first respondent counts."""
    return None if row["organ_id"] is None or row["defendant_role"] != "first" else (row["organ_id"], True, True)


def _unit(row: Row) -> Place:
    return row["unit_id"], True, True


def _share(day: str, deciding: str, words: Iterable[str], among: Iterable[str] = (), **only: str) -> Rule:
    """Rows whose ``deciding`` column holds one of ``words``, among those where it is given (or one of ``among``)."""
    wanted, base = frozenset(words), frozenset(among)

    def rule(row: Row, _as_of: dt.date) -> Verdict:
        value = row[deciding]
        if row[day] is None or value is None or any(row[name] != needed for name, needed in only.items()):
            return None
        return None if base and value not in base else (row[day], value in wanted)

    return rule


def _spoke(row: Row, _as_of: dt.date) -> Verdict:
    if row["heard_on"] is None or row["head_attended"] not in HEADS or row["head_spoke"] is None:
        return None
    return row["heard_on"], bool(row["head_spoke"])


def _not_sued(row: Row, as_of: dt.date) -> Verdict:
    closed_on, sued_on = row["closed_on"], row["sued_on"]
    if closed_on is None or row["outcome"] is None:
        return None
    last_day = closed_on + SUIT_LIMIT
    if last_day > as_of and sued_on is None:
        return None
    return closed_on, sued_on is None or sued_on > last_day


def _closed_in_time(row: Row, _as_of: dt.date) -> Verdict:
    closed_on, accepted_on, procedure = row["closed_on"], row["accepted_on"], row["procedure"]
    if closed_on is None or accepted_on is None or procedure is None:
        return None
    # The simplified procedure, of its own since 2024, cannot be extended.
    short = procedure == "simplified" and accepted_on >= SIMPLIFIED_LIMIT_FROM
    limit = SIMPLIFIED_DAYS if short else ORDINARY_DAYS + min(row["extended_days"] or 0, MOST_EXTENDED_DAYS)
    return closed_on, (closed_on - accepted_on).days - (row["suspended_days"] or 0) <= limit


def _opinion_answered(row: Row, as_of: dt.date) -> Verdict:
    due_on, answered_on = row["opinion_due_on"], row["opinion_answered_on"]
    if row["suggestion"] != "opinion" or due_on is None or (due_on > as_of and answered_on is None):
        return None
    return due_on, answered_on is not None and answered_on <= due_on


def _rectified(row: Row, _as_of: dt.date) -> Verdict:
    return None if row["assigned_on"] is None else (row["assigned_on"], row["closed_on"] is not None)


def _rectified_on_time(row: Row, as_of: dt.date) -> Verdict:
    due_on, closed_on = row["due_on"], row["closed_on"]
    if due_on is None or due_on > as_of:
        return None
    return due_on, closed_on is not None and closed_on <= due_on


def _filed(row: Row, as_of: dt.date) -> Verdict:
    issued_on, filed_on = row["issued_on"], row["filed_on"]
    if issued_on is None or (filed_on is None and issued_on + FILING_LIMIT > as_of):
        return None
    return issued_on, filed_on is not None


def _filed_in_time(row: Row, _as_of: dt.date) -> Verdict:
    issued_on, filed_on = row["issued_on"], row["filed_on"]
    return None if issued_on is None or filed_on is None else (issued_on, filed_on <= issued_on + FILING_LIMIT)


def _conforming(row: Row, _as_of: dt.date) -> Verdict:
    if row["issued_on"] is None or row["filed_on"] is None or row["review_result"] not in REVIEWED:
        return None
    return row["issued_on"], row["review_result"] == "conforming"


def _required_materials(connection: Connection, as_of: dt.date) -> Iterator[tuple[int, dt.date, bool]]:
    """Each material due by then from a keeper that was active on the due date: unit, due date, accepted."""
    state = {
        (row["unit_id"], row["year"], row["item_no"]): row["state"]
        for row in _rows(connection, archive_material, as_of)
    }
    keepers = [row for row in _rows(connection, unit, as_of) if row["archive_keeper"]]
    for requirement in _rows(connection, archive_requirement, as_of):
        year, item_no = requirement["year"], requirement["item_no"]
        due_on = dt.date.fromisoformat(f"{year}-{requirement['due_month_day']}")
        for keeper in keepers if due_on <= as_of else ():
            if keeper["kind"] == requirement["unit_kind"] and _active(keeper, due_on):
                yield keeper["unit_id"], due_on, state.get((keeper["unit_id"], year, item_no)) == "accepted"


def _active(row: Row, day: dt.date) -> bool:
    """``active_to`` is the day a unit ceases to be (停用日期), so it is not active on it."""
    begun = row["active_from"] is None or row["active_from"] <= day
    return begun and (row["active_to"] is None or row["active_to"] > day)


LITIGATION: dict[str, Rule] = {
    "appearance_rate": _share("heard_on", "head_attended", HEADS),
    "chief_appearance_rate": _share("heard_on", "head_attended", {"chief"}),
    "speaking_rate": _spoke,
    "loss_rate": _share("closed_on", "outcome", LOST, instance="first"),
    "final_loss_rate": _share("effective_on", "outcome", LOST),
}
RECONSIDERATION_OF_RESPONDENT: dict[str, Rule] = {
    "direct_correction_rate": _share("closed_on", "outcome", DIRECTLY_CORRECTED),
    "overall_correction_rate": _share("closed_on", "outcome", CORRECTED),
    "settlement_rate": _share("closed_on", "outcome", SETTLED),
    "no_further_suit_rate": _not_sued,
    "opinions_answered_rate": _opinion_answered,
}
RECONSIDERATION_OF_ORGAN: dict[str, Rule] = {
    "acceptance_rate": _share("decision_on_acceptance_on", "acceptance", {"accepted"}, among={"accepted", "refused"}),
    "hearing_field_share": _share("closed_on", "hearing_mode", {"hearing", "field"}),
    "closed_in_time_rate": _closed_in_time,
}
RECTIFICATION: dict[str, Rule] = {
    "rectification_closed_rate": _rectified,
    "rectification_on_time_rate": _rectified_on_time,
}
DOCUMENTS: dict[str, Rule] = {
    "filing_rate": _filed,
    "filing_timeliness": _filed_in_time,
    "filing_conformity": _conforming,
}
LEDGERS: tuple[tuple[Table, dict[str, Rule], Callable[[Row], Place]], ...] = (
    (litigation_case, LITIGATION, _respondent),
    (reconsideration_case, RECONSIDERATION_OF_RESPONDENT, _respondent),
    (reconsideration_case, RECONSIDERATION_OF_ORGAN, _organ),
    (rectification, RECTIFICATION, _unit),
    (normative_document, DOCUMENTS, _unit),
)
