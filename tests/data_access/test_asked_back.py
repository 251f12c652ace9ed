"""What the door asks back before it stores: other cases, odd dates, replacements by nothing, files in the way."""

import datetime as dt
import errno
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.checking.odd_dates import first_odd
from data_access.files.sources import read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.problems import Refused
from data_access.workbooks.whole_file import write_whole
from tests.data_access.ledger_sheets import UNITS, case, cases, count_rows, rows_of, sheet, units

TODAY = dt.date(2026, 10, 31)
HEADERS = "被申请人,案号,审结日期,审理结果"


def _load(database: Engine, *sheets: Any, **options: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **options)


def _codes(result: LoadResult) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.column, problem.value) for problem in result.problems]


# --- Another case ------------------------------------------------------------------------------------------------


@pytest.mark.both_engines
def test_running_numbers_that_start_anew_do_not_write_over_last_years_register(database: Engine) -> None:
    last_year = [{"责任单位": "C01-nr", "信访编号": str(n), "收到日期": f"2025-0{n}-03"} for n in (1, 2)]
    this_year = [{**row, "收到日期": str(row["收到日期"]).replace("2025", "2026")} for row in last_year]
    _load(database, units(), sheet("petition", last_year))
    before = rows_of(database, PETITION.table)
    result = _load(database, sheet("petition", this_year), as_of=TODAY)
    assert _codes(result) == [("another_case", "收到日期", f"2026-0{n}-03") for n in (1, 2)]
    assert [problem.expected for problem in result.problems] == [("2025-01-03",), ("2025-02-03",)]
    assert rows_of(database, PETITION.table) == before
    assert _load(database, sheet("petition", this_year), as_of=TODAY, same_case=True).status == "stored"
    assert [row["received_on"].year for row in rows_of(database, PETITION.table)] == [2026, 2026]


SUIT = {"被告": "C01-nr", "案号": "12号", "审级": "一审", "案由": "土地征收", "立案日期": "2025-11-02"}


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        # A case runs across years: only its first date tells which case it is.
        ({"开庭日期": "2026-02-10", "结案日期": "2026-03-20"}, []),
        ({"立案日期": "", "结案日期": "2026-03-20"}, []),
        # A fuller wording is no other matter; another one is.
        ({"案由": "土地征收补偿"}, []),
        ({"案由": ""}, []),
        ({"案由": "治安处罚"}, ["another_case"]),
        ({"立案日期": "2026-01-02"}, ["another_case"]),
        # A row is asked back once.
        ({"立案日期": "2026-01-02", "案由": "治安处罚"}, ["another_case"]),
        # The same number of another unit, unless it is a co-defendant's; a second instance is the unit's own.
        ({"被告": "C02-nr"}, ["another_unit"]),
        ({"被告": "C02-nr", "被告地位": "共同"}, []),
        ({"被告": "C02-nr", "被告地位": "第一"}, ["another_unit"]),
        ({"审级": "二审", "立案日期": "2026-01-02"}, []),
    ],
)
def test_what_tells_one_case_from_another(database: Engine, changed: dict[str, str], problems: list[str]) -> None:
    _load(database, units(), sheet("litigation", [SUIT]))
    result = _load(database, sheet("litigation", [{**SUIT, **changed}]), as_of=TODAY)
    assert [problem.code for problem in result.problems] == problems


def test_a_case_that_passed_with_its_unit_is_the_same_and_a_file_that_names_both_units_says_so(
    database: Engine,
) -> None:
    merged = {**UNITS[3], "停用日期": "2026-03-31", "并入单位": "C01-nr"}
    _load(database, units(), cases(case("1号", "C01-mr"), case("2号", "C01-mr")))
    both = cases(case("2号", "C01-mr"), case("2号", "C02-nr"))
    assert _load(database, both).status == "stored"
    assert _codes(_load(database, cases(case("1号", "C01-nr")))) == [("another_unit", "案号", "1号")]
    assert _load(database, sheet("unit", [merged]), cases(case("1号", "C01-nr"))).status == "stored"
    assert count_rows(database, RECONSIDERATION.table) == 4


# --- Dates that leave all others behind --------------------------------------------------------------------------


def _days(*texts: str) -> Counter[dt.date]:
    return Counter(map(dt.date.fromisoformat, texts))


WEEKLY = tuple((dt.date(2026, 1, 5) + dt.timedelta(weeks=week)).isoformat() for week in range(20))  # to 2026-05-18
OLD = dt.date(2026, 5, 20)


