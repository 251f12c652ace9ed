"""The demo city is always the same, valid against its ledgers, and consistent in itself."""

import datetime as dt
import hashlib

import pandas as pd
import pytest
from sqlalchemy import Select, create_engine, func, select

from data_access import demo
from data_access.demo import stories
from data_access.demo.names import CITY_NAME
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.litigation import LITIGATION
from data_access.store.tables import database_state, load_problem, unit
from tests.data_access.demo_figures import TOLD, Frames, as_loaded, city


@pytest.fixture(scope="module")
def frames() -> Frames:
    return city()


@pytest.fixture(scope="module")
def larger() -> Frames:
    return city(2)


def digest(frames: Frames) -> str:
    return hashlib.sha256("".join(key + frame.to_csv() for key, frame in frames.items()).encode()).hexdigest()


# --- Always the same ---------------------------------------------------------------------------------------------


@pytest.mark.exhaustive
def test_the_same_seed_gives_the_same_city_and_another_seed_another(frames: Frames) -> None:
    assert digest(demo.generate()) == digest(frames)
    assert digest(demo.generate(seed=1)) != digest(frames)


@pytest.mark.exhaustive
@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_a_larger_city_leaves_the_rows_of_the_smaller_one_unchanged(
    frames: Frames, larger: Frames, ledger: Ledger
) -> None:
    owner = ledger.natural_key[0]
    own = frames[ledger.key]
    same_units = larger[ledger.key][larger[ledger.key][owner].isin(set(own[owner]))]
    pd.testing.assert_frame_equal(same_units.reset_index(drop=True), own)


@pytest.mark.exhaustive
def test_a_larger_city_has_more_counties_and_more_units(larger: Frames) -> None:
    kinds = larger["unit"]["kind"].value_counts()
    assert kinds.to_dict() == {
        "county_department": 400, "township": 160, "municipal_department": 40, "county": 20, "city": 1,
    }  # fmt: skip


@pytest.mark.exhaustive
def test_more_rows_multiply_the_facts_of_the_same_units(frames: Frames) -> None:
    many = demo.generate(rows=3)
    for key in ("litigation", "reconsideration", "rectification", "petition", "joint_meeting"):
        assert 2.8 < len(many[key]) / len(frames[key]) < 3.2
    assert many["unit"].equals(frames["unit"])


