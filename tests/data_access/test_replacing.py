"""Replacing a unit's rows of a period: what the new file no longer has goes, is kept, and is counted no more."""

import datetime as dt
import json

import pytest
from sqlalchemy import Engine, select

from data_access.counting.recounting import recount_all
from data_access.files.sources import Sheet
from data_access.ledgers.archive_material import ARCHIVE_MATERIAL
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.replacing import RemovedRow
from data_access.problems import Refused
from data_access.store.tables import load_batch, load_problem, monthly_tally
from tests.data_access.ledger_sheets import case, cases, count_rows, data_version, rows_of, sheet, units
from wording import LANGUAGES, wording

pytestmark = pytest.mark.both_engines

TODAY = dt.date(2026, 10, 31)
NATURAL_RESOURCES = ("C01-nr", "2026")


def _load(database: Engine, *sheets: Sheet, **options: object) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **options)  # type: ignore[arg-type]


def _numbers(database: Engine) -> list[str]:
    return sorted(row["case_no"] for row in rows_of(database, RECONSIDERATION.table))


def test_rows_of_the_unit_and_the_period_that_the_file_no_longer_has_are_removed(database: Engine) -> None:
    _load(
        database,
        units(),
        cases(case("1号"), case("2号"), case("3号", 审结日期="2025-12-31"), case("4号", "C02-nr")),
    )
    result = _load(database, cases(case("1号"), case("5号")), replacing=NATURAL_RESOURCES)
    assert result.status == "stored"
    assert result.removed == (RemovedRow("reconsideration", ("C01-nr", "2号")),)
    assert _numbers(database) == ["1号", "3号", "4号", "5号"]
    batch = rows_of(database, load_batch)[-1]
    assert (batch["rows_stored"], batch["rows_unchanged"], batch["rows_removed"]) == (1, 1, 1)