@pytest.mark.parametrize(
    ("days", "own", "of_all", "odd"),
    [
        (_days(), None, None, None),
        (_days("2026-10-20"), None, None, None),
        (_days(*WEEKLY), None, None, None),
        # Half a year beyond a file of every week, also where nothing was stored before.
        (_days(*WEEKLY, "2026-11-20"), None, None, "2026-11-20"),
        (_days(*WEEKLY, "2026-11-20"), OLD, OLD, "2026-11-20"),
        (_days(*WEEKLY, "2026-11-18", "2026-11-20"), OLD, OLD, "2026-11-18"),
        # Sixty days are no jump, sixty-one are; what is stored bridges it.
        (_days(*WEEKLY, "2026-07-17"), OLD, OLD, None),
        (_days(*WEEKLY, "2026-07-20"), OLD, OLD, "2026-07-20"),
        (_days(*WEEKLY, "2026-07-20"), dt.date(2026, 6, 1), dt.date(2026, 6, 1), None),
        # One old case among new ones is no pattern of years.
        (_days("2021-03-01", *WEEKLY, "2026-11-20"), None, None, "2026-11-20"),
        # A file of every quarter may leap over one.
        (_days("2025-01-05", "2025-04-05", "2025-07-05", "2025-10-05", "2026-01-05", "2026-07-05"), None, None, None),
        # What stands in many cells is no slip.
        (_days(*WEEKLY, *("2026-11-20",) * 4), OLD, OLD, None),
        # Too few dates to tell a pattern: a quarter beyond all that is stored.
        (_days("2026-07-30"), None, dt.date(2026, 4, 28), "2026-07-30"),
        (_days("2026-07-29"), None, dt.date(2026, 4, 28), None),
        # A file that is all of it as late, down to a quarter before today, is the next one and no slip.
        (_days("2026-10-20"), None, OLD, None),
        (_days("2026-08-01", "2026-08-25", "2026-10-20"), OLD, OLD, None),
        # In a file of days that stand, the same day is one.
        (_days("2026-05-18", "2026-10-20"), OLD, OLD, "2026-10-20"),
    ],
)
def test_which_date_is_odd(
    days: Counter[dt.date], own: dt.date | None, of_all: dt.date | None, odd: str | None
) -> None:
    found = first_odd(days, own, of_all, TODAY)
    assert (None if found is None else found[0].isoformat()) == odd


@pytest.mark.both_engines
def test_an_odd_date_is_named_and_stored_only_when_the_day_of_the_data_is_said(database: Engine) -> None:
    rows = [case(f"{n}号", 审结日期=day) for n, day in enumerate(WEEKLY, 1)]
    odd = cases(*rows[:-1], case("20号", 审结日期="2026-10-18"))
    result = _load(database, units(), odd)
    (problem,) = result.problems
    assert (problem.code, problem.row, problem.column, problem.value, problem.expected) == (
        "odd_date", 21, "审结日期", "2026-10-18", ("2026-05-11",),
    )  # fmt: skip
    assert count_rows(database, RECONSIDERATION.table) == 0
    said = _load(database, units(), odd, as_of=dt.date(2026, 10, 18))
    assert (said.status, said.data_as_of) == ("stored", dt.date(2026, 10, 18))


# --- Replacing by nothing ----------------------------------------------------------------------------------------


