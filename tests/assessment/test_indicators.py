"""The indicator catalogue names tallies and columns that exist, and no rate can pass 100 %."""

from collections.abc import Iterator

import pandas as pd
import pytest
from sqlalchemy import select

from assessment.indicators import BY_KEY, DEFAULT_INDICATOR, INDICATORS, KEY_INDICATORS, SMALL_DENOMINATOR, Indicator
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import TALLIES as ALL_TALLIES
from data_access.counting.tallies import Tally, level_key
from data_access.ledgers.declare import BY_KEY as LEDGERS
from data_access.store.engine import reader_engine
from data_access.store.tables import monthly_tally

KEYS = [indicator.key for indicator in INDICATORS]
LEVELS = ("own", "whole", "city")

each_indicator = pytest.mark.parametrize("indicator", INDICATORS, ids=KEYS)


@pytest.fixture(scope="module")
def counted(demo_url: str) -> Iterator[pd.DataFrame]:
    """The demo city's totals: one row a unit and month, one column a stored tally key, 0 where nothing was counted."""
    engine = reader_engine(demo_url)
    tally = monthly_tally.c
    with engine.connect() as connection:
        rows = connection.execute(
            select(tally.unit_id, tally.month, tally.tally_key, tally.value).where(tally.facet == "")
        ).all()
    long = pd.DataFrame(rows, columns=["unit_id", "month", "tally_key", "value"])
    yield long.pivot(index=["unit_id", "month"], columns="tally_key", values="value").fillna(0)
    engine.dispose()


def test_no_two_indicators_and_no_two_tallies_have_the_same_key() -> None:
    assert len(BY_KEY) == len(INDICATORS)
    assert len(TALLIES) == len(ALL_TALLIES)


def test_the_indicators_singled_out_are_in_the_catalogue() -> None:
    assert {*KEY_INDICATORS, DEFAULT_INDICATOR} <= BY_KEY.keys()
    assert len(set(KEY_INDICATORS)) == len(KEY_INDICATORS)
    assert SMALL_DENOMINATOR > 1


@each_indicator
def test_both_parts_are_tallies_of_one_table_by_the_same_date_for_the_same_units(indicator: Indicator) -> None:
    numerator, denominator = TALLIES[indicator.numerator], TALLIES[indicator.denominator]
    assert _place(numerator) == _place(denominator)
    assert numerator.key != denominator.key


def _place(tally: Tally) -> tuple[str, str, str, str]:
    return str(tally.table), str(tally.month_of), tally.unit_of, tally.kind


@each_indicator
def test_an_indicator_says_whether_it_is_counted_for_the_unit_or_for_the_organ(indicator: Indicator) -> None:
    assert TALLIES[indicator.denominator].unit_of == {"unit": "unit_id", "organ": "organ_id"}[indicator.counted_for]


@each_indicator
def test_the_columns_an_indicator_needs_are_columns_of_ledgers(indicator: Indicator) -> None:
    assert indicator.needs
    for need in indicator.needs:
        ledger, _, name = need.partition(".")
        assert name in {column.name for column in LEDGERS[ledger].columns}, need


@each_indicator
def test_the_policy_has_an_article_for_it_and_its_next_review_is_a_month(indicator: Indicator) -> None:
    assert 1 <= indicator.article <= 21
    assert pd.Period(indicator.next_review, "M") > pd.Period("2026-10", "M")


@each_indicator
@pytest.mark.parametrize("level", LEVELS)
def test_no_numerator_passes_its_denominator_in_any_unit_and_month(
    counted: pd.DataFrame, indicator: Indicator, level: str
) -> None:
    numerator = counted[level_key(indicator.numerator, level)]  # type: ignore[arg-type]
    denominator = counted[level_key(indicator.denominator, level)]  # type: ignore[arg-type]
    beyond = counted.index[(numerator > denominator) | (numerator < 0)]
    assert list(beyond) == []
    assert 0 < numerator.sum() < denominator.sum(), "the demo city shows both outcomes of every indicator"
