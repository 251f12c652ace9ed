"""Items at any date: what SQL makes of events and columns against plain Python over the same rows, on each engine."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from assessment.lights import SEVERITY
from data_access.asked.page_keys import ORDERS
from data_access.counting.counting import count
from data_access.ledgers.tally import YEAR_BEFORE
from data_access.reading.extent import Extent
from data_access.reading.item_warnings import recurrences
from data_access.reading.items import AGES, age_counts, durations, item_page, light_counts
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import writer_engine
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.made_items import FIRST, ITEMS, Row, fill_items, standing
from tests.data_access.ready_city import AS_OF, answers
from tests.data_access.stored_figures import counted
from tests.statements import listening

pytestmark = pytest.mark.both_engines

CITY = Extent("city")
DATES = (dt.date(2025, 2, 1), dt.date(2025, 3, 31), dt.date(2025, 5, 17), AS_OF, dt.date(2025, 8, 1))
COUNTIES = {"A": "A", "A-police": "A", "A-town": "A", "B-police": "B", "M": ""}
CODES = {unit_id: code for code, unit_id in UNIT_IDS.items()}
NARROW = Viewer("police of A", units=frozenset({"A-police"}))
NOBODY = Viewer("nobody", units=frozenset())


@pytest.fixture(scope="module", params=["agreeing", "contradicting"])
def made(request: pytest.FixtureRequest, engine: Engine, shared_database_url: str) -> Iterator[Engine]:
    """The columns agree with the events, or they say anything; all tests look at the same items."""
    writer = writer_engine(shared_database_url)
    with writer.begin() as connection:
        fill_items(connection, agree=request.param == "agreeing")
    yield writer
    writer.dispose()


@pytest.fixture
def reader(made: Engine, engine: Engine) -> Iterator[Reader]:
    with reading(engine, ALL_SEEING) as reader:
        yield reader


def open_then(made: Engine, at: dt.date) -> list[Row]:
    with made.connect() as connection:
        return [row for row in standing(connection, at) if row["light"] != "closed"]


# --- States ------------------------------------------------------------------------------------------------------


def test_every_item_stands_on_every_date_as_the_rules_in_python_say(made: Engine, reader: Reader) -> None:
    lights = set()
    for at in DATES:
        found, total = item_page(reader, CITY, at, size=2 * ITEMS)
        expected = {
            (CODES[row["unit_id"]], row["item_no"]): (
                row["light"], row["due"], row["past"], row["submitted"], row["returned"]
            )
            for row in open_then(made, at)
        }  # fmt: skip
        names = ["light", "due_in_force", "past", "submitted_on", "returned_count"]
        rows = found.astype(object).where(found.notna(), None)
        assert {(row["code"], row["item_no"]): tuple(row[names]) for _, row in rows.iterrows()} == expected
        assert total == len(expected) == len(found)
        lights |= {row[0] for row in expected.values()}
    assert lights == set(SEVERITY) - {"closed"}


def test_lights_are_counted_by_group(made: Engine, reader: Reader) -> None:
    group: dict[str, Callable[[Row], str]] = {
        "county": lambda row: COUNTIES[CODES[row["unit_id"]]],
        "sector": lambda _row: "",
        "source": lambda row: row["source"],
    }
    for at in DATES:
        rows = open_then(made, at)
        for by, of in group.items():
            found = light_counts(reader, CITY, at, by)
            counted = {(row.group, row.light): row.items for row in found.itertuples(index=False)}
            assert counted == Counter((of(row), row["light"]) for row in rows), (at, by)


def test_ages_are_counted_from_the_assignment(made: Engine, reader: Reader) -> None:
    def age(row: Row, at: dt.date) -> int:
        return sum((at - row["assigned_on"]).days > limit for limit in AGES)

    for at in DATES:
        expected = Counter((age(row, at), int(row["past"] > 0)) for row in open_then(made, at))
        found = age_counts(reader, CITY, at)
        assert {(row.age, row.past): row.items for row in found.itertuples(index=False)} == expected, at


def test_what_is_still_open_counts_until_the_as_of_date(made: Engine, reader: Reader) -> None:
    first, last = dt.date(2025, 2, 1), dt.date(2025, 4, 30)
    with made.connect() as connection:
        rows = [row for row in standing(connection, AS_OF) if first <= row["assigned_on"] <= last]

    def ended(row: Row) -> tuple[str, int, int]:
        closed = row["closed"] if row["light"] == "closed" else None
        return row["source"], ((closed or AS_OF) - row["assigned_on"]).days, int(closed is not None)

    found = durations(reader, CITY, (first, last), AS_OF, "source")
    expected = Counter(ended(row) for row in rows)
    assert {(row.group, row.days, row.closed): row.items for row in found.itertuples(index=False)} == expected
    assert durations(reader, CITY, (first, last), AS_OF)["items"].sum() == len(rows)


# --- Pages -------------------------------------------------------------------------------------------------------


@pytest.mark.one_in(3)
def test_a_year_later_the_tallies_of_the_year_before_are_those_of_then(made: Engine) -> None:
    names = ("assigned", "assigned_closed", "due", "due_closed_on_time")
    with made.connect() as connection, connection.begin() as transaction:
        for day in DATES:
            count(connection, day)
            then = {name: counted(connection, f"rectification_{name}") for name in names}
            count(connection, day.replace(year=day.year + 1))
            assert {name: counted(connection, f"rectification_{name}{YEAR_BEFORE}") for name in names} == then
            assert all(then.values()) or day == DATES[0]
        transaction.rollback()


@pytest.mark.one_in(2)
def test_pages_hold_every_item_once_in_a_total_order(reader: Reader) -> None:
    for order in ORDERS:
        whole, total = item_page(reader, CITY, AS_OF, order=order, size=2 * ITEMS)
        pages = range(1, -(-total // 7) + 1)
        parts = [item_page(reader, CITY, AS_OF, order=order, page=page, size=7)[0] for page in pages]
        keys = [(row.code, row.item_no) for part in parts for row in part.itertuples()]
        assert keys == [(row.code, row.item_no) for row in whole.itertuples()], order
        assert len(set(keys)) == total


def test_each_order_puts_first_what_it_says(reader: Reader) -> None:
    pages = {order: item_page(reader, CITY, AS_OF, order=order, size=2 * ITEMS)[0] for order in ORDERS}
    ranks = [SEVERITY.index(light) for light in pages["worst"]["light"]]
    assert ranks == sorted(ranks)
    red = pages["worst"][pages["worst"]["light"] == "overdue"]["past"].tolist()
    assert red == sorted(red, reverse=True)
    assert pages["due"]["due_in_force"].is_monotonic_increasing
    assert pages["assigned"]["assigned_on"].is_monotonic_increasing
    assert pages["unit"]["code"].tolist() == sorted(pages["unit"]["code"])


def test_a_list_is_filtered_by_light_and_source(made: Engine, reader: Reader) -> None:
    for light in SEVERITY:
        for source in ("", "inspection"):
            expected = [
                row for row in open_then(made, AS_OF) if row["light"] == light and source in ("", row["source"])
            ]
            assert item_page(reader, CITY, AS_OF, light, source)[1] == len(expected)


def test_a_page_after_the_last_one_is_answered_by_the_first(reader: Reader) -> None:
    first, total = item_page(reader, CITY, AS_OF, size=7)
    beyond, same_total = item_page(reader, CITY, AS_OF, page=1000, size=7)
    assert first.equals(beyond)
    assert total == same_total
    empty, none = item_page(reader, CITY, dt.date(2020, 1, 1), page=3)
    assert (len(empty), none) == (0, 0)


def test_an_extent_leaves_out_the_items_of_other_units(made: Engine, reader: Reader) -> None:
    own = Extent("own", (UNIT_IDS["A-police"],))
    expected = sum(row["unit_id"] == UNIT_IDS["A-police"] for row in open_then(made, AS_OF))
    assert item_page(reader, own, AS_OF)[1] == expected > 0
    assert item_page(reader, Extent("own", ()), AS_OF)[1] == 0


ASKS: dict[str, Callable[[Reader], int]] = {
    "lights": lambda reader: int(light_counts(reader, CITY, AS_OF, "county")["items"].sum()),
    "ages": lambda reader: int(age_counts(reader, CITY, AS_OF)["items"].sum()),
    "page": lambda reader: item_page(reader, CITY, AS_OF)[1],
    "durations": lambda reader: int(durations(reader, CITY, (FIRST, AS_OF), AS_OF, "county")["items"].sum()),
    "recurrences": lambda reader: len(recurrences(reader, CITY, (FIRST, AS_OF))),
}


@pytest.mark.parametrize("made", ["contradicting"], indirect=True)
def test_nobody_counts_or_lists_items_of_units_beyond_his_scope(made: Engine) -> None:
    own = Extent("own", (UNIT_IDS["A-police"],))
    for name, ask in ASKS.items():
        everyones, narrow, nobodys = (answers(made, viewer, ask)[0] for viewer in (ALL_SEEING, NARROW, NOBODY))
        assert everyones > narrow > nobodys == 0, name
    assert answers(made, NARROW, ASKS["page"]) == answers(made, ALL_SEEING, lambda r: item_page(r, own, AS_OF)[1])


@pytest.mark.parametrize("made", ["contradicting"], indirect=True)
def test_a_page_is_one_statement_over_the_states_of_open_items(made: Engine, engine: Engine) -> None:
    with reading(engine, ALL_SEEING) as reader, listening(engine) as heard:
        item_page(reader, CITY, dt.date(2025, 8, 1), page=2)
    assert len(heard.statements) == 1
    assert "LIMIT" in heard.statements[0].sql
    assert heard.tables == {"item_state", "rectification", "unit"}
