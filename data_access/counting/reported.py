"""Counts of forms in ``monthly_tally``, where no cases tell: cases win, and what a form says otherwise is kept beside.

A month of a unit is told by its cases from the first to the last month in which its ledger has any, or says that there
are none. A form is then only compared (``key@reported``). A county's own row stands for the whole county: its units'
forms are then its parts, which are compared with it, and where the cases of any of them tell, these are counted.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, insert, select

from data_access.asked.periods import months_from
from data_access.counting.spans import NOT_APPLICABLE, UNTOLD, Span, spans, untold
from data_access.counting.tallies import BY_KEY, CITY, COUNTY, ledger_of
from data_access.ledgers.count_item import COUNT_ITEM
from data_access.ledgers.counts import tallies_of
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.reported_period import ReportedPeriod
from data_access.store.tables import monthly_tally, unit

# The end of a stored key under which a form's figure stands that is not counted, because cases or a county's row are.
REPORTED = "@reported"
_tally, _count = monthly_tally.c, REPORTED_COUNT.table.c
# Which rows are told by forms; written so that their index is used.
OF_FORMS = _tally.span_months >= NOT_APPLICABLE
# By unit, ledger and whose cases they are (the unit's as a party or as the organ).
_Whose = tuple[int, str, str]
_Row = dict[str, object]


def write_reported(connection: Connection, units: Collection[int] = ()) -> None:
    """Put the counts of forms into ``monthly_tally``, of these units and whoever shares a county with them (none named:
    of all). Runs after the cases were counted."""
    every = {row.unit_id: row for row in connection.execute(select(unit.c.unit_id, unit.c.county_id, unit.c.kind))}
    counties = {every[each].county_id or each for each in units if each in every}
    concerned = {number for number, row in every.items() if not units or (row.county_id or number) in counties}
    among = [_tally.unit_id.in_(concerned)] if units else []
    connection.execute(delete(monthly_tally).where(OF_FORMS, *among))
    rows = list(connection.execute(select(_count.unit_id, _count.period, _count.count, _count.value)))
    if not any(row.unit_id in concerned for row in rows):
        return
    known = _Known.of(connection, concerned if units else None)
    county_of = {number: row.county_id for number, row in every.items() if row.county_id}
    whole = {number for number, row in every.items() if row.kind == "county"}
    stocks = select(COUNT_ITEM.table.c.key).where(COUNT_ITEM.table.c.kind == "stock")
    forms = _Forms(rows, frozenset(row.key for row in connection.execute(stocks)), known, county_of, whole)
    written = [row for row in forms.rows() if row["unit_id"] in concerned]
    for part in range(0, len(written), 5_000):
        connection.execute(insert(monthly_tally), written[part : part + 5_000])


@dataclass
class _Known:
    """Which months the cases of units tell: by unit, ledger and role the first and the last month of which they do."""

    months: dict[_Whose, tuple[dt.date, dt.date]] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection, units: Collection[int] | None) -> "_Known":
        known = cls()
        flows = {key: tally for key, tally in BY_KEY.items() if tally.kind == "flow" and "@" not in key}
        among = [] if units is None else [_tally.unit_id.in_(units)]
        statement = (
            select(_tally.unit_id, _tally.tally_key, func.min(_tally.month), func.max(_tally.month))
            .where(_tally.tally_key.in_(flows), _tally.facet == "", _tally.span_months.is_(None), *among)
            .group_by(_tally.unit_id, _tally.tally_key)
        )
        for unit_id, key, first, last in connection.execute(statement):
            known._add((unit_id, ledger_of(key), flows[key].unit_of), first, last)
        report = LEDGER_REPORT.table.c
        for unit_id, ledger, month in connection.execute(select(report.unit_id, report.ledger, report.month)):
            known._add((unit_id, ledger, "unit_id"), month, month)
        return known

    def _add(self, whose: _Whose, first: dt.date, last: dt.date) -> None:
        so_far = self.months.get(whose, (first, last))
        self.months[whose] = min(first, so_far[0]), max(last, so_far[1])

    def tells(self, unit_id: int, key: str, month: dt.date) -> bool:
        """Whether the cases of a unit tell of a tally in a month."""
        if key not in BY_KEY:
            return False
        first_and_last = self.months.get((unit_id, ledger_of(key), BY_KEY[key].unit_of))
        return first_and_last is not None and first_and_last[0] <= month <= first_and_last[1]


@dataclass
class _Forms:
    """The figures of all forms, with what is known beside them."""

    figures: Sequence[tuple[int, str, str, float | None]]
    stocks: frozenset[str]
    known: _Known
    county_of: Mapping[int, int]
    whole: Collection[int]

    def rows(self) -> Iterator[_Row]:
        """What belongs into ``monthly_tally``, units and counts in order."""
        said: dict[str, dict[int, list[Span]]] = defaultdict(dict)
        by_unit: dict[tuple[str, int], list[tuple[ReportedPeriod, float | None]]] = defaultdict(list)
        for unit_id, period, count, value in self.figures:
            by_unit[count, unit_id].append((ReportedPeriod.of(period), value))
        for (count, unit_id), figures in sorted(by_unit.items()):
            for tally in tallies_of(count):
                said[tally][unit_id] = spans(figures, stock=count in self.stocks)
        for tally, of_units in sorted(said.items()):
            yield from self._of_tally(tally, of_units)

    def _of_tally(self, tally: str, of_units: Mapping[int, list[Span]]) -> Iterator[_Row]:
        told = [span for own in of_units.values() for span in own]
        first, last = min(span.first for span in told), max(span.last for span in told)
        counties = {number: own for number, own in of_units.items() if number in self.whole and self._levels(tally)}
        taken: dict[int, set[dt.date]] = {}
        for county, own in counties.items():
            members = [number for number, of in self.county_of.items() if of == county]
            known = self._told_by_cases(tally, [county, *members], first, last)
            taken[county] = {month for span in own for month in span.covers} - known
            yield from self._written(tally, county, own, known, first, last, (COUNTY, CITY))
            parts = [(number, span) for number in members for span in of_units.get(number, ())]
            yield from self._compared_with_parts(tally, county, own, known, parts)
        for number, own in of_units.items():
            if number not in counties:
                known = self._told_by_cases(tally, [number], first, last)
                within = taken.get(self.county_of.get(number, 0), set())
                yield from self._written(tally, number, own, known, first, last, self._ends(tally), within)

    def _told_by_cases(self, tally: str, units: Iterable[int], first: dt.date, last: dt.date) -> set[dt.date]:
        return {month for each in units for month in months_from(first, last) if self.known.tells(each, tally, month)}

    def _levels(self, tally: str) -> bool:
        """Whether a tally is stored for counties and the city beside a unit's own."""
        return tally not in BY_KEY or BY_KEY[tally].several_defendants

    def _ends(self, tally: str) -> tuple[str, ...]:
        return ("", COUNTY, CITY) if self._levels(tally) else ("",)

    def _written(
        self,
        tally: str,
        unit_id: int,
        own: Sequence[Span],
        known: Collection[dt.date],
        first: dt.date,
        last: dt.date,
        ends: Sequence[str],
        within: Collection[dt.date] = (),
    ) -> Iterator[_Row]:
        """The spans that no case tells of, those that all are told of under a key of their own, and months untold.

        ``within`` are the months that the county's own row tells of: there the unit's stand for itself alone.
        """
        counted: list[Span] = []
        for span in own:
            if not known or not known & set(span.covers):  # type: ignore[operator]
                counted.append(span)
            # Once a count: what else it stands for is the same figure.
            elif span.value is not None and set(span.covers) <= set(known) and tally == tallies_of(tally)[0]:
                yield _row(unit_id, f"{tally}{ends[0]}{REPORTED}", span.last, span.months, span.value)
        flow = tally not in self.stocks
        for end in ends:
            outside = set() if not end or COUNTY not in ends or "" not in ends else set(within)
            for span in counted:
                if not outside & set(span.covers):
                    months = NOT_APPLICABLE if span.value is None else span.months
                    yield _row(unit_id, tally + end, span.last, months, span.value or 0.0)
            for month in untold(counted, {*known, *outside}, first, last) if flow else ():
                yield _row(unit_id, tally + end, month, UNTOLD, 0.0)

    def _compared_with_parts(
        self,
        tally: str,
        county: int,
        own: Sequence[Span],
        known: Collection[dt.date],
        parts: Sequence[tuple[int, Span]],
    ) -> Iterator[_Row]:
        """What the forms of a county's units add up to, beside each span of its own row that is counted."""
        for span in own:
            months = set(span.covers)
            inside = [each for _number, each in parts if set(each.covers) <= months and each.value is not None]
            if inside and not months & set(known):
                total = sum(each.value or 0.0 for each in inside)
                yield _row(county, f"{tally}{COUNTY}{REPORTED}", span.last, span.months, total)


def _row(unit_id: int, key: str, month: dt.date, months: int, value: float) -> _Row:
    return {"unit_id": unit_id, "month": month, "tally_key": key, "facet": "", "value": value, "span_months": months}
