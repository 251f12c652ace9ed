"""Periods as people write them: 2026-06, 2026年6月, 2026Q2, 二季度, 2026上半年, 2026年1—6月, 2026."""

import datetime as dt
import re
import unicodedata

from data_access.checking.written_dates import from_serial
from data_access.reported_period import ReportedPeriod

FIRST_YEAR, LAST_YEAR = 1949, 2100
_NUMERALS = str.maketrans("一二三四", "1234")
_DASH = r"[-‐‑‒–—―─−~〜至到]"
_YEAR = r"(?:(\d{4})(?:年度?|[-/.])?)?"
_WHOLE_YEAR = re.compile(r"(\d{4})(?:年度?)?(?:全年|年报)?")
_MONTH = re.compile(rf"{_YEAR}(\d{{1,2}})月?(?:份)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})")
_QUARTER = re.compile(r"(?:(\d{4})年?[-/.]?)?(?:q([1-4])|第?([1-4])季度?)")
_HALF = re.compile(r"(?:(\d{4})年?[-/.]?)?(上半年|下半年|h1|h2)")
_SPAN = re.compile(rf"{_YEAR}(\d{{1,2}})月?{_DASH}+(?:(\d{{4}})[年\-/.])?(\d{{1,2}})月?(?:份)?(?:累计)?")
_BOTH = re.compile(rf"(\d{{4}})-(\d\d){_DASH}(\d{{4}})-(\d\d)")
# A period within a title: 2026年上半年行政复议情况统计表.
_WITHIN = re.compile(
    rf"\d{{4}}年?(?:q[1-4]|第?[1-4]季度|[上下]半年|\d{{1,2}}月?{_DASH}\d{{1,2}}月|\d{{1,2}}月|全年|年度?)"
)


def from_cell(value: object, year: int | None = None) -> ReportedPeriod | None:
    """The period that a cell names; ``year`` is that of a cell that names none. None where it names no period.

    A date stands for its month: a spreadsheet makes one of 2026-06.
    """
    if isinstance(value, dt.date):
        return ReportedPeriod.span(value.year, value.month, 1)
    if isinstance(value, float):
        # 2026.1 may have been 2026.10.
        if not value.is_integer():
            return None
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and (day := from_serial(value)):
        return ReportedPeriod.span(day.year, day.month, 1)
    return from_text(str(value), year)


def from_text(text: str, year: int | None = None) -> ReportedPeriod | None:
    """The period that a text names, as ``from_cell``."""
    written = _plain(text)
    try:
        found = _read(written, year)
    except ValueError:
        return None
    return found if found and found.first.year >= FIRST_YEAR and found.last.year <= LAST_YEAR else None


def within(text: str) -> ReportedPeriod | None:
    """The one period that a title or the name of a file names beside other words; None for none or several."""
    found = {from_text(part) for part in _WITHIN.findall(_plain(text))} - {None}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    half = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub(r"[一二三四](?=季)", lambda sign: sign[0].translate(_NUMERALS), half)


def _read(text: str, year: int | None) -> ReportedPeriod | None:
    if both := _BOTH.fullmatch(text):
        return _between(*map(int, both.groups()))
    if whole := _WHOLE_YEAR.fullmatch(text):
        return ReportedPeriod.span(int(whole[1]), 1, 12)
    if compact := _COMPACT.fullmatch(text):
        return ReportedPeriod.span(int(compact[1]), int(compact[2]), 1)
    if (quarter := _QUARTER.fullmatch(text)) and (of := _year(quarter[1], year)):
        return ReportedPeriod.span(of, 3 * int(quarter[2] or quarter[3]) - 2, 3)
    if (half := _HALF.fullmatch(text)) and (of := _year(half[1], year)):
        return ReportedPeriod.span(of, 1 if half[2] in ("上半年", "h1") else 7, 6)
    if (span := _SPAN.fullmatch(text)) and (of := _year(span[1], year)):
        return _between(of, int(span[2]), int(span[3] or of), int(span[4]))
    if (month := _MONTH.fullmatch(text)) and (month[1] or "月" in text) and (of := _year(month[1], year)):
        return ReportedPeriod.span(of, int(month[2]), 1)
    return None


def _year(written: str | None, known: int | None) -> int | None:
    return int(written) if written else known


def _between(year: int, month: int, end_year: int, end_month: int) -> ReportedPeriod | None:
    first, last = dt.date(year, month, 1), dt.date(end_year, end_month, 1)
    return ReportedPeriod.between(first, last) if first <= last else None
