"""Months that were added up: 5, 10 and 15 for the first three are, perhaps, what was counted since January.

A count of a month is told from a sum by no cell alone; that the months of a year never fall, in any of its series, is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Select, select

from data_access.checking.slips import MOST_TYPED
from data_access.checking.validation import Checked
from data_access.counting.tallies import BY_KEY
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.counts import tallies_of
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.problems import RUNNING_SUMS
from data_access.store.chosen import chosen
from data_access.store.tables import unit

# Counts that happen to rise do so seldom so many times, and a year of few months seldom to so many times its first.
RISES, LEAST, TIMES = 5, 5, 2.5


def hint_at_running_sums(connection: Connection, parts: Sequence[Checked]) -> None:
    """Hint once a column, at its largest number, that its months look like sums; the parts are of one ledger.

    Asked of the stored rows: who sends a month at a time shows it as well. The rows of the parts must be stored by now.
    """
    if sum(len(each.intake.sheet.rows) for each in parts) > MOST_TYPED:
        return
    for name in monthly_flows(parts[0].ledger) if parts else ():
        cells = list(_cells(parts, name))
        stored = _stored(connection, parts[0].ledger, name, {key for key, _cell in cells}) if cells else {}
        several = {key: [value for _day, value in sorted(each)] for key, each in stored.items() if len(each) > 2}
        if _never_falls(several.values()):
            _day, _value, checked, position = max(
                (cell for key, cell in cells if key in several), key=lambda cell: (cell[1], cell[0])
            )
            checked.intake.hint(position, name, RUNNING_SUMS)


def _never_falls(series: Collection[list[float]]) -> bool:
    """Whether the numbers of several years of units never fall, so often or so far that it is no chance."""
    steps = [later - earlier for values in series for earlier, later in pairwise(values)]
    rises = sum(step > 0 for step in steps)
    if any(step < 0 for step in steps):
        return False
    return rises >= RISES or (
        rises > 1 and all(values[0] >= LEAST and values[-1] >= TIMES * values[0] for values in series)
    )


def _stored(
    connection: Connection, ledger: Ledger, name: str, keys: Collection[Key]
) -> Mapping[Key, list[tuple[dt.date, float]]]:
    """The stored numbers of single months of some years of units, each with its month."""
    month, others = parts_of_key(ledger)
    table = ledger.table
    years, codes = {int(str(key[0])) for key in keys}, {str(key[1]) for key in keys}
    within = table.c[month].between(dt.date(min(years), 1, 1), dt.date(max(years), 12, 31))
    of_forms = [table.c.span_months, table.c["count"]] if ledger is REPORTED_COUNT else []
    query: Select[Any] = (
        select(unit.c.code, table.c[month], table.c[name], *(table.c[each] for each in others[1:]), *of_forms)
        .join_from(table, unit, table.c.unit_id == unit.c.unit_id)
        .where(within, table.c[name].is_not(None))
    )
    found = defaultdict(list)
    for each in chosen(connection, query, unit.c.code, codes):
        row = list(each)
        key = (row[1].year, row[0], *row[3 : 2 + len(others)])
        if key in keys and (not of_forms or _is_flow_of_month(row[-2], row[-1])):
            found[key].append((row[1], float(row[2])))
    return found


def parts_of_key(ledger: Ledger) -> tuple[str, list[str]]:
    """The column of the month, and what else tells a row of it, its unit first."""
    month = "period_end" if ledger is REPORTED_COUNT else next(each.name for each in ledger.columns if each.is_month)
    return month, [each for each in ledger.natural_key if each not in (month, "period")]


def monthly_flows(ledger: Ledger) -> list[str]:
    """The columns of numbers that are summed over the months of a ledger kept by month."""
    if ledger is REPORTED_COUNT:
        return ["value"]
    if not any(column.is_month and column.name in ledger.natural_key for column in ledger.columns):
        return []
    summed = [tally for tally in ENTRY_OF[ledger.key].tallies if tally.kind == "flow" and tally.value is not None]
    return list(dict.fromkeys(str(column.key) for tally in summed for column in tally.deciding))


def _cells(parts: Sequence[Checked], name: str) -> Iterator[tuple[Key, tuple[dt.date, float, Checked, int]]]:
    """The good numbers of single months, each under its unit, year and what else tells its row."""
    ledger = parts[0].ledger
    of_forms = ledger is REPORTED_COUNT
    month, others = parts_of_key(ledger)
    for checked in parts:
        columns = checked.columns
        if name not in columns or month not in columns:
            continue
        for position, (day, value) in enumerate(zip(columns[month], columns[name], strict=True)):
            if not isinstance(day, dt.date) or not isinstance(value, (int, float)):
                continue
            if position in checked.intake.rejected or (
                of_forms and not _is_flow_of_month(columns["span_months"][position], columns["count"][position])
            ):
                continue
            key = (day.year, *(columns[other][position] for other in others))
            yield key, (day, float(value), checked, position)


def _is_flow_of_month(span_months: object, count: object) -> bool:
    counts = [BY_KEY[key] for key in tallies_of(str(count)) if key in BY_KEY]
    return str(span_months) == "1" and bool(counts) and counts[0].kind == "flow"
