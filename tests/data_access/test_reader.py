"""The one way to read: open aggregates, rows cut to the viewer's scope, one snapshot, and no way to write."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, Select, func, select, update

from assessment.indicators import INDICATORS
from data_access.asked.periods import Period
from data_access.counting.item_states import write_item_states
from data_access.ledgers.demonstration_site import DEMONSTRATION_SITE
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.available import choices_for
from data_access.reading.figures import indicator_counts, indicator_months
from data_access.reading.reader import MASK, reading
from data_access.reading.records import (
    latest_loads,
    materials,
    missing_materials,
    open_items,
    record_page,
    sites_of,
    timeline,
)
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store import tables as t
from data_access.store.engine import reader_engine
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.ready_city import ALL_MONTHS, AS_OF, HALF_YEAR, PERSON, Ask, answers, figures, selection

KEYS = [indicator.key for indicator in INDICATORS]
NARROW = Viewer("police of A", units=frozenset({"A-police"}))
NOBODY = Viewer("nobody", units=frozenset())


# --- The viewer's scope ------------------------------------------------------------------------------------------

# The lanes of a timeline, each known up to the day of the data.
LANES = dict.fromkeys(("litigation", "reconsideration", "rectification", "material"), AS_OF)
# What is asked for, and the rows an all-seeing viewer and the viewer of one unit find.
ROWS: dict[str, tuple[Ask, int, int]] = {
    "litigation of the county": (lambda r: record_page(r, "litigation", "A", ALL_MONTHS, AS_OF)[0], 6, 4),
    "reconsideration of the county": (lambda r: record_page(r, "reconsideration", "A", ALL_MONTHS, AS_OF)[0], 4, 3),
    "rectification of the county": (lambda r: record_page(r, "rectification", "A", ALL_MONTHS, AS_OF)[0], 3, 2),
    "rectification of another county": (lambda r: record_page(r, "rectification", "B", ALL_MONTHS, AS_OF)[0], 1, 0),
    "open items": (lambda r: open_items(r, dt.date(2025, 4, 1)), 3, 2),
    "open items of the county": (lambda r: open_items(r, dt.date(2025, 2, 25), "A"), 3, 2),
    "own materials": (lambda r: materials(r, "A-police", HALF_YEAR), 3, 3),
    "materials of the county's government": (lambda r: materials(r, "A", HALF_YEAR), 1, 0),
    "missing materials": (lambda r: missing_materials(r, AS_OF), 1, 0),
    "sites of the county": (lambda r: sites_of(r, "A"), 2, 1),
    "sites of another county": (lambda r: sites_of(r, "B"), 1, 0),
}


@pytest.mark.parametrize(("ask", "everyones", "own"), ROWS.values(), ids=ROWS.keys())
def test_rows_are_cut_to_the_units_of_the_viewer(engine: Engine, ask: Ask, everyones: int, own: int) -> None:
    assert [len(answers(engine, viewer, ask)[0]) for viewer in (ALL_SEEING, NARROW, NOBODY)] == [everyones, own, 0]


def test_a_units_timeline_holds_only_what_the_viewer_may_see(engine: Engine) -> None:
    def events(viewer: Viewer, code: str) -> int:
        return int(answers(engine, viewer, lambda r: timeline(r, code, ALL_MONTHS, LANES))[0]["events"].sum())

    assert events(NARROW, "A") == events(ALL_SEEING, "A-police") < events(ALL_SEEING, "A")
    assert events(NARROW, "B") == events(NOBODY, "A") == 0
    assert events(ALL_SEEING, "B") > 0


def test_how_many_rows_there_are_is_said_of_the_rows_the_viewer_may_see(engine: Engine) -> None:
    def total(viewer: Viewer) -> int:
        return int(
            answers(engine, viewer, lambda r: record_page(r, "litigation", "A", ALL_MONTHS, AS_OF, size=1)[1])[0]
        )

    assert [total(ALL_SEEING), total(NARROW), total(NOBODY)] == [6, 4, 0]


def test_only_units_of_the_viewer_stand_in_the_rows(engine: Engine) -> None:
    found = answers(engine, NARROW, *(ask for ask, _, own in ROWS.values() if own))
    assert {unit for rows in found if "unit" in rows for unit in rows["unit"]} == {"A-police"}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("viewer", [NARROW, NOBODY], ids=["one unit", "no unit"])
@pytest.mark.parametrize("group", ["counties", "municipal_departments", "sector:police"])
def test_aggregates_are_the_same_for_every_viewer(engine: Engine, viewer: Viewer, group: str) -> None:
    ask: list[Ask] = [
        lambda r: indicator_counts(r, selection(group, "B"), KEYS),
        lambda r: indicator_months(r, KEYS, ALL_MONTHS.first, ALL_MONTHS.last),
        lambda r: indicator_months(r, KEYS, ALL_MONTHS.first, ALL_MONTHS.last, "B"),
        lambda r: r.units(),
    ]
    for everyones, own in zip(answers(engine, ALL_SEEING, *ask), answers(engine, viewer, *ask), strict=True):
        assert len(everyones) > 0
        pd.testing.assert_frame_equal(own, everyones, check_like=True)


@pytest.mark.parametrize(
    ("viewer", "shown"),
    [(ALL_SEEING, PERSON), (Viewer("all rows", None), MASK), (NARROW, MASK)],
    ids=["may", "may not", "own"],
)
def test_names_of_persons_are_masked_for_those_who_may_not_see_them(engine: Engine, viewer: Viewer, shown: str) -> None:
    item = RECTIFICATION.table.c
    named = [item.responsible_person, item.checker, item.extension_approved_by]
    found = answers(engine, viewer, lambda r: r.rows(RECTIFICATION.table, select(item.issue, *named)))[0]
    assert set(found[["responsible_person", "checker", "extension_approved_by"]].to_numpy().flat) == {shown}
    assert set(found["issue"]) == {"演示问题"}


_item = RECTIFICATION.table.c
_inside = select(_item.unit_id, _item.checker.label("who")).subquery()
_worked_out = select(_item.unit_id, func.upper(_item.checker).label("who")).subquery()


@pytest.mark.parametrize(
    "statement",
    [
        select(_item.checker.label("who")),
        select(func.coalesce(_item.checker, _item.responsible_person).label("who")),
        select(func.upper(_item.issue + _item.checker).label("who")),
        select(_inside.c.who),
        select(_inside.alias("other").c.who.label("who")),
        select(_worked_out.c.who),
    ],
    ids=["another label", "one of two", "a part of a text", "a subquery", "an alias of it", "worked out in a subquery"],
)
def test_a_name_is_masked_by_the_column_it_comes_from_whatever_it_is_called(
    engine: Engine, statement: Select[Any]
) -> None:
    rows = answers(engine, Viewer("all rows", None), lambda r: r.rows(RECTIFICATION.table, statement))[0]
    assert set(rows["who"]) == {MASK}
    with pytest.raises(ValueError, match="without personal columns, got who"):
        answers(engine, ALL_SEEING, lambda r: r.frame(statement))


def test_a_name_that_was_never_given_stays_unknown(writer: Engine, beside_writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(update(RECTIFICATION.table).values(checker=None))
    found = answers(
        beside_writer, NARROW, lambda r: r.rows(RECTIFICATION.table, select(RECTIFICATION.table.c.checker))
    )[0]
    assert found["checker"].isna().all()


# --- Figures -----------------------------------------------------------------------------------------------------


def test_counties_count_as_a_whole_and_their_government_by_itself_beside_them(engine: Engine) -> None:
    rates = answers(engine, ALL_SEEING, lambda r: indicator_counts(r, selection(unit="A"), ["appearance_rate"]))[0]
    assert figures(rates, "appearance_rate") == {2: (2, 3), 5: (0, 1)}
    assert figures(rates, "appearance_rate", "own") == {2: (0, 1)}
    assert figures(rates, "appearance_rate", "city") == {0: (3, 4)}


def test_members_of_other_groups_count_for_themselves_alone(engine: Engine) -> None:
    rates = answers(engine, ALL_SEEING, lambda r: indicator_counts(r, selection("sector:police"), ["appearance_rate"]))[
        0
    ]
    assert figures(rates, "appearance_rate") == {3: (2, 2), 6: (0, 1)}
    assert figures(rates, "appearance_rate", "city") == {0: (3, 4)}


def test_the_compared_period_is_counted_beside_the_chosen_one(engine: Engine) -> None:
    later = Period("year", dt.date(2026, 1, 1), dt.date(2026, 6, 1))
    rates = answers(engine, ALL_SEEING, lambda r: indicator_counts(r, selection(period=later), ["appearance_rate"]))[0]
    city = rates[rates["level"] == "city"].iloc[0]
    assert [city[name] for name in ("numerator", "denominator", "numerator_compared", "denominator_compared")] == [
        0, 0, 3, 4,
    ]  # fmt: skip


def test_a_period_without_counts_is_an_empty_answer_and_no_error(engine: Engine) -> None:
    long_ago = Period("month", dt.date(1999, 1, 1), dt.date(1999, 1, 1))
    asked: list[Ask] = [
        lambda r: indicator_counts(r, selection(period=long_ago), KEYS),
        lambda r: indicator_months(r, KEYS, long_ago.first, long_ago.last),
    ]
    rates, monthly = answers(engine, ALL_SEEING, *asked)
    assert (len(rates), len(monthly)) == (0, 0)
    assert {"level", "unit_id", "indicator", "numerator", "denominator"} <= set(rates.columns)
    assert {"month", "indicator", "numerator", "denominator"} <= set(monthly.columns)


def test_a_month_without_cases_is_missing_and_not_nought(engine: Engine) -> None:
    monthly = answers(
        engine, ALL_SEEING, lambda r: indicator_months(r, ["loss_rate"], ALL_MONTHS.first, ALL_MONTHS.last, "A")
    )[0]
    found = {f"{row['month']:%Y-%m}": (row["numerator"], row["denominator"]) for _, row in monthly.iterrows()}
    assert found == {"2025-02": (1, 2), "2025-03": (0, 1)}


def test_units_come_with_the_code_of_their_county_and_a_county_with_its_own(engine: Engine) -> None:
    units = answers(engine, ALL_SEEING, lambda r: r.units())[0].set_index("code")
    county = units["county"].astype(object).where(units["county"].notna(), None)
    assert county.to_dict() == {
        "A": "A", "A-police": "A", "A-town": "A", "B": "B", "B-police": "B", "CITY": None, "M": None,
    }  # fmt: skip


def test_what_can_be_chosen_is_what_is_there(engine: Engine) -> None:
    choices = answers(engine, ALL_SEEING, lambda r: choices_for(r, r.units(), AS_OF))[0]
    assert (choices.first_month, choices.last_month) == (dt.date(2023, 12, 1), dt.date(2025, 6, 1))
    assert choices.groups == ("counties", "municipal_departments", "sector:police")
    assert choices.counties == (("A", "A"), ("B", "B"))
    assert set(choices.unknown_indicators) == set(KEYS), "no sheet was loaded, so no ledger has a column"


def test_a_real_dirty_ledger_is_read_and_what_it_cannot_answer_is_named(excerpt_url: str) -> None:
    engine = reader_engine(excerpt_url)
    with reading(engine, ALL_SEEING) as reader:
        choices = choices_for(reader, reader.units(), reader.state().data_as_of)
        rates = indicator_counts(reader, selection(choices.default_group, period=ALL_MONTHS), KEYS)
    engine.dispose()
    assert 0 < len(choices.unknown_indicators) < len(KEYS)
    assert choices.default_indicator not in choices.unknown_indicators
    assert (rates["numerator"] <= rates["denominator"]).all()


# --- Pages of rows -----------------------------------------------------------------------------------------------


def test_rows_come_page_by_page_the_newest_first_and_none_twice(engine: Engine) -> None:
    def page(number: int) -> Ask:
        return lambda r: record_page(r, "litigation", "A", ALL_MONTHS, AS_OF, number, 2)[0]["case_no"].tolist()

    pages = answers(engine, ALL_SEEING, *(page(number) for number in (1, 2, 3, 4)))
    assert pages == [["L6", "L7"], ["L5", "L4"], ["L1", "L2"], []]


def test_a_period_cuts_the_list_by_the_dates_of_the_rows(engine: Engine) -> None:
    march = Period("month", dt.date(2025, 3, 1), dt.date(2025, 3, 1))
    rows = answers(engine, ALL_SEEING, lambda r: record_page(r, "reconsideration", "A", march, AS_OF)[0])[0]
    assert set(rows["case_no"]) == {"R1", "R2", "R3", "R4"}


COUNTS = {"counts_for_county": True, "counts_for_city": True}


@pytest.fixture
def ties(writer: Engine) -> None:
    """Rows that share their dates, written in the wrong order; the unit of the first code has the last number."""
    same = dt.date(2025, 5, 2)
    with writer.begin() as connection:
        connection.execute(
            t.unit.insert().values(
                unit_id=8, code="A-archive", name="A-archive", kind="county_department", county_id=UNIT_IDS["A"]
            )
        )
        units = [UNIT_IDS["A-town"], UNIT_IDS["A-police"], 8]
        connection.execute(
            LITIGATION.table.insert(),
            [
                {"unit_id": unit_id, "case_no": "T1", "instance": instance, "closed_on": same, **COUNTS}
                for unit_id in units
                for instance in ("second", "first")
            ],
        )
        connection.execute(
            RECTIFICATION.table.insert(),
            [
                {"unit_id": unit_id, "item_no": number, "source": "meeting", "assigned_on": same, "due_on": same}
                for unit_id in units
                for number in ("T2", "T1")
            ],
        )
        write_item_states(connection)
        site = {"name": "演示点", "level": "county", "state": "designated"}
        connection.execute(
            DEMONSTRATION_SITE.table.insert(),
            [
                site | {"unit_id": UNIT_IDS["A-town"], "site_no": "S-0", "state_since": None},
                site | {"unit_id": UNIT_IDS["A-town"], "site_no": "S-1", "state_since": same, "name": "A-town"},
                site | {"unit_id": 8, "site_no": "S-1", "state_since": same, "name": "A-archive"},
            ],
        )
        batch = {"source_name": "", "status": "stored", "loaded_at": dt.datetime(2025, 6, 30), "rows_read": 0}
        counts = dict.fromkeys(("rows_stored", "rows_unchanged", "rows_rejected", "rows_removed"), 0)
        connection.execute(
            t.load_batch.insert(), [batch | counts | {"ledger": ledger} for ledger in (None, "unit", "litigation")]
        )


@pytest.mark.usefixtures("ties")
def test_rows_that_share_a_date_come_in_one_order(beside_writer: Engine) -> None:
    may = Period("month", dt.date(2025, 5, 1), dt.date(2025, 5, 1))
    lists, items, sites, loads = answers(
        beside_writer,
        ALL_SEEING,
        lambda r: [record_page(r, "litigation", "A", may, AS_OF, page, 1)[0] for page in range(1, 8)],
        lambda r: open_items(r, may.first.replace(day=31), "A"),
        lambda r: sites_of(r, "A"),
        latest_loads,
    )
    pages = [tuple(row) for page in lists for row in page[["case_no", "unit", "instance"]].itertuples(index=False)]
    names = ["A-archive", "A-police", "A-town"]
    assert pages == [
        ("L6", "A-police", "second"),
        *(("T1", name, instance) for name in names for instance in ("first", "second")),
    ]
    tied = items[items["item_no"].str.startswith("T")]
    assert list(zip(tied["item_no"], tied["code"], strict=True)) == [
        (no, name) for no in ("T1", "T2") for name in names
    ]
    assert sites["name"].tolist() == ["A-archive", "A-town", "A-police 示范点", "A-town 示范点", "演示点"]
    assert loads["ledger"].tolist() == ["litigation", "unit"]


@pytest.mark.usefixtures("ties")
def test_the_timeline_comes_by_month_lane_and_kind(beside_writer: Engine) -> None:
    found = answers(beside_writer, ALL_SEEING, lambda r: timeline(r, "A", ALL_MONTHS, LANES))[0]
    shown = list(zip(found["month"].astype(str), found["lane"], found["kind"], strict=True))
    assert shown == sorted(shown)
    assert len({month for month, _lane, _kind in shown}) < len(shown)


def test_an_item_is_open_from_the_day_it_was_assigned_until_the_day_it_was_closed(engine: Engine) -> None:
    def open_on(day: dt.date) -> Ask:
        return lambda r: set(open_items(r, day)["item_no"])

    days = [dt.date(2025, 2, 9), dt.date(2025, 2, 10), dt.date(2025, 4, 9), dt.date(2025, 4, 10), AS_OF]
    assert answers(engine, ALL_SEEING, *(open_on(day) for day in days)) == [
        set(), {"Z1"}, {"Z1", "Z2", "Z4"}, {"Z2", "Z4"}, {"Z4", "Z5"},
    ]  # fmt: skip
