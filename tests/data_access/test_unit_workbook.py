"""The workbook that a unit fills in once: what it holds, and a clerk's mistakes in it, each told at its cell."""

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, select
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.demo import AS_OF
from data_access.ledgers.all import LEDGERS
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused, in_words
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally, unit
from tests.data_access.ledger_sheets import data_version, units
from tests.data_access.libreoffice import saved_as
from tests.databases import sqlite_url
from wording import LANGUAGES, wording

UNIT = "M-market_regulation"
# The rows that a clerk adds: by sheet, what each should say.
ADDED: Mapping[str, Mapping[str, object]] = {
    "执法方式月报": {"月份": "2026-10", "执法方式": "行政合同", "件数": 7},
    "案卷评查": {"案卷号": "市监罚〔2026〕77号", "案卷种类": "行政处罚", "评查日期": dt.date(2026, 10, 12), "得分": 92,
                 "等次": "优秀", "优秀文书": "是", "指导案例": "否"},
    "案卷扣分项": {"案卷号": "市监罚〔2026〕77号", "扣分项": "送达回证不全", "扣分": 8},
    "规划任务": {"任务编号": "GH-77", "计划开始": "2026-02-01", "计划完成": "2026-10-20", "进度（百分之几）": 60,
                 "进度填报日期": "2026-10-08", "状态": "进行中"},
    "法律服务": {"服务编号": "FW-2026-77", "服务事项": "重大行政决策", "提出日期": "2026-10-08",
                 "应出具日期": "2026-10-16", "出具日期": "2026-10-15", "意见采纳": "是"},
    "任前考查考试": {"考查编号": "RQ-2026-77", "依法行政考查日期": "2026-09-20", "法律知识考试日期": "2026-09-28",
                     "考试成绩": 88, "结果运用": "任职", "任职日期": "2026-10-09"},
    "法治培训": {"培训编号": "PX-2026-77", "培训对象": "领导干部", "培训日期": "2026-10-22", "学时": 6,
                 "应到人数": 40, "实到人数": 31},
    "执法人员": {"执法人员编号": "ZF-77", "姓名": "甲某", "到岗日期": "2026-10-01", "在编": "是", "证件号": "证-77",
                 "证件种类": "行政执法证", "领证日期": "2026-10-08", "有效期至": "2031-10-07"},
    "执法人员任职": {"执法人员编号": "ZF-77", "任职起": "2026-10-01"},
    "执法人员记录": {"执法人员编号": "ZF-77", "日期": "2026-10-19", "记录种类": "培训", "培训学时": 24},
    "重大行政决策": {"决策编号": "JC-2026-77", "决策日期": "2026-10-20"},
    "简报": {"期号": "市监依法〔2026〕7期", "印发日期": "2026-10-28", "标题": "三季度工作情况", "类别": "定期简报"},
    "简报点名": {"期号": "市监依法〔2026〕7期", "点名方式": "先进典型", "被点名单位": "C01"},
    "裁量权检查": {"检查编号": "CL-2026-77", "检查日期": "2026-10-21", "抽查案卷数": 20, "发现问题数": 3},
}  # fmt: skip
# What the clerk wrote instead: sheet, header, the slip, its code, and words of the sentence beside place and value.
SLIPS: tuple[tuple[str, str, object, str, str], ...] = (
    ("执法方式月报", "执法方式", "柔性执法", "unknown_code", "行政指导"),
    ("案卷评查", "得分", 920, "beyond_hundred", "100"),
    ("案卷扣分项", "案卷号", "市监罚〔2026〕78号", "no_parent", "案卷评查"),
    ("规划任务", "计划完成", "2025-10-20", "too_early", "2026-02-01"),
    ("法律服务", "意见采纳", "部分采纳", "bad_flag", "是"),
    ("任前考查考试", "考试成绩", "优秀", "bad_decimal", "92.5"),
    ("法治培训", "实到人数", 410, "beyond_whole", "40"),
    ("执法人员", "领证日期", "2026.13.5", "bad_date", "2026-03-01"),
    ("执法人员任职", "任职起", "2026年10月", "day_missing", "2026-03-01"),
    ("执法人员记录", "培训学时", 2400, "bad_hours", "744"),
    ("重大行政决策", "决策日期", "2026-12-20", "future_date", "2026-10-31"),
    ("简报", "期号", None, "missing_value", "编号"),
    ("简报点名", "被点名单位", "望澜县", "unknown_unit", "望澜区"),
    ("裁量权检查", "检查编号", "CL-2026-77、78", "joined_numbers", "CL-2026-78"),
)
# What the added rows and the ten more cases of October move, worked out by hand; every other figure stays.
MOVED: Mapping[tuple[str, str], float] = {
    ("services_handled", ""): 10, ("services_in_time", ""): 9,
    ("enforcement_cases", ""): 7, ("enforcement_cases", "contract"): 7,
    ("files_reviewed", ""): 1, ("files_reviewed", "penalty"): 1, ("files_graded", ""): 1,
    ("files_graded", "excellent"): 1, ("files_excellent", ""): 1, ("files_scored", ""): 1, ("files_points", ""): 92,
    ("file_defects", ""): 1, ("file_defects", "送达回证不全"): 1, ("file_defects_penalty", ""): 1,
    ("file_defects_penalty", "送达回证不全"): 1,
    # Due on the 20th and not done by the 31st.
    ("plan_tasks_begun", ""): 1, ("plan_tasks_overdue", ""): 1,
    ("legal_services_due", ""): 1, ("legal_services_due", "decision"): 1, ("legal_services_on_time", ""): 1,
    ("legal_services_on_time", "decision"): 1, ("legal_services_delivered", ""): 1,
    ("legal_services_delivered", "decision"): 1, ("legal_services_adopted", ""): 1,
    ("legal_services_adopted", "decision"): 1,
    # The exam was in September; the level of the post was left blank.
    ("cadres_appointed", ""): 1, ("cadres_appointed", "unknown"): 1, ("cadres_reviewed_before", ""): 1,
    ("cadres_reviewed_before", "unknown"): 1,
    ("training_sessions", ""): 1, ("training_sessions", "leaders"): 1, ("leaders_invited", ""): 40,
    ("leaders_attended", ""): 31,
    # One more to train, and 24 hours are not enough.
    ("officers_on_post", ""): 1, ("officers_on_list", ""): 1, ("officers_in_pilots", ""): 1,
    ("officers_to_train", ""): 1,
    ("certificate_holders", ""): 1, ("certificates_judged", ""): 1, ("certificates_valid", ""): 1,
    ("officer_records", ""): 1, ("officer_records", "training"): 1,
    # Nobody has said what became of its five steps, nor whether a hearing was needed.
    ("decisions_made", ""): 1, ("decision_steps_blank", ""): 5, ("hearings_required_blank", ""): 1,
    ("bulletins_published", ""): 1, ("bulletins_published", "regular"): 1,
    ("discretion_inspections", ""): 1, ("discretion_files_checked", ""): 20, ("discretion_faults", ""): 3,
    # A row each that a sum rests on.
    ("discretion_files_checked_rows", ""): 1, ("enforcement_cases_rows", ""): 1,
    ("enforcement_cases_rows", "contract"): 1, ("leaders_invited_rows", ""): 1,
}  # fmt: skip
# Slips in rows that stood: the statement of October, once as it was and once of one of its days.
MORE_IN_TIME, TWICE = "按时办结件", dt.date(2026, 10, 15)


