"""Periods as people write them: 2026-06, 2026年六月, 2026Q2, 前三季度, 2026上半年, 2026年1—6月, 2026, June 2026."""

import calendar
import datetime as dt
import re

from data_access.checking.english_periods import in_chinese
from data_access.checking.written_dates import below_hundred, digits_of, from_serial
from data_access.files.cell_text import half_width
from data_access.reported_period import ReportedPeriod

FIRST_YEAR, LAST_YEAR = 1949, 2100
_DASH = r"[-‐‑‒–—―─−~〜至到]"
_YEAR = r"(?:(\d{4})(?:年度?)?[-/.]?)?"
_THIS_YEAR = re.compile(r"[本今当]年度?(?=.)")
_WHOLE_YEAR = re.compile(r"(\d{4})(?:年度?)?(?:全年|年报)?(?:累计)?")
_MONTH = re.compile(rf"{_YEAR}(\d{{1,2}})月?(?:份)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})")
_QUARTER = re.compile(rf"{_YEAR}(?:q([1-4])|第?([1-4])季度?)")
_QUARTERS = re.compile(rf"{_YEAR}第?([1-4])(?:季度?)?{_DASH}+第?([1-4])季度?(?:累计)?")
_HALF = re.compile(rf"{_YEAR}(?:(上半年|h1)|(下半年|h2))(累计)?")
_SPAN = re.compile(rf"{_YEAR}(\d{{1,2}})月?{_DASH}+(?:(\d{{4}})[年\-/.])?(\d{{1,2}})月?(?:份)?(?:累计)?")
_BOTH = re.compile(rf"(\d{{4}})-(\d\d){_DASH}(\d{{4}})-(\d\d)")
# What counts on from January, by the last of its months, or quarters: 截至9月底, 前9个月, 前三季度.
_FROM_JANUARY = (
    (re.compile(rf"(?:截至|截止到?){_YEAR}(\d{{1,2}})月(?:份)?[底末止]?(?:累计)?"), 1),
    (re.compile(rf"{_YEAR}(?:截至|截止到?)(\d{{1,2}})月(?:份)?[底末止]?(?:累计)?"), 1),
    (re.compile(rf"{_YEAR}前(\d{{1,2}})个?月(?:份)?(?:累计)?"), 1),
    (re.compile(rf"{_YEAR}前([1-4])个?季度?(?:累计)?"), 3),
)
_UNTIL_DAY = re.compile(rf"(?:截至|截止到?){_YEAR}(\d{{1,2}})月(\d{{1,2}})日")
# Whole months are a period, as 1月1日至9月30日 are; other days are none.
_DAY = r"(\d{1,2})[月./-](\d{1,2})[日号]?"
_DAYS_TEXT = rf"(\d{{4}})[年./-]{_DAY}{_DASH}+(?:(\d{{4}})[年./-])?{_DAY}"
_DAYS = re.compile(_DAYS_TEXT)
# A period within a title: 2026年上半年行政复议情况统计表. The day on which a form was filled in is none.
_WITHIN = re.compile(
    rf"{_DAYS_TEXT}|(?:截至|截止到?)(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日|"
    rf"(?:截至|截止到?)?(?:\d{{4}}(?:年度?)?)?(?:q[1-4](?!\d)|前\d{{1,2}}个?[季月]度?|"
    rf"第?[1-4]季?度?{_DASH}第?[1-4]季度|第?[1-4]季度|[上下]半年(?:累计)?|"
    rf"\d{{1,2}}月?{_DASH}(?:\d{{4}}年)?\d{{1,2}}月(?!\d)|(?:截至|截止到?)?\d{{1,2}}月(?!\d)[底末止]?)"
)
_WHOLE_WITHIN, _YEAR_WITHIN = re.compile(r"\d{4}年度?(?!\d)|\d{4}全年"), re.compile(r"(\d{4})年")
# Numbers in words, where a period has them: 二〇二六年, 十二月, 前两季度, 一至六月.
_IN_WORDS = re.compile(rf"[〇○零一二两三四五六七八九十]{{1,4}}(?=年|个?[月季]|{_DASH})")


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
    written = _THIS_YEAR.sub("", _plain(text))
    try:
        found = _read(written, year) or _read_from_january(written, year) or _read_days(written)
    except ValueError:
        return None
    return found if found and found.first.year >= FIRST_YEAR and found.last.year <= LAST_YEAR else None