@pytest.mark.parametrize(("size", "rows"), [(0, 1), (1, 0), (1_000, 1)])
def test_an_impossible_size_is_refused_with_what_was_expected(size: int, rows: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        demo.generate(size, rows)


@pytest.mark.long
def test_progress_is_told_for_every_ledger_but_the_units(frames: Frames) -> None:
    told = TOLD[1]
    assert {key for key, _, _ in told} < frames.keys()
    assert [done for _, done, _ in told] == list(range(1, len(LEDGERS)))
    assert {key for key, _, _ in told} == {ledger.key for ledger in LEDGERS} - {"unit"}


# --- Valid -------------------------------------------------------------------------------------------------------

PLAIN_TYPES = {
    "text": str, "code": str, "unit": str, "month_day": str, "date": dt.date, "integer": int, "decimal": float,
    "flag": bool, "group": str, "item": str, "number": str, "period": str, "counted": str,
}  # fmt: skip


def unfit(column: LedgerColumn, values: pd.Series, codes: set[str]) -> list[object]:
    """The values that a column must not hold."""
    allowed = codes if column.kind == "unit" else set(column.codes)
    bad = []
    for value in values:
        if value is None:
            fits = not column.required
        elif type(value) is not PLAIN_TYPES[column.kind]:
            fits = False
        elif column.kind == "date":
            fits = not column.event or value <= demo.AS_OF
        else:
            fits = not allowed or value in allowed
        if not fits:
            bad.append(value)
    return bad


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_every_frame_is_valid_against_its_ledger(frames: Frames, ledger: Ledger) -> None:
    frame, codes = frames[ledger.key], set(frames["unit"]["code"])
    assert list(frame) == [column.name for column in ledger.columns]
    assert len(frame) > 0
    assert not frame.duplicated(list(ledger.natural_key)).any()
    for column in ledger.columns:
        assert unfit(column, frame[column.name], codes) == [], column.name
        if column.not_before:
            both = frame[[column.name, column.not_before]].dropna()
            assert (both[column.name] >= both[column.not_before]).all(), column.name


@pytest.mark.parametrize(
    ("child", "parent", "key"),
    [("rectification_event", "rectification", "item_no"), ("demonstration_event", "demonstration_site", "site_no")],
)
def test_every_event_has_its_parent(frames: Frames, child: str, parent: str, key: str) -> None:
    parents = set(zip(frames[parent]["unit_id"], frames[parent][key], strict=True))
    assert set(zip(frames[child]["unit_id"], frames[child][key], strict=True)) <= parents


def test_the_events_of_an_item_agree_with_its_columns(frames: Frames) -> None:
    items = frames["rectification"].set_index("item_no")
    # But for the one of which a story tells.
    assert items.loc[stories.CONTRADICTED_ITEM, "closed_on"] == stories.CONTRADICTED_ON
    items.loc[stories.CONTRADICTED_ITEM, "closed_on"] = None
    events = frames["rectification_event"]
    latest = events.groupby(["item_no", "kind"])["occurred_on"].agg(["max", "size"]).unstack("kind")
    for kind, column in (("assigned", "assigned_on"), ("closed", "closed_on"), ("extended", "extended_on")):
        told = latest[("max", kind)].dropna()
        assert told.to_dict() == items[column].dropna().to_dict()
    returns = latest[("size", "returned")].reindex(items.index).fillna(0).astype(int)
    assert returns.to_dict() == items["returned_count"].to_dict()
    submitted, returned = latest[("max", "submitted")].dropna(), latest[("max", "returned")].dropna()
    standing = {item: day for item, day in submitted.items() if item not in returned or returned[item] < day}
    assert standing == items["submitted_on"].dropna().to_dict()


def test_a_site_stands_in_the_state_of_its_last_event(frames: Frames) -> None:
    events = frames["demonstration_event"]
    ladder = events[events["kind"] != "exchange"].sort_values("occurred_on", kind="stable")
    last = ladder.groupby("site_no")[["kind", "occurred_on"]].last()
    state = {"cultivated": "cultivating"}
    for site in frames["demonstration_site"].itertuples():
        kind, day = last.loc[site.site_no]
        assert (site.state, site.state_since) == (state.get(kind, kind), day)


def test_litigation_that_follows_a_reconsideration_names_it(frames: Frames) -> None:
    suits = frames["litigation"].dropna(subset="reconsideration_case_no")
    firsts = suits[suits["defendant_role"] == "first"]
    decided = frames["reconsideration"].query("defendant_role == 'first'").set_index("case_no")
    before = decided.loc[firsts["reconsideration_case_no"]]
    assert len(firsts) > 250
    assert (before["unit_id"].to_numpy() == firsts["unit_id"].to_numpy()).all()
    assert (before["matter"].to_numpy() == firsts["matter"].to_numpy()).all()
    assert (before["sued_on"].to_numpy() <= firsts["filed_on"].to_numpy()).all()


def test_a_petition_that_follows_a_reconsideration_names_it_and_came_after_it_was_closed(frames: Frames) -> None:
    petitions = frames["petition"].dropna(subset="reconsideration_case_no")
    decided = frames["reconsideration"].query("defendant_role == 'first'").set_index("case_no")
    before = decided.loc[petitions["reconsideration_case_no"]]
    assert len(petitions) > 100
    for name in ("unit_id", "matter"):
        assert (before[name].to_numpy() == petitions[name].to_numpy()).all()
    assert (before["closed_on"].to_numpy() < petitions["received_on"].to_numpy()).all()


def test_a_merged_unit_has_a_successor_and_no_facts_after_its_end(frames: Frames) -> None:
    merged = frames["unit"].dropna(subset="active_to")
    assert len(merged) == 1
    unit = merged.iloc[0]
    assert unit["merged_into"] in set(frames["unit"]["code"])
    dates = {
        "litigation": "filed_on", "reconsideration": "received_on", "rectification": "assigned_on",
        "archive_material": "due_on", "petition": "received_on",
    }  # fmt: skip
    own = {key: frames[key].loc[frames[key]["unit_id"] == unit["code"], day] for key, day in dates.items()}
    assert sum(map(len, own.values())) > 0
    assert all(day <= unit["active_to"] for days in own.values() for day in days)


def _loaded(ledger: Ledger) -> Select[tuple[int]]:
    """How many rows came by a load; units name none, and the shipped counting rules came by none."""
    table = ledger.table
    rows = select(func.count()).select_from(table)
    return rows.where(table.c.load_id.is_not(None)) if "load_id" in table.c else rows


def test_the_whole_city_passes_the_load_door(demo_url: str) -> None:
    frames = as_loaded()
    with create_engine(demo_url).connect() as connection:
        state = connection.execute(select(database_state)).one()
        problems = connection.execute(select(load_problem.c.code).distinct()).scalars().all()
        stored = {ledger.key: connection.execute(_loaded(ledger)).scalar_one() for ledger in LEDGERS}
    assert (state.synthetic, state.city_name, state.data_as_of) == (True, CITY_NAME, demo.AS_OF)
    # Nothing was refused; some suits are stored that cannot be right.
    assert set(problems) == {"spoke_absent", "attended_unheard", "other_unit"}
    # Before it published, the city decided what it had not yet.
    assert stored.pop("veto_event") > len(frames["veto_event"])
    assert stored == {key: len(frame) for key, frame in frames.items() if key != "veto_event"}


def test_the_database_holds_the_corrected_rows(frames: Frames, demo_url: str) -> None:
    suit, keys = LITIGATION.table.c, ["unit_id", "case_no", "instance"]
    columns = [unit.c.code, suit.case_no, suit.instance, suit.head_attended]
    with create_engine(demo_url).connect() as connection:
        rows = connection.execute(select(*columns).join_from(LITIGATION.table, unit, suit.unit_id == unit.c.unit_id))
        stored = {(code, number, instance): attended for code, number, instance, attended in rows}
    corrected = as_loaded()["litigation"].set_index(keys)["head_attended"]
    assert stored == corrected.to_dict()
    entered = frames["litigation"].set_index(keys)["head_attended"].to_dict()
    assert sum(entered[case] != attended for case, attended in stored.items()) == stories.CORRECTED_CASES