def test_a_removed_row_is_kept_whole_with_the_load_that_removed_it(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号", 事项类别="行政处罚")))
    result = _load(database, cases(case("1号")), replacing=NATURAL_RESOURCES)
    (kept,) = rows_of(database, load_problem)
    assert (kept["load_id"], kept["code"], kept["value"]) == (result.load_no, "removed", "2号")
    row = json.loads(kept["row_json"])
    assert (row["unit"], row["matter"], row["closed_on"], row["outcome"]) == (
        "C01-nr",
        "行政处罚",
        "2026-04-02",
        "upheld",
    )


def test_the_months_of_removed_rows_are_counted_anew(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号", 审结日期="2026-02-03"), case("3号", "C02-nr")))
    _load(database, cases(case("1号")), replacing=NATURAL_RESOURCES)
    counted = rows_of(database, monthly_tally)
    assert not [row for row in counted if row["month"] == dt.date(2026, 2, 1)]
    recount_all(database)
    assert rows_of(database, monthly_tally) == counted


def test_a_row_belongs_to_the_period_of_its_first_date_that_is_filled_in(database: Engine) -> None:
    _load(
        database,
        units(),
        cases(case("1号", 收到日期="2025-12-30"), case("2号", 收到日期="2026-03-30"), case("3号", 审结日期="")),
    )
    result = _load(database, cases(case("9号")), replacing=NATURAL_RESOURCES)
    assert [row.key[1] for row in result.removed] == ["2号"]


@pytest.mark.parametrize(
    ("period", "removed"),
    [
        ("2026", ["1号", "2号", "3号"]),
        ("2026Q2", ["2号", "3号"]),
        ("2026-04", ["2号"]),
        ("2025-12~2026-04", ["1号", "2号"]),
    ],
)
def test_the_period_is_written_as_in_a_link(database: Engine, period: str, removed: list[str]) -> None:
    days = {"1号": "2026-01-31", "2号": "2026-04-30", "3号": "2026-05-01"}
    _load(database, units(), cases(*(case(number, 审结日期=day) for number, day in days.items())))
    result = _load(database, cases(case("9号")), replacing=("甲县自然资源局", period), dry_run=True)
    assert [row.key[1] for row in result.removed] == removed


def test_a_county_stands_for_itself_and_not_for_its_departments(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号", "C01")))
    result = _load(database, cases(case("9号", "C01")), replacing=("甲县", "2026"))
    assert [row.key for row in result.removed] == [("C01", "2号")]


def test_a_ledger_that_is_not_in_the_file_keeps_its_rows(database: Engine) -> None:
    _load(database, units(), cases(case("1号")), sheet("rectification", [ITEM]))
    result = _load(database, sheet("rectification", [{**ITEM, "编号": "ZG-2"}]), replacing=NATURAL_RESOURCES)
    assert [row.ledger for row in result.removed] == ["rectification"]
    assert _numbers(database) == ["1号"]


ITEM = {"单位": "C01-nr", "编号": "ZG-1", "来源": "考核", "交办日期": "2026-03-01", "整改期限": "2026-04-30"}
EVENT = {"单位": "C01-nr", "编号": "ZG-1", "发生日期": "2026-03-01", "事件": "交办"}


def test_events_go_with_their_item_whatever_their_date_and_whether_or_not_the_file_has_events(
    database: Engine,
) -> None:
    events = [EVENT, {**EVENT, "发生日期": "2026-05-02", "事件": "报验"}, {**EVENT, "编号": "ZG-2"}]
    items = [ITEM, {**ITEM, "编号": "ZG-2"}]
    _load(database, units(), sheet("rectification", items), sheet("rectification_event", events))
    result = _load(database, sheet("rectification", items[1:], source="整改.xlsx"), replacing=("C01-nr", "2026Q1"))
    assert [row.ledger for row in result.removed] == ["rectification", "rectification_event", "rectification_event"]
    assert [row["item_no"] for row in rows_of(database, RECTIFICATION_EVENT.table)] == ["ZG-2"]
    assert count_rows(database, RECTIFICATION.table) == 1
    assert rows_of(database, load_batch)[-1]["source_name"] == "整改.xlsx"


def test_an_event_of_a_removed_item_in_the_same_file_refuses_the_load(database: Engine) -> None:
    _load(database, units(), sheet("rectification", [ITEM]), sheet("rectification_event", [EVENT]))
    result = _load(
        database,
        sheet("rectification", [{**ITEM, "编号": "ZG-2"}]),
        sheet("rectification_event", [EVENT]),
        replacing=NATURAL_RESOURCES,
    )
    assert (result.status, [problem.code for problem in result.problems]) == ("refused", ["no_parent"])
    assert count_rows(database, RECTIFICATION.table) == 1


def test_a_yearly_row_lies_in_a_period_only_when_its_whole_year_does(database: Engine) -> None:
    materials = [{"单位": "C01-nr", "年度": year, "材料编号": "01", "状态": "已报送"} for year in (2024, 2025, 2026)]
    _load(database, units(), sheet("archive_material", materials))
    new = sheet("archive_material", [{**materials[0], "材料编号": "02", "年度": 2023}])
    assert _load(database, new, replacing=("C01-nr", "2026-03"), dry_run=True).removed == ()
    result = _load(database, new, replacing=("C01-nr", "2024-07~2025-12"))
    assert [row.key[1] for row in result.removed] == ["2025"]
    assert [row["year"] for row in rows_of(database, ARCHIVE_MATERIAL.table)] == [2023, 2024, 2026]


def test_when_a_defendant_leaves_a_case_another_row_counts_it(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("1号", "C01-mr", 被申请人地位="共同"), case("2号")))
    _load(database, cases(case("2号")), replacing=NATURAL_RESOURCES)
    with database.connect() as connection:
        left = select(RECONSIDERATION.table.c.counts_for_city).where(RECONSIDERATION.table.c.case_no == "1号")
        assert connection.execute(left).scalars().all() == [True]
    counted = rows_of(database, monthly_tally)
    recount_all(database)
    assert rows_of(database, monthly_tally) == counted


def test_a_dry_run_names_what_would_go_and_removes_nothing(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号")))
    result = _load(database, cases(case("1号")), replacing=NATURAL_RESOURCES, dry_run=True)
    assert (result.status, [row.key[1] for row in result.removed]) == ("dry_run", ["2号"])
    assert (_numbers(database), data_version(database)) == (["1号", "2号"], 1)


def test_a_file_with_a_problem_removes_nothing(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号")))
    assert _load(database, cases(case("1号", 审结日期="明天")), replacing=NATURAL_RESOURCES).status == "refused"
    with pytest.raises(Refused) as refusal:
        _load(database, cases(case("1号")), replacing=NATURAL_RESOURCES, accept_partial=True)
    assert refusal.value.message == "replace.not_partial"
    assert _numbers(database) == ["1号", "2号"]


def test_nothing_goes_that_was_not_agreed_to(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号")))
    shown = _load(database, cases(case("1号")), replacing=NATURAL_RESOURCES, dry_run=True).removed
    _load(database, cases(case("3号")))
    with pytest.raises(Refused) as refusal:
        _load(database, cases(case("1号")), replacing=NATURAL_RESOURCES, agreed=frozenset(shown))
    assert refusal.value.message == "replace.changed_meanwhile"
    assert _numbers(database) == ["1号", "2号", "3号"]


@pytest.mark.parametrize(
    ("replacing", "message"),
    [
        (("甲县资源局", "2026"), "replace.unknown_unit"),
        (("X9", "2026"), "replace.unknown_unit"),
        (("C01-nr", "2026-13"), "replace.unknown_period"),
        (("C01-nr", "去年"), "replace.unknown_period"),
        (("C01-nr", "2026-05~2026-04"), "replace.unknown_period"),
    ],
)
def test_an_unknown_unit_or_period_is_refused(database: Engine, replacing: tuple[str, str], message: str) -> None:
    _load(database, units())
    with pytest.raises(Refused) as refusal:
        _load(database, cases(case("1号")), replacing=replacing)
    assert refusal.value.message == message
    assert all("\n" not in refusal.value.in_words(wording(language)) for language in LANGUAGES)
