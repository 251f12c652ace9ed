"""A second foreign ledger: a court's export, whose outcomes stand in several columns, through a short mapping file."""

import datetime as dt
from pathlib import Path

from sqlalchemy import Engine

from data_access.files.sources import read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.loading.load import load_files, load_sheets
from data_access.store.tables import monthly_tally, unit
from tests.data_access.ledger_sheets import rows_of, units

ROOT = Path(__file__).parent.parent.parent
EXPORT = ROOT / "tests" / "data" / "court_export.xlsx"
MAPPING = ROOT / "assets" / "mappings" / "court_export.toml"
LONGEST_MAPPING = 30
TODAY = dt.date(2026, 10, 31)


def test_mapping_a_foreign_ledger_takes_at_most_thirty_lines() -> None:
    assert len(MAPPING.read_text(encoding="utf-8").splitlines()) <= LONGEST_MAPPING


def test_the_outcome_is_read_from_the_column_that_the_way_of_closing_names(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [EXPORT], mapping=MAPPING, today=TODAY)
    assert (result.status, result.problems, result.warnings) == ("stored", (), ())
    codes = {row["unit_id"]: row["code"] for row in rows_of(database, unit)}
    stored = rows_of(database, LITIGATION.table)
    assert sorted(
        (row["case_no"][-2:], codes[row["unit_id"]], row["instance"], row["head_attended"], row["outcome"])
        for row in stored
    ) == [
        ("1号", "C01-nr", "first", "chief", "claim_dismissed"),
        ("2号", "C01-nr", "first", "staff", "revoked"),
        ("3号", "C01-mr", "first", "deputy", "confirmed_illegal"),
        ("4号", "C02-nr", "first", None, "withdrawn"),
        ("5号", "M-housing", "first", "none", "suit_dismissed"),
        ("6号", "C01", "first", "deputy", "mediated"),
        ("7号", "C01-nr", "second", "chief", "revoked"),
        ("8号", "C02-nr", "first", None, None),
    ]
    (first,) = [row for row in stored if row["case_no"].endswith("初1号")]
    assert (first["filed_on"], first["heard_on"]) == (dt.date(2026, 1, 12), dt.date(2026, 2, 20))


def test_its_cases_are_counted_like_those_of_our_own_ledger(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    load_files(database, [EXPORT], mapping=MAPPING, today=TODAY)
    figures = [row for row in rows_of(database, monthly_tally) if row["facet"] == ""]
    total = {key: sum(row["value"] for row in figures if row["tally_key"] == key) for key in TOTALS}
    assert total == TOTALS


TOTALS = {"first_instance_closed": 6, "first_instance_lost": 2, "heard_known": 6, "heard_head_attended": 4}


def test_the_example_says_that_it_is_synthetic() -> None:
    cells = {str(cell) for sheet in read_file(EXPORT) for _number, row in sheet.rows for cell in row}
    assert "演示数据" in cells
    assert EXPORT.name in (EXPORT.parent / "README.md").read_text(encoding="utf-8")