@pytest.mark.both_engines
def test_a_file_without_a_row_of_the_unit_replaces_nothing(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号")), sheet("litigation", [SUIT]))
    before = rows_of(database, RECONSIDERATION.table)
    others = cases(case("3号", "C02-nr"))
    for sheets in ([others], [others, sheet("litigation", [SUIT])], [units()]):
        with pytest.raises(Refused) as refusal:
            _load(database, *sheets, replacing=("C01-nr", "2026"))
        assert refusal.value.message == "replace.no_row_of_unit"
    assert (rows_of(database, RECONSIDERATION.table), count_rows(database, LITIGATION.table)) == (before, 1)


# --- Files in the way --------------------------------------------------------------------------------------------


def _run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_workbook_is_not_written_over_a_ledger(database: Engine, tmp_path: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    _load(database, units())
    ledger, other, ours = (tmp_path / name for name in ("ledger.csv", "other.xlsx", "problems.xlsx"))
    ledger.write_text(f"{HEADERS}\nC01-nr,1号,明天,维持\n", encoding="utf-8")
    other.write_bytes(b"what somebody keeps")
    loading = ("load", ledger, "--database", url)
    for option in ("--problems", "--changes"):
        for file, sentence in ((ledger, "正是要导入的台账"), (other, "已经存在")):
            refused = _run(*loading, option, file)
            assert (refused.exit_code, sentence in refused.output, "--overwrite" in refused.output) == (2, True, True)
    assert (ledger.read_text(encoding="utf-8")[:4], other.read_bytes()) == (HEADERS[:4], b"what somebody keeps")
    # A workbook of problems makes room for the next one, but not while it is itself loaded.
    assert _run(*loading, "--problems", ours).exit_code == 1
    assert _run(*loading, "--problems", ours).exit_code == 1
    assert _run("load", ours, "--database", url, "--problems", ours).exit_code == 2
    assert _run(*loading, "--problems", other, "--overwrite").exit_code == 1
    assert [each.name for each in read_file(other)] == [each.name for each in read_file(ours)]


def test_a_template_is_written_over_a_blank_one_only(tmp_path: Path) -> None:
    file = tmp_path / "ledgers.xlsx"
    assert (_run("template", file).exit_code, _run("template", file).exit_code) == (0, 0)
    blank = file.read_bytes()
    _fill(file)
    filled = file.read_bytes()
    refused = _run("template", file)
    assert (refused.exit_code, "已经存在" in refused.output, file.read_bytes() == filled) == (2, True, True)
    assert (_run("template", file, "--overwrite").exit_code, file.read_bytes()) == (0, blank)


def _fill(template: Path) -> None:
    """Make the example rows of a template rows like any other, as who writes over them does."""
    with zipfile.ZipFile(template) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace("示例:".encode(), b"")
    with zipfile.ZipFile(template, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ledgers.xlsx"
    file.write_bytes(b"old")
    file.chmod(0o640)

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(Refused) as refusal:
            write_whole(file, lambda: b"new")
    assert (refusal.value.message, file.read_bytes(), list(tmp_path.iterdir())) == ("command.disk_full", b"old", [file])
    write_whole(file, lambda: b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (b"new", 0o640, [file])


# --- What is said ------------------------------------------------------------------------------------------------


def test_the_command_line_says_what_changes_and_a_refused_dry_run_keeps_nothing(
    database: Engine, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    _load(database, units(), cases(case("1号"), case("2号", "C02-nr")))
    ledger, workbook = tmp_path / "ledger.csv", tmp_path / "changes.xlsx"
    ledger.write_text(f"{HEADERS}\nC01-nr,1号,,撤销\nC02-nr,2号,（清空）,\n", encoding="utf-8")
    dry = _run("load", ledger, "--database", url, "--dry-run", "--changes", workbook)
    assert dry.exit_code == 0, dry.output
    for said in ("甲县自然资源局 1号", "维持", "撤销", "2026-04-02", "（空）", "改动的单元格 2 个", "试运行"):
        assert said in dry.output, said
    rows = {sheet.name: [list(map(str, row)) for _number, row in sheet.rows] for sheet in read_file(workbook)}
    assert rows["行政复议"] == [
        ["甲县自然资源局", "1号", "2", "审理结果", "维持", "撤销"],
        ["乙县自然资源局", "2号", "3", "审结日期", "2026-04-02", "（空）"],
    ]
    loaded = _run("load", ledger, "--database", url)
    assert "导入编号 3" in loaded.output, loaded.output
    # The number of another year's case is asked back, with the word that lets it through.
    ledger.write_text("被申请人,案号,收到日期\nC01-nr,1号,2025-03-02\n", encoding="utf-8")
    _run("load", ledger, "--database", url)
    ledger.write_text("被申请人,案号,收到日期\nC01-nr,1号,2026-03-02\n", encoding="utf-8")
    other = _run("load", ledger, "--database", url)
    assert (other.exit_code, "--same-case" in other.output) == (1, True)
    assert _run("load", ledger, "--same-case", "--database", url).exit_code == 0
    kept = _run("changes", "3", "--database", url, "--language", "en")
    assert ("2 changed cells" in kept.output, "(blank)" in kept.output) == (True, True)
    ledger.write_text(f"{HEADERS}\nC01-nr,1号,明天,撤销\n", encoding="utf-8")
    refused = _run("load", ledger, "--database", url, "--dry-run")
    assert (refused.exit_code, "不合格的行也没有留存" in refused.output, "都留存" in refused.output) == (1, True, False)
