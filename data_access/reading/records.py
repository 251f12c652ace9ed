"""Rows of facts, where a reader asks for them: paged lists, a unit's timeline, open items, materials, loads.

These are the exceptions that may read fact tables; every statement is on an index and cut to the viewer's scope.
Each has a total order, so that a page, a chart and a download are the same on every engine and at every look.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
)

from data_access.asked.periods import Period, months_from
from data_access.ledgers.all import BY_KEY, ENTRIES, ENTRY_OF
from data_access.ledgers.archive_material import archive_due
from data_access.ledgers.case_file_review import CASE_FILE_REVIEW, failed, told
from data_access.ledgers.counting_rules import SHIPPED, CountingRules, DatedValues
from data_access.ledgers.demonstration_site import DEMONSTRATION_SITE
from data_access.ledgers.ledger_report import is_due, report_due
from data_access.ledgers.litigation import LITIGATION, LOST
from data_access.ledgers.major_decision import LACKING, MAJOR_DECISION, STEPS, kept
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import CLOSES, RECTIFICATION, REOPENS, late, stands
from data_access.reading.item_states import standing_items
from data_access.reading.mergers import counted_units, counted_with, units_of, units_under
from data_access.reading.reader import Reader
from data_access.store import tables as t
from data_access.store.engine import month_of

PAGE_SIZE = 50
# Loads that are listed where one can be taken back.
RECENT_LOADS = 10


# The ledgers whose rows can be listed, and how.
REGISTERS = {entry.ledger.key: entry.register for entry in ENTRIES if entry.register}


def period_limits(period: Period) -> tuple[dt.date, dt.date]:
    """First and last day of a period."""
    return period.first, period.end


def _in_period(dates: Iterable[ColumnElement[Any]], period: Period) -> ColumnElement[bool]:
    """Whether one of the dates lies in the period; a year stands for all its months."""
    days, years = period_limits(period), (period.first.year, period.last.year)
    return or_(*(date.between(*(years if isinstance(date.type, Integer) else days)) for date in dates))


def _there_in(begun: ColumnElement[Any], ended: ColumnElement[Any], period: Period) -> ColumnElement[bool]:
    first, last = period_limits(period)
    return and_(begun <= last, or_(ended.is_(None), ended >= first))


def order_of(ledger: str, rows: FromClause) -> list[ColumnElement[Any]]:
    """The order of rows of one day: by their number, their unit, and what else tells them apart."""
    number, *also = ENTRY_OF[ledger].ledger.natural_key[1:]
    return [rows.c[number], t.unit.c.code, *(rows.c[name] for name in also)]


def record_page(
    reader: Reader, ledger: str, code: str, period: Period, as_of: dt.date, page: int = 1, size: int = PAGE_SIZE
) -> tuple[pd.DataFrame, int]:
    """One page of a unit's rows of a ledger and how many there are in all; the newest first; two statements.

    ``code`` is a unit's code, a county standing for all its units, each with those merged into it. Items of
    rectification are listed as they stood at ``as_of``. Columns: code, unit (name), then the register's.
    """
    register, units = REGISTERS[ledger], units_of(reader, code, period)
    table = standing_items(as_of) if ledger == RECTIFICATION.key else BY_KEY[ledger].table
    dates = [table.c[name] for name in register.dated_by]
    then = _there_in(dates[0], table.c[register.ended_by], period) if register.ended_by else _in_period(dates, period)
    in_period = and_(table.c.unit_id.in_(units), then)
    total = reader.count(table, in_period)
    newest = func.coalesce(*dates) if len(dates) > 1 else dates[0]
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *(table.c[name] for name in register.columns))
        .join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id)
        .where(in_period)
        .order_by(newest.desc(), *order_of(ledger, table))
        .limit(size)
        .offset((page - 1) * size)
    )
    return reader.rows(table, statement), total


def open_items(reader: Reader, as_of: dt.date, code: str = "", period: Period | None = None) -> pd.DataFrame:
    """Rectification items assigned and not closed at a date, of a unit or of all units; one statement.

    With a unit's go those of units merged into it by the end of ``period`` (None: of the month of the date).

    Columns: code, unit (name), item_no, source, issue, and how each stood (the names of ``lights.ItemDates``).
    """
    items = standing_items(as_of)
    names = ("item_no", "source", "issue", "assigned_on", "due_on", "extended_on", "extended_due_on", "submitted_on",
             "closed_on", "returned_count")  # fmt: skip
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *(items.c[name] for name in names))
        .join_from(items, t.unit, items.c.unit_id == t.unit.c.unit_id)
        .where(items.c.closed_on.is_(None))
        .order_by(items.c.due_on, items.c.item_no, t.unit.c.code)
    )
    if code:
        month = as_of.replace(day=1)
        units = units_of(reader, code, period or Period("month", month, month))
        statement = statement.where(items.c.unit_id.in_(units))
    return reader.rows(items, statement)


def materials(reader: Reader, code: str, period: Period) -> pd.DataFrame:
    """What a unit must have in its archive in the year a period ends, handed in or not, in order of due date.

    Columns: unit (name: itself, or one merged into it), item_no, title, due_on, submitted_on, state, returned_reason;
    one statement.
    """
    columns = archive_due.c
    names = ("item_no", "title", "due_on", "submitted_on", "state", "returned_reason")
    statement = (
        select(t.unit.c.name.label("unit"), *(columns[name] for name in names))
        .join_from(archive_due, t.unit, columns.unit_id == t.unit.c.unit_id)
        .where(columns.unit_id.in_(counted_with(reader, code, period)), columns.year == period.last.year)
        .order_by(columns.due_on, columns.item_no, t.unit.c.code)
    )
    return reader.rows(archive_due, statement)


def sites_of(reader: Reader, code: str) -> pd.DataFrame:
    """A unit's demonstration sites: site_no, name, level, state, state_since; one statement."""
    site = DEMONSTRATION_SITE.table.c
    statement = (
        select(site.site_no, site.name, site.level, site.state, site.state_since)
        .join_from(DEMONSTRATION_SITE.table, t.unit, site.unit_id == t.unit.c.unit_id)
        .where(site.unit_id.in_(units_under(counted_units(reader, ()), code)))
        .order_by(site.state_since.desc().nulls_last(), site.site_no, t.unit.c.code)
    )
    return reader.rows(DEMONSTRATION_SITE.table, statement)


