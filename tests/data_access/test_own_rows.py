"""Who loads for some units stores their rows alone, and takes back what he loaded of them alone."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.undo import Whose, undo
from data_access.problems import Refused
from data_access.reading.officer_file import services_of
from data_access.reading.reader import reading
from data_access.reading.records import recent_loads
from data_access.reading.roles import viewer_of
from data_access.reading.viewer import ALL_SEEING
from tests.data_access.ledger_sheets import case, cases, count_rows, rows_of, sheet, units
from wording import LANGUAGES

TODAY = dt.date(2026, 10, 31)
COUNTY = frozenset({"C01", "C01-nr", "C01-mr"})
CLERK, OTHER = "clerk of C01", "clerk of C02"
VETO = {"单位": "C01", "编号": "1", "年度": "2026", "否决情形": "other", "来源": "recorded", "状态": "confirmed"}


def loaded(database: Engine, *sheets: Any, by: str = CLERK, **options: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, loaded_by=by, **options)


@pytest.mark.both_engines
def test_rows_of_other_units_are_rejected_and_told_at_their_cell(database: Engine) -> None:
    loaded(database, units(), by="office")
    brought = cases(case("1号"), case("2号", "C02-nr"), case("3号", "甲县市场监督管理局"), case("4号", "乙县"))
    refused = loaded(database, brought, only=COUNTY)
    assert refused.status == "refused"
    told = [(each.row, each.column, each.code) for each in refused.problems]
    assert told == [(3, "被申请人", "not_of_its_units"), (5, "被申请人", "not_of_its_units")]
    part = loaded(database, brought, only=COUNTY, accept_partial=True)
    assert part.status == "stored"
    assert [row["case_no"] for row in rows_of(database, RECONSIDERATION.table)] == ["1号", "3号"]


@pytest.mark.parametrize("only", [COUNTY, frozenset[str]()])
def test_what_holds_for_all_units_or_judges_them_is_the_offices(database: Engine, only: frozenset[str]) -> None:
    loaded(database, units(), by="office")
    duty = {"单位类别": "county", "台账": "行政复议", "报送周期": "month", "次月几日前": 10, "自何月起": "2026-01-01"}
    for brought in (units(), sheet("reporting_duty", [duty]), sheet("veto_event", [VETO])):
        refused = loaded(database, brought, only=only)
        assert refused.status == "refused"
        assert {each.code for each in refused.problems} == {"of_the_office"}, brought.name
    assert count_rows(database, VETO_EVENT.table) == 0


def test_no_unit_gets_an_officers_file_by_claiming_him(database: Engine) -> None:
    there = {"单位": "C02-nr", "执法人员编号": "ZF-1", "姓名": "某某", "到岗日期": "2020-01-01"}
    here = {**there, "单位": "C01-nr", "到岗日期": "2026-10-30"}
    once = {**here, "到岗日期": "2018-01-01", "离岗日期": "2019-12-31"}
    loaded(database, units(), sheet("officer", [there, once]), by="office")
    posting = {"单位": "C01-nr", "执法人员编号": "ZF-1", "任职起": "2026-10-30"}
    for brought in (sheet("officer", [{**here, "离岗日期": "（清空）"}]), sheet("officer_posting", [posting])):
        refused = loaded(database, brought, only=COUNTY)
        assert {each.code for each in refused.problems} == {"serves_elsewhere"}
        # It is not told where.
        assert not [each for each in refused.problems if "C02" in str((each.value, each.expected))]
    clerk = viewer_of("", "clerk", frozenset({"C01"}))
    with reading(database, clerk) as reader:
        assert services_of(reader, "ZF-1")["code"].tolist() == ["C01-nr"]
    left = loaded(database, sheet("officer", [{**there, "离岗日期": "2026-10-29"}]), by="office", as_of=TODAY)
    assert left.status == "stored", left.problems
    own = loaded(database, sheet("officer", [{**here, "离岗日期": "（清空）"}]), only=COUNTY, as_of=TODAY)
    assert own.status == "stored", own.problems
    with reading(database, clerk) as reader:
        assert services_of(reader, "ZF-1")["code"].tolist() == ["C01-nr", "C02-nr"]


SUIT = {
    "案号": "(2026)某01行初1号",
    "审级": "一审",
    "立案日期": "2026-03-01",
    "案由": "行政处罚",
    "结案日期": "2026-07-01",
}


@pytest.mark.parametrize(
    "brought",
    [
        # The number stands for another unit, and is claimed, with and without a word that it is the same case.
        {"被告": "C01-nr"},
        {"被告": "C01-nr", "立案日期": "2025-03-01"},
        # Rows of the other unit itself: its year, its matter and its dates would be told by what they contradict.
        {"被告": "C02-nr", "立案日期": "2024-03-01"},
        {"被告": "C02-nr", "案由": "政府信息公开"},
        {"被告": "C02-nr", "立案日期": None, "结案日期": "2026-02-01"},
    ],
)
def test_who_loads_for_some_units_is_told_nothing_of_a_record_of_another(
    database: Engine, brought: dict[str, object]
) -> None:
    loaded(database, units(), sheet("litigation", [{**SUIT, "被告": "C02-nr"}]), by="office")
    row = {**SUIT, **brought}
    for same_case in (False, True):
        result = loaded(database, sheet("litigation", [row]), only=COUNTY, same_case=same_case, dry_run=True)
        told = [(each.value, each.expected) for each in (*result.problems, *result.warnings)]
        secrets = {"C02-nr", "乙县自然资源局", *map(str, SUIT.values())} - set(map(str, row.values()))
        assert not [secret for secret in secrets if secret in str(told)], told
    theirs = loaded(database, sheet("litigation", [{**SUIT, "被告": "C01-nr"}]), by="office", dry_run=True)
    assert [each.expected for each in theirs.problems] == [("乙县自然资源局",)]


def test_a_case_that_is_claimed_twice_is_told_without_the_other_name(database: Engine) -> None:
    loaded(database, units(), sheet("litigation", [{**SUIT, "被告": "C02-nr"}]), by="office")
    claimed = sheet("litigation", [{**SUIT, "被告": "C01-nr"}])
    for only, name in ((COUNTY, "load.some_unit"), (None, "乙县自然资源局")):
        result = loaded(database, claimed, only=only, same_case=True)
        assert [each.expected for each in result.warnings if each.code == "other_unit"] == [(name,)]


def refusal(database: Engine, load: LoadResult, whose: Whose) -> str:
    with pytest.raises(Refused) as refused:
        undo(database, str(load.load_no), whose)
    return refused.value.message


@pytest.mark.both_engines
def test_a_load_is_taken_back_by_who_made_it_and_only_where_it_is_of_his_units(database: Engine) -> None:
    whose = Whose(CLERK, COUNTY)
    all_units = loaded(database, units())
    own = loaded(database, cases(case("1号")))
    anothers = loaded(database, cases(case("2号")), by=OTHER)
    mixed = loaded(database, cases(case("3号"), case("4号", "C02-nr")))
    duty = {"单位类别": "township", "台账": "行政复议", "报送周期": "month", "次月几日前": 10, "自何月起": "2026-01-01"}
    for_all = loaded(database, sheet("reporting_duty", [duty]))
    assert refusal(database, anothers, whose) == "undo.of_another"
    assert refusal(database, mixed, whose) == "undo.of_other_units"
    assert refusal(database, for_all, whose) == "undo.of_all_units"
    assert refusal(database, all_units, whose) == "undo.of_other_units"
    assert count_rows(database, RECONSIDERATION.table) == 4
    undo(database, str(own.load_no), whose)
    # The office takes back all.
    undo(database, str(anothers.load_no))
    assert [row["case_no"] for row in rows_of(database, RECONSIDERATION.table)] == ["3号", "4号"]


def test_who_loads_for_some_units_is_shown_his_own_loads(database: Engine) -> None:
    loaded(database, units(), by="office")
    mine = loaded(database, cases(case("1号")))
    with reading(database, ALL_SEEING) as reader:
        assert recent_loads(reader, CLERK)["load_no"].tolist() == [mine.load_no]
        assert len(recent_loads(reader)) == 2


# --- On the command line -----------------------------------------------------------------------------------------


def run(*arguments: object, language: str) -> Result:
    said = [*(str(argument) for argument in arguments), "--language", language]
    result = CliRunner().invoke(app, said, env={"COLUMNS": "300"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_keep_to_the_units_that_are_named(database: Engine, tmp_path: Any, language: str) -> None:
    loaded(database, units(), by="office")
    url = database.url.render_as_string(hide_password=False)
    file = tmp_path / "cases.csv"
    file.write_text(
        "被申请人,案号,审结日期,审理结果\nC01-nr,1号,2026-04-02,维持\nC02-nr,2号,2026-04-02,维持\n", "utf-8"
    )
    own = ("--database", url, "--units")
    refused = run("load", file, *own, "C01", language=language)
    assert (refused.exit_code, "C02-nr" in refused.output) == (1, True)
    assert run("load", file, *own, "nobody", language=language).exit_code == 2
    assert run("load", file, *own, "C01", "--replace", "C01", "2026", language=language).exit_code == 2
    # A list that names nobody is not all.
    assert run("load", file, *own, "", language=language).exit_code == 1
    assert count_rows(database, RECONSIDERATION.table) == 0
    stored = run("load", file, *own, "C01,C02", "--loaded-by", CLERK, language=language)
    assert stored.exit_code == 0
    for more in (("--loaded-by", OTHER), ("--units", "C01")):
        assert run("undo", "v2", "--yes", "--database", url, *more, language=language).exit_code == 2
    assert count_rows(database, RECONSIDERATION.table) == 2
    assert run("undo", "v2", "--yes", *own, "C01,C02", "--loaded-by", CLERK, language=language).exit_code == 0
    assert count_rows(database, RECONSIDERATION.table) == 0
