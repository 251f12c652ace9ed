"""Items at any date: what SQL makes of events and columns against plain Python over the same rows, on each engine."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, delete

from assessment.lights import SEVERITY
from data_access import tables as t
from data_access.engine import reader_engine
from data_access.extent import Extent
from data_access.item_states import agreement_of
from data_access.item_warnings import contradictions, paper_closures, recurrences
from data_access.items import AGES, age_counts, durations, item_page, light_counts
from data_access.page_keys import ORDERS
from data_access.reader import Reader, reading
from data_access.viewer import ALL_SEEING, Viewer
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.made_items import FIRST, ITEMS, Row, fill_items, standing, stored
from tests.data_access.ready_city import AS_OF, answers
from tests.statements import listening

CITY = Extent("city")
DATES = (dt.date(2025, 2, 1), dt.date(2025, 3, 31), dt.date(2025, 5, 17), AS_OF, dt.date(2025, 8, 1))
COUNTIES = {"A": "A", "A-police": "A", "A-town": "A", "B-police": "B", "M": ""}
CODES = {unit_id: code for code, unit_id in UNIT_IDS.items()}
NARROW = Viewer("police of A", units=frozenset({"A-police"}))
NOBODY = Viewer("nobody", units=frozenset())
PLAIN = {"source": "inspection", "assigned_on": dt.date(2025, 2, 1), "due_on": dt.date(2025, 4, 1)}

Plant = Callable[..., Reader]

on_each_date = pytest.mark.parametrize("at", DATES, ids=str)


@pytest.fixture(params=["agreeing", "contradicting"])
def made(request: pytest.FixtureRequest, writer: Engine) -> Engine:
    """The columns agree with the events, so that they may be believed, or they say anything."""
    with writer.begin() as connection:
        fill_items(connection, agree=request.param == "agreeing")
    return writer


@pytest.fixture
def reader(made: Engine, own_city_url: str) -> Iterator[Reader]:
    engine = reader_engine(own_city_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


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


@on_each_date
@pytest.mark.parametrize("by", ["county", "sector", "source"])
def test_lights_are_counted_by_group(made: Engine, reader: Reader, at: dt.date, by: str) -> None:
    group: dict[str, Callable[[Row], str]] = {
        "county": lambda row: COUNTIES[CODES[row["unit_id"]]],
        "sector": lambda _row: "",
        "source": lambda row: row["source"],
    }
    expected = Counter((group[by](row), row["light"]) for row in open_then(made, at))
    found = light_counts(reader, CITY, at, by)
    assert {(row.group, row.light): row.items for row in found.itertuples(index=False)} == expected


@on_each_date
def test_ages_are_counted_from_the_assignment(made: Engine, reader: Reader, at: dt.date) -> None:
    def age(row: Row) -> int:
        return sum((at - row["assigned_on"]).days > limit for limit in AGES)

    expected = Counter((age(row), int(row["past"] > 0)) for row in open_then(made, at))
    found = age_counts(reader, CITY, at)
    assert {(row.age, row.past): row.items for row in found.itertuples(index=False)} == expected


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


def test_the_columns_are_believed_only_where_they_agree_with_every_event(made: Engine, reader: Reader) -> None:
    with made.connect() as connection:
        _, events = stored(connection)
    days = [event["occurred_on"] for own in events.values() for event in own]
    agrees = contradictions(reader, CITY, dt.date.max)[1] == 0
    assert agreement_of(reader).since == (max(days) if agrees else None)
    assert agreement_of(reader).closed_too_early is not agrees


# --- Pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_every_item_once_in_a_total_order(reader: Reader, order: str) -> None:
    whole, total = item_page(reader, CITY, AS_OF, order=order, size=2 * ITEMS)
    parts = [item_page(reader, CITY, AS_OF, order=order, page=page, size=7)[0] for page in range(1, -(-total // 7) + 1)]
    keys = [(row.code, row.item_no) for part in parts for row in part.itertuples()]
    assert keys == [(row.code, row.item_no) for row in whole.itertuples()]
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


@pytest.mark.parametrize("made", ["agreeing"], indirect=True)
def test_a_page_is_one_statement_on_the_index_of_closings(made: Engine, backend: str, own_city_url: str) -> None:
    engine = reader_engine(own_city_url)
    with reading(engine, ALL_SEEING) as reader:
        agreement_of(reader)
        with listening(engine) as heard:
            item_page(reader, CITY, dt.date(2025, 8, 1), page=2)
    engine.dispose()
    assert len(heard.statements) == 1
    assert "LIMIT" in heard.statements[0].sql
    assert heard.tables >= {"rectification", "unit"}
    assert "rectification_event" not in heard.tables


# --- What asks for a second look ----------------------------------------------------------------------------------


@pytest.fixture
def planted(writer: Engine) -> Iterator[Plant]:
    """Nothing but these items and events (item, kind, day, new due date); a reader of them."""
    with ExitStack() as stack:

        def plant(items: dict[str, Row], *events: tuple[str, str, dt.date, dt.date | None]) -> Reader:
            police = UNIT_IDS["A-police"]
            rows = [PLAIN | {"unit_id": police, "item_no": name} | row for name, row in items.items()]
            names = sorted({name for row in rows for name in row})
            heads = ("item_no", "kind", "occurred_on", "new_due_on")
            happened = [{**dict(zip(heads, event, strict=True)), "unit_id": police, "seq": 1} for event in events]
            with writer.begin() as connection:
                connection.execute(delete(t.rectification))
                connection.execute(t.rectification.insert(), [{name: row.get(name) for name in names} for row in rows])
                if happened:
                    connection.execute(t.rectification_event.insert(), happened)
            return stack.enter_context(reading(writer, ALL_SEEING))

        yield plant


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


YEAR = (on("2025-01-01"), AS_OF)


def test_a_recurrence_is_named_or_follows_a_closing_of_the_same_kind_within_twelve_months(
    planted: Plant,
) -> None:
    reader = planted(
        {
            "Z0": {"category": "a", "assigned_on": on("2023-01-10"), "closed_on": on("2024-02-29")},
            "Z1": {"category": "a", "assigned_on": on("2025-02-28")},  # at most a year after
            "Z2": {"category": "a", "assigned_on": on("2025-03-01")},  # a day too late
            "Z3": {"category": "b", "assigned_on": on("2025-02-01")},
            "Z4": {"category": "b", "assigned_on": on("2025-02-01"), "recurrence_of": "Z0"},
            "Z5": {"category": "a", "assigned_on": on("2025-01-02"), "unit_id": UNIT_IDS["M"]},  # another unit
            "Z6": {"category": None, "assigned_on": on("2025-01-02")},
            "Z7": {"category": "c", "assigned_on": on("2025-01-05"), "closed_on": on("2025-01-05")},  # only itself
            "Z8": {"category": "c", "assigned_on": on("2025-01-05")},  # on the very day
        }
    )
    found = recurrences(reader, CITY, YEAR)
    assert found["item_no"].tolist() == ["Z1", "Z4", "Z8"]
    assert found["recurrence_of"].notna().tolist() == [False, True, False]
    assert found["assigned"].tolist() == [8, 8, 8]


def test_a_closure_on_paper_is_on_the_eve_without_attachment_or_has_anothers_text(
    planted: Plant,
) -> None:
    def closed(day: str, attachments: int | None = 1, text: str | None = None) -> Row:
        return {"closed_on": on(day), "attachment_count": attachments, "closure_text": text}

    reader = planted(
        {
            "Z0": closed("2025-04-01", 0),
            "Z1": closed("2025-03-30", 0),
            "Z2": closed("2025-03-29", 0),  # three days before
            "Z3": closed("2025-04-02", 0),  # late
            "Z4": closed("2025-04-01", None),  # nobody knows
            "Z5": closed("2025-04-01", 2),
            "Z6": closed("2025-02-10", 1, "done"),
            "Z7": closed("2025-02-11", 1, " done "),
            "Z8": closed("2025-02-11", 1, ""),
            "Z9": closed("2025-02-11", 1, " "),
        }
    )
    found = paper_closures(reader, CITY, YEAR).set_index("item_no")
    assert found["eve"].to_dict() == {"Z0": True, "Z1": True, "Z6": False, "Z7": False}
    assert found["same_text"].to_dict() == {"Z0": False, "Z1": False, "Z6": True, "Z7": True}
    assert set(found["closures"]) == {10}
    assert paper_closures(reader, CITY, (on("2025-02-10"), on("2025-02-10")))["same_text"].tolist() == [True]


def test_columns_that_say_otherwise_than_the_events_are_listed(planted: Plant) -> None:
    may = on("2025-05-01")
    reader = planted(
        {
            "Z0": {"closed_on": may},
            "Z1": {"closed_on": may},
            "Z2": {"returned_count": 2},
            "Z3": {"closed_on": may},  # has no event
            "Z4": {"submitted_on": may},
            "Z5": {"extended_on": may, "extended_due_on": on("2025-06-01")},
        },
        *((name, "assigned", on("2025-02-01"), None) for name in ("Z0", "Z1", "Z2", "Z4", "Z5")),
        ("Z0", "closed", may, None),
    )
    found, total = contradictions(reader, CITY, AS_OF)
    assert total == 4
    told = {
        row["item_no"]: {name for name in ("extended", "submitted", "returned", "closed") if row[name]}
        for _, row in found.iterrows()
    }
    assert told == {"Z1": {"closed"}, "Z2": {"returned"}, "Z4": {"submitted"}, "Z5": {"extended"}}
    # Believing the columns would hide the item that no event has closed.
    assert item_page(reader, CITY, AS_OF)[0]["item_no"].tolist() == ["Z1", "Z2", "Z4", "Z5"]


def test_returned_twice_is_supervised_and_a_later_extension_does_not_count(planted: Plant) -> None:
    until = on("2025-06-01")
    reader = planted(
        {"Z0": {}, "Z1": {}},
        ("Z0", "submitted", on("2025-03-01"), None),
        ("Z0", "returned", on("2025-03-02"), None),
        ("Z0", "submitted", on("2025-03-05"), None),
        ("Z0", "returned", on("2025-03-06"), None),
        ("Z1", "extended", on("2025-04-10"), until),
    )
    for at, expected in (
        ("2025-03-05", ["returned", "behind"]),
        ("2025-03-06", ["supervised", "behind"]),
        ("2025-04-09", ["supervised", "overdue"]),
        ("2025-04-10", ["supervised", "behind"]),
    ):
        found = item_page(reader, CITY, on(at), order="unit")[0].sort_values("item_no")
        assert found["light"].tolist() == expected
