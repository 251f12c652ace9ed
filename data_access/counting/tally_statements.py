"""The statements that count the tallies: one INSERT … SELECT per fact table, written once for each way of counting.

What a count is asked for (days, units, months) stands in them as parameters, so that who counts again writes none anew.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Insert,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import CTE

from data_access.counting.judged_rows import JudgedRows, all_hold, read_first
from data_access.counting.tallies import COUNTED, ledger_of, level_key, sql_text
from data_access.ledgers.all import BY_KEY, VIEWS
from data_access.ledgers.counting_rules import LEVELS, CountingRules, DatedValues
from data_access.ledgers.tally import UNKNOWN_FACET, Tally
from data_access.store.engine import date_in_year, month_of
from data_access.store.tables import calendar, ledger_state, monthly_tally

# The kinds of tallies whose rows are also counted in months after the month of their date.
CARRIED_ON = ("stock", "yearly")
# The parameters of the statements: units to be counted, the first and the last month; and of each ledger the day up to
# which it is known, the same day of the year before, and the latest day that is known of anybody.
UNITS, FIRST, LAST = "only_units", "from_month", "to_month"
AS_OF, YEAR_BEFORE, LATEST = "as_of_", "year_before_", "latest_"
# As many statements are kept: of each table with and without each limit, and with the days of units, under the same
# rules.
_STATEMENTS_KEPT = 512


@dataclass(frozen=True)
class Way:
    """What the statements are written by: the rules, and the ledgers that are known of some units to later days.

    ``units``, ``first`` and ``last`` say whether only some units and only months from a first or to a last are counted.
    """

    values: DatedValues
    by_unit: frozenset[str]
    units: bool
    first: bool
    last: bool

    def limits(self, unit: ColumnElement[Any], month: ColumnElement[Any], *, to_end: bool) -> list[ColumnElement[bool]]:
        limits: list[ColumnElement[bool]] = []
        if self.units:
            limits.append(_among_units(unit))
        if self.first:
            limits.append(month >= _day(FIRST))
        if self.last and not to_end:
            limits.append(month <= _day(LAST))
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
    def of(cls, tally: Tally, way: Way) -> "_Source":
        ledger = ledger_of(tally.key)
        rules = CountingRules(_day(AS_OF + ledger), _day(YEAR_BEFORE + ledger), way.values)
        if ledger not in way.by_unit:
            return cls(tally.table, rules, by_unit=False)
        known = ledger_state.alias("known")
        of_unit = and_(known.c.ledger == BY_KEY[ledger].dated_as, known.c.unit_id == tally.table.c[tally.unit_of])
        days = [func.coalesce(known.c[name], getattr(rules, name)) for name in ("as_of", "year_before")]
        rows = tally.table.outerjoin(known, of_unit)
        return cls(rows, replace(rules, as_of=days[0], year_before=days[1]), by_unit=True)


def counting_statements(way: Way, empty: Collection[str] = ()) -> Iterator[Insert]:
    """The statements that write every tally, one per table that is not ``empty``; their parameters are named above."""
    for table, tallies in _by_table(COUNTED).items():
        if _name(table) not in empty:
            ledgers = {ledger_of(tally.key) for tally in tallies}
            yield _counting(table, replace(way, by_unit=way.by_unit & ledgers))


@lru_cache(_STATEMENTS_KEPT)
def _counting(table: FromClause, way: Way) -> Insert:
    """The statement that counts one table: another ledger's days of units do not change it."""
    columns = ["unit_id", "month", "tally_key", "facet", "value"]
    return insert(monthly_tally).from_select(columns, _counts(_by_table(COUNTED)[table], way))


@lru_cache
def stored_keys(to_end: bool) -> tuple[str, ...]:
    """The stored keys of the tallies that are counted month by month, or from a month on to the end."""
    return tuple(key for tally in COUNTED if (tally.kind in CARRIED_ON) == to_end for key in _stored_keys(tally))


