"""Demonstration sites by their events, in the viewer's scope and in one order, and what suggestions rest on."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, insert, select, update

from data_access.ledgers.demonstration_event import DEMONSTRATION_EVENT
from data_access.ledgers.demonstration_site import DEMONSTRATION_SITE
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.reading.reader import Reader, reading
from data_access.reading.sites import SITE_COLUMNS, overdue_items, recorded_vetoes, site_events, sites
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.ready_city import AS_OF, answers

NARROW = Viewer("police of A", units=frozenset({"A-police"}))
NOBODY = Viewer("nobody", units=frozenset())


def event(code: str, on: str, kind: str, seq: int = 1, note: str | None = None) -> dict[str, Any]:
    return {"unit_id": UNIT_IDS[code], "site_no": f"S-{code}", "occurred_on": dt.date.fromisoformat(on), "kind": kind,
            "seq": seq, "note": note}  # fmt: skip


@pytest.fixture
def city(writer: Engine, beside_writer: Engine) -> Engine:
    """The site of A-police was warned and its ledger does not know; that of A-town has only an exchange; B has none."""
    with writer.begin() as connection:
        connection.execute(
            insert(DEMONSTRATION_EVENT.table),
            [
                event("A-police", "2025-05-01", "warned"),
                event("A-police", "2022-03-01", "designated"),
                event("A-police", "2023-02-01", "exchange", 2, "second"),
                event("A-police", "2023-02-01", "exchange", 1, "first 13800138000"),
                event("A-police", "2025-07-01", "revoked"),
                event("A-town", "2025-01-01", "exchange"),
            ],
        )
        connection.execute(
            update(DEMONSTRATION_SITE.table)
            .where(DEMONSTRATION_SITE.table.c.site_no == "S-A-police")
            .values(highlight="亮点")
        )
    return beside_writer


def asked(engine: Engine, viewer: Viewer = ALL_SEEING, as_of: dt.date = AS_OF) -> pd.DataFrame:
    found: pd.DataFrame = answers(engine, viewer, lambda r: sites(r, as_of))[0]
    return found


# --- Sites and their events --------------------------------------------------------------------------------------


def test_the_events_decide_the_state_and_without_any_the_columns_do(city: Engine) -> None:
    found = asked(city).set_index("site_no")
    assert list(found["code"]) == ["A-police", "A-town", "B-police"]
    assert found["state"].to_dict() == {"S-A-police": "warned", "S-A-town": "designated", "S-B-police": "designated"}
    assert found["since"].to_list() == [dt.date(2025, 5, 1), dt.date(2024, 5, 1), dt.date(2024, 5, 1)]
    assert found["last_exchange"].to_list() == [dt.date(2023, 2, 1), dt.date(2025, 1, 1), None]
    assert found["plated_on"].to_list() == [dt.date(2022, 3, 1), None, None]
    assert found["events"].to_list() == [4, 1, 0]
    assert found["contradicted"].to_list() == [True, False, False]
    assert found["recorded_state"].to_list() == ["designated"] * 3
    assert found["lacks"].to_list() == [("exchange",), ("highlight",), ("highlight",)]
    assert found["county"].to_list() == ["A", "A", "B"]


def test_what_happens_after_the_day_has_not_happened(city: Engine) -> None:
    states = [asked(city, as_of=dt.date(2025, month, 1)).set_index("site_no")["state"] for month in (4, 6, 7)]
    assert [each["S-A-police"] for each in states] == ["designated", "warned", "revoked"]


def test_sites_and_their_events_are_cut_to_the_units_of_the_viewer(city: Engine) -> None:
    assert [len(asked(city, viewer)) for viewer in (ALL_SEEING, NARROW, NOBODY)] == [3, 1, 0]
    assert list(asked(city, NOBODY)) == SITE_COLUMNS
    assert asked(city, NARROW)["state"].to_list() == ["warned"]
    told = [len(answers(city, viewer, lambda r: site_events(r, "A-town", "S-A-town", AS_OF))[0])
            for viewer in (ALL_SEEING, NARROW)]  # fmt: skip
    assert told == [1, 0]


def test_the_events_of_a_site_come_in_order_up_to_the_day_and_masked(city: Engine) -> None:
    found = answers(city, ALL_SEEING, lambda r: site_events(r, "A-police", "S-A-police", AS_OF))[0]
    assert found["kind"].to_list() == ["designated", "exchange", "exchange", "warned"]
    assert found["seq"].to_list() == [1, 1, 2, 1]
    assert "13800138000" not in found["note"].iloc[1]
    assert answers(city, ALL_SEEING, lambda r: site_events(r, "A-police", "S-0", AS_OF))[0].empty


# --- What suggestions rest on ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({}, True),
        ({"status": "appealed"}, True),
        ({"status": "proposed"}, False),
        ({"status": "lifted"}, False),
        ({"source": "computed"}, False),
        ({"occurred_on": None}, True),
        ({"occurred_on": dt.date(2025, 7, 1)}, False),
        ({"ends_on": dt.date(2025, 1, 1)}, True),
        ({"ends_on": dt.date(2024, 12, 31)}, False),
    ],
)
def test_a_recorded_veto_counts_while_it_is_in_force(
    writer: Engine, beside_writer: Engine, changed: dict[str, Any], counts: bool
) -> None:
    veto = {"unit_id": UNIT_IDS["A-town"], "veto_no": "V1", "year": 2025, "clause": "falsified_data",
            "source": "recorded", "status": "confirmed", "occurred_on": dt.date(2024, 6, 1)}  # fmt: skip
    with writer.begin() as connection:
        connection.execute(insert(VETO_EVENT.table).values(**{**veto, **changed}))
    of_figures = Viewer("figures", frozenset(), sees_unpublished=True)
    # Before an assessment is published its vetoes are nobody's business who may not see it.
    for viewer, sees in ((ALL_SEEING, True), (of_figures, True), (NOBODY, False)):
        found = answers(beside_writer, viewer, lambda r: recorded_vetoes(r, dt.date(2025, 1, 1), AS_OF))[0]
        assert found.to_dict("records") == ([{"code": "A-town", "clause": "falsified_data"}] if counts and sees else [])


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def test_overdue_items_are_those_open_past_the_due_date_in_force(demo: Reader) -> None:
    as_of = demo.state().data_as_of
    codes = dict(zip(demo.units()["unit_id"], demo.units()["code"], strict=True))
    everyone = [int(unit_id) for unit_id in codes]
    counted: dict[str, int] = {}
    for item in demo.rows(RECTIFICATION.table, select(RECTIFICATION.table)).to_dict("records"):
        known = {name: None if pd.isna(value) else value for name, value in item.items()}
        due = known["due_on"]
        if known["extended_on"] and known["extended_due_on"] and known["extended_on"] <= as_of:
            due = known["extended_due_on"]
        if known["assigned_on"] <= as_of and not (known["closed_on"] and known["closed_on"] <= as_of) and due < as_of:
            counted[codes[item["unit_id"]]] = counted.get(codes[item["unit_id"]], 0) + 1
    found = overdue_items(demo, everyone, as_of)
    assert dict(zip(found["code"], found["overdue"], strict=True)) == counted
    assert counted["C06-transport"] >= 3
    one = overdue_items(demo, [int(demo.units().set_index("code")["unit_id"]["C06-transport"])], as_of)
    assert one["code"].to_list() == ["C06-transport"]
    assert overdue_items(demo, [], as_of).empty


def test_the_states_of_the_demo_city_are_those_of_its_last_steps(demo: Reader) -> None:
    as_of = demo.state().data_as_of
    last: dict[str, tuple[dt.date, int, str]] = {}
    ladder = ["cultivated", "applied", "assessed", "designated", "reviewed", "warned", "restored", "revoked"]
    for row in demo.frame(select(DEMONSTRATION_EVENT.table)).to_dict("records"):
        if row["kind"] in ladder and row["occurred_on"] <= as_of:
            step = (row["occurred_on"], ladder.index(row["kind"]), row["kind"])
            last[row["site_no"]] = max(last.get(row["site_no"], step), step)
    names = {"cultivated": "cultivating", "restored": "designated"}
    found = sites(demo, as_of).set_index("site_no")
    assert found["state"].to_dict() == {site: names.get(kind, kind) for site, (_, _, kind) in last.items()}
    assert not found["contradicted"].any()
