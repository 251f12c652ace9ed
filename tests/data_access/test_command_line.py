"""The command line: what it prints, how it ends, and that no traceback reaches the user."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text, update
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.store.engine import writer_engine
from data_access.store.tables import SCHEMA_VERSION, database_state, monthly_tally
from tests.check_ledger import MAPPING
from tests.data_access.ledger_sheets import count_rows
from tests.databases import sqlite_url

ROOT = Path(__file__).parent.parent.parent
EXCERPT = ROOT / "tests" / "data" / "ombudsman_excerpt.csv"


def _run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def test_a_ledger_with_problems_ends_with_1_and_equal_ones_are_said_once(migrated_database_url: str) -> None:
    result = _run("load", EXCERPT, "--mapping", MAPPING, "--database", migrated_database_url)
    assert result.exit_code == 1
    assert "600" in result.output
    assert "没有入库" in result.output
    assert "第 2–7 行“decision_date”列" in result.output
    assert "Open Government Licence" in result.output


def test_with_accept_partial_it_ends_with_0_and_the_second_time_nothing_changes(migrated_database_url: str) -> None:
    arguments = ("load", EXCERPT, "--mapping", MAPPING, "--accept-partial", "--database", migrated_database_url)
    first, second = _run(*arguments), _run(*arguments, "--language", "en")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "已入库。数据版本 1，数据截至" in first.output
    assert "nothing changed" in second.output
    engine = writer_engine(migrated_database_url)
    assert count_rows(engine, RECONSIDERATION.table) == 594
    engine.dispose()


def test_a_dry_run_ends_as_the_load_would(migrated_database_url: str) -> None:
    arguments = ("load", EXCERPT, "--mapping", MAPPING, "--dry-run", "--database", migrated_database_url)
    assert _run(*arguments).exit_code == 1
    result = _run(*arguments, "--accept-partial")
    assert (result.exit_code, "试运行" in result.output) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv"], "没有找到文件“nowhere.csv”"),
        ([EXCERPT, "--mapping", "nowhere.toml"], "映射文件“nowhere.toml”无法读取"),
        ([EXCERPT, "--as-of", "31.10.2026"], "不是日期"),
        ([EXCERPT, "--as-of", "2199-01-01"], "不应晚于今天"),
        ([EXCERPT, "--language", "fr"], "zh 或 en"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(
    migrated_database_url: str, arguments: list[object], sentence: str
) -> None:
    result = _run("load", *arguments, "--database", migrated_database_url)
    assert result.exit_code == 2
    assert sentence in result.output


def test_a_load_does_not_take_the_day_of_the_data_back(migrated_database_url: str) -> None:
    load = ("load", EXCERPT, "--mapping", MAPPING, "--accept-partial", "--database", migrated_database_url)
    assert _run(*load, "--as-of", "2026-09-30").exit_code == 0
    late = _run(*load, "--as-of", "2026-09-29")
    assert (late.exit_code, "没有改变。数据版本 1，数据截至 2026-09-30" in late.output) == (0, True)


@pytest.mark.parametrize("command", [["load", EXCERPT], ["recount"]])
def test_a_database_that_is_not_ready_names_the_command_that_makes_it(
    empty_database_url: str, command: list[object]
) -> None:
    result = _run(*command, "--database", empty_database_url)
    assert (result.exit_code, "python -m data_access migrate" in result.output) == (2, True)
    assert _run("migrate", "--database", empty_database_url).exit_code == 0
    assert "migrate" not in _run("recount", "--database", empty_database_url).output


OF_ANOTHER_SCHEMA = [
    ["load", EXCERPT],
    ["recount"],
    ["undo", "1"],
    ["problems", "1", "problems.xlsx"],
    ["publish", "2026-01~2026-06", "--by", "某办"],
    ["verify", "2026-1"],
    ["publications"],
    ["demo", "--if-empty"],
]


@pytest.mark.parametrize("command", OF_ANOTHER_SCHEMA, ids=lambda command: command[0])
def test_a_schema_that_is_behind_is_named_with_the_command_that_mends_it(
    migrated_database_url: str, command: list[object]
) -> None:
    """As version 0003 left it: a later program asks for columns that are not there."""
    _as_schema(migrated_database_url, "0003")
    result = _run(*command, "--database", migrated_database_url, "--language", "en")
    assert result.exit_code == 2
    assert f"has structure version 0003; this program needs {SCHEMA_VERSION}" in result.output
    assert "python -m data_access migrate" in result.output


def _as_schema(url: str, version: str) -> None:
    engine = writer_engine(url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE database_state DROP COLUMN city_name"))
        connection.execute(update(database_state).values(schema_version=version))
    engine.dispose()


def test_a_database_of_a_newer_program_is_named_as_such_and_not_touched(migrated_database_url: str) -> None:
    _as_schema(migrated_database_url, "9999")
    for command in ("migrate", "recount"):
        result = _run(command, "--database", migrated_database_url, "--language", "en")
        assert (result.exit_code, "has structure version 9999" in result.output) == (2, True)
        assert "Install the newer program" in result.output


def test_a_column_that_somebody_took_out_is_no_server_that_is_away(migrated_database_url: str) -> None:
    engine = writer_engine(migrated_database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE load_batch DROP COLUMN load_no"))
    engine.dispose()
    result = _run("undo", "1", "--database", migrated_database_url, "--language", "en")
    assert (result.exit_code, "lacks a table or column" in result.output) == (2, True)
    assert "running" not in result.output


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("nonsense", "数据库地址“nonsense”无法使用"), ("postgresql://nobody@127.0.0.1:1/nothing", "数据库暂时无法使用")],
)
def test_a_database_that_cannot_be_reached_is_said(url: str, sentence: str) -> None:
    result = _run("recount", "--database", url)
    assert (result.exit_code, sentence in result.output) == (2, True)


def test_a_recount_raises_the_data_version(migrated_database_url: str) -> None:
    assert "没有可统计的内容" in _run("recount", "--database", migrated_database_url).output
    _run("load", EXCERPT, "--mapping", MAPPING, "--accept-partial", "--database", migrated_database_url)
    assert "数据版本 2" in _run("recount", "--database", migrated_database_url).output


def test_migrating_says_that_it_counted_anew(migrated_database_url: str) -> None:
    _run("load", EXCERPT, "--mapping", MAPPING, "--accept-partial", "--database", migrated_database_url)
    engine = writer_engine(migrated_database_url)
    with engine.begin() as connection:
        connection.execute(update(database_state).values(tally_hash="of the version before"))
        connection.execute(monthly_tally.delete())
    assert "已重新统计，数据版本 2" in _run("migrate", "--database", migrated_database_url).output
    assert count_rows(engine, monthly_tally) > 0
    assert "重新统计" not in _run("migrate", "--database", migrated_database_url).output
    engine.dispose()


SLOW_TO_IMPORT = {"pandas", "streamlit", "alembic", "psycopg", "data_access.demo", "data_access.loading"}
ASKING = """
import sys
from data_access.__main__ import app
try:
    app(["demo", "--if-empty", "--database", sys.argv[1]])
finally:
    print("imported", *sorted(set(sys.argv[2:]) & sys.modules.keys()))
"""


def test_the_demo_answers_without_importing_it_where_there_are_data(migrated_file: Path, tmp_path: Path) -> None:
    url = sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "full.db")))
    engine = writer_engine(url)
    with engine.begin() as connection:
        connection.execute(update(database_state).values(data_version=1))
    engine.dispose()
    asked = [sys.executable, "-c", ASKING, url, *sorted(SLOW_TO_IMPORT)]
    result = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.splitlines() == ["数据库已有数据，未写入演示城市。", "imported"]


def test_the_template_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert _run("template", tmp_path / "blank.xlsx").exit_code == 0
    assert (tmp_path / "blank.xlsx").stat().st_size > 10_000
    assert _run("template", tmp_path / "nowhere" / "blank.xlsx").exit_code == 2