def within(text: str, year: int | None = None) -> ReportedPeriod | None:
    """The one period that a title or the name of a file names beside other words; None for none or several.

    A part of a year goes before the year: 2026年度统计表（1—6月） is of six months.
    """
    plain = _plain(text)
    years = {int(each) for each in _YEAR_WITHIN.findall(plain)}
    known = years.pop() if len(years) == 1 else year
    parts = {from_text(part[0], known) for part in _WITHIN.finditer(plain)}
    found = parts or {from_text(whole) for whole in _WHOLE_WITHIN.findall(plain)}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    half = "".join(half_width(in_chinese(text)).casefold().split())
    return _IN_WORDS.sub(lambda written: _in_digits(written[0].replace("两", "二")), half)


def _in_digits(written: str) -> str:
    return digits_of(written) if len(written) == 4 else below_hundred(written)


def _read(text: str, year: int | None) -> ReportedPeriod | None:
    if both := _BOTH.fullmatch(text):
        return _between(*map(int, both.groups()))
    if whole := _WHOLE_YEAR.fullmatch(text):
        return ReportedPeriod.span(int(whole[1]), 1, 12)
    if compact := _COMPACT.fullmatch(text):
        return ReportedPeriod.span(int(compact[1]), int(compact[2]), 1)
    if (quarter := _QUARTER.fullmatch(text)) and (of := _year(quarter[1], year)):
        return ReportedPeriod.span(of, 3 * int(quarter[2] or quarter[3]) - 2, 3)
    if (quarters := _QUARTERS.fullmatch(text)) and (of := _year(quarters[1], year)):
        return _between(of, 3 * int(quarters[2]) - 2, of, 3 * int(quarters[3]))
    if (half := _HALF.fullmatch(text)) and (of := _year(half[1], year)):
        return _half(of, is_first=bool(half[2]), counts_on=bool(half[4]))
    if (span := _SPAN.fullmatch(text)) and (of := _year(span[1], year)):
        return _between(of, int(span[2]), int(span[3] or of), int(span[4]))
    if (month := _MONTH.fullmatch(text)) and (month[1] or "月" in text) and (of := _year(month[1], year)):
        return ReportedPeriod.span(of, int(month[2]), 1)
    return None


def _read_from_january(text: str, year: int | None) -> ReportedPeriod | None:
    for pattern, months in _FROM_JANUARY:
        if (until := pattern.fullmatch(text)) and (of := _year(until[1], year)):
            return _between(of, 1, of, months * int(until[2]))
    until = _UNTIL_DAY.fullmatch(text)
    of = _year(until[1], year) if until else None
    return _between(of, 1, of, int(until[2])) if until and of and _is_last(of, int(until[2]), int(until[3])) else None


def _read_days(text: str) -> ReportedPeriod | None:
    days = _DAYS.fullmatch(text)
    if days is None:
        return None
    year, month, day, end_year, end_month, end_day = (int(each or days[1]) for each in days.groups())
    whole = day == 1 and _is_last(end_year, end_month, end_day)
    return _between(year, month, end_year, end_month) if whole else None


def _is_last(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and day == calendar.monthrange(year, month)[1]


def _half(year: int, *, is_first: bool, counts_on: bool) -> ReportedPeriod | None:
    """What counts on to the end of a year may begin in January or in July."""
    if counts_on:
        return _between(year, 1, year, 6) if is_first else None
    return ReportedPeriod.span(year, 1 if is_first else 7, 6)


def _year(written: str | None, known: int | None) -> int | None:
    return int(written) if written else known


def _between(year: int, month: int, end_year: int, end_month: int) -> ReportedPeriod | None:
    first, last = dt.date(year, month, 1), dt.date(end_year, end_month, 1)
    return ReportedPeriod.between(first, last) if first <= last else None
