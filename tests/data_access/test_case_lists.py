"""Lists of cases hold the rows behind a figure: as many as the figure counts, in order, page by page."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd
import pytest

from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.reading.case_lists import LISTS, PAGE_SIZE, case_page
from data_access.reading.extent import Extent, extent_of
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from tests.data_access.demo_figures import LOST, as_loaded

YEAR = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 10, 31)
CITY = Extent("city")
every_list = pytest.mark.parametrize(
    ("ledger", "which"), [(ledger, which) for ledger, lists in LISTS.items() for which in lists]
)


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def of(reader: Reader, code: str) -> Extent:
    return extent_of(reader, Selection(YEAR, "none", "counties", focus=code))


@every_list
@pytest.mark.one_in(3)
def test_a_list_comes_in_pages_that_together_hold_each_row_once(demo: Reader, ledger: str, which: str) -> None:
    whole, total, _ = case_page(demo, ledger, which, CITY, YEAR, size=10_000)
    assert len(whole) == total > 0
    keys = [(row.code, row[3]) for row in whole.itertuples()]
    assert len(set(zip(keys, whole.get("instance", whole["code"]), strict=True))) == total
    for number in (1, 2):
        page, _, shown = case_page(demo, ledger, which, CITY, YEAR, number)
        shown_from = (shown - 1) * PAGE_SIZE
        assert [(row.code, row[3]) for row in page.itertuples()] == keys[shown_from : shown_from + PAGE_SIZE]


def test_a_page_beyond_the_last_is_the_last(demo: Reader) -> None:
    rows, total, number = case_page(demo, "litigation", "lost", CITY, YEAR, 9_999)
    assert number == -(-total // PAGE_SIZE)
    assert 0 < len(rows) <= PAGE_SIZE


def test_an_unknown_list_is_that_of_all(demo: Reader) -> None:
    assert case_page(demo, "petition", "gossip", CITY, YEAR)[1] == case_page(demo, "petition", "", CITY, YEAR)[1]


@pytest.mark.long
@pytest.mark.parametrize("code", ["C07", "C10", "M-public_security"])
def test_the_list_of_lost_suits_has_the_rows_that_the_loss_rate_counts(demo: Reader, code: str) -> None:
    suits = as_loaded()["litigation"]
    closed = suits["closed_on"].map(lambda day: pd.notna(day) and FIRST <= day <= LAST)
    own = suits["unit_id"].eq(code) | suits["unit_id"].str.startswith(f"{code}-")
    lost = suits[closed & suits["instance"].eq("first") & suits["outcome"].isin(LOST) & own]
    rows, total, _ = case_page(demo, "litigation", "lost", of(demo, code), YEAR, size=10_000)
    assert total == lost["case_no"].nunique()
    assert set(rows["case_no"]) == set(lost["case_no"])


def test_applications_not_received_in_the_period_are_in_none_of_the_lists_of_its_chain(demo: Reader) -> None:
    before = None
    for which in ("received", "accepted", "closed", "sued"):
        rows, total, _ = case_page(demo, "reconsideration", which, CITY, YEAR, size=10_000)
        assert rows["received_on"].between(FIRST, LAST).all()
        numbers = set(rows["case_no"])
        # Each step is a part of the one before.
        assert before is None or numbers <= before
        before = numbers
        assert total == len(rows)


@every_list
@pytest.mark.one_in(3)
def test_who_may_see_no_rows_gets_none(demo_url: str, ledger: str, which: str) -> None:
    engine = reader_engine(demo_url)
    with reading(engine, Viewer("outsider", frozenset())) as reader:
        rows, total, number = case_page(reader, ledger, which, CITY, YEAR)
    engine.dispose()
    assert (len(rows), total, number) == (0, 0, 1)
