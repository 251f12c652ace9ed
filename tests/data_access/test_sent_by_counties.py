"""Files as county offices send them, in the ways they are laid out: nothing is lost, nothing is changed unseen."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine

from data_access.files.cell_text import number_text
from data_access.files.sources import Sheet
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused, in_words
from tests.data_access.ledger_sheets import rows_of, units
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
HEADERS = ("序号", "被申请人", "案号", "收到日期", "审结日期", "审理结果")
SUITS = ("序号", "被告", "案号", "立案日期", "结案日期", "裁判结果", "审级")
SUIT = (1, "C01-nr", "(2026)某01行初1号", "2026-03-01", "2026-05-01", "驳回诉请", "一审")
Cells = Sequence[Sequence[object]]


def case(number: int, outcome: str = "维持") -> tuple[object, ...]:
    return (number, "C01-nr", f"甲政复〔2026〕{number}号", "2026-02-10", "2026-04-02", outcome)


def load(database: Engine, cells: Cells, name: str = "Sheet1") -> LoadResult:
    """Load a sheet whose blank rows are left out, as they are when a file is read."""
    load_sheets(database, [units()], today=TODAY)
    (_number, headers), *rows = [(number, row) for number, row in enumerate(cells, 1) if row]
    return load_sheets(database, [Sheet(name, tuple(map(str, headers)), rows)], today=TODAY)


def stored(database: Engine) -> list[tuple[str, str]]:
    """Ledger and number of every case."""
    ledgers = (RECONSIDERATION, LITIGATION)
    return [(each.key, row["case_no"]) for each in ledgers for row in rows_of(database, each.table)]


def said(result: LoadResult) -> list[tuple[str, int | None]]:
    """What is said beside the column of running numbers, which no ledger has."""
    both = (*result.problems, *result.warnings)
    return [(each.code, each.row) for each in both if each.code != "unknown_header"]


TWO = [("reconsideration", "甲政复〔2026〕1号"), ("reconsideration", "甲政复〔2026〕2号")]
OTHER = [("litigation", "(2026)某01行初1号"), ("reconsideration", "甲政复〔2026〕1号")]


@pytest.mark.parametrize(
    ("cells", "numbers", "remarks"),
    [
        # A register of suits below, whichever ledger the sheet is named after.
        ([HEADERS, case(1), [], ["二、行政诉讼"], SUITS, SUIT], OTHER, [("further_table", 5)]),
        # The same columns in another order, with a title between.
        (
            [HEADERS, case(1), ["第二批"], [*HEADERS[:3], "审结日期", "收到日期", "审理结果"],
             [2, "C01-nr", "甲政复〔2026〕2号", "2026-04-02", "2026-02-10", "维持"]],
            TWO, [("further_table", 4)],
        ),
        # The same headers again are no second table.
        ([HEADERS, case(1), ["二、市场监管"], HEADERS, case(2)], TWO, [("left_out", None)]),
        # Lines between cases, and numbers that wait for one.
        ([HEADERS, case(1), ["（以下为二季度）"], case(2), [3], ["以上已与市局核对"]], TWO, [("left_out", None)]),
    ],
)  # fmt: skip
def test_tables_and_lines_of_one_sheet_are_told_apart(
    database: Engine, cells: Cells, numbers: list[tuple[str, str]], remarks: list[tuple[str, int | None]]
) -> None:
    result = load(database, cells, name="行政复议")
    assert (result.status, said(result), sorted(stored(database))) == ("stored", remarks, sorted(numbers))
    assert {row["received_on"] for row in rows_of(database, RECONSIDERATION.table)} == {dt.date(2026, 2, 10)}


def test_rows_below_headers_of_another_ledger_are_never_stored_as_those_above(database: Engine) -> None:
    """维持 is an outcome of both ledgers: without the instance the suit looked like one more reconsideration."""
    suit = (*SUIT[:5], "维持")
    result = load(database, [HEADERS, case(1), SUITS[:6], suit], name="行政复议")
    assert (result.status, said(result), stored(database)) == (
        "refused", [("missing_header", None), ("further_table", 3)], [],
    )  # fmt: skip


def test_two_tables_side_by_side_are_not_to_be_deleted(database: Engine) -> None:
    result = load(database, [[*HEADERS, "", *HEADERS], [*case(1), None, *case(2)]])
    (problem,) = result.problems
    assert (problem.code, problem.expected) == ("side_by_side", HEADERS)


def test_a_table_that_stands_on_its_side_is_to_be_transposed(database: Engine) -> None:
    turned = list(zip(HEADERS[1:], case(1)[1:], case(2)[1:], strict=True))
    (problem,) = load(database, turned).problems
    assert (problem.code, problem.value) == ("turned_sheet", "行政复议 / Reconsideration")


def test_hidden_columns_are_said(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()], today=TODAY)
    with xlsxwriter.Workbook(tmp_path / "台账.xlsx") as workbook:
        sheet = workbook.add_worksheet("行政复议")
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, case(1))
        sheet.set_column(3, 4, None, None, {"hidden": True})
        sheet.set_column(7, 16_000, None, None, {"hidden": True})
    warnings = load_files(database, [tmp_path / "台账.xlsx"], today=TODAY).warnings
    (hidden,) = [each for each in warnings if each.code == "hidden_columns"]
    assert (hidden.value, hidden.expected) == ("2", ("收到日期", "审结日期"))


@pytest.mark.parametrize("name", ["上报.zip", "上报.RAR", "上报.7z"])
def test_an_archive_is_to_be_unpacked(database: Engine, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(Refused) as refusal:
        load_files(database, [tmp_path / name])
    assert refusal.value.message == "file.archive"


@pytest.mark.parametrize(
    ("written", "number"), [("'0012", "0012"), ("'甲政复〔2026〕1号", "甲政复〔2026〕1号"), ("'", "'"), ("''", "''")]
)
def test_an_apostrophe_that_keeps_a_text_is_no_part_of_a_number(written: str, number: str) -> None:
    assert number_text(written) == number


def test_a_word_that_ends_like_a_sentence_is_that_word(database: Engine) -> None:
    assert load(database, [HEADERS, case(1, "确认违法。"), case(2, "维持；")]).problems == ()
    assert [row["outcome"] for row in rows_of(database, RECONSIDERATION.table)] == ["confirmed_illegal", "upheld"]


def test_what_is_said_of_a_further_table_names_its_row_and_its_ledger(database: Engine) -> None:
    result = load(database, [HEADERS, case(1), [], SUITS, SUIT])
    (further,) = [each for each in result.warnings if each.code == "further_table"]
    zh, en = (in_words(further, wording(language)) for language in LANGUAGES)
    assert ["第 4 行" in zh, "行政诉讼" in zh, "row 4" in en, "Litigation" in en] == [True] * 4
