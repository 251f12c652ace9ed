"""A date that leaves all others behind is asked back: the latest one becomes the day up to which a ledger is known.

A mistyped month would move every light and every limit by half a year, and nobody would see why.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from data_access.checking.validation import Checked
from data_access.problems import ODD_DATE

# A jump of at most so many days is never odd; an odd one has so many times the gaps that the file usually has.
LEAST_DAYS, TIMES = 60, 3
# A file with fewer days tells no pattern: then a jump of a quarter beyond all that is stored is odd, unless the whole
# file is as late and comes down to today: that is the next file, which a city loads when the quarter is over.
PATTERN, QUARTER_DAYS = 5, 92
# What is written by mistake stands in a few cells, or in so small a part of many.
FEW, PART = 3, 200
# The gap that is larger than this part of all gaps: one old case among new ones is no pattern.
USUAL = 0.9


def reject_odd_dates(parts: Sequence[Checked], own: dt.date | None, of_all: dt.date | None, today: dt.date) -> None:
    """Reject the rows with past events so late that a slip is likelier; the parts are of one ledger.

    ``own`` is the latest day to which the ledger is known, ``of_all`` that of all ledgers (None: nothing is stored).
    """
    events = [column.name for column in parts[0].ledger.columns if column.event] if parts else []
    cells = [(checked, name, checked.columns[name]) for checked in parts for name in events if name in checked.columns]
    days = Counter[object]()
    for _checked, _name, values in cells:
        days.update(values)
    found = first_odd(Counter({day: n for day, n in days.items() if isinstance(day, dt.date)}), own, of_all, today)
    if found is None:
        return
    first, before = found
    for checked, name, values in cells:
        for position, day in enumerate(values):
            if isinstance(day, dt.date) and day >= first and position not in checked.intake.rejected:
                checked.intake.reject(position, name, day, ODD_DATE, [before.isoformat()])


def first_odd(
    days: Counter[dt.date], own: dt.date | None, of_all: dt.date | None, today: dt.date
) -> tuple[dt.date, dt.date] | None:
    """The first day that is odd among those of a file (with the cells that hold each), and the day it leaves behind.

    ``own`` and ``of_all`` as in ``reject_odd_dates``; None where no day is odd.
    """
    ordered, many, above = sorted(days), max(FEW, days.total() // PART), 0
    odd = None
    for place in range(len(ordered) - 1, -1, -1):
        above += days[ordered[place]]
        if above > many:
            break
        below = ordered[:place]
        told = len(below) >= PATTERN
        stored = own if told else of_all
        before = max((day for day in (*below[-1:], stored) if day is not None), default=None)
        # What is told by nothing but itself is odd to nobody.
        if before is None or (not told and stored is None):
            break
        if not below and (today - ordered[-1]).days <= QUARTER_DAYS:
            break
        if (ordered[place] - before).days > (_usual(below) if told else QUARTER_DAYS):
            odd = ordered[place], before
    return odd


def _usual(days: Sequence[dt.date]) -> int:
    """How many days may pass after the last of these until the next."""
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    return max(LEAST_DAYS, TIMES * gaps[int(USUAL * (len(gaps) - 1))])
