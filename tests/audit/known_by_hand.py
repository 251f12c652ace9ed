"""Up to which day each ledger is known of each unit, and which reports are missing: once more, in plain Python.

From README.en.md ("Each ledger is known up to its own date", "Who has reported"): over the rows of the tables, the
dates that the ledgers declare, and what the loads of a city stated.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select

from data_access.ledgers.all import BY_KEY, LEDGERS
from tests.audit.random_city import REPORTED, RandomCity

Row = dict[str, Any]
ENDS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "year": (12,)}


class ByHand:
    """The rows of a loaded city by table, its units by number, and what follows from them."""

    def __init__(self, connection: Connection, city: RandomCity) -> None:
        self.city = city
        self.rows = {ledger.key: _rows(connection, ledger.table_name) for ledger in LEDGERS}
        self.units = {row["unit_id"]: row for row in self.rows["unit"]}
        self.number = {row["code"]: row["unit_id"] for row in self.rows["unit"]}
        self.duties = {(row["unit_kind"], row["ledger"]): row for row in self.rows["reporting_duty"]}
        self.reported = {(row["unit_id"], row["ledger"], row["month"]): row for row in self.rows["ledger_report"]}
        self._stated: dict[str, dict[int, dt.date]] = defaultdict(dict)
        for sheets, day in zip(city.loads, city.stated, strict=True):
            if day:
                self._state(sheets, day)
        self._of_ledger = {ledger: self._latest(ledger) for ledger in {each.dated_as for each in LEDGERS}}
        days = [day for day in self._of_ledger.values() if day]
        # Reports are missed by the day of their register, else as soon as any ledger has passed their day.
        registered = self._of_ledger["ledger_report"] or max(days)
        # The last day that nothing can come on any more: the one on which the register stands is not over.
        self.over = registered - dt.timedelta(1)
        self._of_all: dict[str, dt.date] = {}
        reported = {ledger for _kind, ledger in self.duties}
        self._of_unit = {ledger: self._by_unit(ledger) for ledger in REPORTED if ledger in reported}

    def known_to(self, table: str, unit_id: int) -> dt.date:
        """The day to which the ledger of a table is known of a unit."""
        ledger = next(each.dated_as for each in LEDGERS if each.table_name == table)
        if ledger in self._of_unit:
            return self._of_unit[ledger][unit_id]
        # A ledger in which nothing happens on a day, and of which nobody states one, is known as far as any.
        return self._of_ledger[ledger] or max(day for day in self._of_ledger.values() if day)

    def reached_by_all(self, ledger: str) -> dt.date | None:
        """The day to which a ledger is known of everybody; None where nothing in it is dated."""
        return self._of_all.get(ledger, self._of_ledger[BY_KEY[ledger].dated_as])

    # --- Days ----------------------------------------------------------------------------------------------------

    def _state(self, sheets: dict[str, list[Row]], day: dt.date) -> None:
        """A load says it of the units in the file, for every ledger in it."""
        named = {self.number[row.get("unit_id", row.get("code"))] for rows in sheets.values() for row in rows
                 if "unit_id" in row or "code" in row}  # fmt: skip
        for key in (key for key, rows in sheets.items() if rows):
            self._stated[BY_KEY[key].dated_as] |= dict.fromkeys(named, day)

    def _events(self, dated_as: str) -> Iterator[tuple[int, dt.date]]:
        """Unit (0: none) and day of everything that happened in a ledger and what belongs to it."""
        for ledger in (each for each in LEDGERS if each.dated_as == dated_as):
            for row in self.rows[ledger.key]:
                if ledger.key == "ledger_report" and row["load_row"] is None:
                    continue  # it follows from rows, and was not registered
                yield from ((row.get("unit_id", 0), row[name]) for name in ledger.events if row[name])

    def _latest(self, ledger: str) -> dt.date | None:
        days = [day for _, day in self._events(ledger)]
        return max([*days, *self._stated[ledger].values()], default=None)

    def _by_unit(self, ledger: str) -> dict[int, dt.date]:
        """Of who reports: its own latest event, what was stated, the last period reported and the last one due."""
        of = {unit_id: self.reporter(unit_id, ledger) for unit_id in self.units}
        known: dict[int, dt.date] = {}

        def take(unit_id: int, day: dt.date | None) -> None:
            if day:
                known[unit_id] = max(day, known.get(unit_id, day))

        for unit_id, day in self._events(ledger):
            take(of[unit_id] or unit_id, day)
        for unit_id, day in self._stated[ledger].items():
            if of[unit_id] in (None, unit_id):
                take(unit_id, day)
        for (unit_id, key, month), report in self.reported.items():
            if key == ledger:
                take(unit_id, min(month_end(month), report["reported_on"] or dt.date.max))
        reporting = set(of.values()) - {None}
        for unit_id in reporting:
            due = [month for month, due_on in self._periods(unit_id, ledger) if due_on <= self.over]
            take(unit_id, month_end(max(due)) if due else None)
        of_all = min((known[unit_id] for unit_id in reporting if unit_id in known), default=None)
        if of_all is None:
            of_all = self._of_ledger[ledger] or dt.date.min
        self._of_all[ledger] = of_all
        own = self._stated[ledger]
        return {
            unit_id: max(of_all, known.get(of[unit_id] or unit_id, of_all), own.get(unit_id, of_all))
            for unit_id in self.units
        }

    # --- Reports -------------------------------------------------------------------------------------------------

    def reporter(self, unit_id: int, ledger: str) -> int | None:
        """Who reports a ledger for a unit: itself, or its county where its kind has no duty; None where nobody does."""
        for each in (unit_id, self.units[unit_id]["county_id"]):
            if each is not None and (self.units[each]["kind"], ledger) in self.duties:
                return int(each)
        return None

    def _periods(self, unit_id: int, ledger: str) -> Iterator[tuple[dt.date, dt.date]]:
        """The last month of each period since the duty began, and the day on which its report is due."""
        duty = self.duties[self.units[unit_id]["kind"], ledger]
        month = duty["from_month"].replace(day=1)
        while month <= self.city.as_of:
            if month.month in ENDS[duty["frequency"]]:
                yield month, next_month(month).replace(day=duty["due_day"])
            month = next_month(month)

    def missing(self, unit_id: int, ledger: str, first: dt.date, last: dt.date, of: Row | None = None) -> int:
        """How many reports that a unit owed of the months from ``first`` to ``last`` are due and not handed in.

        ``of``: the unit that is asked about, of whose time alone reports count.
        """
        if (self.units[unit_id]["kind"], ledger) not in self.duties:
            return 0
        unit = self.units[unit_id]
        return sum(
            (unit_id, ledger, month) not in self.reported
            for month, due_on in self._periods(unit_id, ledger)
            if first <= month <= last and due_on <= self.over and is_there(unit, month) and is_there(of or unit, month)
        )

    def is_due(self, report: Row) -> bool:
        """Whether a report was owed by its unit and is past its day."""
        unit = self.units[report["unit_id"]]
        owed = (unit["kind"], report["ledger"]) in self.duties and is_there(unit, report["month"])
        periods = dict(self._periods(report["unit_id"], report["ledger"])) if owed else {}
        return periods.get(report["month"], dt.date.max) <= self.registered

    def period_of(self, report: Row) -> tuple[dt.date, dt.date]:
        """The first and the last day that a report is about."""
        duty = self.duties[self.units[report["unit_id"]]["kind"], report["ledger"]]
        months = {"month": 1, "quarter": 3, "year": 12}[duty["frequency"]]
        return report["month"].replace(month=report["month"].month - months + 1), month_end(report["month"])


def _rows(connection: Connection, name: str) -> list[Row]:
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def is_there(unit: Row, day: dt.date) -> bool:
    """Whether a unit is there on a day; its first and its last day are two of its days."""
    return (unit["active_from"] or day) <= day <= (unit["active_to"] or day)


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(31)).replace(day=1)


def month_end(month: dt.date) -> dt.date:
    return next_month(month) - dt.timedelta(1)


def months_between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    """The first days of the months from ``first`` to ``last``."""
    while first <= last:
        yield first
        first = next_month(first)
