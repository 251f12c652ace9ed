"""Replacing, undoing, other sources and the workbook of problems on the command line."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.load import load_files, load_sheets
from data_access.store.engine import writer_engine
from data_access.store.tables import load_batch
from data_access.workbooks import filled_workbook
from data_access.workbooks.filled_workbook import stored_ledgers
from tests.cases import left_for_all
from tests.data_access.ledger_sheets import case, cases, count_rows, rows_of, sheet, units
from tests.databases import sqlite_url
from wording import LANGUAGES, wording

ROOT = Path(__file__).parent.parent.parent
HEADERS = "被申请人,案号,审结日期,审理结果"


def _run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def _ledger(folder: Path, name: str, *numbers: str, closed: str = "2026-04-02") -> Path:
    file = folder / f"{name}.csv"
    file.write_text("\n".join([HEADERS, *(f"C01-nr,{number},{closed},维持" for number in numbers)]), encoding="utf-8")
    return file


@pytest.fixture
def filled(database: Engine, tmp_path: Path) -> Engine:
    """A database with units and three cases."""
    load_sheets(database, [units()])
    load_files(database, [_ledger(tmp_path, "first", "1号", "2号", "3号")])
    return database


@pytest.fixture
def url(filled: Engine) -> str:
    return filled.url.render_as_string(hide_password=False)


def _numbers(engine: Engine) -> list[str]:
    return [row["case_no"] for row in rows_of(engine, RECONSIDERATION.table)]


def test_a_replacement_shows_what_goes_and_without_anybody_to_ask_refuses(
    filled: Engine, url: str, tmp_path: Path
) -> None:
    result = _run("load", _ledger(tmp_path, "new", "1号"), "--replace", "C01-nr", "2026", "--database", url)
    assert result.exit_code == 2
    assert "将被删除的行：2 行" in result.output
    assert all(number in result.output for number in ("2号", "3号", "--yes"))
    assert _numbers(filled) == ["1号", "2号", "3号"]


def test_with_yes_it_removes_and_a_dry_run_only_shows(filled: Engine, url: str, tmp_path: Path) -> None:
    arguments = ("load", _ledger(tmp_path, "new", "1号"), "--replace", "甲县自然资源局", "2026Q2", "--database", url)
    dry = _run(*arguments, "--dry-run")
    assert (dry.exit_code, "2号" in dry.output, "试运行" in dry.output) == (0, True, True)
    assert len(_numbers(filled)) == 3
    done = _run(*arguments, "--yes", "--language", "en")
    assert (done.exit_code, "Removed" in done.output) == (0, True)
    assert _numbers(filled) == ["1号"]


def test_a_replacement_that_removes_nothing_asks_nothing(filled: Engine, url: str, tmp_path: Path) -> None:
    file = _ledger(tmp_path, "new", "1号", "2号", "3号", "4号")
    assert _run("load", file, "--replace", "C01-nr", "2026", "--database", url).exit_code == 0
    assert len(_numbers(filled)) == 4


def test_a_replacement_with_problems_says_them_and_removes_nothing(filled: Engine, url: str, tmp_path: Path) -> None:
    file = _ledger(tmp_path, "new", "1号", closed="明天")
    result = _run("load", file, "--replace", "C01-nr", "2026", "--yes", "--database", url)
    assert (result.exit_code, "审结日期" in result.output, "将被删除" in result.output) == (1, True, False)
    assert len(_numbers(filled)) == 3


@pytest.mark.long
@pytest.mark.parametrize(("answer", "left"), [left_for_all("y", ["1号"]), ("n", ["1号", "2号"])])
def test_a_person_at_the_terminal_is_asked(migrated_file: Path, tmp_path: Path, answer: str, left: list[str]) -> None:
    url = sqlite_url(tmp_path / "asked.db")
    (tmp_path / "asked.db").write_bytes(migrated_file.read_bytes())
    engine = writer_engine(url)
    load_sheets(engine, [units()])
    load_files(engine, [_ledger(tmp_path, "first", "1号", "2号")])
    file = _ledger(tmp_path, "new", "1号")
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "data_access", "load", str(file), "--replace", "C01-nr", "2026", "--database", url],
        cwd=ROOT,
        stdin=other_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.write(terminal, f"{answer}\n".encode())
    output, _ = process.communicate(timeout=60)
    for end in (terminal, other_end):
        os.close(end)
    assert (process.returncode, "2号" in output, "删除以上各行？" in output) == (0, True, True)
    assert _numbers(engine) == left
    engine.dispose()


def test_a_load_tells_its_number_and_is_undone_by_it(filled: Engine, url: str, tmp_path: Path) -> None:
    loaded = _run("load", _ledger(tmp_path, "new", "4号"), "--database", url)
    assert "导入编号 3；如需撤销：python -m data_access undo 3" in loaded.output
    refused = _run("undo", "3", "--database", url)
    assert (refused.exit_code, "--yes" in refused.output, "new.csv" in refused.output) == (2, True, True)
    undone = _run("undo", "v3", "--yes", "--database", url)
    assert (undone.exit_code, "取出 1 行，恢复 0 行" in undone.output, "数据版本 4" in undone.output) == (0, True, True)
    assert _numbers(filled) == ["1号", "2号", "3号"]


def test_the_reports_that_a_load_made_are_not_undone_without_naming_the_load(
    filled: Engine, url: str, tmp_path: Path
) -> None:
    duty = {"单位类别": "county", "台账": "行政复议", "报送周期": "month", "次月几日前": 10, "自何月起": "2026-01-01"}
    load_sheets(filled, [sheet("reporting_duty", [duty])])
    loaded = load_files(filled, [_ledger(tmp_path, "many", "4号", "5号", closed="2026-02-03")])
    load_no, made = (each.load_id for each in loaded.ledgers)
    assert [each.ledger for each in loaded.ledgers] == ["reconsideration", "ledger_report"]
    refused = _run("undo", made, "--yes", "--database", url)
    assert refused.exit_code == 2
    assert f"导入 {load_no}：many.csv" in refused.output
    assert "行政复议：入库 2 行" in refused.output
    assert "报送情况：入库 1 行" in refused.output
    assert f"python -m data_access undo {load_no}" in refused.output
    assert _numbers(filled) == ["1号", "2号", "3号", "4号", "5号"]
    assert _run("undo", load_no, "--yes", "--database", url).exit_code == 0
    assert _numbers(filled) == ["1号", "2号", "3号"]


def test_an_undo_that_is_refused_names_the_later_load(filled: Engine, url: str, tmp_path: Path) -> None:
    _run("load", _ledger(tmp_path, "new", "1号", closed="2026-05-02"), "--database", url)
    result = _run("undo", "2", "--yes", "--database", url)
    assert (result.exit_code, "请先撤销导入 3" in result.output, "new.csv" in result.output) == (2, True, True)
    assert _run("undo", "9", "--yes", "--database", url).exit_code == 2


def test_another_database_is_loaded_by_its_url_and_a_query(filled: Engine, url: str, tmp_path: Path) -> None:
    source = sqlite_url(tmp_path / "other.db")
    (tmp_path / "other.db").touch()
    query = "SELECT 'C01-nr' AS unit_id, '7号' AS case_no, '2026-06-01' AS closed_on"
    result = _run("load", "--from", source, "--query", query, "--database", url)
    assert (result.exit_code, _numbers(filled)) == (0, ["1号", "2号", "3号", "7号"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "没有给出台账"),
        (["--from", "sqlite:///other.db"], "--from 与 --query 须同时给出"),
        (["--query", "SELECT 1"], "--from 与 --query 须同时给出"),
        (["--from", "sqlite:///nowhere.db", "--query", "SELECT 1"], "没有找到数据库“nowhere.db”"),
        (["--from", "oracle://x/y", "--query", "SELECT 1"], "数据库地址应为"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(url: str, arguments: list[str], sentence: str) -> None:
    result = _run("load", *arguments, "--database", url)
    assert (result.exit_code, sentence in result.output) == (2, True)


def test_the_workbook_of_problems_is_written_at_the_load_and_later(filled: Engine, url: str, tmp_path: Path) -> None:
    file = _ledger(tmp_path, "bad", "4号", "5号", closed="明天")
    loaded = _run("load", file, "--problems", tmp_path / "now.xlsx", "--database", url)
    assert (loaded.exit_code, "2 行不合格" in loaded.output) == (1, True)
    load_no = rows_of(filled, load_batch)[-1]["load_no"]
    assert f"python -m data_access problems {load_no} " in loaded.output
    later = _run("problems", load_no, tmp_path / "later.xlsx", "--database", url, "--language", "en")
    assert (later.exit_code, "2 rejected or doubtful rows have been written" in later.output) == (0, True)
    assert (tmp_path / "now.xlsx").stat().st_size > 5_000
    assert (tmp_path / "later.xlsx").stat().st_size > 5_000
    none = _run("problems", "2", tmp_path / "none.xlsx", "--database", url)
    assert (none.exit_code, "没有不合格或有疑问" in none.output, (tmp_path / "none.xlsx").exists()) == (0, True, False)
    assert count_rows(filled, RECONSIDERATION.table) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_exported_loads_again_and_changes_nothing(
    filled: Engine, url: str, migrated_file: Path, tmp_path: Path, language: str
) -> None:
    load_sheets(filled, [cases(case("+1+1", 事项类别="'+公开", 审结日期="2026-04-09"), case("0012", 审理结果="撤销"))])
    written = _run("export", tmp_path / "all.xlsx", "--database", url, "--language", language)
    assert (written.exit_code, "--as-of 2026-04-09" in written.output) == (0, True)
    # Nobody's scope cuts it, and it says so.
    assert wording(language)("export.of_all") in written.output.replace("\n", "")
    # Somebody may have gone on working in it.
    there = _run("export", tmp_path / "all.xlsx", "--database", url)
    assert (there.exit_code, "--overwrite" in there.output) == (2, True)
    assert _run("export", tmp_path / "all.xlsx", "--overwrite", "--database", url).exit_code == 0
    before = rows_of(filled, RECONSIDERATION.table)
    again = _run("load", tmp_path / "all.xlsx", "--database", url, "--language", "en")
    assert (again.exit_code, "nothing changed" in again.output) == (0, True)
    assert rows_of(filled, RECONSIDERATION.table) == before
    elsewhere = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "elsewhere.db"))))
    assert load_files(elsewhere, [tmp_path / "all.xlsx"]).problems == ()
    with filled.connect() as first, elsewhere.connect() as second:
        assert stored_ledgers(second) == stored_ledgers(first)
        assert len(stored_ledgers(first)["reconsideration"]) == 5
    elsewhere.dispose()


def test_an_export_without_data_or_beyond_what_loads_again_is_refused(
    migrated_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.xlsx"
    nothing = _run("export", file, "--database", migrated_database_url)
    assert (nothing.exit_code, "还没有导入过台账" in nothing.output) == (2, True)
    engine = writer_engine(migrated_database_url)
    load_sheets(engine, [units(), cases(case("1号"))])
    engine.dispose()
    monkeypatch.setattr(filled_workbook, "MOST_ROWS", 5)
    refused = _run("export", file, "--database", migrated_database_url)
    assert (refused.exit_code, "单位超过 5 行" in refused.output, file.exists()) == (2, True, False)


def test_what_means_the_cell_above_is_filled_down_when_the_command_says_so(
    filled: Engine, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "ditto.csv"
    rows = ["C01-nr,8号,2026-04-02,维持", "同上,9号,2026-04-03,维持"]
    file.write_text("\n".join([HEADERS, *rows]), encoding="utf-8")
    refused = _run("load", file, "--database", url)
    assert refused.exit_code == 1
    assert "--fill-down" in refused.output
    assert _run("load", file, "--fill-down", "--database", url).exit_code == 0
    assert _numbers(filled) == ["1号", "2号", "3号", "8号", "9号"]
