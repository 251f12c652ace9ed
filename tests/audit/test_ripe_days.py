"""Each ledger is known up to its own day: no row of one moves what another, or another unit's, is judged by."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, select

from assessment.countable import MATERIAL
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP, parse
from data_access.counting.ledger_dates import read_dates
from data_access.loading.effects import Effects
from data_access.loading.undo import undo
from data_access.publishing.load_effects import effects_of
from data_access.reading.reader import Reader, reading
from data_access.reading.records import missing_materials
from data_access.reading.reports_due import COUNTED
from data_access.reading.scheme_counts import scheme_counts
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from data_access.store.tables import database_state, unit
from exports.workbook import stamp
from panels.attention import ATTENTION
from panels.freshness import FRESHNESS
from panels.holdings import MATERIALS
from panels.key_figures import KEY_FIGURES
from panels.rectification.burn_down import BURN_DOWN
from panels.rectification.lights import LIGHTS_PANEL
from panels.scores import SCORES
from tests.audit.small_ledgers import OCTOBER, context_of, duty, item, load, said, suit
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet, units
from tests.data_access.stored_figures import counted
from tests.written import written

pytestmark = pytest.mark.both_engines

NOVEMBER = dt.date(2026, 11, 20)


def days(engine: Engine) -> dict[str, str]:
    """By ledger the day it is known to, and by ledger and unit the later days of some."""
    with engine.connect() as connection:
        codes = {row.unit_id: row.code for row in connection.execute(select(unit.c.unit_id, unit.c.code))}
        found = read_dates(connection).days
    named = {f"{ledger} {codes.get(unit_id, '')}".strip(): str(day) for (ledger, unit_id), day in found.items()}
    return {
        name: day
        for name, day in named.items()
        if name.split()[0] in ("litigation", "rectification", "archive_material", "reconsideration")
    }


def of_tally(engine: Engine, key: str) -> dict[str, dict[str, int]]:
    with engine.connect() as connection:
        return counted(connection, key)


# --- One won case of 20 November in the demo city ----------------------------------------------------------------


def _seen(engine: Engine) -> dict[str, Any]:
    with reading(engine, ALL_SEEING) as reader:
        context = context_of(reader)
        scores = SCORES.figures(reader, context)
        found: dict[str, Any] = {"units": list(zip(scores["code"], scores["score"], scores["rank"], strict=True))}
        for panel in (LIGHTS_PANEL, ATTENTION, SCORES, KEY_FIGURES, BURN_DOWN):
            finding = panel.finding(panel.figures(reader, panel.asked(context)), panel.asked(context))
            found[panel.key] = (finding.sentence, finding.base)
        return found | {"period": context.selection.period}


EVERY = "SELECT tally_key, month, unit_id, facet, value FROM"
OTHERWISE = "SELECT DISTINCT tally_key, month FROM ({} {} EXCEPT {} {})"


def _changed(engine: Engine, before: Path) -> set[tuple[str, str]]:
    """The keys and months of tallies that are there and were not in the file, or the other way round."""
    with engine.connect() as connection:
        connection.exec_driver_sql("ATTACH ? AS before", (str(before),))
        tables = ("main.monthly_tally", "before.monthly_tally")
        both = [OTHERWISE.format(EVERY, one, EVERY, other) for one, other in (tables, reversed(tables))]
        found = {(key, month) for each in both for key, month in connection.exec_driver_sql(each)}
        connection.rollback()
        connection.exec_driver_sql("DETACH before")
    return found


@pytest.mark.exhaustive
def test_one_won_case_of_november_moves_nothing_but_its_own_county(demo_copy_url: str, demo_file: Path) -> None:
    engine = writer_engine(demo_copy_url)
    before = _seen(engine)
    won = suit(
        999, "2026-11-20", "C01", 立案日期="2026-09-20", 开庭日期="2026-11-10", 负责人出庭="正职", 负责人发言="是"
    )
    result = load(engine, sheet("litigation", [won]), today=NOVEMBER, effects=effects_of)
    assert _seen(engine) == before
    assert "10 项挂牌督办，14 项逾期" in before["attention"][0]
    changed = {(key.split("@")[0], month) for key, month in _changed(engine, demo_file)}
    november = {"heard_known", "heard_head_attended", "heard_chief_known", "heard_chief_attended", "attended_known",
                "attended_head_spoke", "first_instance_closed"}  # fmt: skip
    assert changed == {(key, "2026-11-01") for key in november} | {("litigation_filed", "2026-09-01")}
    assert ([(each.ledger, each.now, each.now_of_some) for each in result.moved], result.effects) == (
        [("litigation", OCTOBER, NOVEMBER)], Effects(rescored=())
    )  # fmt: skip
    with reading(engine, ALL_SEEING) as reader:
        context = context_of(reader)
        sentence = FRESHNESS.finding(FRESHNESS.figures(reader, context), context).sentence
        assert sentence == "各台账均已导入，数据均到 2026-10-31；更新的有行政诉讼，到 2026-11-20"
        assert stamp(context, context.words).startswith("数据截至 2026-10-31（部分台账到 2026-11-20）")
        own = LIGHTS_PANEL.asked(context)
        assert (own.as_of, own.at, context.state.data_as_of) == (OCTOBER, OCTOBER, NOVEMBER)
        assert parse({"period": "2026-11", "grain": "month"}, context.choices)[1] == ()
        assert [key for key, _ in parse({"at": "2026-11-01"}, context.choices)[1]] == ["at"]
    engine.dispose()


# --- A ledger that nobody has to report --------------------------------------------------------------------------


def test_a_ledger_is_known_to_its_latest_event_or_the_day_stated_for_it(database: Engine) -> None:
    load(database, units(), sheet("litigation", [suit(1, "2026-10-20")]))
    load(database, sheet("rectification", [item(1, "2026-09-01", "2026-10-05")]))
    # The item is due on 5 October, but of items nothing is known after 1 September.
    assert days(database) == {"litigation": "2026-10-20", "rectification": "2026-09-01"}
    assert of_tally(database, "rectification_due") == {}
    load(database, sheet("rectification", [item(1, "2026-09-01", "2026-10-05")]), as_of=OCTOBER)
    assert days(database) == {"litigation": "2026-10-20", "rectification": "2026-10-31"}
    assert of_tally(database, "rectification_due") == {"C01-nr": {"2026-10": 1}}
    assert of_tally(database, "rectification_overdue") == {"C01-nr": {"2026-10": 1}}
    assert rows_of(database, database_state)[0]["data_as_of"] == OCTOBER


def test_a_load_that_moves_a_day_says_so_and_a_corrected_or_undone_date_takes_it_back(database: Engine) -> None:
    load(database, units(), sheet("litigation", [suit(1, "2026-03-20")]))
    wrong = load(database, sheet("litigation", [suit(1, "2026-06-10")]))
    assert [(each.ledger, str(each.before), str(each.now)) for each in wrong.moved] == [
        ("litigation", "2026-03-20", "2026-06-10")
    ]
    assert load(database, sheet("litigation", [suit(1, "2026-03-20")])).data_as_of == dt.date(2026, 3, 20)
    later = load(database, sheet("litigation", [suit(2, "2026-06-09")]))
    assert undo(database, str(later.load_no)).data_as_of == dt.date(2026, 3, 20)


def test_materials_are_missing_only_once_their_ledger_passes_the_day_they_are_due(database: Engine) -> None:
    keeper = {"单位代码": "C09", "单位名称": "己县", "单位类别": "county", "是否建档": "是"}
    required = [{"年度": 2026, "单位类别": "county", "材料编号": number, "材料名称": "计划", "报送期限(月-日)": due}
                for number, due in (("01", "3月31日"), ("02", "6月30日"))]  # fmt: skip
    held = {"单位": "C09", "年度": 2026, "材料编号": "01", "报送日期": "2026-04-20", "状态": "accepted"}
    sheets = [sheet("unit", [keeper]), sheet("archive_requirement", required), sheet("archive_material", [held])]
    load(database, *sheets, cases(case("1号", "C09", 审结日期="2026-10-20")))
    assert of_tally(database, "materials_due") == {"C09": {"2026-03": 1}}
    # On the very day it is due it may still come.
    load(database, sheet("archive_material", [held]), as_of=dt.date(2026, 6, 30))
    assert of_tally(database, "materials_due") == {"C09": {"2026-03": 1}}
    with reading(database, ALL_SEEING) as reader:
        assert missing_materials(reader, dt.date(2026, 6, 30)).empty
        assert materials_told(reader) == ("到期应归档 1 件，已验收 1 件，完整率 100.0%", ["未到期", "迟报"])
        assert materials_scored(reader) == {"01": (0, 1), "02": (0, 0)}
    load(database, sheet("archive_material", [held]), as_of=dt.date(2026, 7, 1))
    assert of_tally(database, "materials_due") == {"C09": {"2026-03": 1, "2026-06": 1}}
    with reading(database, ALL_SEEING) as reader:
        assert materials_told(reader) == ("到期应归档 2 件，已验收 1 件，完整率 50.0%", ["缺件", "迟报"])
        assert materials_scored(reader) == {"01": (0, 1), "02": (0, 1)}


def materials_told(reader: Reader) -> tuple[str, list[str]]:
    """What the archive says of its materials, and how each of them stands in its table."""
    context = MATERIALS.asked(context_of(reader, unit="C09"))
    figures = MATERIALS.figures(reader, context)
    table = written(MATERIALS.table(figures, context), context.words)
    states = table.iloc[:, [str(column) == context.words("table.status") for column in table.columns]]
    return MATERIALS.finding(figures, context).sentence, sorted(states.iloc[:, 0])


def materials_scored(reader: Reader) -> dict[str, tuple[int, int]]:
    """By material whether a scheme counts it as accepted in time, and as due."""
    year, keys = (
        Period("year", dt.date(2026, 1, 1), dt.date(2026, 6, 1)),
        [MATERIAL + number for number in ("01", "02")],
    )
    no_reports = pd.DataFrame(columns=["level", "unit_id", *COUNTED])
    rows = scheme_counts(reader, COUNTIES_GROUP, year, keys, no_reports, ())
    return {
        key.removeprefix(MATERIAL): (int(n), int(d))
        for key, n, d in zip(rows["indicator"], rows["numerator"], rows["denominator"], strict=True)
    }


# --- A ledger that counties have to report -----------------------------------------------------------------------


@pytest.fixture
def reporting(database: Engine) -> Engine:
    """Two counties that report their items monthly; each has one due on 5 November, and both have reported October."""
    items = [item(1, "2026-09-01", "2026-11-05"), item(2, "2026-09-01", "2026-11-05", "C02-nr")]
    load(database, units(), duty("rectification"), sheet("rectification", items))
    reports = [said("rectification", "08", "09", "10", unit=code, on="2026-11-06") for code in ("C01", "C02")]
    load(database, *reports, today=dt.date(2026, 11, 6))
    return database


def test_an_item_of_one_county_makes_no_other_county_s_items_late(reporting: Engine) -> None:
    assert days(reporting) == {"rectification": "2026-10-31"}
    load(reporting, sheet("rectification", [item(3, "2026-11-20", "2026-12-31")]), today=NOVEMBER)
    county = {f"rectification {code}": "2026-11-20" for code in ("C01", "C01-nr", "C01-mr")}
    assert days(reporting) == {"rectification": "2026-10-31", **county}
    # Due on 5 November: known of 甲县, not yet of 乙县, whose November is a gap and not a nought.
    assert of_tally(reporting, "rectification_due") == {"C01-nr": {"2026-11": 1}}
    assert of_tally(reporting, "rectification_overdue") == {"C01-nr": {"2026-11": 1}}
    assert of_tally(reporting, "rectification_open") == {
        "C01-nr": {"2026-09": 1, "2026-10": 1, "2026-11": 2}, "C02-nr": {"2026-09": 1, "2026-10": 1}
    }  # fmt: skip
    load(reporting, said("rectification", "11", unit="C02", on="2026-12-03"), today=dt.date(2026, 12, 3))
    assert of_tally(reporting, "rectification_due")["C02-nr"] == {"2026-11": 1}


def test_a_county_that_does_not_report_is_judged_as_far_as_its_report_was_due(reporting: Engine) -> None:
    # On 10 December the report of November may still come; on the 11th it is known that 乙县 handed in nothing, and its
    # item is late.
    load(reporting, said("rectification", "11", on="2026-12-10"), today=dt.date(2026, 12, 10))
    assert days(reporting)["rectification"] == "2026-10-31"
    assert "C02" not in of_tally(reporting, "reports_missing")
    assert of_tally(reporting, "reports_due")["C01"]["2026-11"] == 1, "what was handed in on the last day is there"
    load(reporting, said("rectification", "10", on="2026-12-11"), today=dt.date(2026, 12, 11))
    assert days(reporting) == {"rectification": "2026-11-30"}
    assert of_tally(reporting, "rectification_due") == {"C01-nr": {"2026-11": 1}, "C02-nr": {"2026-11": 1}}
    assert of_tally(reporting, "reports_missing")["C02"] == {"2026-11": 1}


def test_a_day_stated_for_one_unit_is_no_statement_about_the_others(reporting: Engine) -> None:
    load(reporting, sheet("rectification", [item(1, "2026-09-01", "2026-11-05")]), today=NOVEMBER, as_of=NOVEMBER)
    assert days(reporting) == {"rectification": "2026-10-31", "rectification C01-nr": "2026-11-20"}
    assert of_tally(reporting, "rectification_due") == {"C01-nr": {"2026-11": 1}}
