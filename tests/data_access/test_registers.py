"""Three registers as offices keep them, 25 headers each, through mappings written from the program's drafts."""

import datetime as dt
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from data_access.__main__ import app
from data_access.checking.mapping import read_mapping
from data_access.files.sources import read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.loading.load import load_files, load_sheets
from data_access.problems import in_words
from data_access.store.tables import unit
from tests.data_access.ledger_sheets import rows_of, units
from tests.test_rooms import ROOT
from wording import LANGUAGES, wording

DATA, MAPPINGS = ROOT / "tests" / "data", ROOT / "assets" / "mappings"
REGISTERS = ("suits_register", "items_register", "applications_register")
LONGEST_MAPPING, HEADERS = 30, 25
TODAY = dt.date(2026, 10, 31)


def _loaded(database: Engine, name: str) -> list[str]:
    """Load a register; the remarks of its load."""
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [DATA / f"{name}.csv"], mapping=MAPPINGS / f"{name}.toml", today=TODAY)
    assert ([in_words(each, wording("zh")) for each in result.problems], result.status) == ([], "stored")
    return [each.code for each in result.warnings]


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_of_25_headers_takes_a_mapping_of_at_most_30_lines(name: str) -> None:
    assert len((MAPPINGS / f"{name}.toml").read_text(encoding="utf-8").splitlines()) <= LONGEST_MAPPING
    (sheet,) = read_file(DATA / f"{name}.csv")
    widest = max([sheet.headers, *(row for _number, row in sheet.rows)], key=lambda row: sum(map(bool, row)))
    assert sum(map(bool, widest)) == HEADERS
    assert "演示数据" in (DATA / f"{name}.csv").read_text(encoding="utf-8")
    assert f"{name}.csv" in (DATA / "README.md").read_text(encoding="utf-8")


def test_each_suit_of_the_register_is_stored_with_its_defendants(database: Engine) -> None:
    remarks = _loaded(database, "suits_register")
    assert remarks == ["left_out", "title_rows", "filled_down"]
    codes = {row["unit_id"]: row["code"] for row in rows_of(database, unit)}
    names = ("case_no", "instance", "defendant_role", "filed_on", "heard_on", "head_attended", "head_spoke", "outcome")
    stored = {(codes[row["unit_id"]], *(row[name] for name in names)) for row in rows_of(database, LITIGATION.table)}
    day = dt.date
    assert stored == {
        ("C01-nr", "(2026)某0101行初3号", "first", None, day(2026, 1, 12), day(2026, 2, 20), "chief", True, "revoked"),
        ("C01-nr", "(2026)某0101行初5号", "first", None, day(2026, 1, 20), day(2026, 3, 5), "deputy", False,
         "claim_dismissed"),
        ("C01-nr", "(2026)某0101行初8号", "first", "first", day(2026, 2, 3), None, None, None, "withdrawn"),
        ("C01-mr", "(2026)某0101行初8号", "first", "co", day(2026, 2, 3), None, None, None, "withdrawn"),
        ("C01-nr", "(2026)某01行终19号", "second", None, day(2026, 4, 28), day(2026, 5, 30), "staff", None,
         "partly_revoked"),
        ("C01-mr", "(2026)某0101行初12号", "first", None, day(2026, 6, 5), day(2026, 7, 15), "deputy", True, None),
    }  # fmt: skip


def test_each_item_of_the_register_is_stored_with_its_own_due_date(database: Engine) -> None:
    assert _loaded(database, "items_register") == ["left_out"]
    codes = {row["unit_id"]: row["code"] for row in rows_of(database, unit)}
    names = ("item_no", "source", "assigned_on", "due_on", "closed_on", "returned_count")
    stored = {(codes[row["unit_id"]], *(row[name] for name in names)) for row in rows_of(database, RECTIFICATION.table)}
    march, day = dt.date(2026, 3, 1), dt.date
    assert stored == {
        ("C01-nr", "ZG-2026-1", "inspection", march, day(2026, 4, 30), day(2026, 4, 20), 1),
        ("C01-nr", "ZG-2026-2", "inspection", march, day(2026, 3, 16), None, 0),
        ("C01-mr", "ZG-2026-2", "inspection", march, day(2026, 3, 16), None, 0),
        ("C01", "ZG-2026-3", "case_file_review", day(2026, 5, 10), day(2026, 7, 10), day(2026, 7, 1), 0),
        ("C02-nr", "ZG-2026-4", "judicial_suggestion", day(2026, 6, 1), day(2026, 8, 31), None, 0),
    }


