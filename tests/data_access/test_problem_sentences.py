"""What a load says of many problems: each once, with its rows and its file, and a workbook for who mends it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from data_access.__main__ import app
from data_access.checking.grouping import grouped, spans
from data_access.checking.noted_rows import stored_noted_rows
from data_access.files.sources import read_file
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Problem
from data_access.store.tables import load_batch
from data_access.workbooks.problem_workbook import write_problem_folder
from tests.data_access.ledger_sheets import rows_of, units
from wording import wording

ZH = wording("zh")


def _csv(folder: Path, name: str, *rows: str, headers: str = "被申请人,案号,审结日期,审理结果") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([headers, *rows]), encoding="utf-8")
    return path


def _run(database: Engine, *arguments: object) -> str:
    url = database.url.render_as_string(hide_password=False)
    texts = [str(each) for each in (*arguments, "--database", url)]
    result = CliRunner().invoke(app, texts, env={"COLUMNS": "300"})
    assert "Traceback" not in result.output
    return result.output


@pytest.mark.parametrize(
    ("numbers", "most", "said"),
    [([], None, ""), ([7], None, "7"), ([5, 3, 4, 9, 4], None, "3–5, 9"), ([1, 3, 5, 7], 2, "1, 3, …")],
)
def test_rows_are_named_as_people_name_them(numbers: list[int], most: int | None, said: str) -> None:
    assert spans(numbers, most) == said


def test_what_refuses_the_whole_sheet_comes_first_then_what_is_wrong_in_the_most_rows() -> None:
    rare = Problem("a", 2, "b", "x", "bad_date", ("expected.date",))
    often = [Problem("a", row, "c", "是", "unknown_code", ("flag.yes",)) for row in (5, 3, 4)]
    other_file = Problem("a", 6, "c", "是", "unknown_code", ("flag.yes",), source="z.csv")
    sheet = Problem("a", None, "d", None, "missing_header")
    groups = grouped([rare, *often, other_file, sheet])
    assert [(group.problem.code, group.rows) for group in groups] == [
        ("missing_header", ()),
        ("unknown_code", (5, 3, 4)),
        ("bad_date", (2,)),
        ("unknown_code", (6,)),
    ]


def test_five_hundred_equal_problems_are_one_sentence(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()])
    rows = [f"C01-nr,{number}号,2026-04-02,是" for number in range(500)]
    output = _run(database, "load", _csv(tmp_path, "many", *rows, "C01-nr,x,明天,维持"))
    said = [line for line in output.splitlines() if "审理结果" in line and "是" in line and "现为" in line]
    assert len(said) == 1
    assert "第 2–501 行“审理结果”列" in said[0]
    assert "共 500 行" in said[0]
    assert "应为维持、" in said[0]
    assert output.index("共 500 行") < output.index("明天")
    assert "501 处问题" in output


def test_of_several_files_each_sentence_names_its_own(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()])
    good, bad = _csv(tmp_path, "甲", "C01-nr,1号,2026-04-02,维持"), _csv(tmp_path, "乙", "C01-nr,2号,明天,维持")
    assert "文件“乙.csv”：工作表“乙”第 2 行“审结日期”列" in _run(database, "load", good, bad)
    assert "文件“乙.csv”" not in _run(database, "load", bad)


def test_a_folder_takes_a_workbook_per_file(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()])
    one = _csv(tmp_path, "一月", "C01-nr,1号,明天,维持", "C02,2号,明天,维持")
    two = _csv(tmp_path, "二月", "C01-nr,3号,明天,维持")
    unread = _csv(tmp_path, "其他", "1,2", headers="甲,乙")
    output = _run(database, "load", one, two, unread, "--problems", tmp_path / "退回")
    written = {path.name: path for path in (tmp_path / "退回").iterdir()}
    assert set(written) == {"问题-一月.xlsx", "问题-二月.xlsx", "问题-其他.xlsx"}
    assert all(name in output for name in written)
    sheets = {each.name: each for each in read_file(written["问题-一月.xlsx"])}
    assert len(sheets["行政复议"].rows) == 2
    ((_row, (sentence, count, which)),) = sheets["问题清单"].rows
    assert ("第 2–3 行“审结日期”列" in str(sentence), count, which) == (True, 2, "2–3")
    ((_row, listed),) = {each.name: each for each in read_file(written["问题-其他.xlsx"])}["问题清单"].rows
    assert "无法识别" in str(listed[0])


def test_of_a_single_file_a_folder_takes_a_workbook_per_unit_also_later(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()])
    rows = ("C01-nr,1号,明天,维持", "甲/乙:局,2号,2026-04-02,维持", ",3号,2026-04-02,维持", "C01-nr,4号,明天,维持")
    load_files(database, [_csv(tmp_path, "多家", *rows)], accept_partial=True)
    with database.connect() as connection:
        load_ids = [row["load_id"] for row in rows_of(database, load_batch)]
        noted = stored_noted_rows(connection, load_ids)
    assert {row.source for row in noted} == {"多家.csv"}
    written = write_problem_folder(tmp_path / "退回", noted)
    assert {path.name: n for path, n in written.items()} == {
        "问题-C01-nr.xlsx": 2,
        "问题-甲_乙_局.xlsx": 1,
        "问题-未写单位.xlsx": 1,
    }


def test_a_workbook_of_problems_loads_without_its_list(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()])
    load = load_files(database, [_csv(tmp_path, "一", "C01-nr,1号,明天,维持")])
    (written,) = write_problem_folder(tmp_path / "退回", load.noted_rows)
    again = load_files(database, [written])
    assert [problem.code for problem in again.problems] == ["bad_date"]


@pytest.mark.parametrize(
    ("headers", "row", "said"),
    [
        (
            "序号,责任单位,存在问题,整改措施,整改时限",
            "1,甲县,未公示,公示,60天",
            ("整改事项 / Rectification", "单位 / Unit ≈ 责任单位", "交办日期 / Assigned on", "data_access mapping"),
        ),
        ("甲,乙", "1,2", ("无法识别为哪种台账，应为：单位、",)),
    ],
)
def test_a_sheet_that_is_no_ledger_says_which_it_comes_nearest_to(
    database: Engine, tmp_path: Path, headers: str, row: str, said: tuple[str, ...]
) -> None:
    output = _run(database, "load", _csv(tmp_path, "台账", row, headers=headers))
    assert all(text in output for text in said)
