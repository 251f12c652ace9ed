"""Hostile and dirty files: each is understood, or refused with its place and a sentence in the user's language."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Problem, Refused, in_words
from data_access.store.engine import writer_engine
from data_access.store.tables import load_problem, monthly_tally
from tests.data_access.bad_assessments import ASSESSMENTS
from tests.data_access.bad_cells import CELLS
from tests.data_access.bad_containers import FILES, TEXTS
from tests.data_access.bad_disputes import DISPUTES
from tests.data_access.bad_files import Bad
from tests.data_access.bad_sheets import REMARKS, SHEETS
from tests.data_access.hostile_files import (
    GOOD,
    ROW_2,
    ROW_3,
    SHEET,
    Formula,
    book,
    calculated,
    changed_part,
    empty_rows,
    good_and,
    rows_of,
    texts,
)
from tests.data_access.ledger_sheets import UNITS, case, cases, count_rows, data_version, sheet
from tests.data_access.ledger_sheets import rows_of as stored_rows
from tests.databases import sqlite_url
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
# Two units with one short name, and a case that stands for one of them.
SHORT = {"C01-nr": "资源局", "C02-nr": "资源局"}
STANDING = 1
TABLE = (*CELLS, *SHEETS, *ASSESSMENTS, *DISPUTES, *REMARKS, *TEXTS, *FILES)


@pytest.fixture(scope="module")
def city_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the units and one case; copy it."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("hostile") / "city.db"))
    engine = writer_engine(sqlite_url(file))
    units = [{**unit, "简称": SHORT.get(unit["单位代码"], unit.get("简称"))} for unit in UNITS]
    load_sheets(engine, [sheet("unit", units), cases(case("某政复〔2025〕9号", "C02-nr"))], today=TODAY)
    engine.dispose()
    return file


@pytest.fixture
def city(city_file: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = writer_engine(sqlite_url(Path(shutil.copy(city_file, tmp_path / "city.db"))))
    yield engine
    engine.dispose()


def _load(engine: Engine, folder: Path, name: str, content: bytes, mapping: str = "", size: int = 0) -> LoadResult:
    file = folder / name
    file.write_bytes(content)
    if size:
        os.truncate(file, size)
    rules = folder / "mapping.toml" if mapping else None
    if rules:
        rules.write_text(mapping, encoding="utf-8")
    return load_files(engine, [file], mapping=rules, today=TODAY)


def _said(engine: Engine, folder: Path, bad: Bad) -> list[Problem] | Refused:
    """What is said of a file: its refusal, or the problems and remarks with the expected code."""
    try:
        result = _load(engine, folder, bad.name, bad.build(), bad.mapping, bad.size)
    except Refused as refusal:
        return refusal
    assert result.status == ("stored" if bad.stored else "refused")
    return [problem for problem in (*result.problems, *result.warnings) if problem.code == bad.code]


def test_the_table_holds_at_least_sixty_files_and_no_two_of_one_title() -> None:
    assert len({bad.title for bad in TABLE if not bad.stored}) >= 60
    assert len({(bad.title, bad.code) for bad in TABLE}) == len(TABLE)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: f"{bad.title}-{bad.code}")
def test_a_bad_file_gets_a_sentence_with_place_and_remedy_and_nothing_is_half_stored(
    city: Engine, tmp_path: Path, bad: Bad
) -> None:
    version, figures = data_version(city), stored_rows(city, monthly_tally)
    said = _said(city, tmp_path, bad)
    for language in LANGUAGES:
        words = wording(language)
        if isinstance(said, Refused):
            assert said.message == f"file.{bad.code}"
            sentence = said.in_words(words)
        else:
            assert said, f"no {bad.code} came"
            sentence = in_words(said[0], words)
        missing = [part for part in (*bad.said, getattr(bad, language)) if part not in sentence]
        assert not missing, sentence
        assert "{" not in sentence
    assert count_rows(city, RECONSIDERATION.table) == STANDING + bad.stored
    if not bad.stored:
        assert (data_version(city), stored_rows(city, monthly_tally)) == (version, figures)


RECEIVED = dt.date(2026, 5, 3)


@pytest.mark.parametrize(
    "written",
    [
        46145,
        46145.0,
        46145.5,
        "46145",
        dt.date(2026, 5, 3),
        "2026.5.3",
        "2026-05-03 ",
        "２０２６年５月３日",
        "2026 年 5 月 3 日",
        "2026年5月3号",
        "二〇二六年五月三日",
        "二零二六年五月三日",
        "二○二六年五月三日",
        "2026年五月三日",
        20260503,
        "\u200b2026/5/3\ufeff",
        Formula("=DATE(2026,5,3)", 46145),
    ],
)
def test_a_date_is_understood_however_it_is_written(city: Engine, tmp_path: Path, written: object) -> None:
    content = calculated(book(rows_of({**GOOD, "收到日期": written, "审结日期": "2026-06-01"})))
    assert _load(city, tmp_path, "台账.xlsx", content).status == "stored"
    assert _stored(city)["received_on"] == RECEIVED


def test_an_excel_day_of_2019_is_understood(city: Engine, tmp_path: Path) -> None:
    assert _load(city, tmp_path, "台账.xlsx", book(rows_of({**GOOD, "收到日期": 43567}))).status == "stored"
    assert _stored(city)["received_on"] == dt.date(2019, 4, 12)


def _stored(engine: Engine) -> dict[str, object]:
    (row,) = [row for row in stored_rows(engine, RECONSIDERATION.table) if row["case_no"] == GOOD["案号"]]
    return row


TEXT = texts(rows_of(GOOD))
UNDERSTOOD = {
    "GBK": TEXT.encode("gbk"),
    "GB18030 with its mark": b"\x84\x31\x95\x33" + TEXT.encode("gb18030"),
    "GBK with the mark of UTF-8": b"\xef\xbb\xbf" + TEXT.encode("gbk"),
    "UTF-8": TEXT.encode(),
    "UTF-8 with its mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "semicolons": texts(rows_of(GOOD), ";").encode(),
    "tabs": texts(rows_of(GOOD), "\t").encode("gbk"),
    "a line for Excel": ("sep=|\r\n" + texts(rows_of(GOOD), "|")).encode(),
    "a title and semicolons": ("2026年，行政复议，台账\r\n\r\n" + texts(rows_of(GOOD), ";")).encode(),
    "quoted cells": "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows_of(GOOD)).encode(),
    "lines of the old Mac": TEXT.replace("\r\n", "\r").encode(),
    "the sign by which DOS ended a text": TEXT.encode("gbk") + b"\x1a",
    "lines that are ended twice": TEXT.replace("\r\n", "\r\r\n").encode(),
    "two texts one behind the other": ("\ufeff" + TEXT + "\ufeff" + texts([list(GOOD)])).encode(),
    "a hundred thousand empty lines": (TEXT + "\r\n" * 100_000).encode(),
}


@pytest.mark.parametrize("content", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_a_text_is_understood_however_it_is_saved(city: Engine, tmp_path: Path, content: bytes) -> None:
    result = _load(city, tmp_path, f"{SHEET}.csv", content)
    assert (result.status, result.problems) == ("stored", ())
    assert (_stored(city)["outcome"], result.ledgers[0].read) == ("upheld", 1)


def _reordered(row: dict[str, str]) -> dict[str, str]:
    return dict(reversed(row.items()))


MANNERS: dict[str, Callable[[], bytes]] = {
    "headers in another order": lambda: book(rows_of(_reordered(GOOD))),
    "headers in full width and with blanks": lambda: book(
        [[" 被 申请人", "案号＊", *list(GOOD)[2:]], list(GOOD.values())]
    ),
    "English headers": lambda: book(
        [["Respondent", "Case no.", "Received on", "Closed on", "Outcome"], list(GOOD.values())]
    ),
    "blanks around everything": lambda: book([list(GOOD), [f"　{cell}\u00a0 " for cell in GOOD.values()]]),
    "digits in full width": lambda: book(
        rows_of({**GOOD, "案号": "某政复（２０２６）１号", "收到日期": "２０２６-２-１０"})
    ),
    "the code of the unit in full width": lambda: book(rows_of({**GOOD, "被申请人": "Ｃ０１－ｎｒ"})),
    "a sheet of any name": lambda: book(rows_of(GOOD), names=["Sheet1"]),
    "a formula with its value": lambda: calculated(
        book(rows_of({**GOOD, "审理结果": Formula('="维"&"持"', "维持"), "中止天数": Formula("=1-1", 0)}))
    ),
    "a table that says it is huge": lambda: changed_part(
        book(rows_of(GOOD)), "xl/worksheets/sheet1.xml", 'ref="A1:E2"', 'ref="A1:XFD1048576"'
    ),
    "texts that say they are endless": lambda: changed_part(
        book(rows_of(GOOD)), "xl/sharedStrings.xml", 'uniqueCount="', 'uniqueCount="99999999999'
    ),
    "a million empty rows": lambda: empty_rows(1_000_000),
    "headers of two rows, merged": lambda: book(
        [
            ["被申请人", "案号", "日期", None, "审理结果"],
            [None, None, "收到日期", "审结日期", None],
            list(GOOD.values()),
        ],
        then=lambda _book, sheets: (
            sheets[0].merge_range("A1:A2", "被申请人"),
            sheets[0].merge_range("B1:B2", "案号"),
            sheets[0].merge_range("C1:D1", "日期"),
            sheets[0].merge_range("E1:E2", "审理结果"),
        ),
    ),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("build", MANNERS.values(), ids=MANNERS)
def test_a_workbook_is_understood_however_it_is_laid_out(
    city: Engine, tmp_path: Path, build: Callable[[], bytes]
) -> None:
    result = _load(city, tmp_path, "台账.xlsm", build())
    assert (result.status, result.problems) == ("stored", ())
    row = _stored(city)
    assert (row["received_on"], row["closed_on"], row["outcome"]) == (
        dt.date(2026, 2, 10),
        dt.date(2026, 4, 2),
        "upheld",
    )
    assert result.ledgers[0].read == 1


def test_the_same_case_number_typed_otherwise_is_the_same_case(city: Engine, tmp_path: Path) -> None:
    _load(city, tmp_path, "台账.xlsx", book(good_and()))
    again = [{**row, "案号": row["案号"].replace("〔", "(").replace("〕", " ）")} for row in (ROW_2, ROW_3)]
    result = _load(city, tmp_path, "台账.xlsx", book(rows_of(*again)))
    assert (result.status, result.ledgers[0].unchanged) == ("unchanged", 2)


def test_a_case_of_several_parties_may_stand_for_several_units(city: Engine, tmp_path: Path) -> None:
    rows = rows_of({**ROW_2, "被申请人地位": "第一"}, {**ROW_2, "被申请人": "C01-mr", "被申请人地位": "共同"})
    assert _load(city, tmp_path, "台账.xlsx", book(rows)).warnings == ()
    unsaid = {**ROW_2, "案号": "某政复〔2026〕77号"}
    alone = rows_of(unsaid, {**unsaid, "被申请人": "C01-mr"})
    warnings = _load(city, tmp_path, "台账.xlsx", book(alone)).warnings
    assert [(warning.code, warning.row) for warning in warnings] == [("other_unit", 2), ("other_unit", 3)]


def test_a_personal_number_in_a_rejected_cell_is_masked_in_the_message_and_kept_for_the_repair(
    city: Engine, tmp_path: Path
) -> None:
    _load(city, tmp_path, "台账.xlsx", book(good_and(收到日期="13812345678", 事项类别="11010519491231002X")))
    (kept,) = stored_rows(city, load_problem)
    assert kept["value"] == "138****5678"
    assert "13812345678" in kept["row_json"]
    assert "11010519491231002X" in kept["row_json"]


def test_what_is_missing_is_said_of_files_that_are_folders_or_not_there(city: Engine, tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").mkdir()
    for path in (tmp_path / "台账.xlsx", tmp_path / "没有.csv", tmp_path / ("长" * 300 + ".xlsx")):
        with pytest.raises(Refused) as refusal:
            load_files(city, [path], today=TODAY)
        assert refusal.value.message in ("file.not_found", "file.unreadable")
