"""The database counts its tallies: by unit, county and city, in the right months, and only anew what was touched."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from data_access.counting import tallies as tallies_module
from data_access.counting.counting import count, count_nothing
from data_access.counting.tallies import CITY, COUNTY, tally_hash
from data_access.ledgers.all import TALLIES, VIEWS
from data_access.ledgers.counting_rule import COUNTING_RULE, fill_rules
from data_access.ledgers.counting_rules import REVISED_LAW, SHIPPED, CountingRules
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.store.tables import database_state, monthly_tally, unit
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.stored_figures import blank_what_comes_after, counted, stored_figures
from tests.recount import differences, recount

pytestmark = pytest.mark.both_engines

AS_OF = dt.date(2025, 6, 15)
A_POLICE, M = UNIT_IDS["A-police"], UNIT_IDS["M"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2025-{text}")


def added_up(connection: Connection, key: str, facets: ColumnElement[bool]) -> list[tuple[Any, ...]]:
    """Unit, month and sum of the values of one stored key."""
    tally = monthly_tally.c
    query = select(tally.unit_id, tally.month, func.sum(tally.value)).where(tally.tally_key == key, facets)
    return [
        tuple(row)
        for row in connection.execute(query.group_by(tally.unit_id, tally.month).order_by("unit_id", "month"))
    ]


def assign(connection: Connection, item_no: str, **dates: Any) -> None:
    row = {"unit_id": M, "source": "inspection", "item_no": item_no, **dates}
    connection.execute(RECTIFICATION.table.insert().values(row))


# --- Against the hand count --------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_of", [AS_OF, dt.date(2025, 6, 30), dt.date(2026, 1, 31)])
def test_the_database_counts_the_hand_counted_city_as_the_recount_does(city: Connection, as_of: dt.date) -> None:
    blank_what_comes_after(city, as_of)
    count(city, as_of)
    assert differences(stored_figures(city), recount(city, as_of)) == []


def test_a_case_with_three_defendants_counts_once_for_each_county_and_once_for_the_city(city: Connection) -> None:
    count(city, AS_OF)
    january = [counted(city, f"heard_known{level}") for level in ("", COUNTY, CITY)]
    own, county, whole = ({code: months.get("2025-01", 0) for code, months in each.items()} for each in january)
    assert own == {"A": 1, "A-police": 1, "A-town": 1, "B-police": 1, "M": 1}
    assert sum(county.get(code, 0) for code in ("A", "A-police", "A-town")) == 2
    assert county.get("B-police") == 1
    assert sum(whole.values()) == 3


def test_the_organ_counts_a_case_of_two_respondents_once_and_as_its_own(city: Connection) -> None:
    count(city, AS_OF)
    decided = counted(city, "applications_decided")
    assert decided["A"]["2025-01"] == 1  # R1 and R2 are one case
    assert set(decided) <= {"A", "B", "CITY"}
    assert not any(counted(city, f"applications_decided{level}") for level in (COUNTY, CITY))


def test_an_answered_opinion_counts_in_its_due_month_even_before_that_month_has_come(city: Connection) -> None:
    count(city, dt.date(2025, 6, 30))
    assert counted(city, "opinions_due")["M"] == {"2025-08": 1}
    assert counted(city, "opinions_answered")["M"] == {"2025-08": 1}


def test_what_is_not_yet_due_is_in_neither_part(bare: Connection) -> None:
    assign(bare, "due yesterday", assigned_on=day("06-01"), due_on=day("06-14"))
    assign(bare, "due today", assigned_on=day("06-01"), due_on=AS_OF)
    assign(bare, "due today and closed", assigned_on=day("06-01"), due_on=AS_OF, closed_on=AS_OF)
    assign(bare, "due tomorrow", assigned_on=day("06-01"), due_on=day("06-16"))
    assign(bare, "due tomorrow and closed", assigned_on=day("06-01"), due_on=day("06-16"), closed_on=day("06-02"))
    same = {"unit_id": M, "defendant_role": "first", "counts_for_county": True, "counts_for_city": True}
    cases = [
        {"case_no": "until Friday 06-13", "closed_on": day("05-29"), "outcome": "upheld"},
        {"case_no": "until Saturday, so until Monday 06-16", "closed_on": day("05-30"), "outcome": "upheld"},
    ]
    bare.execute(insert(RECONSIDERATION.table), [same | case for case in cases])
    count(bare, AS_OF)
    assert counted(bare, "rectification_due") == {"M": {"2025-06": 2}}
    assert counted(bare, "rectification_due_closed_on_time") == {"M": {"2025-06": 1}}
    assert counted(bare, "rectification_assigned") == {"M": {"2025-06": 5}}
    assert counted(bare, "closed_suit_mature") == {"M": {"2025-05": 1}}
    assert counted(bare, "reconsideration_closed") == {"M": {"2025-05": 2}}


def test_a_rule_changed_in_the_database_is_the_one_that_counts(city: Connection) -> None:
    count(city, AS_OF)
    assert counted(city, "organ_closed_in_time")["A"] == {"2025-03": 2}
    shorter = and_(COUNTING_RULE.table.c.rule == "reconsideration_days_ordinary", COUNTING_RULE.table.c.value == "60")
    city.execute(update(COUNTING_RULE.table).where(shorter).values(value="59"))
    count(city, AS_OF)
    assert counted(city, "organ_closed_in_time")["A"] == {"2025-03": 1}  # R1 took 60 days


def test_the_parts_of_a_tally_add_up_to_its_total(city: Connection) -> None:
    city.execute(update(RECTIFICATION.table).where(RECTIFICATION.table.c.item_no == "Z1").values(source=None))
    count(city, AS_OF)
    split = [tally.key for tally in TALLIES if tally.facet is not None]
    keys = [key + level for key in split for level in ("", COUNTY, CITY)]
    facet = monthly_tally.c.facet
    totals = {key: added_up(city, key, facet == "") for key in keys}
    assert {key: added_up(city, key, facet != "") for key in keys} == totals
    assert {"first_instance_closed@city", "reconsideration_closed@county", "rectification_assigned"} <= {
        key for key, found in totals.items() if found
    }


def test_a_row_without_the_word_that_splits_a_tally_is_kept_as_unknown(bare: Connection) -> None:
    assign(bare, "no source", source=None, assigned_on=day("02-03"), due_on=day("03-03"))
    count(bare, AS_OF)
    assert counted(bare, "rectification_assigned", "unknown") == {"M": {"2025-02": 1}}


# --- The first month ---------------------------------------------------------------------------------------------


def first_month(connection: Connection) -> dt.date | None:
    """As noted in the state; it must be the first of all that is counted."""
    noted = connection.execute(select(database_state.c.first_month)).scalar_one()
    assert noted == connection.execute(select(func.min(monthly_tally.c.month))).scalar_one()
    return noted


def test_the_first_counted_month_follows_what_is_counted(bare: Connection) -> None:
    count(bare, AS_OF)
    assert first_month(bare) == day("01-01")  # materials are due from then on
    assign(bare, "early", assigned_on=dt.date(2024, 11, 3), due_on=dt.date(2024, 12, 3))
    count(bare, AS_OF, {M}, dt.date(2024, 11, 1), dt.date(2024, 12, 1))
    assert first_month(bare) == dt.date(2024, 11, 1)
    assign(bare, "late", assigned_on=day("04-03"), due_on=day("05-03"))
    count(bare, AS_OF, {M}, day("04-01"), day("05-01"))
    assert first_month(bare) == dt.date(2024, 11, 1)
    bare.execute(delete(RECTIFICATION.table).where(RECTIFICATION.table.c.item_no == "early"))
    count(bare, AS_OF, {M}, dt.date(2024, 11, 1), dt.date(2024, 12, 1))
    assert first_month(bare) == day("01-01")
    count_nothing(bare)
    assert first_month(bare) is None


# --- Stocks ------------------------------------------------------------------------------------------------------


def test_what_stays_open_is_carried_from_month_to_month_until_it_is_closed(bare: Connection) -> None:
    assign(bare, "1", assigned_on=day("01-31"), due_on=day("02-10"), closed_on=day("04-01"))
    assign(bare, "2", assigned_on=day("03-01"), due_on=day("12-31"))
    count(bare, AS_OF)
    assert counted(bare, "rectification_open") == {
        "M": {"2025-01": 1, "2025-02": 1, "2025-03": 2, "2025-04": 1, "2025-05": 1, "2025-06": 1}
    }
    assert counted(bare, "rectification_overdue") == {"M": {"2025-02": 1, "2025-03": 1}}


def test_the_last_month_ends_on_the_day_the_figures_stand_at(bare: Connection) -> None:
    assign(bare, "due on that day", assigned_on=day("06-01"), due_on=AS_OF)
    assign(bare, "due the day before", assigned_on=day("06-01"), due_on=day("06-14"))
    count(bare, AS_OF)
    assert counted(bare, "rectification_overdue") == {"M": {"2025-06": 1}}
    count(bare, day("06-16"))
    assert counted(bare, "rectification_overdue") == {"M": {"2025-06": 2}}


@pytest.mark.parametrize(
    ("approved", "longer", "overdue"),
    [
        (None, None, ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06"]),
        ("03-31", "05-20", ["2025-02", "2025-05", "2025-06"]),  # approved after the due date: late until then
        ("02-01", "05-20", ["2025-05", "2025-06"]),
        ("04-01", "05-20", ["2025-02", "2025-03", "2025-05", "2025-06"]),
        ("02-01", None, ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06"]),
        (None, "05-20", ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06"]),
    ],
)
def test_an_extension_counts_only_once_it_was_approved(
    bare: Connection, approved: str | None, longer: str | None, overdue: list[str]
) -> None:
    dates = {"extended_on": approved and day(approved), "extended_due_on": longer and day(longer)}
    assign(bare, "1", assigned_on=day("01-31"), due_on=day("02-10"), **dates)
    count(bare, AS_OF)
    assert counted(bare, "rectification_overdue") == {"M": dict.fromkeys(overdue, 1)}


# --- What is counted ---------------------------------------------------------------------------------------------

BY_KEY = {tally.key: tally for tally in TALLIES}
CHANGES: dict[str, dict[str, Any]] = {
    "condition": {"where": BY_KEY["first_instance_closed"].where},
    "date": {"month_of": LITIGATION.table.c.filed_on},
    "sum": {"value": LITIGATION.table.c.load_id},
    "facet": {"facet": LITIGATION.table.c.court},
    "unit": {"unit_of": "organ_id"},
    "kind": {"kind": "stock"},
    "key": {"key": "lost"},
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_hash_changes_with_what_is_counted(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]) -> None:
    before = tally_hash()
    assert tally_hash() == before
    changed = tuple(replace(tally, **change) if tally.key == "first_instance_lost" else tally for tally in TALLIES)
    monkeypatch.setattr(tallies_module, "COUNTED", changed)
    assert tally_hash() != before


def test_the_hash_changes_with_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tally_hash()
    monkeypatch.setattr(tallies_module, "SHIPPED", tuple((rule, since, value + 1) for rule, since, value in SHIPPED))
    assert tally_hash() != before


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", VIEWS)
def test_the_hash_changes_with_the_definition_of_a_view(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before, definition = tally_hash(), VIEWS[name]
    monkeypatch.setitem(VIEWS, name, lambda: definition().where(unit.c.sort_order > 0))
    assert tally_hash() != before


def test_a_rule_that_no_row_names_is_added_and_what_a_city_has_changed_stays(city: Connection) -> None:
    rule = COUNTING_RULE.table.c
    query = select(rule.rule, rule.from_date, rule.value).order_by(rule.rule, rule.from_date)
    shipped = city.execute(query).all()
    city.execute(delete(COUNTING_RULE.table).where(rule.rule == "opinion_answer_days"))
    withdrawn = ("reconsideration_days_simplified", REVISED_LAW)
    city.execute(delete(COUNTING_RULE.table).where(rule.rule == withdrawn[0], rule.from_date == withdrawn[1]))
    city.execute(update(COUNTING_RULE.table).where(rule.rule == "further_suit_days").values(value="20"))
    fill_rules(city)
    changed = [(*row[:2], "20" if row.rule == "further_suit_days" else row.value) for row in shipped]
    assert list(map(tuple, city.execute(query))) == [row for row in changed if row[:2] != withdrawn]


def test_a_rule_that_is_not_declared_is_named() -> None:
    with pytest.raises(KeyError, match="no counting rule siesta_hours"):
        CountingRules.at(AS_OF, SHIPPED).value("siesta_hours", LITIGATION.table.c.filed_on)
