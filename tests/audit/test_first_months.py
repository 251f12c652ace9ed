"""A ledger begins in some month: what lies before is not known, and no count is compared with a part of its months.

Three counties. Suits are told since January 2025; powers adjusted and complaints, which the city counts by forms,
since September 2025: 3 a month in each county in 2025, 1 a month in 2026; 7 powers once in a department of the city.
"""

import datetime as dt

import pytest
from sqlalchemy import Engine

from data_access.loading.load import load_sheets
from panels.enforcement.figures import POWERS_ADJUSTED
from panels.ranking import RANKING
from tests.audit.test_said_by_hand import said, sentences
from tests.data_access.assessed_city import of_ledger

AS_OF = dt.date(2026, 6, 30)
NAMES = {"C1": "甲县", "C2": "乙县", "C3": "丙县"}
MONTHS = [*(f"2025-{month:02}-01" for month in range(9, 13)), *(f"2026-{month:02}-01" for month in range(1, 7))]


@pytest.fixture
def city(database: Engine) -> Engine:
    units = [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()]
    units.append({"code": "M1", "name": "市甲局", "kind": "municipal_department"})
    suits = [
        {"unit_id": code, "case_no": f"{code} {year}-{number}", "instance": "first", "heard_on": f"{year}-01-20",
         "head_attended": "chief", "closed_on": f"{year}-02-20", "outcome": "claim_dismissed"}
        for code in NAMES for year in (2025, 2026) for number in range(12)
    ]  # fmt: skip
    powers = [
        {"unit_id": code, "month": month, "powers": 90, "added": 3 if month < "2026" else 1, "removed": 0}
        for code in NAMES for month in MONTHS
    ]  # fmt: skip
    powers.append({"unit_id": "M1", "month": "2026-02-01", "powers": 90, "added": 7, "removed": 0})
    count = {"key": "complaints", "name": "执法投诉", "unit_word": "件", "kind": "flow"}
    own = {"key": "complaints_in_all", "name": "执法投诉数", "numerator": "complaints", "shown_as": "count"}
    forms = [{"unit_id": code, "period": month[:7], "count": "complaints", "value": 3 if month < "2026" else 1}
             for code in NAMES for month in MONTHS]  # fmt: skip
    sheets = [
        of_ledger("unit", units), of_ledger("litigation", suits), of_ledger("power_statistic", powers),
        of_ledger("count_item", [count]), of_ledger("indicator", [own]), of_ledger("reported_count", forms),
    ]  # fmt: skip
    assert load_sheets(database, sheets, as_of=AS_OF, today=AS_OF).status == "stored"
    return database


# Powers adjusted in a county now and before, and the note where they are not compared.
NOT_BEGUN = "权力事项调整数自 2025 年 9 月起才有数据，对比期不完整，不作比较。"
COMPARED = [
    # October to December 2025 against July to September, of which September alone is told (3).
    ({"grain": "quarter", "period": "2025Q4", "compare": "previous"}, ["9", "—", "—"], NOT_BEGUN),
    # Whole months on both sides: 3 in the first three of 2026, 9 in the last three of 2025.
    ({"grain": "quarter", "period": "2026Q1", "compare": "previous"}, ["3", "9", "−6"], ""),
    # January to June 2026 against those of 2025, of which none is told.
    ({"period": "2026", "compare": "last_year"}, ["6", "—", "—"], NOT_BEGUN),
]


@pytest.mark.parametrize(("asked", "figures", "note"), COMPARED)
def test_a_count_of_the_city_s_own_is_compared_alike(
    city: Engine, asked: dict[str, str], figures: list[str], note: str
) -> None:
    finding, rows = said(city, RANKING, indicator="complaints_in_all", **asked)
    assert [[row[2], row[4], row[5]] for row in rows[:3]] == [figures] * 3
    assert (NOT_BEGUN.replace("权力事项调整数", "执法投诉数") in finding.base) == bool(note)


@pytest.mark.parametrize(("asked", "figures", "note"), COMPARED)
def test_a_count_is_compared_with_whole_months_alone(
    city: Engine, asked: dict[str, str], figures: list[str], note: str
) -> None:
    finding, rows = said(city, POWERS_ADJUSTED, **asked)
    assert [[row[2], row[4], row[5]] for row in rows[:3]] == [figures] * 3
    assert finding.base.endswith(note) and (NOT_BEGUN in finding.base) == bool(note)


def test_a_city_that_counts_more_than_its_counties_says_whose_the_rest_is(city: Engine) -> None:
    asked = {"grain": "quarter", "period": "2026Q1"}
    assert sentences(city, POWERS_ADJUSTED, **asked) == [
        "甲县、乙县、丙县权力事项调整数同为 3 项，全市 16 项，其中同类组以外的单位 7 项",
        "Powers adjusted is 3 powers for 甲县, 乙县 and 丙县 alike; for the city it is 16 powers, "
        "of which 7 powers in units outside this group",
    ]
