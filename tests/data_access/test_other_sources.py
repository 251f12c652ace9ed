"""Parquet files and other databases as sources: they go through the same door, with or without a mapping."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import Engine, text

from data_access.checking.mapping import read_mapping
from data_access.files import foreign_database
from data_access.files.foreign_database import query_sheet
from data_access.files.parquet import read_parquet
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused
from data_access.store.engine import writer_engine
from data_access.store.tables import load_batch, load_problem
from tests.check_ledger import MAPPING
from tests.data_access.ledger_sheets import case, cases, count_rows, rows_of, units
from tests.databases import EXCERPT, sqlite_url
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
MINIMAL = 'ledger = "reconsideration"\n[headers]\norgan = "unit_id"\nno = "case_no"\ndone = "closed_on"\n'


def _parquet(path: Path, **columns: list[object]) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


# --- Parquet -----------------------------------------------------------------------------------------------------


def test_a_parquet_file_loads_like_a_workbook(database: Engine, tmp_path: Path) -> None:
    file = _parquet(
        tmp_path / "行政复议.parquet",
        被申请人=["C01-nr", "C01-nr"],
        案号=["1号", "2号"],
        审结日期=[dt.date(2026, 4, 2), None],
        收到日期=[dt.datetime(2026, 2, 1, 9, 30), dt.datetime(2026, 2, 2)],
        中止天数=[Decimal("3.00"), None],
    )
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [file], today=TODAY)
    assert (result.status, result.problems, result.warnings) == ("stored", (), ())
    first, second = rows_of(database, RECONSIDERATION.table)
    assert (first["closed_on"], first["received_on"], first["suspended_days"]) == (
        dt.date(2026, 4, 2),
        dt.date(2026, 2, 1),
        3,
    )
    assert (second["closed_on"], second["suspended_days"]) == (None, None)
    batch = rows_of(database, load_batch)[-1]
    assert (batch["source_name"], len(batch["sha256"])) == ("行政复议.parquet", 64)


def test_a_foreign_parquet_file_goes_through_its_mapping(database: Engine, tmp_path: Path) -> None:
    pd.read_csv(EXCERPT, dtype=str).to_parquet(tmp_path / "findings.parquet")
    result = load_files(database, [tmp_path / "findings.parquet"], mapping=MAPPING, accept_partial=True, today=TODAY)
    assert (result.ledgers[0].read, result.ledgers[0].stored, result.rejected) == (600, 594, 6)


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", "PLAIN"])
def test_texts_of_a_parquet_file_are_read_however_they_are_encoded(tmp_path: Path, encoding: str) -> None:
    table = pa.table({"案号": ["某政复〔2026〕1号", "某政复〔2026〕2号", None]})
    parquet.write_table(table, tmp_path / "a.parquet", use_dictionary=False, column_encoding={"案号": encoding})
    (sheet,) = read_parquet(tmp_path / "a.parquet")
    assert [tuple(row) for _number, row in sheet.rows] == [("某政复〔2026〕1号",), ("某政复〔2026〕2号",)]


def test_a_parquet_file_is_read_whole_whose_columns_and_parts_are_encoded_in_several_ways(tmp_path: Path) -> None:
    """A first part whose texts are named by number, a second one that tells each by how it differs from the last."""
    days = [dt.date(2026, 2, 10), dt.date(2026, 2, 10), None, dt.date(1950, 1, 1)]
    rows = pa.table({"案号": ["1号", "10号", "1号", None], "日期": days, "天数": [7, -1, 2**40, None]})
    parts = [tmp_path / "1.parquet", tmp_path / "2.parquet"]
    parquet.write_table(rows, parts[0])
    delta = {"案号": "DELTA_BYTE_ARRAY", "日期": "DELTA_BINARY_PACKED", "天数": "DELTA_BINARY_PACKED"}
    parquet.write_table(rows, parts[1], use_dictionary=False, column_encoding=delta, row_group_size=3)
    read = [[tuple(row) for _number, row in read_parquet(each)[0].rows] for each in parts]
    assert read == [[*zip(*rows.to_pydict().values(), strict=True)]] * 2


def test_the_rows_of_a_parquet_file_are_numbered_from_one(database: Engine, tmp_path: Path) -> None:
    file = _parquet(tmp_path / "行政复议.parquet", 被申请人=["C01-nr", "C01-nr"], 案号=["1号", None])
    load_sheets(database, [units()], today=TODAY)
    (problem,) = load_files(database, [file], today=TODAY).problems
    assert (problem.sheet, problem.row, problem.code) == ("行政复议", 2, "missing_value")


def test_what_nobody_can_see_is_taken_from_the_cells_and_headers_of_a_parquet_file(
    database: Engine, tmp_path: Path
) -> None:
    columns: dict[str, list[object]] = {"\ufeff被申请人": ["C01-nr"], "案号\u200b ": ["\u202e1\u200b号\x07"]}
    file = _parquet(tmp_path / "行政复议.parquet", **columns)
    load_sheets(database, [units(), cases(case("1号"))], today=TODAY)
    result = load_files(database, [file], today=TODAY)
    assert (result.problems, result.warnings, result.ledgers[0].unchanged) == ((), (), 1)


def test_a_row_is_never_taken_for_the_headers_of_a_parquet_file(database: Engine, tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"被申请人": ["C01-nr", "被申请人"], "案号": ["1号", "案号"]}
    file = _parquet(tmp_path / "行政复议.parquet", **columns)
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [file], today=TODAY, accept_partial=True)
    assert [(problem.row, problem.code) for problem in result.problems] == [(2, "unknown_unit")]
    assert count_rows(database, RECONSIDERATION.table) == 1


def test_a_cell_that_is_too_long_is_refused_in_a_parquet_file_as_in_a_workbook(
    database: Engine, tmp_path: Path
) -> None:
    columns: dict[str, list[object]] = {"被申请人": ["C01-nr"], "案号": ["1号"], "事项类别": ["长" * 40_000]}
    load_sheets(database, [units()], today=TODAY)
    problems = load_files(database, [_parquet(tmp_path / "行政复议.parquet", **columns)], today=TODAY).problems
    assert [(problem.column, problem.code) for problem in problems] == [("事项类别", "text_too_long")]


# A few kilobytes on disk that would be fifteen thousand million bytes.
NAMED_BY_ALL = pa.DictionaryArray.from_arrays(pa.array([0] * 500_000, pa.int32()), pa.array(["长" * 10_000]))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"text": NAMED_BY_ALL}, "file.too_large"),
        (dict.fromkeys(map(str, range(200)), pa.nulls(200_000, pa.int8())), "file.parquet_too_large"),
        ({str(number): pa.array([1]) for number in range(257)}, "file.parquet_too_large"),
        ({"bytes": pa.array([b"1"])}, "file.parquet_nested"),
        ({"bytes": pa.array([b"1"], pa.binary(1)).dictionary_encode()}, "file.parquet_nested"),
        ({"day": pa.array([2**30], pa.date32())}, "file.unreadable"),
        ({"moment": pa.array([2**62], pa.timestamp("us"))}, "file.unreadable"),
        ({"zone": pa.array([0], pa.timestamp("us", "No/Where"))}, "file.unreadable"),
    ],
    ids=["characters", "cells", "columns", "bytes", "named bytes", "day", "moment", "zone"],
)
def test_a_hostile_parquet_file_is_refused_in_words(tmp_path: Path, content: dict[str, pa.Array], message: str) -> None:
    # Without the schema of the program that wrote it, what is named by many rows is read as a plain text.
    parquet.write_table(pa.table(content), tmp_path / "hostile.parquet", store_schema="zone" in content)
    with pytest.raises(Refused) as refusal:
        read_parquet(tmp_path / "hostile.parquet")
    assert refusal.value.message == message
    assert all("{" not in refusal.value.in_words(wording(language)) for language in LANGUAGES)


def test_a_parquet_file_above_the_size_of_any_file_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "large.parquet").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Refused) as refusal:
        read_parquet(tmp_path / "large.parquet")
    assert refusal.value.message == "file.too_large"


def test_a_parquet_file_that_is_no_ledger_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 broken PAR1")
    cut = _parquet(tmp_path / "whole.parquet", a=list(range(1000))).read_bytes()[:-30]
    (tmp_path / "cut.parquet").write_bytes(cut)
    _parquet(tmp_path / "empty.parquet", a=[])
    _parquet(tmp_path / "nested.parquet", a=[["1", "2"]])
    _parquet(tmp_path / "long.parquet", a=[1] * 500_001)
    expected = {
        "missing": "file.not_found",
        "broken": "file.unreadable",
        "cut": "file.unreadable",
        "empty": "file.empty_file",
        "nested": "file.parquet_nested",
        "long": "file.parquet_too_large",
    }
    for name, message in expected.items():
        with pytest.raises(Refused) as refusal:
            read_parquet(tmp_path / f"{name}.parquet")
        assert (refusal.value.message, refusal.value.values["file"]) == (message, f"{name}.parquet")


# --- Another database --------------------------------------------------------------------------------------------


@pytest.fixture
def other(empty_database_url: str) -> str:
    """A database of somebody else, on each engine."""
    engine = writer_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE register (no TEXT, organ TEXT, done DATE, share TEXT)"))
        connection.execute(
            text(
                "INSERT INTO register VALUES ('1', 'C01-nr', '2026-04-02', '50%'),"
                " ('2', 'C01-nr', '2026-05-03', '10:30'), ('3', 'C01-nr', NULL, NULL)"
            )
        )
    engine.dispose()
    return empty_database_url


def _count(url: str) -> int:
    engine = writer_engine(url)
    with engine.connect() as connection:
        number = int(connection.execute(text("SELECT count(*) FROM register")).scalar_one())
    engine.dispose()
    return number


@pytest.fixture
def ours(migrated_file: Path, tmp_path: Path) -> Engine:
    engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "ours.db"))))
    load_sheets(engine, [units()], today=TODAY)
    return engine


def test_a_query_whose_columns_are_our_headers_loads(other: str, ours: Engine) -> None:
    found = query_sheet(other, "SELECT organ AS unit_id, no AS case_no, done AS closed_on FROM register")
    result = load_sheets(ours, [found], today=TODAY)
    assert (result.status, result.ledgers[0].ledger, result.ledgers[0].stored) == ("stored", "reconsideration", 3)
    assert [row["closed_on"] for row in rows_of(ours, RECONSIDERATION.table)] == [
        dt.date(2026, 4, 2),
        dt.date(2026, 5, 3),
        None,
    ]
    ours.dispose()


def test_a_query_goes_through_a_mapping(other: str, ours: Engine, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MINIMAL, encoding="utf-8")
    found = query_sheet(other, "SELECT no, organ, done FROM register WHERE done IS NOT NULL")
    result = load_sheets(ours, [found], mapping=read_mapping(tmp_path / "m.toml"), today=TODAY)
    assert (result.status, result.ledgers[0].stored) == ("stored", 2)
    ours.dispose()


def test_the_query_is_asked_as_it_is_written(other: str) -> None:
    found = query_sheet(other, "SELECT no FROM register WHERE share LIKE '%0%' AND share <> ':x' ORDER BY no")
    assert [row for _number, row in found.rows] == [("1",), ("2",)]


def test_what_nobody_can_see_is_taken_from_the_cells_and_names_of_a_query(other: str) -> None:
    found = query_sheet(other, "SELECT '\u202e1\u200b号' AS \"\ufeff案号\", 3 AS days")
    assert (found.headers, [tuple(row) for _number, row in found.rows]) == (("案号", "days"), [("1号", 3)])


def test_a_row_is_never_taken_for_the_names_of_a_query(other: str, ours: Engine) -> None:
    rows = "SELECT 'C01-nr' AS unit_id, '1' AS case_no UNION ALL SELECT 'unit_id', 'case_no'"
    result = load_sheets(ours, [query_sheet(other, rows)], today=TODAY, accept_partial=True)
    assert [(problem.row, problem.code) for problem in result.problems] == [(2, "unknown_unit")]
    assert (count_rows(ours, RECONSIDERATION.table), count_rows(ours, load_problem)) == (1, 1)
    ours.dispose()


def _refusal(url: str, query: str) -> str:
    with pytest.raises(Refused) as refusal:
        query_sheet(url, query)
    assert all("{" not in refusal.value.in_words(wording(language)) for language in LANGUAGES)
    return refusal.value.message


NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT {what} FROM n"


@pytest.mark.parametrize(
    "query",
    [
        NUMBERS.format(most=500_001, what="i"),
        "SELECT " + ", ".join(f"1 AS c{number}" for number in range(257)),
    ],
    ids=["rows", "columns"],
)
def test_a_query_is_held_to_the_limits_of_a_workbook(other: str, query: str) -> None:
    assert _refusal(other, query) == "source.too_large"


@pytest.mark.parametrize("limit", ["MOST_CHARACTERS", "MOST_CELLS"])
def test_all_cells_of_a_query_together_are_held_to_the_limits_of_a_workbook(
    other: str, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(foreign_database, limit, 5)
    assert _refusal(other, "SELECT no, organ FROM register") == "source.too_large"


def test_a_value_that_is_no_single_one_is_refused(other: str) -> None:
    values = ["CAST('1' AS BLOB)"] if other.startswith("sqlite") else ["ARRAY[1, 2]", "'{}'::json", "'1'::bytea"]
    assert [_refusal(other, f"SELECT {value} AS no") for value in values] == ["source.nested"] * len(values)


@pytest.mark.parametrize(
    ("on_sqlite", "on_postgresql"),
    [("CAST(X'ff' AS TEXT)", "'infinity'::date"), ("abs(-9223372036854775808)", "1 / (1 - 1)")],
)
def test_a_value_that_cannot_be_read_is_refused(other: str, on_sqlite: str, on_postgresql: str) -> None:
    value = on_sqlite if other.startswith("sqlite") else on_postgresql
    assert _refusal(other, f"SELECT {value} AS no") == "source.query_failed"


def test_the_same_rows_have_the_same_checksum_and_other_rows_another(other: str) -> None:
    every, less = "SELECT no FROM register ORDER BY no", "SELECT no FROM register WHERE no <> '3' ORDER BY no"
    one, again, fewer = (query_sheet(other, query) for query in (every, every, less))
    assert one.sha256 == again.sha256 != fewer.sha256


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM register",
        "DELETE FROM register RETURNING no",
        "INSERT INTO register (no) VALUES ('4')",
        "DROP TABLE register",
        "SELECT 1; DELETE FROM register",
        "SET TRANSACTION READ WRITE; DELETE FROM register; COMMIT",
        "COMMIT; DELETE FROM register",
        "SELECT no FROM nowhere",
        "SELECT no FROM register WHERE no = 'none'",
        "what is this",
        "",
    ],
)
def test_what_is_no_single_query_with_rows_is_refused_and_changes_nothing(other: str, query: str) -> None:
    with pytest.raises(Refused) as refusal:
        query_sheet(other, query)
    assert refusal.value.message.startswith("source.")
    assert _count(other) == 3


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "source.bad_url"),
        ("mysql://host/name", "source.bad_url"),
        ("sqlite://", "source.bad_url"),
        ("postgresql://nobody@127.0.0.1:1/nothing", "source.query_failed"),
    ],
)
def test_a_database_that_cannot_be_asked_is_refused(url: str, message: str) -> None:
    with pytest.raises(Refused) as refusal:
        query_sheet(url, "SELECT 1")
    assert refusal.value.message == message


def test_a_file_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        query_sheet(sqlite_url(tmp_path / "nowhere.db"), "SELECT 1")
    assert (refusal.value.message, list(tmp_path.iterdir())) == ("source.no_database", [])


def test_the_load_is_known_by_the_name_of_the_database_and_never_by_its_password(other: str) -> None:
    found = query_sheet(other, "SELECT no FROM register")
    assert found.name == found.source
    assert "/" not in found.source
    assert "@" not in found.source


def test_a_database_and_files_may_be_loaded_together(other: str, ours: Engine) -> None:
    found = query_sheet(other, "SELECT organ AS unit_id, no AS case_no FROM register")
    load_sheets(ours, [found, cases(case("9号"))], today=TODAY)
    assert count_rows(ours, RECONSIDERATION.table) == 4
    ours.dispose()
