"""Deadlines as people write them: 2026年6月底, 二季度末, 年底前, 中旬, 6月30日前 mean a last day, which is stored.

Only where a date is a limit: by what happened at the end of June no day is meant. A limit includes the day that it
names (民法典 art. 1259: 以前, 以内 include it).
"""

import datetime as dt
import re
from calendar import monthrange

from data_access.checking.conversion import Converter, Refusal, converter
from data_access.checking.counted_days import names_days
from data_access.checking.written_dates import digits_of, from_text, month_named
from data_access.files.cell_text import half_width
from data_access.ledgers.declare import LedgerColumn
from data_access.problems import BAD_DATE, LIMIT_IN_DAYS, LIMIT_WITHOUT_DAY

_BEFORE = re.compile(r"(?:之前|以前|前|之内|以内|内|止)$")
_BY = re.compile(r"^(?:by|until|no later than|not later than) (?:the )?(?=.*\d{4}$|\d{4}\D)", re.IGNORECASE)
_END_OF = re.compile(r"^(?:(?:the )?end of (?:the )?(?:year )?|end[ -]|year[ -]end )", re.IGNORECASE)
_YEAR_IN_SIGNS = re.compile("^[\\d〇○零一二三四五六七八九]{4}(?=年)")
_END = r"[底末终]"
_THIRD = re.compile(r"(.*月)(?:份)?(?:的)?([上中下])旬[末底]?")
_MONTH_END = re.compile(rf"(.*\d)(?:月(?:份)?)?月?{_END}|(.*月)(?:份)?月?{_END}")
_YEAR_END = re.compile(rf"(\d{{4}})年(?:年?{_END}|度{_END}?|度?(?:全年|本年))")
_QUARTER_END = re.compile(rf"(\d{{4}})年?(?:第?([1-4一二三四])季度?|q([1-4])){_END}", re.IGNORECASE)
_HALF_END = re.compile(rf"(\d{{4}})年([上下])半年{_END}")
_ENGLISH_QUARTER = re.compile(r"(?:q([1-4]) (\d{4})|(\d{4}) ?q([1-4]))", re.IGNORECASE)
_ENGLISH_HALF = re.compile(r"h([12]) (\d{4})", re.IGNORECASE)
_NUMERALS = "一二三四"
_OF_A_DATE = re.compile(r"[\d年月]")
_DAY_OF_THIRD = {"上": 10, "中": 20}


def deadline_reader(column: LedgerColumn) -> Converter | None:
    """What reads the cells of a column of limits, None for any other column."""
    if not column.is_limit:
        return None
    convert = converter(column)

    def read(value: object) -> object:
        result = convert(value)
        if not isinstance(result, Refusal):
            return result
        named = last_day_named(value) if isinstance(value, str) else None
        last = convert(named) if named else result
        return _why_no_limit(value, result, column) if isinstance(last, Refusal) else last

    return read


def _why_no_limit(value: object, refusal: Refusal, column: LedgerColumn) -> Refusal:
    """What is asked for where no day is named: 60天 counts from a date, 立行立改 and 长期 name no end at all."""
    if names_days(value):
        return Refusal(LIMIT_IN_DAYS, ("expected.date",))
    if refusal.code == BAD_DATE and isinstance(value, str) and not _OF_A_DATE.search(value):
        return Refusal(LIMIT_WITHOUT_DAY, ("expected.limit" if column.required else "expected.limit_or_blank",))
    return refusal


def last_day_named(text: str) -> dt.date | None:
    """The last day of the month, third of a month, quarter, half-year or year that a text names as a limit.

    None where it names none, or a month or year without saying that its end is meant.
    """
    half = " ".join(half_width(text).split()).rstrip("。.,;、")
    if _BY.match(half) or _END_OF.match(half):
        return _english(half)
    compact = _YEAR_IN_SIGNS.sub(lambda year: digits_of(year[0]), half.replace(" ", ""))
    bare = _BEFORE.sub("", compact)
    if bare != compact:
        day = from_text(bare)
        if day is not None:
            return day
        # 2026年内 and 2026年前 are not the same.
        if re.fullmatch(r"\d{4}年(?:度)?(?:之内|以内|内)", compact):
            return dt.date(int(compact[:4]), 12, 31)
    return _chinese(bare)


def _chinese(text: str) -> dt.date | None:
    if year := _YEAR_END.fullmatch(text):
        return _end(int(year[1]), 12)
    if quarter := _QUARTER_END.fullmatch(text):
        number = quarter[2] or quarter[3]
        return _end(int(quarter[1]), 3 * (int(number) if number.isdigit() else _NUMERALS.index(number) + 1))
    if half := _HALF_END.fullmatch(text):
        return _end(int(half[1]), 6 if half[2] == "上" else 12)
    third = _THIRD.fullmatch(text)
    month_end = None if third else _MONTH_END.fullmatch(text)
    month = month_named(third[1]) if third else month_named(month_end[1] or month_end[2]) if month_end else None
    if month is None:
        return None
    return month.replace(day=_DAY_OF_THIRD[third[2]]) if third and third[2] in _DAY_OF_THIRD else _end(*_of(month))


def _english(text: str) -> dt.date | None:
    """By 30 June 2026, by the end of June 2026, end of Q2 2026, end of 2026."""
    bare = _BY.sub("", text)
    named = _END_OF.sub("", bare)
    if named == bare:
        return from_text(bare)
    if quarter := _ENGLISH_QUARTER.fullmatch(named):
        return _end(int(quarter[2] or quarter[3]), 3 * int(quarter[1] or quarter[4]))
    if half_year := _ENGLISH_HALF.fullmatch(named):
        return _end(int(half_year[2]), 6 * int(half_year[1]))
    if re.fullmatch(r"\d{4}", named):
        return _end(int(named), 12)
    month = month_named(named)
    return None if month is None else _end(*_of(month))


def _of(month: dt.date) -> tuple[int, int]:
    return month.year, month.month


def _end(year: int, month: int) -> dt.date | None:
    return dt.date(year, month, monthrange(year, month)[1]) if year else None
