"""Small tables of texts that name a day, a month only, or nothing."""

import datetime as dt

import pytest

from data_access.checking.conversion import Refusal, converter, to_date
from data_access.checking.last_days import last_day_named
from data_access.checking.written_dates import from_text, month_named, names_no_day, names_no_year
from data_access.checking.written_periods import from_text as period_of
from data_access.checking.written_periods import within
from data_access.files.cell_text import number_text
from data_access.ledgers.declare import LedgerColumn
from tests.data_access import english_writings as e


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("二〇二四年五月三日", 5, 3),
        ("二○二四年十月十日", 10, 10),
        ("二零二四年十一月二十日", 11, 20),
        ("二〇二四年十二月三十一日", 12, 31),
        ("二〇二四年一月廿三日", 1, 23),
        ("二〇二四年一月三十日", 1, 30),
        ("二〇二四年5月3号", 5, 3),
        ("２０２４．５．３", 5, 3),
        ("May 3, 2024", 5, 3),
        ("OCT. 3rd 2024", 10, 3),
        ("3 September 2024", 9, 3),
        ("3-Sep-2024", 9, 3),
        ("Mar 3, 2024 09:30", 3, 3),
        ("2024年5月3日（周五）", 5, 3),
        ("2024年5月3日星期五上午9时30分", 5, 3),
        ("2024.5.3 下午", 5, 3),
        ("'2024-05-03", 5, 3),
        ("2024.5.3.", 5, 3),
        ("2024—05—03", 5, 3),
        ("2024 – 5 – 3", 5, 3),
    ],
)
def test_a_day_may_be_written_in_chinese_numerals(text: str, month: int, day: int) -> None:
    assert from_text(text) == dt.date(2024, month, day)


@pytest.mark.parametrize(
    "text",
    [
        "二〇二四年十三月三日",
        "2024年5月3日（周四）",
        "2024年5月3日前",
        "约2024年5月3日",
        "2024.5.3-5.6",
        "45000。",
        "二〇二四年二月三十日",
        "二十四年五月三日",
        "二〇二四年五月",
        "五月三日",
        # Of a year of two digits, or of two numbers, nobody knows which is the day.
        "May-03",
        "3-May-24",
        "3/5/2024",
        "May 32, 2024",
        "Mayor 3, 2024",
        "十十年",
        "年月日",
    ],
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    "text", ["2024年5月", "2024年05月份", "二〇二四年十二月", "2024-05", "2024/5", "2024.5", "202405", "May 2024"]
)
def test_a_month_without_its_day_is_told_apart(text: str) -> None:
    assert month_named(text) == dt.date(2024, 12 if "十二" in text else 5, 1)


@pytest.mark.parametrize("text", ["2024", "2024年", "2024-13", "202413", "20240503", "2024-05-03", "5月", ""])
def test_other_texts_are_no_month_without_its_day(text: str) -> None:
    assert not month_named(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("（２０２６）某0101行初12号", "(2026)某0101行初12号"),
        ("〔2026〕某0101行初12号", "(2026)某0101行初12号"),
        ("(2026) 某 0101 行初 12 号", "(2026)某0101行初12号"),
        ("某政复(2026)15号", "某政复〔2026〕15号"),
        ("某政复[2026]15号", "某政复〔2026〕15号"),
        ("某政复【2026】 15 号", "某政复〔2026〕15号"),
        ("ZG-2026-0001", "ZG-2026-0001"),
        ("  Case  12 (b)", "Case 12 (b)"),
        ("第(12)号", "第(12)号"),
    ],
)
def test_a_number_is_stored_in_one_form_however_it_is_typed(typed: str, stored: str) -> None:
    assert number_text(typed) == stored


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年6月底", (6, 30)),
        ("2024年2月末", (2, 29)),
        ("2024年6月份底前", (6, 30)),
        ("2024年6月月底之前", (6, 30)),
        ("二〇二四年六月底", (6, 30)),
        ("2024.6底", (6, 30)),
        ("2024年6月上旬", (6, 10)),
        ("2024年6月中旬前", (6, 20)),
        ("２０２４年２月下旬", (2, 29)),
        ("2024年6月30日前", (6, 30)),
        ("2024-06-30以前", (6, 30)),
        ("2024年12月31日止", (12, 31)),
        ("2024年底", (12, 31)),
        ("2024年年底前", (12, 31)),
        ("二〇二四年末", (12, 31)),
        ("2024年内", (12, 31)),
        ("2024年第二季度末", (6, 30)),
        ("2024年4季度底", (12, 31)),
        ("2024年上半年底", (6, 30)),
        ("by the end of June 2024", (6, 30)),
        ("By 30 June 2024", (6, 30)),
        ("end of Q3 2024", (9, 30)),
        ("end of 2024", (12, 31)),
        # No year, no end, no day, or another sense.
        ("6月底", None),
        ("今年底", None),
        ("2024年", None),
        ("2024年6月", None),
        ("2024年前", None),
        ("2024年6月前", None),
        ("2024年13月底", None),
        ("0000年底", None),
        ("2024年2月30日前", None),
        ("截至2024年6月底", None),
        ("2024年6月底完成", None),
        ("before 30 June 2024", None),
        ("end of June", None),
        ("", None),
    ],
)
def test_a_limit_may_be_named_by_the_end_of_something(text: str, day: tuple[int, int] | None) -> None:
    assert last_day_named(text) == (day and dt.date(2024, *day))


