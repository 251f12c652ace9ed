"""Dates as people write them. A month without its day is told apart: guessing the day would move a case."""

import datetime as dt
import re

from data_access.checking.english_periods import MONTH, MONTHS, in_chinese
from data_access.files.cell_text import half_width
from data_access.files.instants import in_the_city

# Excel counts days from here; the numbers are those of 1927 to 2100, so that a plain year is not taken for a day.
EXCEL_EPOCH = dt.date(1899, 12, 30)
EXCEL_DAYS = range(10_000, 73_416)

_TIME = r"(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATE = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})[日号]?{_TIME}")
# What may stand around a date and says no other: an apostrophe, the day of the week, the hour, a full stop.
_AROUND = re.compile(
    r"'?(?P<day>\d.*\d[日号]?)\s*(?:\(?(?:星期|周)(?P<weekday>[一二三四五六日天])\)?)?\s*"
    r"(?:[上下]午|早上|晚上)?(?:\d{1,2}[时点](?:\d{1,2}分?|半|整)?)?[。.,;、]?"
)
# Whatever stroke stands between two numbers: 2026—06—30.
_DASH = re.compile(r"(?<=\d)\s?[‐‑‒–—―−]+\s?(?=\d)")
_WEEK = "一二三四五六日"
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.年]|(?=\d\d$))(\d{1,2})月?(?:份)?")
_CHINESE_DATE = re.compile(
    r"([\d〇○零一二三四五六七八九]{4})年([\d一二三四五六七八九十]{1,3})月"
    r"(?:份|([\d一二三四五六七八九十廿卅]{1,3})[日号])?"
)
# A month by its word and a year of four digits leave no doubt which number is the day.
_WORD = f"(?P<month>{MONTH})"
_DAY, _PART = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?:, ?|[ -])"
_ENGLISH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *(
            rf"{words}{_PART}(?P<year>\d{{4}})\b"
            for words in (rf"{_WORD} ?{_DAY}", rf"{_DAY}(?: of )?[ -]?{_WORD}", _WORD)
        ),
        rf"(?P<year>\d{{4}}),?[ -]{_WORD}[ -]{_DAY}",
    )
)
# What may stand around one in English: Thursday, 2 April 2026; on 2 April 2026 at 9 am; 2 April 2026 (Thu).
_WEEKDAY = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_AROUND_ENGLISH = re.compile(
    rf"(?:on )?(?:(?P<before>{_WEEKDAY})[.,]* )?(?P<day>.*?\d{{4}}|\d{{4}}.*?\d)(?:,? \(?(?P<after>{_WEEKDAY})\.?\)?)?"
    r"(?:,? (?:at )?(?:\d{1,2}(?::\d\d){1,2}|\d{1,2}(?::\d\d){0,2} ?[ap]\.?m\.?))?\.?",
    re.IGNORECASE,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A moment with its zone, as programs write it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:Z|[+-]\d\d:?\d\d)")
# What names a month, a day or a part of a year and leaves open of which year: 6月30日, 6.30, 本月底, 今年底, 30 June.
_MONTH_NUMBER, _DAY_NUMBER = "(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_YEARLESS = re.compile(
    r"(?:[本当今去前上明后下](?:年度?|个)?)?(?:"
    rf"(?:(?:{_MONTH_NUMBER}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?:[\d一二三四五六七八九十廿卅]{{1,3}}[日号])?"
    r"|[年月季]度?|第?[1-4一二三四]季度?|[上下]半年)(?:[初中底末终]|[上中下]旬[末底]?)?"
    rf"|{_MONTH_NUMBER}[-/.]{_DAY_NUMBER}[日号]?)(?:之前|以前|前|之内|以内|内|止)?[。.]?"
)
_ENGLISH_YEARLESS = tuple(
    re.compile(rf"(?:(?:by|until|before|on|end|of|the|this|next|last) )*{words}\.?", re.IGNORECASE)
    for words in (rf"{_WORD}[ -]?{_DAY}", rf"{_DAY}(?: of )?[ -]?{_WORD}", _WORD, "(?:year|month|quarter)")
)
# A year, or a part of it, and no day of it: 2026年, 2024年初, 2026年6月左右, 2026年春节前.
_DAYLESS = re.compile(
    rf"(?:19|20)\d\d(?:年度?(?:{_MONTH_NUMBER}月(?:份)?)?\D*|年?第?[1-4一二三四]季度?\D*|年?q[1-4])?", re.IGNORECASE
)
_PART_OF = re.compile(
    r"^(?:(?:early|mid|late|the (?:beginning|middle|end) of|beginning of|end of)[ -])(?:the )?", re.IGNORECASE
)
_DIGITS = {"〇": "0", "○": "0", "零": "0"} | {sign: str(number) for number, sign in enumerate("一二三四五六七八九", 1)}
_TENS = {"廿": "二十", "卅": "三十"}