def _day(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=Date)


def _among_units(unit: ColumnElement[Any]) -> ColumnElement[bool]:
    return unit.in_(bindparam(UNITS, type_=Integer, expanding=True))


def _by_table(tallies: Iterable[Tally]) -> dict[FromClause, list[Tally]]:
    tables: dict[FromClause, list[Tally]] = {}
    for tally in tallies:
        tables.setdefault(tally.table, []).append(tally)
    return tables


def _stored_keys(tally: Tally) -> list[str]:
    return list(dict.fromkeys(level_key(tally.key, level) for level in LEVELS))


def _counts(tallies: list[Tally], way: Way) -> Select[Any]:
    """All tallies of one table: grouped once per unit and date column (and facet), then turned into rows."""
    rows: list[Select[Any]] = []
    flows = [tally for tally in tallies if tally.kind not in CARRIED_ON]
    for number, (group, members) in enumerate(_by_group(flows)):
        unit_of, month, facet = group
        rows.append(_rows(_grouped(members, unit_of, month, facet, way, number), members, facet is not None))
    for kind in CARRIED_ON:
        carried = [tally for tally in tallies if tally.kind == kind]
        for number, ((unit_of, since, _facet), members) in enumerate(_by_group(carried)):
            rows.append(_rows(_carried_on(members, unit_of, since, way, f"{kind}_{number}"), members, with_facet=False))
    union: Subquery = union_all(*rows).subquery()
    return select(union).where(union.c.value != 0).add_cte(*_seen_first(tallies, way))


def _seen_first(tallies: list[Tally], way: Way) -> Iterator[CTE]:
    """The view that tallies count, of the asked units: read once under its own name, not anew for all that names it."""
    name = _name(tallies[0].table)
    if name in VIEWS:
        view = VIEWS[name]()
        seen = view.selected_columns
        asked = [_among_units(seen[unit_of]) for unit_of in {tally.unit_of: None for tally in tallies}]
        yield read_first(view.where(or_(*asked)) if way.units else view, name)


def _by_group(tallies: Iterable[Tally]) -> list[tuple[tuple[str, Any, Any], list[Tally]]]:
    """Tallies that one GROUP BY can count together; one with a facet is also counted without it, as its total."""
    groups: dict[tuple[str, str, str], tuple[tuple[str, Any, Any], list[Tally]]] = {}
    for tally in tallies:
        for facet in [None] if tally.facet is None else [None, tally.facet]:
            name = (tally.unit_of, sql_text(tally.month_of), "" if facet is None else sql_text(facet))
            groups.setdefault(name, ((tally.unit_of, tally.month_of, facet), []))[1].append(tally)
    return list(groups.values())


def _counted_for(tally: Tally, rules: CountingRules) -> dict[str, ColumnElement[bool]]:
    """By stored key the rows that count: a unit's own, and where several may answer for a case, county's and city's."""
    levels = {level_key(tally.key, level): level for level in reversed(LEVELS)}
    return {key: tally.counted_for(levels[key], rules) for key in _stored_keys(tally)}


def _measure(condition: ColumnElement[bool], value: ColumnElement[Any] | None, key: str) -> ColumnElement[Any]:
    if value is None:
        return func.count().filter(condition).label(key)
    return func.sum(case((condition, value), else_=0)).label(key)


def _grouped(tallies: list[Tally], unit_of: str, date: Any, facet: Any, way: Way, number: int) -> CTE:
    table, source = tallies[0].table, _Source.of(tallies[0], way)
    unit, month = table.c[unit_of], month_of(date)
    limits = way.limits(unit, date, to_end=True)
    if way.last:
        limits.append(month <= _day(LAST))
    # In the order of the tallies' key, in which SQLite writes them fastest.
    faceted = {} if facet is None else {"facet": func.coalesce(cast(facet, String), UNKNOWN_FACET)}
    group = {**faceted, "month": month, "unit_id": unit}
    judged, name = JudgedRows(**group), f"{_name(table)}_{number}"
    counted = {
        key: (judged.names_of(condition), None if tally.value is None else judged.name_of(tally.value))
        for tally in tallies
        for key, condition in _counted_for(tally, source.rules).items()
    }
    rows = judged.read_as(f"{name}_rows", source.rows, date.is_not(None), unit.is_not(None), *limits)
    measures = [
        _measure(all_hold(rows, names), None if value is None else rows.c[value], key)
        for key, (names, value) in counted.items()
    ]
    columns = [rows.c[column] for column in group]
    return select(*columns, *measures).group_by(*columns).cte(name)


