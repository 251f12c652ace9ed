"""Normative documents: the published rates come out of a load, and a loaded rule counts everything again."""

import datetime as dt
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, select

from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.files.sources import Sheet
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import database_state
from tests.data_access.ledger_sheets import rows_of, sheet, units

YEAR = Period("year", dt.date(2010, 1, 1), dt.date(2010, 12, 1))
AS_OF = dt.date(2010, 12, 31)
RATES = ("filing_rate", "filing_timeliness", "filing_conformity")
ISSUED = dt.date(2010, 3, 1)
LATE = ISSUED + dt.timedelta(days=20)
LIMIT = {"规则": "规范性文件报备期限", "自何日起": "2010-01-01"}
Rates = dict[str, tuple[int, int]]


def _documents(unit: str, filed: int, in_time: int, conforming: int, issued: int) -> Sheet:
    """So many documents of a unit; those in time are filed on the last day of the limit of 15."""
    rows: list[Mapping[str, object]] = [
        {
            "单位": unit, "文号": f"演{unit}〔2010〕{number}号", "印发日期": ISSUED,
            "报备日期": None if number >= filed else ISSUED + dt.timedelta(15) if number < in_time else LATE,
            "审查结果": None if number >= filed else "合规" if number < conforming else "责令纠正",
        }
        for number in range(issued)
    ]  # fmt: skip
    return sheet("normative_document", rows)


def _load(database: Engine, *sheets: Sheet) -> str:
    result = load_sheets(database, sheets, as_of=AS_OF, today=AS_OF)
    assert (result.status, result.problems) == ("stored", ())
    return str(result.load_no)


def _rates(database: Engine, group: str) -> Rates:
    """The rates of the one unit of a group that has documents."""
    with database.connect() as connection:
        rates = indicator_counts(Reader(connection, ALL_SEEING), Selection(YEAR, "none", group), RATES)
    found = rates[(rates["level"] == "member") & (rates["denominator"] > 0)]
    return {row.indicator: (int(row.numerator), int(row.denominator)) for row in found.itertuples()}


@pytest.fixture
def city(database: Engine) -> Engine:
    _load(database, units())
    return database


def test_the_published_rates_come_out_of_the_ledger(city: Engine) -> None:
    _load(city, _documents("C01", filed=197, in_time=100, conforming=144, issued=198))
    _load(city, _documents("M-housing", filed=125, in_time=55, conforming=95, issued=125))
    assert _rates(city, "counties") == {
        "filing_rate": (197, 198), "filing_timeliness": (100, 197), "filing_conformity": (144, 197),
    }  # fmt: skip
    assert _rates(city, "municipal_departments") == {
        "filing_rate": (125, 125), "filing_timeliness": (55, 125), "filing_conformity": (95, 125),
    }  # fmt: skip


@pytest.mark.parametrize(("issued", "counted"), [(16, {"filing_rate": (0, 1)}), (17, {})])
def test_a_document_that_may_yet_be_filed_in_time_is_in_neither_part(city: Engine, issued: int, counted: Rates) -> None:
    _load(city, sheet("normative_document", [{"单位": "C01", "文号": "1号", "印发日期": dt.date(2010, 12, issued)}]))
    assert _rates(city, "counties") == counted


@pytest.mark.parametrize(("result", "conforming"), [("待审查", {"filing_conformity": (0, 1)}), (None, {})])
def test_what_waits_for_its_review_does_not_conform_yet_and_a_blank_result_is_in_neither_part(
    city: Engine, result: str | None, conforming: Rates
) -> None:
    row = {"单位": "C01", "文号": "1号", "印发日期": ISSUED, "报备日期": LATE, "审查结果": result}
    _load(city, sheet("normative_document", [row]))
    assert _rates(city, "counties") == {"filing_rate": (1, 1), "filing_timeliness": (0, 1), **conforming}


def test_a_loaded_rule_counts_everything_again_and_undoing_it_too(city: Engine) -> None:
    _load(city, _documents("C01", filed=10, in_time=4, conforming=10, issued=10))
    assert _rates(city, "counties")["filing_timeliness"] == (4, 10)
    shipped = rows_of(city, COUNTING_RULE.table)
    longer = _load(city, sheet("counting_rule", [{**LIMIT, "天数": 30}]))
    assert _rates(city, "counties")["filing_timeliness"] == (10, 10)
    again = load_sheets(city, [sheet("counting_rule", [{**LIMIT, "天数": "30"}])], as_of=AS_OF, today=AS_OF)
    assert again.status == "unchanged"
    shorter = _load(city, sheet("counting_rule", [{**LIMIT, "天数": 5}]))
    assert _rates(city, "counties")["filing_timeliness"] == (0, 10)
    for load in (shorter, longer):
        undo(city, load)
    assert _rates(city, "counties")["filing_timeliness"] == (4, 10)
    assert rows_of(city, COUNTING_RULE.table) == shipped


def test_a_rule_holds_from_its_day_on(city: Engine) -> None:
    early, late = dt.date(2010, 2, 1), dt.date(2010, 8, 2)
    waited = dt.timedelta(days=20)
    rows = [{"单位": "C01", "文号": str(day), "印发日期": day, "报备日期": day + waited} for day in (early, late)]
    _load(city, sheet("normative_document", rows), sheet("counting_rule", [{**LIMIT, "自何日起": late, "天数": 30}]))
    assert _rates(city, "counties")["filing_timeliness"] == (1, 2)
    with city.connect() as connection:
        assert connection.execute(select(database_state.c.data_as_of)).scalar_one() == AS_OF