def latest_loads(reader: Reader) -> pd.DataFrame:
    """The last stored load of each ledger: ledger, loaded_at, rows_stored; one statement."""
    batch = t.load_batch.c
    of_ledgers = and_(batch.status == "stored", batch.ledger.is_not(None))
    newest = select(func.max(batch.load_id)).where(of_ledgers).group_by(batch.ledger)
    statement = select(batch.ledger, batch.loaded_at, batch.rows_stored).where(batch.load_id.in_(newest))
    return reader.frame(statement.order_by(batch.ledger))


def recent_loads(reader: Reader, loaded_by: str | None = None) -> pd.DataFrame:
    """The last ``RECENT_LOADS`` loads (of all, or of one who loaded) that stored or took back rows, newest first; one
    statement.

    Columns: load_no, loaded_at, loaded_by, source (its files), status, rows_stored (over all its ledgers).
    """
    batch = t.load_batch.c
    number = func.coalesce(batch.load_no, batch.load_id)
    sums = (func.max(batch.loaded_at).label("loaded_at"), func.max(batch.loaded_by).label("loaded_by"),
            func.max(batch.source_name).label("source"), func.max(batch.status).label("status"),
            func.sum(batch.rows_stored).label("rows_stored"))  # fmt: skip
    statement = (
        select(number.label("load_no"), *sums)
        .where(batch.status.in_(("stored", "undone")), batch.ledger.is_not(None))
        .where(true() if loaded_by is None else batch.loaded_by == loaded_by)
        .group_by(number)
        .order_by(number.desc())
        .limit(RECENT_LOADS)
    )
    return reader.frame(statement)


def missing_materials(reader: Reader, as_of: dt.date) -> pd.DataFrame:
    """Per unit, materials whose day this year was before ``as_of`` and that were never handed in: code, unit, missing;
    one statement."""
    due = archive_due.c
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), func.count().label("missing"))
        .join_from(archive_due, t.unit, due.unit_id == t.unit.c.unit_id)
        .where(due.year == as_of.year, due.due_on < as_of, due.state == "missing")
        .group_by(t.unit.c.code, t.unit.c.name)
        .order_by(func.count().desc(), t.unit.c.code)
    )
    return reader.rows(archive_due, statement)


def missing_reports(reader: Reader, as_of: dt.date) -> pd.DataFrame:
    """Per unit, this year's reports due as of a day and never handed in: code, unit, missing; one statement."""
    due = report_due.c
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), func.count().label("missing"))
        .join_from(report_due, t.unit, due.unit_id == t.unit.c.unit_id)
        # The months by name: else every day of the calendar is looked at, of every unit.
        .where(due.month.in_(months_from(as_of.replace(month=1, day=1), as_of.replace(day=1))))
        .where(is_due(as_of), due.state == "not_reported")
        .group_by(t.unit.c.code, t.unit.c.name)
        .order_by(func.count().desc(), t.unit.c.code)
    )
    return reader.rows(report_due, statement)


