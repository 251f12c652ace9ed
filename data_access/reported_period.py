"""The period that a form reports on, in the one writing by which it is stored.

2026-06, 2026Q2, 2026H1 and 2026 are a month, quarter, half-year and year. 2026-03~2026-05 is another span of months;
one that begins in January is cumulative: it counts all that happened since then, and stands beside an earlier one of
its year, whose figure lies within it.
"""

import datetime as dt
import re
from dataclasses import dataclass

from wording import Wording

_CODE = re.compile(r"(\d{4})(?:-(\d\d)(?:~(\d{4})-(\d\d))?|Q([1-4])|H([12]))?")
# Of a year, and of its parts.
MONTHS, _HALF, _QUARTER, _MONTH = 12, 6, 3, 1
JANUARY = 1


def month_after(month: dt.date, months: int) -> dt.date:
    """The first day of the month that many months later."""
    number = month.year * 12 + month.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class ReportedPeriod:
    """Whole months from ``first`` to ``last`` (first days), and whether the figure counts on from January."""

    first: dt.date
    last: dt.date
    cumulative: bool = False

    @classmethod
    def of(cls, code: str) -> "ReportedPeriod":
        """The period of a stored code; raises ``ValueError`` with what was expected for any other text."""
        parts = _CODE.fullmatch(code)
        if parts is None:
            raise ValueError(f"expected a period such as 2026-06 or 2026Q2, got {code!r}")
        year, month, end_year, end_month, quarter, half = parts.groups()
        if end_year:
            return cls.between(dt.date(int(year), int(month), 1), dt.date(int(end_year), int(end_month), 1))
        if month:
            return cls.span(int(year), int(month), _MONTH)
        if quarter:
            return cls.span(int(year), _QUARTER * int(quarter) - 2, _QUARTER)
        if half:
            return cls.span(int(year), _HALF * int(half) - 5, _HALF)
        return cls.span(int(year), JANUARY, MONTHS)

    @classmethod
    def span(cls, year: int, month: int, months: int) -> "ReportedPeriod":
        first = dt.date(year, month, 1)
        return cls(first, month_after(first, months - 1))

    @classmethod
    def between(cls, first: dt.date, last: dt.date) -> "ReportedPeriod":
        """A span from one month to another: cumulative where it goes on from January, a month where it is one."""
        return cls(first, last, cumulative=first.month == JANUARY and first.year == last.year and last > first)

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def end(self) -> dt.date:
        """The last day."""
        return month_after(self.last, 1) - dt.timedelta(days=1)

    @property
    def code(self) -> str:
        if self.months == _MONTH:
            return f"{self.first:%Y-%m}"
        within_year, place = self.first.year == self.last.year and not self.cumulative, self.first.month - 1
        if within_year and self.months == MONTHS:
            return f"{self.first:%Y}"
        if within_year and self.months == _HALF and place % _HALF == 0:
            return f"{self.first:%Y}H{place // _HALF + 1}"
        if within_year and self.months == _QUARTER and place % _QUARTER == 0:
            return f"{self.first:%Y}Q{place // _QUARTER + 1}"
        return f"{self.first:%Y-%m}~{self.last:%Y-%m}"

    def overlaps(self, other: "ReportedPeriod") -> bool:
        """Whether two figures count the same month, other than a cumulative one that goes on where another ended."""
        if self.last < other.first or other.last < self.first:
            return False
        earlier, later = sorted((self, other), key=lambda each: each.last)
        return not (later.cumulative and earlier.first == later.first and earlier.last < later.last)


def reported_in_words(code: str, words: Wording) -> str:
    """2026 年上半年, 2026 年 1—6 月: a period of a form, in words."""
    period = ReportedPeriod.of(code)
    first, last, place = period.first, period.last, period.first.month - 1
    if first == last:
        return words("period.month", year=first.year, month=first.month)
    if period.months == MONTHS and place == 0 and not period.cumulative:
        return words("period.year", year=first.year)
    if period.months == _HALF and place % _HALF == 0 and not period.cumulative:
        return words("period.second_half" if place else "period.first_half", year=first.year)
    if period.months == _QUARTER and place % _QUARTER == 0 and not period.cumulative:
        return words("period.quarter", year=first.year, quarter=place // _QUARTER + 1)
    if first.year == last.year:
        return words("period.months", year=first.year, first=first.month, last=last.month)
    values = {"year": first.year, "month": first.month, "last_year": last.year, "last_month": last.month}
    return words("period.span", **values)


def with_period_in_words(text: str, words: Wording) -> str:
    """A text that is the code of a period, or begins with one before a colon, with the period in words."""
    code, colon, rest = text.partition(":")
    return f"{reported_in_words(code, words)}{colon}{rest}" if _CODE.fullmatch(code) else text
