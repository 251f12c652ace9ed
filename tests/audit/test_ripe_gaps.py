"""What is not known is a gap: a month not reported, or after its ledger's day, is neither nought nor a drawn point."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.asked.periods import Period, months_from
from data_access.asked.selection import parse
from data_access.reading.extent import Extent
from data_access.reading.gaps import known_to, unknown_months
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context, Panel
from panels.disputes.rate_trend import RATE_TREND
from panels.disputes.trend import DISPUTE_TREND
from panels.rectification.burn_down import BURN_DOWN
from panels.timeline import TIMELINE
from tests.audit.small_ledgers import context_of, duty, item, load, said, suit
from tests.data_access.ledger_sheets import sheet, units
from tests.panels.checks import pictured


@pytest.fixture
def silent(database: Engine) -> Engine:
    """甲县 closed a suit in each month from January to September, and has reported all of them but June."""
    closed = [
        suit(month, f"2026-{month:02d}-15", 立案日期=f"2026-{month:02d}-02") for month in (1, 2, 3, 4, 5, 7, 8, 9)
    ]
    reported = said("litigation", *(f"{month:02d}" for month in (1, 2, 3, 4, 5, 7, 8, 9)))
    items = [item(1, "2026-01-02", "2026-12-31"), item(2, "2026-10-31", "2026-12-31")]
    load(
        database,
        units(),
        duty("litigation", "2026-01-01"),
        sheet("litigation", closed),
        reported,
        sheet("rectification", items),
    )
    load(database, said("litigation", *(f"{month:02d}" for month in range(1, 10)), unit="C02"))
    return database


def _months(found: frozenset[dt.date]) -> list[str]:
    return sorted(f"{month:%m}" for month in found)


def test_months_not_reported_and_months_after_the_ledger_s_day_are_unknown(silent: Engine) -> None:
    with reading(silent, ALL_SEEING) as reader:
        number = dict(zip(reader.units()["code"], reader.units()["unit_id"], strict=True))
        whole = Extent("whole", (number["C01"], number["C01-nr"]))
        first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 1)
        assert known_to(reader, whole, "litigation") == dt.date(2026, 9, 30)
        assert _months(unknown_months(reader, whole, "litigation", first, last)) == ["06", "10", "11", "12"]
        # A department's county reports for it; of the city somebody has reported June.
        department = Extent("own", (number["C01-nr"],))
        assert _months(unknown_months(reader, department, "litigation", first, last)) == ["06", "10", "11", "12"]
        assert _months(unknown_months(reader, Extent("city"), "litigation", first, last)) == ["10", "11", "12"]
        assert _months(unknown_months(reader, Extent("city"), "rectification", first, last)) == ["11", "12"]


def test_a_quarter_not_reported_is_three_months_unknown(database: Engine) -> None:
    quarterly = duty("litigation", "2026-01-01", "quarter")
    load(database, units(), quarterly, sheet("litigation", [suit(1, "2026-01-15")]), said("litigation", "03", "09"))
    with reading(database, ALL_SEEING) as reader:
        number = dict(zip(reader.units()["code"], reader.units()["unit_id"], strict=True))
        county = Extent("whole", (number["C01"], number["C01-nr"]))
        found = unknown_months(reader, county, "litigation", dt.date(2026, 1, 1), dt.date(2026, 9, 1))
    assert _months(found) == ["04", "05", "06"]


def _figures(engine: Engine, panel: Panel, **asked: Any) -> tuple[pd.DataFrame, Context]:
    with reading(engine, ALL_SEEING) as reader:
        context = panel.asked(context_of(reader, **asked))
        return panel.figures(reader, context), context


def test_a_month_that_was_not_reported_is_neither_a_nought_nor_a_point(silent: Engine) -> None:
    figures, context = _figures(silent, DISPUTE_TREND, focus="C01")
    suits = figures[figures["ledger"] == "litigation"].set_index("month")["value"]
    assert suits.isna().tolist() == [
        month.month == 6 for month in months_from(dt.date(2026, 1, 1), dt.date(2026, 9, 1))
    ]
    assert suits.dropna().eq(1).all()
    rates, context = _figures(silent, RATE_TREND, focus="C01")
    assert rates.loc[rates["unknown"], "month"].tolist() == [dt.date(2026, 6, 1)]
    table = RATE_TREND.table(rates, context).data.set_index("month")
    assert table.loc[pd.Timestamp(2026, 6, 1), "signal_text"] == "未逐月报送，或台账尚未报到"
    assert pd.isna(table.loc[pd.Timestamp(2026, 6, 1), "denominator"])


def test_a_timeline_names_the_months_of_which_nobody_told_anything(silent: Engine) -> None:
    figures, context = _figures(silent, TIMELINE, unit="C01")
    assert "未报送，情况不明：诉讼 2026-06。" in TIMELINE.finding(figures, context).base
    lanes = pictured(TIMELINE, figures, context).data
    assert pd.Timestamp(2026, 6, 1) not in set(lanes.loc[lanes["lane"] == "诉讼", "month"])
    assert "未报送" in set(TIMELINE.table(figures, context).data["kind"])


def test_the_default_period_ends_with_the_last_month_that_every_main_ledger_has(silent: Engine) -> None:
    with reading(silent, ALL_SEEING) as reader:
        context = context_of(reader)
        # Suits are known to 30 September, items to 31 October.
        assert context.selection.period.last == dt.date(2026, 9, 1)
        assert context.choices.last_month == dt.date(2026, 10, 1)
        october = parse({"grain": "month", "period": "2026-10"}, context.choices)[0]
        assert october.period.last == dt.date(2026, 10, 1)
        figures = RATE_TREND.figures(reader, Context(october, context.state, context.choices))
        sentence = RATE_TREND.finding(figures, Context(october, context.state, context.choices)).sentence
    assert sentence == "台账尚未报到所选期间，败诉率尚不清楚"


def test_open_items_of_a_month_after_the_ledger_are_a_gap(silent: Engine) -> None:
    with reading(silent, ALL_SEEING) as reader:
        context = BURN_DOWN.asked(context_of(reader))
        later = Period("custom", dt.date(2026, 9, 1), dt.date(2026, 11, 1))
        figures = BURN_DOWN.figures(reader, context.with_(period=later)).set_index("month")
        assert figures["open"].isna().tolist() == [month == dt.date(2026, 11, 1) for month in figures.index]
        finding = BURN_DOWN.finding(figures.reset_index(), context.with_(period=later))
    # 1 open at the end of August; one assigned in October: 2 at its end.
    assert "在办由 1 项增至 2 项" in finding.sentence