def _first(columns: int) -> list[Any]:
    """GROUP BY 1, 2 …: the positions of the first columns, so that their expressions are not repeated."""
    return [text(str(position + 1)) for position in range(columns)]


def _carried_on(tallies: list[Tally], unit_of: str, since: Any, way: Way, name: str) -> CTE:
    """Stock and yearly tallies by unit and month: each row is tested anew at the end of every month.

    A row of a stock is tested from the month of its date on, a row of a yearly ledger in the months of its year; each
    up to the day that is known of its unit, at which its last month ends.
    """
    table, source = tallies[0].table, _Source.of(tallies[0], way)
    yearly = tallies[0].kind == "yearly"
    unit, months = (
        table.c[unit_of],
        _month_ends(tallies[0], date_in_year(since, "01-01") if yearly else since, way, name),
    )
    end: ColumnElement[Any] = months.c.month_end
    as_of, known = source.rules.as_of, list[ColumnElement[bool]]()
    if source.by_unit:
        end, known = case((as_of < end, as_of), else_=end), [months.c.month <= as_of]
    takes_part = extract("year", months.c.month) == since if yearly else since <= end
    rules = replace(source.rules, month_end=end)
    measures = [
        _measure(condition, tally.value, key)
        for tally in tallies
        for key, condition in _counted_for(tally, rules).items()
    ]
    unit_limits = [_among_units(unit)] if way.units else []
    return (
        select(unit.label("unit_id"), months.c.month, *measures)
        .select_from(source.rows.join(months, takes_part))
        .where(unit.is_not(None), or_(*(tally.condition(rules) for tally in tallies)), *known, *unit_limits)
        .group_by(unit, months.c.month)
        .cte(f"{_name(table)}_{name}")
    )


def _month_ends(tally: Tally, since: Any, way: Way, name: str) -> CTE:
    earliest = select(func.min(since)).select_from(tally.table).scalar_subquery()
    month = month_of(calendar.c.day)
    latest = _day(LATEST + ledger_of(tally.key))
    limits = [calendar.c.day >= month_of(earliest), calendar.c.day <= latest]
    if way.first:
        limits.append(calendar.c.day >= _day(FIRST))
    return (
        select(month.label("month"), func.max(calendar.c.day).label("month_end"))
        .where(*limits)
        .group_by(*_first(1))
        .cte(f"{_name(tally.table)}_{name}_months")
    )


def _rows(grouped: CTE, tallies: list[Tally], with_facet: bool) -> Select[Any]:
    """What stands side by side in a grouped row, one below the other.

    The tallies' keys are joined to it: named once for each of them, SQLite would read its statement as many times.
    """
    stored = [key for tally in tallies for key in _stored_keys(tally)]
    keys = union_all(
        *(select(literal(place).label("place"), literal(key).label("tally_key")) for place, key in enumerate(stored))
    ).subquery()
    facet = grouped.c.facet if with_facet else literal("")
    value = case({place: grouped.c[key] for place, key in enumerate(stored)}, value=keys.c.place)
    columns = [grouped.c.unit_id, grouped.c.month, keys.c.tally_key, facet.label("facet"), value.label("value")]
    return select(*columns).select_from(grouped.join(keys, true()))


def _name(table: FromClause) -> str:
    return str(getattr(table, "name", "facts"))