def test_each_application_of_the_register_is_stored_with_the_dates_beside_which_words_stand(database: Engine) -> None:
    _loaded(database, "applications_register")
    names = ("case_no", "matter", "acceptance", "procedure", "hearing_mode", "served_on", "outcome", "suggestion",
             "sued_on")  # fmt: skip
    stored = {tuple(row[name] for name in names) for row in rows_of(database, RECONSIDERATION.table)}
    day = dt.date
    assert stored == {
        ("某复决字〔2026〕1号", "土地征收", "accepted", "ordinary", "hearing", day(2026, 4, 22), "revoked", "opinion",
         None),
        ("某复决字〔2026〕2号", "市场监管", "accepted", "simplified", "written", day(2026, 3, 3), "withdrawn", "none",
         None),
        ("某复决字〔2026〕3号", "不动产登记", "refused", None, None, None, None, None, day(2026, 3, 20)),
        ("某复决字〔2026〕4号", "房屋征收", "accepted", "ordinary", None, day(2026, 6, 4), "confirmed_illegal",
         "proposal", day(2026, 6, 20)),
    }  # fmt: skip


# --- Drafts ---------------------------------------------------------------------------------------------------------


def _draft(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["mapping", *arguments], env={"COLUMNS": "300"})
    assert "Traceback" not in result.output
    return result.exit_code, result.output


@pytest.mark.one_in(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("file", "ledger", "recognised"),
    [("suits_register.csv", "litigation", 12), ("items_register.csv", "rectification", 13),
     ("applications_register.csv", "reconsideration", 15), ("court_export.xlsx", "litigation", 7),
     ("ombudsman_excerpt.csv", "reconsideration", 2)],
)  # fmt: skip
def test_a_draft_of_a_foreign_ledger_is_a_mapping_that_is_read_as_it_is(
    tmp_path: Path, file: str, ledger: str, recognised: int, language: str
) -> None:
    path = tmp_path / "draft.toml"
    code, _output = _draft(tmp_path, str(DATA / file), str(path), "--language", language)
    mapping = read_mapping(path)
    assert (code, mapping.ledger.key) == (0, ledger)
    text = path.read_text(encoding="utf-8")
    (section,) = re.findall(r"^\[(?:表头|headers)\]\n((?:.+\n)+)", text, re.MULTILINE)
    assert len(section.splitlines()) >= recognised
    # Whatever is in force was recognised; what nobody has answered yet is a remark.
    assert all(line.startswith("#") or "=" in line or line.startswith("[") for line in text.splitlines() if line)


def test_a_line_of_the_mapping_is_one_of_the_draft_or_was_answered_by_a_person(tmp_path: Path) -> None:
    """Of the thirteen headers that the suits need, the draft has twelve as they are."""
    path = tmp_path / "draft.toml"
    _draft(tmp_path, str(DATA / "suits_register.csv"), str(path))
    drafted, final = read_mapping(path).headers, read_mapping(MAPPINGS / "suits_register.toml").headers
    assert sum(final.get(header) == columns for header, columns in drafted.items()) == 12
    assert len(final) == 13


@pytest.mark.parametrize(
    ("register", "suggested"), [("suits_register", ("split", "fill_down")), ("items_register", ("split", "days"))]
)
def test_a_draft_guesses_no_header_wrong_and_suggests_what_the_cells_ask_for(
    tmp_path: Path, register: str, suggested: tuple[str, ...]
) -> None:
    """The mapping that a person made of it has every header of the draft where it is, or puts it together."""
    path = tmp_path / "draft.toml"
    _draft(tmp_path, str(DATA / f"{register}.csv"), str(path))
    text = path.read_text(encoding="utf-8")
    words = [wording("zh")(f"mapping.word.{each}") for each in suggested]
    path.write_text(re.sub(rf"^# ({'|'.join(words)}) = ", r"\1 = ", text, flags=re.MULTILINE), encoding="utf-8")
    drafted, answered = read_mapping(path), read_mapping(MAPPINGS / f"{register}.toml")
    wrong = {
        each: columns for each, columns in drafted.headers.items() if answered.headers.get(each, columns) != columns
    }
    assert (len(drafted.headers) >= 10, wrong) == (True, {})
    assert [getattr(drafted, each) for each in suggested] == [getattr(answered, each) for each in suggested]
    assert all(getattr(drafted, each) for each in suggested)


