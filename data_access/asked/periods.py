"""Periods of whole months, as readers name them: a year, a quarter, a month, or from one month to another."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, get_args

Grain = Literal["year", "quarter", "month", "custom"]
GRAINS: tuple[Grain, ...] = get_args(Grain)

_PATTERNS: dict[Grain, re.Pattern[str]] = {
    "year": re.compile(r"([12][0-9]{3})"),
    "quarter": re.compile(r"([12][0-9]{3})Q([1-4])"),
    "month": re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])"),
    "custom": re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])~([12][0-9]{3})-(0[1-9]|1[0-2])"),
}
_LENGTH = {"year": 12, "quarter": 3, "month": 1}


def shift(month: dt.date, months: int) -> dt.date:
    """The first day of the month that many months later (or earlier)."""
    number = month.year * 12 + month.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def months_from(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every month from first to last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, number) for number in range(count)]


@dataclass(frozen=True)
class Period:
    """Whole months from ``first`` to ``last`` (first days of months), both included."""

    grain: Grain
    first: dt.date
    last: dt.date

    @property
    def code(self) -> str:
        """The period as it stands in a link: 2026, 2026Q3, 2026-10 or 2025-03~2026-02."""
        if self.grain == "year":
            return f"{self.first:%Y}"
        if self.grain == "quarter":
            return f"{self.first:%Y}Q{(self.first.month + 2) // 3}"
        if self.grain == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y-%m}~{self.last:%Y-%m}"

    @property
    def begins_a_year(self) -> bool:
        """Whether it is part of one year, from its January on: what an assessment can be of."""
        return self.first.month == 1 and self.first.year == self.last.year

    @property
    def end(self) -> dt.date:
        """The last day."""
        return shift(self.last, 1) - dt.timedelta(days=1)

    @property
    def length(self) -> int:
        return len(months_from(self.first, self.last))

    def moved(self, months: int) -> "Period":
        return Period("custom", shift(self.first, months), shift(self.last, months))


def period_of(grain: Grain, code: str, last_month: dt.date) -> Period | None:
    """The period a code names, cut to ``last_month``; None when the code is not of that grain or begins later."""
    match = _PATTERNS[grain].fullmatch(code)
    if match is None:
        return None
    numbers = [int(number) for number in match.groups()]
    if grain == "custom":
        first, last = dt.date(numbers[0], numbers[1], 1), dt.date(numbers[2], numbers[3], 1)
    else:
        month = {"year": 1, "quarter": 3 * numbers[-1] - 2, "month": numbers[-1]}[grain]
        first = dt.date(numbers[0], month, 1)
        last = shift(first, _LENGTH[grain] - 1)
    if first > last_month or last < first:
        return None
    return Period(grain, first, min(last, last_month))


def period_codes(grain: Grain, first_month: dt.date, last_month: dt.date) -> list[str]:
    """All periods of a grain that the data reach, the latest first. For "custom" there is no list."""
    if grain == "custom":
        return []
    months = reversed(months_from(first_month, last_month))
    return list(dict.fromkeys(Period(grain, month, month).code for month in months))
