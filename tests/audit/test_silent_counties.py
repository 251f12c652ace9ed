"""A county that reports for its departments and was silent leaves their figures open, too, in their system's group."""

import pytest
from sqlalchemy import Engine

from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.peers import peer_standing
from tests.audit.answer_city import YEAR, load, of_ledger, suit, suits, units
from tests.panels.given import asked

GROUP = "sector:natural_resources"
SCHEME = {"year": 2026, "version": 1, "name": "演示方案", "w_daily": 100, "w_annual": 0, "w_external": 0}
ITEM = {"year": 2026, "version": 1, "peer_group": GROUP, "component": "daily", "key": "appearance_rate", "weight": 100,
        "floor": 0, "target": 1}  # fmt: skip
COUNTY_REPORTS = {"unit_kind": "county", "ledger": "litigation", "frequency": "month", "due_day": 10,
                  "from_month": "2026-01-01"}  # fmt: skip
DEPARTMENT_REPORTS = {**COUNTY_REPORTS, "unit_kind": "county_department"}


def fill(engine: Engine, *duties: dict[str, object], policy: str = "zero", **of_a1: object) -> None:
    """A1 and B1 with a suit each, both with a head in court (March, April); A did not report February, B all months."""
    months = {"A": (1, 5), "B": (1, 2, 5), "A1": (1, 2, 5), "B1": (1, 2, 5)}
    reports = [
        {"unit_id": code, "ledger": "litigation", "month": f"2026-{month:02d}-01", "reported_on": "2026-06-12"}
        for code, own in months.items()
        for month in own
    ]
    both = [suit(unit, unit, head_attended="chief") for unit in ("A1", "B1")]
    scheme = [of_ledger("scheme", [SCHEME]), of_ledger("scheme_item", [ITEM | {"missing_policy": policy}])]
    handed_in = [of_ledger("reporting_duty", duties), of_ledger("ledger_report", reports)]
    load(engine, units(A1=of_a1), *handed_in, *scheme, suits(*both))


def found(engine: Engine) -> Assessed:
    with reading(engine, ALL_SEEING) as reader:
        assessed = assess(reader, GROUP, YEAR)
    assert assessed is not None
    return assessed


def scores(engine: Engine) -> dict[str, tuple[float, bool]]:
    rows = found(engine).table.to_dict("records")
    return {row["code"]: (row["score"], row["eligible"]) for row in rows}


def test_a_department_whose_county_did_not_report_a_month_has_no_points_for_the_rest(database: Engine) -> None:
    fill(database, COUNTY_REPORTS)
    # 1/1 each; February of A1 stands in the report that A owed.
    assert scores(database) == {"A1": (0.0, False), "B1": (100.0, True)}
    assert found(database).table.set_index("code")["missing"].to_dict() == {"A1": 1, "B1": 0}


def test_under_block_it_has_no_total(database: Engine) -> None:
    fill(database, COUNTY_REPORTS, policy="block")
    assert found(database).table.set_index("code")["score"].dropna().to_dict() == {"B1": 100.0}


def test_a_department_that_reports_for_itself_does_not_answer_for_its_county(database: Engine) -> None:
    fill(database, COUNTY_REPORTS, DEPARTMENT_REPORTS)
    assert scores(database) == {"A1": (100.0, True), "B1": (100.0, True)}


@pytest.mark.parametrize(("begins", "points"), [("2026-02-01", 0.0), ("2026-02-02", 100.0)])
def test_a_department_misses_nothing_of_the_months_before_it_was_there(
    database: Engine, begins: str, points: float
) -> None:
    fill(database, COUNTY_REPORTS, active_from=begins)
    assert scores(database)["A1"][0] == points


def test_a_ranking_gives_it_no_place_and_says_what_is_missing(database: Engine) -> None:
    fill(database, COUNTY_REPORTS)
    with reading(database, ALL_SEEING) as reader:
        rows = peer_standing(reader, asked(period=YEAR, compare="none", group=GROUP), ["appearance_rate"])
    of_members = rows[rows["level"] == "member"].set_index("code")
    assert of_members["missing"].to_dict() == {"A1": 1, "B1": 0}
    assert of_members["place"].notna().to_dict() == {"A1": False, "B1": True}


def test_a_county_that_tells_nothing_of_the_year_hides_nobody_elses_cases(database: Engine) -> None:
    # A yearly duty: B's ledger reaches the end of 2025, whose report was due; A's suit was heard in March 2026, 1/1.
    yearly = COUNTY_REPORTS | {"frequency": "year", "from_month": "2025-01-01"}
    item = of_ledger("scheme_item", [ITEM | {"peer_group": "counties", "missing_policy": "zero"}])
    load(database, units(), of_ledger("reporting_duty", [yearly]), of_ledger("scheme", [SCHEME]), item,
         suits(suit("A1", head_attended="chief")), as_of=None)  # fmt: skip
    with reading(database, ALL_SEEING) as reader:
        assessed = assess(reader, "counties", YEAR)
    assert assessed is not None
    assert assessed.table.set_index("code")["score"].to_dict() == {"A": 100.0, "B": 0.0}
