"""One record by its key: what the ledger says of it, its events, what belongs to it, and where it came from."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data_access.ledgers.all import BY_KEY
from data_access.reading.one_record import OPENED, ORIGIN, events_of, linked_cases, one_record
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from tests.data_access.demo_figures import as_loaded

ledgers = pytest.mark.parametrize("ledger", OPENED)


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def key_of(ledger: str, row: pd.Series) -> tuple[str, str, str]:
    opened = OPENED[ledger]
    return str(row["unit_id"]), str(row[opened.number]), str(row[opened.also]) if opened.also else ""


@ledgers
def test_a_record_says_what_its_ledger_said(demo: Reader, ledger: str) -> None:
    frame = as_loaded()[ledger]
    for place in (0, len(frame) // 2, len(frame) - 1):
        row = frame.iloc[place]
        found = one_record(demo, ledger, *key_of(ledger, row))
        assert len(found) == 1
        for column in BY_KEY[ledger].columns:
            if column.kind != "unit" and pd.notna(row[column.name]):
                assert found[column.name].iat[0] == row[column.name], column.name


@ledgers
def test_a_record_names_the_load_and_the_row_it_came_from(demo: Reader, ledger: str) -> None:
    frame = as_loaded()[ledger]
    found = one_record(demo, ledger, *key_of(ledger, frame.iloc[0]))
    assert found[list(ORIGIN)].notna().all(axis=None)
    # The first row of a sheet stands below its head.
    assert found["load_row"].iat[0] == 2


@ledgers
def test_a_record_that_is_not_there_is_no_row(demo: Reader, ledger: str) -> None:
    for key in (("C01", "nothing", ""), ("", "", ""), ("NOBODY", "ZG-2026-0001", "first")):
        assert one_record(demo, ledger, *key).empty


@ledgers
def test_who_may_see_no_rows_sees_no_record(demo_url: str, ledger: str) -> None:
    key = key_of(ledger, as_loaded()[ledger].iloc[0])
    engine = reader_engine(demo_url)
    with reading(engine, Viewer("outsider", frozenset())) as reader:
        assert one_record(reader, ledger, *key).empty
        assert events_of(reader, ledger, key[0], key[1]).empty
    engine.dispose()


@pytest.mark.parametrize(("ledger", "child"), [("rectification", "rectification_event"),
                                               ("demonstration_site", "demonstration_event")])  # fmt: skip
def test_the_events_of_a_record_come_in_order(demo: Reader, ledger: str, child: str) -> None:
    number = OPENED[ledger].number
    events = as_loaded()[child]
    busiest = events.groupby(["unit_id", number]).size().idxmax()
    own = events[(events["unit_id"] == busiest[0]) & (events[number] == busiest[1])]
    found = events_of(demo, ledger, *busiest)
    assert len(found) == len(own) > 3
    assert found["occurred_on"].is_monotonic_increasing
    assert sorted(found["kind"]) == sorted(own["kind"])


def test_a_suit_after_a_reconsideration_and_that_reconsideration_name_each_other(demo: Reader) -> None:
    suits = as_loaded()["litigation"]
    suit = suits[suits["reconsideration_case_no"].notna() & suits["instance"].eq("first")].iloc[0]
    row = one_record(demo, "litigation", *key_of("litigation", suit)).iloc[0]
    before = linked_cases(demo, "litigation", {name: None if pd.isna(v) else v for name, v in row.items()})
    assert suit["reconsideration_case_no"] in set(before.loc[before["ledger"] == "reconsideration", "number"])
    reviews = as_loaded()["reconsideration"]
    review = reviews[reviews["case_no"] == suit["reconsideration_case_no"]].iloc[0]
    row = one_record(demo, "reconsideration", *key_of("reconsideration", review)).iloc[0]
    after = linked_cases(demo, "reconsideration", {name: None if pd.isna(v) else v for name, v in row.items()})
    assert suit["case_no"] in set(after.loc[after["ledger"] == "litigation", "number"])


@pytest.mark.parametrize("ledger", ["litigation", "reconsideration", "petition"])
def test_a_record_is_not_linked_to_itself(demo: Reader, ledger: str) -> None:
    for place in range(0, 200, 20):
        row = as_loaded()[ledger].iloc[place]
        unit, number, also = key_of(ledger, row)
        record = one_record(demo, ledger, unit, number, also).iloc[0]
        found = linked_cases(demo, ledger, {name: None if pd.isna(v) else v for name, v in record.items()})
        keys = set(zip(found["ledger"], found["code"], found["number"], found["also"], strict=True))
        assert (ledger, unit, number, also) not in keys