def test_a_draft_says_what_is_left_over_on_both_sides_and_knows_a_column_by_its_cells(tmp_path: Path) -> None:
    """诉讼程序 is 审级 by 一审 below it, 原告 is no 原告类别 beside 原告类型, and 改期 is no date."""
    cells = {
        "立案案号": ["(2026)某0101行初1号", "(2026)某0101行初2号"], "应诉单位": ["甲县", "乙县"],
        "诉讼程序": ["一审", "一审"], "原告": ["略某", "某公司"], "原告类型": ["个人", "企业"],
        "开庭时间": ["2026-03-02", "改期"], "判决主文": ["准许原告王某撤诉", "维持"], "管理领域": ["土地征收", ""],
    }  # fmt: skip
    rows = [",".join(cells), *map(",".join, zip(*cells.values(), strict=True))]
    (tmp_path / "x.csv").write_text("\n".join(rows), encoding="utf-8")
    code, output = _draft(tmp_path, str(tmp_path / "x.csv"), str(tmp_path / "y.toml"))
    draft, mapping = (tmp_path / "y.toml").read_text(encoding="utf-8"), read_mapping(tmp_path / "y.toml")
    assert (code, "必填列" in output) == (0, False)
    assert {mapping.headers[each] for each in ("诉讼程序", "原告类型")} == {("instance",), ("plaintiff_kind",)}
    assert "原告" not in mapping.headers
    for line in (
        '# 空白 = ["改期"]',
        '# "管理领域" = ""  # 如 土地征收',
        "#   案由：文字",
        '# "准许原告王某撤诉" = "撤诉"',
    ):
        assert line in draft


def test_a_draft_asks_for_the_signs_that_stand_between_units_and_takes_no_office_for_yes_or_no(tmp_path: Path) -> None:
    """As a court's case system lists a suit: 甲县自然资源局;甲县 in one cell, and the office of the head beside 是."""
    cells = {
        "案号": ["1号", "2号"], "被告(被上诉人)": ["甲县自然资源局;甲县", "乙县"], "开庭日期": ["2026-03-02", ""],
        "负责人是否出庭": ["是", "否"], "出庭负责人职务": ["局长", ""], "未出庭事由": ["", "公务冲突"],
    }  # fmt: skip
    rows = [",".join(cells), *map(",".join, zip(*cells.values(), strict=True))]
    (tmp_path / "x.csv").write_text("\n".join(rows), encoding="utf-8")
    _draft(tmp_path, str(tmp_path / "x.csv"), str(tmp_path / "y.toml"))
    headers = read_mapping(tmp_path / "y.toml").headers
    assert '# 分开 = { "被告(被上诉人)" = [";"] }' in (tmp_path / "y.toml").read_text(encoding="utf-8")
    assert (headers["未出庭事由"], headers.get("出庭负责人职务")) == (("absence_reason",), None)


def test_a_draft_counts_no_term_from_a_later_step(tmp_path: Path) -> None:
    """文书送达日 is not known for 交办日期, which is to be answered: 报验日期 is none to count 60日内 from."""
    (tmp_path / "x.csv").write_text(
        "编号,单位,文书送达日,整改期限,报验日期\n1,甲县,2026-03-02,60日内,2026-04-02", encoding="utf-8"
    )
    _draft(tmp_path, str(tmp_path / "x.csv"), str(tmp_path / "y.toml"))
    draft = (tmp_path / "y.toml").read_text(encoding="utf-8")
    assert '# 起算 = { "整改期限" = "交办日期" }' in draft


def test_a_draft_is_never_written_over_one_that_somebody_may_have_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text("# 已核对", encoding="utf-8")
    code, output = _draft(tmp_path, str(DATA / "court_export.xlsx"), str(path))
    assert (code, "--overwrite" in output, path.read_text(encoding="utf-8")) == (2, True, "# 已核对")
    assert _draft(tmp_path, str(DATA / "court_export.xlsx"), str(path), "--overwrite")[0] == 0


def test_a_draft_for_the_ledger_that_somebody_names_and_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    assert _draft(tmp_path, str(DATA / "court_export.xlsx"), str(path), "--ledger", "行政复议")[0] == 0
    assert read_mapping(path).ledger.key == "reconsideration"
    assert "“天气”" in _draft(tmp_path, str(DATA / "court_export.xlsx"), str(path), "--ledger", "天气")[1]
    (tmp_path / "x.csv").write_text("甲,乙\n1,2", encoding="utf-8")
    assert "至少要有两个相近的表头" in _draft(tmp_path, str(tmp_path / "x.csv"), str(tmp_path / "y.toml"))[1]


HOSTILE = 'a"b\\c', "x\ny", "=1+1", "{brace}", "# no", "[h]", "名|称", "'''", "a" * 300


def test_headers_and_cells_of_any_kind_make_a_draft_that_is_read(tmp_path: Path) -> None:
    import csv

    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["案号", "裁判结果", "被告", *HOSTILE], *([each] * 12 for each in HOSTILE)])
    assert _draft(tmp_path, str(tmp_path / "x.csv"), str(tmp_path / "y.toml"))[0] == 0
    assert read_mapping(tmp_path / "y.toml").ledger.key == "litigation"
