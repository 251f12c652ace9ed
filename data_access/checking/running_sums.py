"""Months that were added up: 5, 10 and 15 for the first three are, perhaps, what was counted since January.

A count of a month is told from a sum by no cell alone; that the months of a year never fall, in any of its series, is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data_access.checking.validation import Checked
from data_access.counting.tallies import BY_KEY
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.counts import tallies_of
from data_access.ledgers.declare import Ledger
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.problems import RUNNING_SUMS

# Counts that happen to rise do so seldom so many times, and a year of few months seldom to so many times its first.
RISES, LEAST, TIMES = 5, 5, 2.5


@dataclass
class _Series:
    """The numbers of one year of a unit (and kind), by the last or first day of their month, with their rows."""

    cells: list[tuple[dt.date, float, Checked, int]] = field(default_factory=list)

    def steps(self) -> list[float]:
        values = [value for _day, value, _checked, _at in sorted(self.cells, key=lambda cell: cell[0])]
        return [later - earlier for earlier, later in pairwise(values)]

    @property
    def grows_fast(self) -> bool:
        values = [value for _day, value, _checked, _at in sorted(self.cells, key=lambda cell: cell[0])]
        return len(values) > 2 and values[0] >= LEAST and values[-1] >= TIMES * values[0]


def hint_at_running_sums(parts: Sequence[Checked]) -> None:
    """Hint once a column, at its largest number, that its months look like sums; the parts are of one ledger."""
    for name in _flows(parts[0].ledger) if parts else ():
        of_year: dict[tuple[object, ...], _Series] = defaultdict(_Series)
        for key, cell in _cells(parts, name):
            of_year[key].cells.append(cell)
        several = [each for each in of_year.values() if len(each.cells) > 2]
        steps = [step for each in several for step in each.steps()]
        rises = sum(step > 0 for step in steps)
        if any(step < 0 for step in steps) or not (
            rises >= RISES or (rises > 1 and all(each.grows_fast for each in several))
        ):
            continue
        _day, _value, checked, position = max(
            (cell for each in several for cell in each.cells), key=lambda cell: (cell[1], cell[0])
        )
        checked.intake.hint(position, name, RUNNING_SUMS)


def _flows(ledger: Ledger) -> list[str]:
    """The columns of numbers that are summed over the months of a ledger kept by month."""
    if ledger is REPORTED_COUNT:
        return ["value"]
    if not any(column.is_month and column.name in ledger.natural_key for column in ledger.columns):
        return []
    summed = [tally for tally in ENTRY_OF[ledger.key].tallies if tally.kind == "flow" and tally.value is not None]
    return list(dict.fromkeys(str(column.key) for tally in summed for column in tally.deciding))


def _cells(
    parts: Sequence[Checked], name: str
) -> Iterator[tuple[tuple[object, ...], tuple[dt.date, float, Checked, int]]]:
    """The good numbers of single months, each under its unit, year and what else tells its row."""
    ledger = parts[0].ledger
    of_forms = ledger is REPORTED_COUNT
    month = "period_end" if of_forms else next(each.name for each in ledger.columns if each.is_month)
    others = [each for each in ledger.natural_key if each not in (month, "period")]
    for checked in parts:
        columns = checked.columns
        if name not in columns or month not in columns:
            continue
        for position, (day, value) in enumerate(zip(columns[month], columns[name], strict=True)):
            if not isinstance(day, dt.date) or not isinstance(value, (int, float)):
                continue
            if position in checked.intake.rejected or (of_forms and not _is_flow_of_month(checked, position)):
                continue
            key = (day.year, *(columns[other][position] for other in others))
            yield key, (day, float(value), checked, position)


def _is_flow_of_month(checked: Checked, position: int) -> bool:
    counts = [BY_KEY[key] for key in tallies_of(str(checked.columns["count"][position])) if key in BY_KEY]
    return str(checked.columns["span_months"][position]) == "1" and bool(counts) and counts[0].kind == "flow"
