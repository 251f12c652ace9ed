"""What forms say of each month: cumulative figures differenced, and what nobody says told apart from nought."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from data_access.asked.periods import months_from, shift
from data_access.reported_period import ReportedPeriod

# What ``monthly_tally.span_months`` says of a month that a form should tell and none does, and of one for which a form
# says that there is nothing to count.
UNTOLD, NOT_APPLICABLE = 0, -1


@dataclass(frozen=True)
class Span:
    """What was counted in the months up to ``last`` (a first day); None where there is nothing to count."""

    last: dt.date
    months: int
    value: float | None

    @property
    def first(self) -> dt.date:
        return shift(self.last, 1 - self.months)

    @property
    def covers(self) -> list[dt.date]:
        return months_from(self.first, self.last)


def spans(figures: Iterable[tuple[ReportedPeriod, float | None]], *, stock: bool = False) -> list[Span]:
    """The figures of one unit and count as spans of which no two share a month, in the order of their months.

    A cumulative figure is less what was counted by the end of the earlier one of its year. A stock stands at the end of
    its period, whatever the period is.
    """
    ordered = sorted(figures, key=lambda each: (each[0].last, each[0].months))
    if stock:
        return [Span(period.last, 1, value) for period, value in ordered]
    found = []
    for place, (period, value) in enumerate(ordered):
        before = [each for each in ordered[:place] if each[0].first == period.first and each[1] is not None]
        if value is None or not period.cumulative or not before:
            found.append(Span(period.last, period.months, value))
            continue
        earlier, counted = before[-1]
        found.append(Span(period.last, period.months - earlier.months, value - (counted or 0.0)))
    return found


def untold(told: Sequence[Span], known: Collection[dt.date], first: dt.date, last: dt.date) -> list[dt.date]:
    """The months from ``first`` to ``last`` of which no span tells; ``known`` are those that cases tell of."""
    covered = {month for span in told for month in span.covers}.union(known)
    return [month for month in months_from(first, last) if month not in covered]
