"""Counting the tallies: the database writes ``monthly_tally`` itself, one INSERT … SELECT per fact table."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    delete,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.sql.selectable import CTE

from data_access.counting.item_states import ITEM_LEDGERS, write_item_states
from data_access.counting.ledger_dates import LedgerDates, read_dates
from data_access.counting.tallies import COUNTED, ledger_of, level_key, sql_text, tally_hash
from data_access.counting.views import create_views
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.counting_rule import read_rules
from data_access.ledgers.counting_rules import LEVELS, CountingRules, DatedValues
from data_access.ledgers.tally import Tally
from data_access.store.engine import date_in_year, month_of
from data_access.store.tables import calendar, database_state, ledger_state, monthly_tally

# Above this many touched units counting everything is cheaper than naming them.
MOST_TOUCHED_UNITS = 2_000
# The kinds of tallies whose rows are also counted in months after the month of their date.
_CARRIED_ON = ("stock", "yearly")


@dataclass(frozen=True)
class _Part:
    """What is to be counted anew: units (all when empty) and months from ``first`` to ``last`` (open when None)."""

    values: DatedValues
    dates: LedgerDates
    as_of: dt.date
    units: tuple[int, ...]
    first: dt.date | None
    last: dt.date | None

    @property
    def is_all(self) -> bool:
        return not (self.units or self.first or self.last)

    def limits(self, unit: ColumnElement[Any], month: ColumnElement[Any], *, to_end: bool) -> list[ColumnElement[bool]]:
        limits: list[ColumnElement[bool]] = []
        if self.units:
            limits.append(unit.in_(self.units))
        if self.first:
            limits.append(month >= self.first)
        if self.last and not to_end:
            limits.append(month <= self.last)
        return limits


@dataclass(frozen=True)
class _Source:
    """The rows that tallies count, with the rules of the day up to which their ledger is known, of each of their units.

    ``rows`` is the table, joined with the days of the units where these are not all the same.
    """

    rows: FromClause
    rules: CountingRules
    by_unit: bool

    @classmethod
    def of(cls, tally: Tally, part: _Part) -> "_Source":
        ledger = ledger_of(tally.key)
        rules = CountingRules.at(part.dates.of(ledger) or part.as_of, part.values)
        if not part.dates.by_unit(ledger):
            return cls(tally.table, rules, by_unit=False)
        known = ledger_state.alias("known")
        of_unit = and_(known.c.ledger == BY_KEY[ledger].dated_as, known.c.unit_id == tally.table.c[tally.unit_of])
        days = [func.coalesce(known.c[name], getattr(rules, name)) for name in ("as_of", "year_before")]
        rows = tally.table.outerjoin(known, of_unit)
        return cls(rows, replace(rules, as_of=days[0], year_before=days[1]), by_unit=True)


def count(
    connection: Connection,
    as_of: dt.date,
    unit_ids: Collection[int] | None = None,
    first_month: dt.date | None = None,
    last_month: dt.date | None = None,
    ledgers: Collection[str] | None = None,
) -> None:
    """Count every tally anew and replace what stood, for the given units and months (None: all of them).

    ``as_of`` is the day of the ledgers that have none of their own (``ledger_dates``), such as views over duties.
    ``unit_ids`` names the units whose rows changed, and the organs that decided on them; months are first days.
    ``ledgers`` names those whose rows changed (None: any may have); how items stand is worked out anew where it may be
    otherwise. Stocks are carried from the first month to the one up to which their ledger is known. Runs in the
    caller's transaction. Who counts everything counts with the views as declared: those that stand otherwise are made
    anew.
    """
    units = tuple(sorted(unit_ids)) if unit_ids is not None and len(unit_ids) <= MOST_TOUCHED_UNITS else ()
    if unit_ids is not None and not unit_ids:
        return
    part = _Part(read_rules(connection), read_dates(connection), as_of, units, first_month, last_month)
    if part.is_all:
        create_views(connection)
        connection.execute(delete(monthly_tally))
    else:
        _delete(connection, part)
    if ledgers is None or not ITEM_LEDGERS.isdisjoint(ledgers):
        write_item_states(connection, units)
    columns = ["unit_id", "month", "tally_key", "facet", "value"]
    for tallies in _by_table(COUNTED):
        connection.execute(insert(monthly_tally).from_select(columns, _counts(tallies, part)))
    _note_state(connection, part)


def count_nothing(connection: Connection) -> None:
    """Delete every count: without a data date nothing can be counted."""
    connection.execute(delete(monthly_tally))
    connection.execute(update(database_state).values(first_month=None))


def _delete(connection: Connection, part: _Part) -> None:
    for to_end in (False, True):
        keys = [key for tally in COUNTED if (tally.kind in _CARRIED_ON) == to_end for key in _stored_keys(tally)]
        limits = part.limits(monthly_tally.c.unit_id, monthly_tally.c.month, to_end=to_end)
        connection.execute(delete(monthly_tally).where(monthly_tally.c.tally_key.in_(keys), *limits))


def _note_state(connection: Connection, part: _Part) -> None:
    """Store the tally hash, and the first counted month unless a month before ``part`` is stored."""
    noted = connection.execute(select(database_state.c.first_month)).scalar_one()
    values: dict[str, Any] = {"tally_hash": tally_hash()}
    if part.first is None or noted is None or part.first <= noted:
        values["first_month"] = connection.execute(select(func.min(monthly_tally.c.month))).scalar()
    connection.execute(update(database_state).values(values))


def _by_table(tallies: Iterable[Tally]) -> Collection[list[Tally]]:
    tables: dict[FromClause, list[Tally]] = {}
    for tally in tallies:
        tables.setdefault(tally.table, []).append(tally)
    return tables.values()


def _stored_keys(tally: Tally) -> list[str]:
    return list(dict.fromkeys(level_key(tally.key, level) for level in LEVELS))


def _counts(tallies: list[Tally], part: _Part) -> Select[Any]:
    """All tallies of one table: grouped once per unit and date column (and facet), then turned into rows."""
    rows: list[Select[Any]] = []
    flows = [tally for tally in tallies if tally.kind not in _CARRIED_ON]
    for number, (group, members) in enumerate(_by_group(flows)):
        unit_of, month, facet = group
        rows += _rows(_grouped(members, unit_of, month, facet, part, number), members, facet is not None)
    for kind in _CARRIED_ON:
        carried = [tally for tally in tallies if tally.kind == kind]
        for number, ((unit_of, since, _facet), members) in enumerate(_by_group(carried)):
            rows += _rows(_carried_on(members, unit_of, since, part, f"{kind}_{number}"), members, with_facet=False)
    union: Subquery = union_all(*rows).subquery()
    return select(union)


def _by_group(tallies: Iterable[Tally]) -> list[tuple[tuple[str, Any, Any], list[Tally]]]:
    """Tallies that one GROUP BY can count together; one with a facet is also counted without it, as its total."""
    groups: dict[tuple[str, str, str], tuple[tuple[str, Any, Any], list[Tally]]] = {}
    for tally in tallies:
        for facet in [None] if tally.facet is None else [None, tally.facet]:
            name = (tally.unit_of, sql_text(tally.month_of), "" if facet is None else sql_text(facet))
            groups.setdefault(name, ((tally.unit_of, tally.month_of, facet), []))[1].append(tally)
    return list(groups.values())


def _measures(tally: Tally, rules: CountingRules) -> list[ColumnElement[Any]]:
    """The sums of one tally: the units' own, and where several may answer for a case, the county's and the city's."""
    value = literal(1) if tally.value is None else tally.value
    levels = {level_key(tally.key, level): level for level in reversed(LEVELS)}
    return [
        func.sum(case((tally.counted_for(levels[key], rules), value), else_=0)).label(key)
        for key in _stored_keys(tally)
    ]


