"""Periods of whole months: how links name them, where they end, what they are compared with."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.asked.periods import GRAINS, Grain, Period, months_from, period_codes, period_of, shift

FIRST, LAST = dt.date(2022, 3, 1), dt.date(2026, 10, 1)


def month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


@pytest.mark.parametrize(
    ("start", "months", "found"),
    [
        ("2026-01", -1, "2025-12"),
        ("2025-12", 1, "2026-01"),
        ("2026-10", -12, "2025-10"),
        ("2026-10", 0, "2026-10"),
        ("2024-02", 25, "2026-03"),
    ],
)
def test_months_are_counted_across_years(start: str, months: int, found: str) -> None:
    assert shift(month(start), months) == month(found)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 1, 1)), st.integers(-500, 500))
def test_shifting_there_and_back_is_where_one_was(day: dt.date, months: int) -> None:
    start = day.replace(day=1)
    assert shift(shift(start, months), -months) == start
    if months >= 0:
        assert len(months_from(start, shift(start, months))) == months + 1


@pytest.mark.parametrize(
    ("grain", "code", "first", "last"),
    [
        ("year", "2025", "2025-01", "2025-12"),
        ("year", "2026", "2026-01", "2026-10"),  # a year that is not over ends with the data
        ("quarter", "2026Q3", "2026-07", "2026-09"),
        ("quarter", "2026Q4", "2026-10", "2026-10"),
        ("month", "2026-10", "2026-10", "2026-10"),
        ("custom", "2025-11~2026-02", "2025-11", "2026-02"),
        ("custom", "2025-11~2099-02", "2025-11", "2026-10"),
    ],
)
def test_a_code_names_its_months_up_to_the_last_with_data(grain: Grain, code: str, first: str, last: str) -> None:
    assert period_of(grain, code, LAST) == Period(grain, month(first), month(last))


@pytest.mark.parametrize(
    ("grain", "code"),
    [
        ("year", "2027"),
        ("year", ""),
        ("year", "0000"),
        ("year", "２０２６"),
        ("year", "2026\n"),
        ("year", "2026-01"),
        ("year", "20260"),
        ("quarter", "2026Q5"),
        ("quarter", "2026Q0"),
        ("quarter", "2026"),
        ("month", "2026-13"),
        ("month", "2026-11"),
        ("month", "0000-01"),
        ("custom", "2026-02~2026-01"),
        ("custom", "0000-01~2026-01"),
        ("custom", "2026-02"),
    ],
)
def test_a_code_of_another_shape_or_beyond_the_data_names_no_period(grain: Grain, code: str) -> None:
    assert period_of(grain, code, LAST) is None


@given(st.text("0123456789Q-~ 年", max_size=15), st.sampled_from(GRAINS))
def test_whatever_stands_in_a_link_is_read_without_an_error(code: str, grain: Grain) -> None:
    period = period_of(grain, code, LAST)
    assert period is None or period.first <= period.last <= LAST


@pytest.mark.parametrize(
    ("grain", "count", "latest", "earliest"),
    [("year", 5, "2026", "2022"), ("quarter", 20, "2026Q4", "2022Q1"), ("month", 56, "2026-10", "2022-03")],
)
def test_every_period_with_data_is_offered_once_the_latest_first(
    grain: Grain, count: int, latest: str, earliest: str
) -> None:
    codes = period_codes(grain, FIRST, LAST)
    assert [len(codes), codes[0], codes[-1]] == [count, latest, earliest]
    periods = [period_of(grain, code, LAST) for code in codes]
    assert [period.code if period else None for period in periods] == codes
    covered = [each for period in reversed(periods) if period for each in months_from(period.first, period.last)]
    assert covered[-56:] == months_from(FIRST, LAST)


def test_a_span_of_ones_own_choice_is_not_listed() -> None:
    assert period_codes("custom", FIRST, LAST) == []


def test_a_moved_period_keeps_its_length() -> None:
    moved = Period("year", month("2026-01"), LAST).moved(-12)
    assert (moved.code, moved.length) == ("2025-01~2025-10", 10)
