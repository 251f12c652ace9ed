"""What asks for a second look, and what stood on a day, with items and events planted one by one, on each engine."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, delete

from data_access.counting.counting import count
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.reading.extent import Extent
from data_access.reading.item_warnings import (
    contradictions,
    paper_closures,
    recurrences,
    suspected_recurrences,
)
from data_access.reading.items import item_page
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.made_items import Row
from tests.data_access.ready_city import AS_OF

CITY = Extent("city")
PLAIN = {"source": "inspection", "assigned_on": dt.date(2025, 2, 1), "due_on": dt.date(2025, 4, 1)}
Plant = Callable[..., Reader]


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
                connection.execute(delete(RECTIFICATION.table))
                connection.execute(
                    RECTIFICATION.table.insert(), [{name: row.get(name) for name in names} for row in rows]
                )
                if happened:
                    connection.execute(RECTIFICATION_EVENT.table.insert(), happened)
                count(connection, AS_OF)
            return stack.enter_context(reading(writer, ALL_SEEING))

        yield plant


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


YEAR = (on("2025-01-01"), AS_OF)


def about(words: str, assigned: str, closed: str = "", **more: object) -> Row:
    """An item of category a from an inspection."""
    dates = {"assigned_on": on(assigned), "closed_on": on(closed) if closed else None}
    return {"category": "a", "issue": words, **dates, **more}


FILES = "抽查的31份案卷中，4份未告知申辩权利"


def test_a_recurrence_is_named_or_follows_a_closing_about_the_same_matter_within_twelve_months(
    planted: Plant,
) -> None:
    reader = planted(
        {
            "Z0": about(FILES, "2023-01-10", "2024-02-29"),
            "Z1": about("抽查的 8 份案卷中 2 份未告知申辩权利。", "2025-02-28"),  # at most a year after
            "Z2": about(FILES, "2025-03-01"),  # a day too late
            "Z3": about("未出示证件", "2025-01-02"),  # another matter
            "Z4": about("未出示证件", "2025-01-01", recurrence_of="Z0"),
            "Z5": about(FILES, "2025-01-02", unit_id=UNIT_IDS["M"]),
            "Z6": about(FILES, "2025-01-02", category=None),
            "Z7": about("a", "2025-01-05", "2025-01-05", category="c"),  # only itself
            "Z8": about("a", "2025-01-05", category="c"),  # on the very day
            "Z9": about(FILES, "2025-01-02", source="assessment"),  # in the same words, but said by somebody else
            "ZB": about("未出示证件", "2025-01-01", recurrence_of="nothing"),  # names nothing that exists
            "ZC": about("未出示证件", "2025-01-01", recurrence_of="ZC"),  # or itself
            "ZD": about("", "2025-01-02", category="d"),
            "ZE": about("", "2024-06-02", "2024-07-01", category="d"),  # without words nobody knows the matter
        }
    )
    found = recurrences(reader, CITY, YEAR).set_index("item_no")
    assert found["named"].to_dict() == {"Z1": False, "Z8": False, "Z4": True}
    earlier = on("2024-02-29")
    assert found["closed_before"].to_dict() == {"Z1": earlier, "Z4": earlier, "Z8": on("2025-01-05")}
    assert set(found["assigned"]) == {12}
    assert suspected_recurrences(reader, YEAR) == (2, 12)


def test_what_was_open_again_when_an_item_was_assigned_does_not_recur_in_it(planted: Plant) -> None:
    reader = planted(
        {
            "Z0": about(FILES, "2024-09-01"),
            "Z1": about(FILES, "2024-12-01"),  # while it was closed
            "Z2": about(FILES, "2025-02-01"),  # while it was open again
            "Z3": about(FILES, "2025-05-01"),  # after it was closed again
        },
        ("Z0", "closed", on("2024-11-01"), None),
        ("Z0", "reopened", on("2025-01-01"), None),
        ("Z0", "closed", on("2025-04-01"), None),
    )
    found = recurrences(reader, CITY, (on("2024-01-01"), AS_OF)).set_index("item_no")
    assert found["closed_before"].to_dict() == {"Z1": on("2024-11-01"), "Z3": on("2025-04-01")}


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
    assert found["eve"].to_dict() == {"Z0": True, "Z1": True, "Z4": False, "Z6": False, "Z7": False}
    assert found["same_text"].to_dict() == {"Z0": False, "Z1": False, "Z4": False, "Z6": True, "Z7": True}
    assert found.index[found["untold"]].tolist() == ["Z4"]
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