def _grouped(tallies: list[Tally], unit_of: str, date: Any, facet: Any, part: _Part, number: int) -> CTE:
    table, source = tallies[0].table, _Source.of(tallies[0], part)
    unit, month = table.c[unit_of], month_of(date)
    limits = part.limits(unit, date, to_end=True)
    if part.last:
        limits.append(month <= part.last)
    columns = [unit.label("unit_id"), month.label("month")]
    if facet is not None:
        columns.append(func.coalesce(cast(facet, String), "unknown").label("facet"))
    measures = [measure for tally in tallies for measure in _measures(tally, source.rules)]
    grouped = select(*columns, *measures).select_from(source.rows).where(date.is_not(None), unit.is_not(None), *limits)
    return grouped.group_by(*_first(len(columns))).cte(f"{_name(table)}_{number}")


def _first(columns: int) -> list[Any]:
    """GROUP BY 1, 2 …: the positions of the first columns, so that their expressions are not repeated."""
    return [text(str(position + 1)) for position in range(columns)]


def _carried_on(tallies: list[Tally], unit_of: str, since: Any, part: _Part, name: str) -> CTE:
    """Stock and yearly tallies by unit and month: each row is tested anew at the end of every month.

    A row of a stock is tested from the month of its date on, a row of a yearly ledger in the months of its year; each
    up to the day that is known of its unit, at which its last month ends.
    """
    table, source = tallies[0].table, _Source.of(tallies[0], part)
    yearly = tallies[0].kind == "yearly"
    unit, months = (
        table.c[unit_of],
        _month_ends(tallies[0], date_in_year(since, "01-01") if yearly else since, part, name),
    )
    end: ColumnElement[Any] = months.c.month_end
    as_of, known = source.rules.as_of, list[ColumnElement[bool]]()
    if source.by_unit:
        end, known = case((as_of < end, as_of), else_=end), [months.c.month <= as_of]
    takes_part = extract("year", months.c.month) == since if yearly else since <= end
    rules = replace(source.rules, month_end=end)
    measures = [measure for tally in tallies for measure in _measures(tally, rules)]
    unit_limits = [unit.in_(part.units)] if part.units else []
    return (
        select(unit.label("unit_id"), months.c.month, *measures)
        .select_from(source.rows.join(months, takes_part))
        .where(unit.is_not(None), or_(*(tally.condition(rules) for tally in tallies)), *known, *unit_limits)
        .group_by(unit, months.c.month)
        .cte(f"{_name(table)}_{name}")
    )


def _month_ends(tally: Tally, since: Any, part: _Part, name: str) -> CTE:
    earliest = select(func.min(since)).select_from(tally.table).scalar_subquery()
    month = month_of(calendar.c.day)
    latest = part.dates.latest_of(ledger_of(tally.key)) or part.as_of
    limits = [calendar.c.day >= month_of(earliest), calendar.c.day <= latest]
    if part.first:
        limits.append(calendar.c.day >= part.first)
    return (
        select(month.label("month"), func.max(calendar.c.day).label("month_end"))
        .where(*limits)
        .group_by(*_first(1))
        .cte(f"{_name(tally.table)}_{name}_months")
    )


def _rows(grouped: CTE, tallies: list[Tally], with_facet: bool) -> list[Select[Any]]:
    rows = []
    for key in (key for tally in tallies for key in _stored_keys(tally)):
        facet = grouped.c.facet if with_facet else literal("")
        columns = [grouped.c.unit_id, grouped.c.month, literal(key).label("tally_key"), facet.label("facet")]
        rows.append(select(*columns, grouped.c[key].label("value")).where(grouped.c[key] != 0))
    return rows


def _name(table: FromClause) -> str:
    return str(getattr(table, "name", "facts"))