def _run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def engine(demo_copy_url: str) -> Iterator[Engine]:
    engine = writer_engine(demo_copy_url)
    yield engine
    engine.dispose()


def _headers(sheet: Worksheet) -> list[Any]:
    return [cell.value for cell in sheet[1]]


def _put(sheet: Worksheet, row: int, values: Mapping[str, object]) -> None:
    for header, value in values.items():
        sheet.cell(row, _headers(sheet).index(header) + 1).value = value


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    return [dict(zip(_headers(sheet), row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def _fill(book: Workbook) -> tuple[dict[tuple[str, str], int], int]:
    """Add the rows with their slips; where each slip stands, by sheet and header, and how many cases of October were in
    time before."""
    places = {}
    for title, values in ADDED.items():
        row = book[title].max_row + 1
        wrong = {header: slip for sheet, header, slip, _code, _said in SLIPS if sheet == title}
        _put(book[title], row, {"单位": UNIT, **values, **wrong})
        places |= {(title, header): row for header in wrong}
    statements = book["政务服务月报"]
    october = statements.max_row
    last = _rows(statements)[-1]
    assert (last["月份"].date(), october) == (dt.date(2026, 10, 1), 11)
    _put(statements, october, {MORE_IN_TIME: last["当月办结件"] + 1})
    _put(statements, october + 1, {**last, "月份": TWICE})
    places |= {("政务服务月报", MORE_IN_TIME): october, ("政务服务月报", "月份"): october + 1}
    return places, last[MORE_IN_TIME]


def _mend(book: Workbook, places: Mapping[tuple[str, str], int], in_time: int) -> None:
    for (title, header), row in places.items():
        if title in ADDED:
            _put(book[title], row, {header: ADDED[title][header]})
    statements = book["政务服务月报"]
    october = places["政务服务月报", MORE_IN_TIME]
    row = _rows(statements)[october - 2]
    # Ten more cases, nine of them in time, and the second row of the month is gone.
    _put(statements, october, {"当月办结件": row["当月办结件"] + 10, MORE_IN_TIME: in_time + 9})
    statements.delete_rows(october + 1)


def _october(engine: Engine) -> dict[tuple[str, str], float]:
    """The figures of the unit in October, by tally and facet."""
    tally = monthly_tally.c
    query = select(tally.tally_key, tally.facet, tally.value).join(unit, unit.c.unit_id == tally.unit_id)
    with engine.connect() as connection:
        found = connection.execute(query.where(unit.c.code == UNIT, tally.month == dt.date(2026, 10, 1)))
        return {(row.tally_key, row.facet): row.value for row in found}


def _saved_by(program: str, path: Path) -> Path:
    """The workbook as it comes back: saved again by another program, or as it is."""
    return path if program == "openpyxl" else saved_as("xlsx", path)


@pytest.mark.parametrize("program", ["openpyxl", pytest.param("libreoffice", marks=pytest.mark.exhaustive)])
def test_a_clerk_s_mistakes_are_told_at_their_cells_and_the_mended_workbook_loads(
    engine: Engine, demo_copy_url: str, tmp_path: Path, program: str
) -> None:
    path = tmp_path / "台账.xlsx"
    assert _run("template", path, "--unit", UNIT, "--database", demo_copy_url).exit_code == 0
    book = load_workbook(path)
    places, in_time = _fill(book)
    book.save(path)
    version, before = data_version(engine), _october(engine)

    result = load_files(engine, [_saved_by(program, path)], today=AS_OF)
    told = {(each.sheet, each.column): each for each in result.problems}
    codes = {(sheet, header): code for sheet, header, _slip, code, _said in SLIPS}
    codes |= {("政务服务月报", MORE_IN_TIME): "beyond_whole", ("政务服务月报", "月份"): "conflicting_key"}
    # The bulletin without its number leaves whom it names without theirs.
    assert result.status == "refused"
    assert {place: each.code for place, each in told.items() if place != ("简报点名", "期号")} == codes
    assert {place: told[place].row for place in codes} == places
    for sheet, header, slip, _code, said in SLIPS:
        sentence = in_words(told[sheet, header], wording("zh"))
        named = [sheet, str(places[sheet, header]), header, said, *([] if slip is None else [str(slip)])]
        assert [each for each in named if each not in sentence] == [], sentence
    for each in result.problems:
        assert all("{" not in in_words(each, wording(language)) for language in LANGUAGES)
    assert (data_version(engine), _october(engine)) == (version, before)

    _mend(book, places, in_time)
    book.save(path)
    result = load_files(engine, [_saved_by(program, path)], today=AS_OF)
    assert ([in_words(each, wording("zh")) for each in result.problems], result.status) == ([], "stored")
    added = {each.ledger: each.new for each in result.changes.units if each.unit == UNIT and each.new}
    assert sum(added.values()) == len(ADDED)
    assert [(row.ledger, len(row.cells)) for row in result.changes.rows] == [("service_statistic", 2)]
    after = _october(engine)
    assert {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)} == MOVED


def test_the_workbook_holds_what_the_unit_keeps_with_what_is_known_and_loads_as_it_is(
    engine: Engine, demo_copy_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "u.xlsx"
    said = _run("template", path, "--unit", "C03", "--period", "2026Q3", "--database", demo_copy_url).output
    book = load_workbook(path)
    assert {"单位", "考核方案", "考核评分", "一票否决", "执法人员"}.isdisjoint(book.sheetnames)
    assert {"政务服务月报", "规划任务", "相对集中行政处罚权", "报送情况"} <= set(book.sheetnames)
    rows = {sheet.title: _rows(sheet) for sheet in book.worksheets[1:-1]}
    first = {next(iter(row.values())) for of_sheet in rows.values() for row in of_sheet}
    assert first <= {"C03", "示例:C01-natural_resources"}
    months = [row["月份"].date() for row in rows["政务服务月报"]]
    assert months == [dt.date(2026, 7, 1), dt.date(2026, 8, 1), dt.date(2026, 9, 1)]
    # A task that is under way is of every period until it is done.
    tasks = [row for row in rows["规划任务"] if row["计划开始"].date() <= dt.date(2026, 9, 30)]
    assert len(tasks) == len(rows["规划任务"]) > 0
    assert any(row["计划完成"].date() > dt.date(2026, 9, 30) for row in tasks)
    assert "砚川区" in said
    assert "2026" in str(book.worksheets[0]["B3"].value)
    assert load_files(engine, [path], today=AS_OF, dry_run=True).changes.changes_anything is False
    # Nobody loses what somebody has filled in.
    assert _run("template", path, "--unit", "C03", "--database", demo_copy_url).exit_code == 2


def test_a_unit_of_which_nothing_is_known_gets_all_that_units_fill_in(migrated_file: Path, tmp_path: Path) -> None:
    url = sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "new.db")))
    engine, path = writer_engine(url), tmp_path / "u.xlsx"
    load_sheets(engine, [units()], today=AS_OF)
    said = _run("template", path, "--unit", "甲县", "--database", url, "--language", "en").output
    assert "no row of this unit is known yet" in " ".join(said.split())
    asked = [ledger.en for ledger in LEDGERS if ledger.is_fact and not ledger.by_office]
    assert load_workbook(path).sheetnames == ["Guide", *asked, "Choices"]
    with pytest.raises(Refused, match=r"file\.no_rows"):
        load_files(engine, [path], today=AS_OF)
    engine.dispose()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--unit", "X9"), "单位应为已登记单位"),
        (("--unit", "C03", "--period", "2026Q9"), "期间应写成"),
        (("--period", "2026"), "须与 --unit 同用"),
    ],
)
def test_a_unit_or_period_that_is_none_is_said(
    demo_url: str, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    said = _run("template", tmp_path / "u.xlsx", *arguments, "--database", demo_url)
    assert (said.exit_code, sentence in said.output, list(tmp_path.iterdir())) == (2, True, [])
