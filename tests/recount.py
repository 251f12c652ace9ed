"""An independent recount of the figures, in plain Python over the rows of the fact tables.

It was written from the text of the rules alone and imports nothing of ours, not even the tables, so that a
slip in a tally, an indicator or a query cannot be repeated here. What looks at one row only is a rule of
``recount_rules`` or ``recount_capacity``; ``recount_suits`` looks at all rows about one suit, ``recount_officers`` at
an officer and all the officer's records.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select

from tests.recount_capacity import (
    BULLETINS,
    CADRES,
    EVALUATIONS,
    PLAN,
    PROJECTS,
    REPORTS,
    SERVICES,
    STAFFING,
    TRAININGS,
    YEARS,
    months_of_year,
)
from tests.recount_officers import COUNTED_FROM, Standing, officers
from tests.recount_rules import LEDGERS as OF_CASES
from tests.recount_rules import Place, Row, Rule, Verdict, acting_unit, closed_by_events, is_worked, organ
from tests.recount_suits import suits

# level ("own", "whole", "city"), unit code ("" for the city), first day of the month, indicator
Key = tuple[str, str, dt.date, str]
# numerator, denominator
Figure = tuple[float, float]
# The day to which a table's ledger is known of a unit.
KnownTo = Callable[[str, int], dt.date]

LEDGERS: tuple[tuple[str, dict[str, Rule], Callable[[Row], Place]], ...] = (
    *OF_CASES,
    ("plan_task", PLAN, acting_unit),
    ("legal_service", SERVICES, acting_unit),
    ("cadre_review", CADRES, acting_unit),
    ("training_session", TRAININGS, acting_unit),
    ("legal_staffing", STAFFING, acting_unit),
    ("legislation_project", PROJECTS, acting_unit),
    ("major_decision", EVALUATIONS, acting_unit),
    ("bulletin", BULLETINS, acting_unit),
    ("research_report", REPORTS, acting_unit),
)
MAX_LINES = 20
ACCEPTANCE_LIMIT = 5  # working days
# Since then silence accepts, on the last day of the limit.
SILENCE_ACCEPTS_FROM = dt.date(2024, 1, 1)

# What happens after the as-of date has not happened yet; due dates may lie ahead.
EVENT_DATES = {
    "litigation_case": ("heard_on", "closed_on", "effective_on"),
    "reconsideration_case": (
        "supplement_asked_on",
        "supplement_given_on",
        "decision_on_acceptance_on",
        "accepted_on",
        "closed_on",
        "served_on",
        "opinion_answered_on",
        "sued_on",
    ),
    "petition": ("closed_on",),
    "rectification": ("assigned_on", "closed_on"),
    "normative_document": ("issued_on", "filed_on"),
    "legal_service": ("requested_on", "delivered_on"),
    "major_decision": ("decided_on", "published_on", "evaluated_on"),
}


def recount(connection: Connection, as_of: dt.date) -> dict[Key, Figure]:
    """Numerator and denominator of every indicator for each unit, whole county and the city, month by month.

    Only figures with a denominator above 0 are in the answer, so "no cases" is a key that is missing.
    """
    return recount_all(connection, as_of, lambda _table, _unit_id: as_of)[0]


def recount_all(connection: Connection, as_of: dt.date, known: KnownTo) -> tuple[dict[Key, Figure], dict[Key, int]]:
    """The same where each ledger is known of each unit to a day of its own, and by the same keys the blank rows."""
    count = _Count(connection)
    for table, rules, place_of in LEDGERS:
        for row in _rows_of(connection, table, as_of, known):
            place = place_of(row)
            if place is None:
                continue
            day = known(table, place[0])
            if table == "reconsideration_case":
                row |= _acceptance(row, day)
            for indicator, rule in rules.items():
                count.add(place, indicator, rule(row, day))
            if place_of is organ:
                count.add(place, "acceptance_in_time_rate", _decided_in_time(row))
    rules = _rows(connection, "counting_rule", as_of)
    for level, row, indicator, verdict in suits(_rows(connection, "litigation_case", as_of), rules, count.county):
        count.add((row["unit_id"], level == "whole", level == "city"), indicator, verdict, own=level == "own")
    for read in (_required_materials, _at_month_ends, _officers):
        for unit_id, day, indicator, met in read(connection, as_of, known):
            count.add((unit_id, True, True), indicator, (day, met))
    return count.figures(), count.blanks()


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
        units = {row["unit_id"]: row for row in _rows(connection, "unit", dt.date.max)}
        self._code = {unit_id: row["code"] for unit_id, row in units.items()}
        self.county = {
            unit_id: row["code"] if row["kind"] == "county" else self._code.get(row["county_id"])
            for unit_id, row in units.items()
        }
        self._counts: dict[Key, list[float]] = {}
        self._blank: dict[Key, int] = defaultdict(int)

    def add(self, place: Place, indicator: str, verdict: Verdict, *, own: bool = True) -> None:
        if place is None or verdict is None:
            return
        (unit_id, in_county, in_city), (day, met) = place, verdict
        month, county = day.replace(day=1), self.county[unit_id]
        keys: list[Key] = [("own", self._code[unit_id], month, indicator)] if own else []
        if in_county and county is not None:
            keys.append(("whole", county, month, indicator))
        if in_city:
            keys.append(("city", "", month, indicator))
        for key in keys:
            if met is None:
                self._blank[key] += 1
                continue
            above, below = met if isinstance(met, tuple) else (int(met), 1)
            parts = self._counts.setdefault(key, [0, 0])
            parts[0] += above
            parts[1] += below

    def figures(self) -> dict[Key, Figure]:
        return {key: (numerator, denominator) for key, (numerator, denominator) in self._counts.items() if denominator}

    def blanks(self) -> dict[Key, int]:
        return dict(self._blank)


def _rows(connection: Connection, name: str, as_of: dt.date) -> Iterator[dict[str, Any]]:
    events = EVENT_DATES.get(name, ())
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    for mapping in connection.execute(select(table)).mappings():
        row: dict[str, Any] = {name: None if value == "" else value for name, value in mapping.items()}
        yield row | {name: None for name in events if row[name] is not None and row[name] > as_of}


def _rows_of(connection: Connection, name: str, as_of: dt.date, known: KnownTo) -> Iterator[dict[str, Any]]:
    """The rows of a table; an item of rectification as its events have it, a row of a year in each of its months."""
    if name == "rectification":
        yield from _items(connection, as_of, known)
        return
    for row in _rows(connection, name, as_of):
        in_months = name in YEARS
        yield from months_of_year(row, row[YEARS[name]], known(name, row["unit_id"])) if in_months else (row,)


def _items(connection: Connection, as_of: dt.date, known: KnownTo) -> Iterator[dict[str, Any]]:
    """The items of rectification; of one that any event is known of, events say whether and when it was closed."""
    events: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for event in _rows(connection, "rectification_event", as_of):
        events[event["unit_id"], event["item_no"]].append(event)
    for row in _rows(connection, "rectification", as_of):
        own = events[row["unit_id"], row["item_no"]]
        by_then = [event for event in own if event["occurred_on"] <= known("rectification", row["unit_id"])]
        yield row | {"closed_on": closed_by_events(by_then)} if own else row


def _acceptance(row: Row, as_of: dt.date) -> dict[str, Any]:
    """What a row says of its acceptance: said, since (the day of acceptance), decided_on, deemed_on.

    A blank cell says accepted where nobody decided within the limit, once silence accepts, else nothing. The day is
    that of acceptance, else of the decision (of a row that was accepted, or that is blank and closed), else the limit's
    last.
    """
    said, accepted_on, decided_on = (row[name] for name in ("acceptance", "accepted_on", "decision_on_acceptance_on"))
    deemed_on = None
    if said is None and accepted_on is None and decided_on is None:
        deemed_on = end_of_silence(row, as_of)
    is_case = said == "accepted" or (said is None and row["closed_on"] is not None)
    since = accepted_on or (is_case and decided_on) or deemed_on
    if said is None:
        said, decided_on = "accepted" if deemed_on else None, decided_on or accepted_on or deemed_on
    return {"said": said, "since": since or None, "decided_on": decided_on, "deemed_on": deemed_on}


def end_of_silence(row: Row, as_of: dt.date) -> dt.date | None:
    """The last day of the limit, where it is over and the case was not closed before; None before silence accepts.

    No day counts after a supplement was asked for, until the day it was given; the limit runs on from the next.
    """
    received_on, closed_on = row["received_on"], row["closed_on"]
    asked_on, given_on = row["supplement_asked_on"], row["supplement_given_on"]
    if received_on is None or received_on < SILENCE_ACCEPTS_FROM:
        return None
    day, left = received_on, ACCEPTANCE_LIMIT
    over = False
    while not over and day < as_of:
        stood = asked_on is not None and asked_on <= day and (given_on is None or day < given_on)
        day += dt.timedelta(1)
        left -= is_worked(day) and not stood
        awaited = asked_on is not None and asked_on <= day and (given_on is None or day < given_on)
        over = left == 0 and not awaited
    return day if over and (closed_on is None or closed_on >= day) else None


def _decided_in_time(row: Row) -> Verdict:
    """An application accepted or refused, and whether somebody did so before a sixth working day was over.

    The days after a supplement was asked for, until the day it was given, do not count where both are known.
    """
    received_on, decided_on = row["received_on"], row["decided_on"]
    if decided_on is None or row["said"] not in {None, "accepted", "refused"}:
        return None
    if received_on is None or row["said"] is None:
        return decided_on, None
    waited = [received_on + dt.timedelta(days) for days in range(1, (decided_on - received_on).days + 1)]
    asked_on, given_on = row["supplement_asked_on"], row["supplement_given_on"]
    if asked_on is not None and given_on is not None:
        waited = [day for day in waited if not asked_on < day <= given_on]
    in_time = sum(map(is_worked, waited)) <= ACCEPTANCE_LIMIT
    return decided_on, in_time and row["deemed_on"] is None


def _required_materials(connection: Connection, as_of: dt.date, known: KnownTo) -> Iterator[Standing]:
    """Each material due by then from a keeper that was active on the due date, on that day, and whether accepted."""
    state = {
        (row["unit_id"], row["year"], row["item_no"]): row["state"]
        for row in _rows(connection, "archive_material", as_of)
    }
    keepers = [row for row in _rows(connection, "unit", as_of) if row["archive_keeper"]]
    for requirement in _rows(connection, "archive_requirement", as_of):
        year, item_no = requirement["year"], requirement["item_no"]
        due_on = dt.date.fromisoformat(f"{year}-{requirement['due_month_day']}")
        for keeper in keepers:
            day = known("archive_material", keeper["unit_id"])
            accepted = state.get((keeper["unit_id"], year, item_no)) == "accepted"
            is_due = due_on < day or (due_on == day and accepted)
            if is_due and keeper["kind"] == requirement["unit_kind"] and _active(keeper, due_on):
                yield keeper["unit_id"], due_on, "archive_completeness", accepted


# In the order of the ledger's document; each is asked of every county unless a rule of 0 says otherwise.
CENTRALISED_FIELDS = {
    "urban_management", "market_regulation", "ecology", "culture_tourism", "transport", "agriculture",
    "emergency_management", "natural_resources",
}  # fmt: skip


def _at_month_ends(connection: Connection, as_of: dt.date, known: KnownTo) -> Iterator[Standing]:
    """What stands at the end of each month: of every county each field, begun or not, once any county has begun; and
    the auxiliary staff that has been counted by then.
    """
    rows = list(_rows(connection, "centralised_penalty", as_of))
    switches = {
        (rule["rule"], rule["from_date"]): int(rule["value"]) for rule in _rows(connection, "counting_rule", as_of)
    }
    begun = {(row["unit_id"], row["field"]): row["started_on"] for row in rows if row["started_on"]}
    counties = [row for row in _rows(connection, "unit", as_of) if row["kind"] == "county"]
    first = min(begun.values(), default=None)
    dated = [day for row in rows for day in (row["started_on"], row["counted_on"]) if day]
    months = _month_ends(min(dated), known("centralised_penalty", rows[0]["unit_id"])) if dated else []
    for month, end in months:
        for county in counties if first and first <= end else []:
            for field in CENTRALISED_FIELDS if _active(county, end) else ():
                rules = [(day, value) for (name, day), value in switches.items() if name == f"centralised_{field}"]
                if max(((day, value) for day, value in rules if day <= end), default=(None, 1))[1]:
                    since = begun.get((county["unit_id"], field))
                    yield county["unit_id"], month, "centralised_coverage", since is not None and since <= end
        for row in rows:
            if row["counted_on"] and row["counted_on"] <= end:
                parts = row["auxiliary_assessed"], row["auxiliary_staff"]
                yield row["unit_id"], month, "auxiliary_assessed_share", None if None in parts else parts


def _officers(connection: Connection, as_of: dt.date, known: KnownTo) -> Iterator[Standing]:
    pilots = {row["unit_id"] for row in _rows(connection, "unit", as_of) if row["officer_archive_pilot"]}
    rows, records = (list(_rows(connection, name, as_of)) for name in ("officer", "officer_record"))

    def months_of(table: str, unit_id: int) -> tuple[tuple[dt.date, dt.date], ...]:
        return tuple(_month_ends(COUNTED_FROM, known(table, unit_id)))

    yield from officers(rows, records, pilots, cache(months_of))


def _month_ends(day: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Each month from a day to another, and its last day; the last month ends with the other day or with itself."""
    month = day.replace(day=1)
    while month <= last:
        following = (month + dt.timedelta(32)).replace(day=1)
        yield month, min(following - dt.timedelta(1), last)
        month = following


def _active(row: Row, day: dt.date) -> bool:
    """``active_to`` is the last day on which a unit is there."""
    begun = row["active_from"] is None or row["active_from"] <= day
    return begun and (row["active_to"] is None or row["active_to"] >= day)