def from_serial(number: float) -> dt.date | None:
    """The day of Excel's serial number, or None when it is none of this century or the last."""
    if not EXCEL_DAYS[0] <= number < EXCEL_DAYS[-1] + 1:
        return None
    return EXCEL_EPOCH + dt.timedelta(days=int(number))


def from_text(text: str) -> dt.date | None:
    """The day a text names: 2026-03-01, 2026/3/1, 2026年3月1日, 二〇二六年三月一日, Mar 1, 2026, 20260301 or 46082.

    The day of the week and the hour may stand behind it; a wrong day of the week leaves it open which one is meant.
    """
    compact = _compact(text)
    parts = _DATE.fullmatch(compact) or _COMPACT_DATE.fullmatch(compact)
    if parts is not None:
        return _day(parts)
    serial = compact.removesuffix(".0")
    if serial.isdecimal() and len(serial) < 6:
        return from_serial(int(serial))
    return _within(compact) or _within_english(compact) or _of_moment(compact)


def _within(text: str) -> dt.date | None:
    around = _AROUND.fullmatch(text)
    parts = _DATE.fullmatch(_compact(around["day"])) if around else None
    day = _day(parts) if parts else None
    weekday = around["weekday"] if around else None
    return day if day is None or not weekday or _WEEK[day.weekday()] == weekday.replace("天", "日") else None


def _within_english(text: str) -> dt.date | None:
    around = _AROUND_ENGLISH.fullmatch(text)
    parts = _DATE.fullmatch(_compact(around["day"])) if around and around["day"] != text else None
    day = _day(parts) if parts else None
    weekdays = {around[name][:3].lower() for name in ("before", "after") if around[name]} if around else set()
    return day if day and weekdays <= {_WEEKDAYS[day.weekday()]} else None


def _of_moment(text: str) -> dt.date | None:
    """The day in the city of a moment that says its zone."""
    try:
        moment = in_the_city(dt.datetime.fromisoformat(text.replace(" ", ""))) if _MOMENT.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None
    return moment.date() if isinstance(moment, dt.datetime) else None


def _day(parts: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None


def month_named(text: str) -> dt.date | None:
    """The first day of the month that a text names without a day: 2026年5月, 二〇二六年五月, 2026-05, 202605."""
    parts = _MONTH.fullmatch(_compact(text))
    return dt.date(int(parts[1]), int(parts[2]), 1) if parts and int(parts[1]) and 1 <= int(parts[2]) <= 12 else None


def names_no_day(text: str) -> bool:
    """Whether a text names a year or a part of one, and no day of it: 2026年, 2024年初, 2026年6月左右, 2026-05."""
    part = _PART_OF.sub("", in_chinese(_PART_OF.sub("", text.strip())))
    return month_named(text) is not None or any(_DAYLESS.fullmatch(_compact(each)) for each in (text, part))


def names_no_year(text: str) -> bool:
    """Whether a text names a month, a day or a part of a year and not of which year: 1月, 6月30日, 本月底, 30 June."""
    half = " ".join(half_width(text).split())
    return bool(_YEARLESS.fullmatch(half.replace(" ", "")) or any(each.fullmatch(half) for each in _ENGLISH_YEARLESS))


def _compact(text: str) -> str:
    half = _DASH.sub("-", half_width(text).strip())
    if "年" not in half:
        return _with_month_in_digits(half) if half[-1:].isdigit() and not half.isdigit() else half
    half = half.replace(" ", "")
    return _CHINESE_DATE.sub(_with_digits, half)


def _with_month_in_digits(text: str) -> str:
    """March 1, 2026, 1 Mar 2026 or Mar 2026 as year, month and day in digits; another text as it is."""
    for form in _ENGLISH:
        if written := form.match(text):
            day = f"-{written['day']}" if "day" in form.groupindex else ""
            month = MONTHS.index(written["month"][:3].lower()) + 1
            return f"{written['year']}-{month}{day}{text[written.end() :]}"
    return text


def _with_digits(written: re.Match[str]) -> str:
    day = f"{below_hundred(written[3])}日" if written[3] else ""
    return f"{digits_of(written[1])}年{below_hundred(written[2])}月{day}"


def digits_of(written: str) -> str:
    """A year sign by sign: 二〇二六 → 2026; digits stay."""
    return "".join(_DIGITS.get(sign, sign) for sign in written)


def below_hundred(written: str) -> str:
    """A number below a hundred: 三 → 3, 十 → 10, 二十三 → 23; digits stay, nonsense becomes 0."""
    for sign, tens in _TENS.items():
        written = written.replace(sign, tens)
    tens_part, ten, ones = written.rpartition("十")
    if not ten:
        return _DIGITS.get(written, written if written.isdecimal() else "0")
    tens_digit, ones_digit = _DIGITS.get(tens_part, "" if tens_part else "1"), _DIGITS.get(ones, "" if ones else "0")
    return f"{tens_digit}{ones_digit}" if tens_digit and ones_digit else "0"