@pytest.mark.parametrize(
    "text",
    ["1月", "12月份", "六月", "6月30日", "六月三十日前", "6.30", "6-30", "6月底", "6月中旬", "年底", "今年底",
     "本月底前", "二季度末", "下半年", "去年", "June", "30 June", "by the end of June", "Jun. 30th", "end of the year"],
)  # fmt: skip
def test_of_which_year_a_text_does_not_say(text: str) -> None:
    assert (names_no_year(text), names_no_day(text)) == (True, False)


@pytest.mark.parametrize(
    "text",
    ["2024年", "2024", "2024年初", "2024年度", "2024年6月", "2024年6月左右", "二〇二四年六月底", "2024年春节前",
     "2024年二季度", "2024Q2", "2024-06"],
)  # fmt: skip
def test_which_day_of_a_year_a_text_does_not_say(text: str) -> None:
    assert (names_no_year(text), names_no_day(text)) == (False, True)


@pytest.mark.parametrize(
    "text",
    ["13月", "6月32日前后", "32.30", "92.5", "明天", "立行立改", "60天", "3/5/2024", "24.5.3", "2024年13月5日", ""],
)
def test_what_is_wrong_otherwise_lacks_neither(text: str) -> None:
    assert (names_no_year(text), names_no_day(text)) == (False, False)


@pytest.mark.parametrize("text", e.DAYS)
def test_a_day_is_written_in_english(text: str) -> None:
    assert to_date(text) == e.DAY


@pytest.mark.parametrize(("text", "code"), e.NO_DAYS)
def test_what_is_no_day_in_english_is_asked_back_by_what_it_lacks(text: str, code: str) -> None:
    assert to_date(text) == Refusal(code, ("expected.date",))


@pytest.mark.parametrize(("text", "day"), e.LIMITS)
def test_a_limit_is_written_in_english(text: str, day: dt.date | None) -> None:
    assert last_day_named(text) == day


@pytest.mark.parametrize(("text", "code"), e.PERIODS)
def test_a_period_is_written_in_english(text: str, code: str | None) -> None:
    period = period_of(text)
    assert (period and period.code) == code


@pytest.mark.parametrize(("text", "code"), e.TITLES)
def test_a_title_in_english_names_its_period(text: str, code: str | None) -> None:
    period = within(text)
    assert (period and period.code) == code


@pytest.mark.parametrize(
    ("text", "year", "code"), [("Q1", 2026, "2026Q1"), ("March", 2026, "2026-03"), ("may", 2026, "2026-05")]
)
def test_a_period_in_english_takes_its_year_from_elsewhere(text: str, year: int, code: str) -> None:
    period = period_of(text, year)
    assert period is not None
    assert period.code == code


@pytest.mark.parametrize(("text", "number"), [*e.COUNTS, *((text, None) for text in e.NO_COUNTS)])
def test_a_count_is_written_in_english(text: str, number: int | None) -> None:
    read = converter(LedgerColumn("x", "甲", "X", "integer"))(text)
    assert (None if isinstance(read, Refusal) else read) == number


@pytest.mark.parametrize(
    ("text", "applies_not"),
    [("Not applicable", True), ("Applicable", False), ("yes", True), ("done", None), ("采纳", None), ("已完成", None)],
)
def test_in_a_column_of_what_does_not_apply_what_was_done_is_no_answer(text: str, applies_not: bool | None) -> None:
    read = converter(LedgerColumn("hearing_not_applicable", "甲", "X", "flag"))(text)
    assert (None if isinstance(read, Refusal) else read) == applies_not
