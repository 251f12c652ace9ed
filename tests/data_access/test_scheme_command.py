"""The command that checks a city's own scheme: nothing is stored, and what it says is the scheme's own."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.files.sources import read_file
from data_access.ledgers.scheme_store import read_schemes
from data_access.ledgers.workbook_marks import RULES_SHEET
from tests.data_access.assessed_city import load, of_ledger
from tests.data_access.hostile_files import book, rows_of
from tests.data_access.test_published_schemes import DEPARTMENTS, SCHEMES

OF_SCHEME = {"年度": 2025, "版本": 1, "同类组": "各县区"}
HEADING = {**OF_SCHEME, "项目编号": "1", "项目名称": "制度建设", "分值": 20}
LINE = {**OF_SCHEME, "项目编号": "1.1", "分值": 8, "计分方法": "每件（次）扣分", "考核项目": "报备率"}
WEIGHTS = {"日常考核权重": 100, "年度考核权重": 0, "外部评议权重": 0}
SETTINGS = {"年度": 2025, "版本": 1, "方案名称": "细则", **WEIGHTS, "总分": 20}


def _checked(engine: Engine, path: Path, language: str = "zh") -> Result:
    load(engine, of_ledger("unit", [{"code": "A", "name": "甲县", "kind": "county"}]))
    url = engine.url.render_as_string(hide_password=False)
    arguments = ["scheme", str(path), "--database", url, "--language", language]
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("4 个末级项目", "共 22 分", "由人评定 6 分", "系统计算 72.7%", "F01：请导入")),
        ("en", ("4 items", "22 points in all", "people judge 6", "Computed 72.7%", "F01: load")),
    ],
)
def test_a_sound_scheme_is_described_and_not_stored(database: Engine, language: str, said: tuple[str, ...]) -> None:
    result = _checked(database, SCHEMES / f"{DEPARTMENTS}.xlsx", language)
    assert result.exit_code == 0, result.output
    for each in said:
        assert each in result.output
    with database.connect() as connection:
        assert read_schemes(connection) == []


def test_every_fault_of_a_scheme_is_said_at_once_with_its_row(database: Engine, tmp_path: Path) -> None:
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(book(rows_of(SETTINGS), rows_of(HEADING, LINE), names=["考核方案", "考核方案项目"]))
    result = _checked(database, path)
    assert result.exit_code == 1
    assert "第 2 行“分值”列：下级项目的分值合计为 8，应等于本项目的分值 20" in result.output
    assert "第 3 行" in result.output
    assert "需要填写每次扣分" in result.output


@pytest.mark.parametrize(
    ("step", "language", "said"),
    [(80, "zh", "每次扣 80 分，多于该项的 20 分"), (80, "en", "step of 80 is more than the 20 points"), (20, "zh", "")],
)
def test_a_step_that_takes_more_than_its_item_has_is_remarked_on(
    database: Engine, tmp_path: Path, step: float, language: str, said: str
) -> None:
    path = tmp_path / "scheme.xlsx"
    line = {**LINE, "分值": 20, "每次扣分": step}
    path.write_bytes(book(rows_of(SETTINGS), rows_of(HEADING, line), names=["考核方案", "考核方案项目"]))
    result = _checked(database, path, language)
    assert result.exit_code == 0, result.output
    assert said in result.output
    assert bool(said) == ("80" in result.output)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_to_fill_is_written_once(database: Engine, tmp_path: Path, language: str) -> None:
    path = tmp_path / "scheme.xlsx"
    arguments = ["scheme", str(path), "--template", "--language", language]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 2
    assert str(path) in again.output.replace("\n", "")
    # Its examples are no rows.
    assert _checked(database, path, language).exit_code == 2
    # Of a city's database it offers what is counted there.
    load(database, of_ledger("count_item", [{"key": "calls", "name": "热线咨询", "name_en": "Calls", "kind": "flow"}]))
    url = database.url.render_as_string(hide_password=False)
    assert CliRunner().invoke(app, [*arguments, "--overwrite", "--database", url]).exit_code == 0
    offered = next(each for each in read_file(path) if each.name == RULES_SHEET[language])
    assert {"zh": "热线咨询", "en": "Calls"}[language] in {row[0] for _number, row in offered.rows}