def timeline(
    reader: Reader, code: str, period: Period, days: Mapping[str, dt.date], rules: DatedValues = SHIPPED
) -> pd.DataFrame:
    """What happened in a unit, counted by month: lane, kind, month, events; one statement.

    A county stands for all its units, and counts a case of several of them once, as in its figures.
    ``days`` are the lanes (the keys of ledgers, and material) and up to which day each is known; ``rules`` the dated
    ones by which a case file passes. ``kind`` is a code of the catalogue (``timeline.<lane>.<kind>``).
    """
    units, (first, last) = units_of(reader, code, period), period_limits(period)
    ends = {lane: min(last, day) for lane, day in days.items()}
    kinds = reader.units().set_index("code")["kind"]
    sources = [*_of_disputes(days["rectification"]), *_of_enforcement(CountingRules.at(last, rules))]
    parts = _timeline_parts(sources, units, first, ends, once=kinds.get(code) == "county")
    seen = [reader.scoped(table, part) for table, part in parts]
    return reader.frame(union_all(*seen).order_by("month", "lane", "kind"))


# The kind of a case that was closed and does not say how.
NO_RESULT = "no_result"
# A lane, the table of its rows, what happened to one, when, and which rows are meant.
_Source = tuple[str, Any, ColumnElement[Any], Any, ColumnElement[bool]]


def _of_disputes(known: dt.date) -> list[_Source]:
    """Items are told as they stand on the day up to which they are known, whatever the period."""
    suit, review, item, due = LITIGATION.table.c, RECONSIDERATION.table.c, t.item_state.c, archive_due.c
    verdict = case((suit.outcome.in_(LOST), "lost"), else_="not_lost")
    return [
        ("litigation", LITIGATION.table, verdict, suit.closed_on, suit.outcome.is_not(None)),
        ("reconsideration", RECONSIDERATION.table, review.outcome, review.closed_on, review.outcome.is_not(None)),
        *(
            (lane, table, literal(NO_RESULT), of.closed_on, of.outcome.is_(None))
            for lane, table, of in (
                ("litigation", LITIGATION.table, suit),
                ("reconsideration", RECONSIDERATION.table, review),
            )
        ),
        ("rectification", t.item_state, literal("assigned"), item.assigned_on, stands(known)),
        ("rectification", t.item_state, literal("closed"), item.since, CLOSES),
        ("rectification", t.item_state, literal("reopened"), item.since, REOPENS),
        ("rectification", t.item_state, literal("overdue"), item.due_on, and_(stands(known), late(known))),
        ("material", archive_due, literal("missing"), due.due_on, due.state == "missing"),
    ]


def _of_enforcement(rules: CountingRules) -> list[_Source]:
    """Decisions by their steps, documents by their issue, case files by their review; what a blank leaves open is told
    apart from what is good."""
    decision, document, file = MAJOR_DECISION.table.c, NORMATIVE_DOCUMENT.table.c, CASE_FILE_REVIEW.table.c
    steps = case((LACKING, "lacking"), (and_(*map(kept, STEPS)), "kept"), else_="untold")
    result = case((failed(rules), "failed"), (told(rules), "passed"), else_="untold")
    return [
        ("major_decision", MAJOR_DECISION.table, steps, decision.decided_on, true()),
        ("normative_document", NORMATIVE_DOCUMENT.table, literal("issued"), document.issued_on, true()),
        ("case_file_review", CASE_FILE_REVIEW.table, result, file.reviewed_on, true()),
    ]


def _timeline_parts(
    sources: Iterable[_Source], units: list[int], first: dt.date, ends: Mapping[str, dt.date], *, once: bool
) -> list[tuple[Any, Select[Any]]]:
    parts = []
    for lane, table, kind, date, condition in (source for source in sources if source[0] in ends):
        month = month_of(date)
        part = (
            select(literal(lane).label("lane"), kind.label("kind"), month.label("month"), func.count().label("events"))
            .where(table.c.unit_id.in_(units), date.between(first, ends[lane]), condition)
            .group_by(text("2"), text("3"))
        )
        if once and "counts_for_county" in table.c:
            part = part.where(table.c.counts_for_county)
        parts.append((table, part))
    return parts
