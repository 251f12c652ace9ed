"""No text of a city becomes a formula in a workbook that is handed out, and none is changed by the way.

Each workbook is opened by a library of its own, as a spreadsheet would open it.
"""

import datetime as dt
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from data_access.asked.periods import Period
from data_access.checking.change_report import CellChange, ChangeReport, RowChange, UnitChanges
from data_access.checking.noted_rows import NotedRow
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.problems import BAD_DATE, Problem
from data_access.reading.own_indicators import Declared
from data_access.workbooks.change_workbook import write_changes
from data_access.workbooks.filled_workbook import write_ledgers
from data_access.workbooks.problem_workbook import write_problems
from data_access.workbooks.scheme_template import write_scheme_template
from data_access.workbooks.unit_workbook import OfUnit, write_unit_workbook
from wording import LANGUAGES

# A formula, each sign that a program may take for the beginning of one, and links that would be opened.
STARTS = ("=1+1", "{=1+1}", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://a.test\")",
          "http://a.test/", "internal:A1")  # fmt: skip
TEXTS = ("text", "number", "unit", "group", "item", "counted", "period", "month_day")


def row_of(ledger: Ledger, text: str) -> dict[str, Any]:
    """A row in which every cell that can hold a text holds this one, with its column's name behind."""
    return {each.name: f"{text} {each.name}" for each in ledger.columns if each.kind in TEXTS}


ROWS = {ledger.key: [row_of(ledger, text) for text in STARTS] for ledger in LEDGERS}
EVERY_TEXT = {text for rows in ROWS.values() for row in rows for text in row.values()}


def all_ledgers(path: Path, language: str) -> set[str]:
    write_ledgers(path, ROWS, language)
    return EVERY_TEXT


def unit_workbook(path: Path, language: str) -> set[str]:
    period = Period("year", dt.date(2026, 1, 1), dt.date(2026, 12, 1))
    write_unit_workbook(path, OfUnit("=1+1", "=1+1", period, ROWS), language)
    return EVERY_TEXT


def problems(path: Path, language: str) -> set[str]:
    wrong = Problem("=1+1", 2, "=1+1", "=1+1", BAD_DATE, ("=1+1",), source="=1+1.xlsx")
    rows = [
        NotedRow(ledger, "=1+1", 2, row, ("=1+1 beyond",), [(tuple(row), wrong)], "=1+1.xlsx")
        for ledger in LEDGERS for row in ROWS[ledger.key]
    ]  # fmt: skip
    write_problems(path, rows, language, [wrong])
    return {*EVERY_TEXT, "=1+1 beyond"}


def changes(path: Path, language: str) -> set[str]:
    cells = []
    for ledger in LEDGERS:
        named = [each.name for each in ledger.columns if each.kind in TEXTS and each.kind != "unit"]
        for name, text in product(named[:1], STARTS):
            change = CellChange(name, text, f"{text} now")
            cells.append(RowChange(ledger.key, text, (text,) * len(ledger.natural_key), 2, (change,)))
    units = tuple(UnitChanges("litigation", text, changed=1) for text in STARTS)
    write_changes(path, ChangeReport(units, tuple(cells), {"=1+1": "=1+1 name"}), language)
    return {*STARTS[1:], "=1+1 name", *(f"{text} now" for text in STARTS)}


def scheme_template(path: Path, language: str) -> set[str]:
    # A name loses its braces, which mean something to sentences.
    names = [f"{text} calls" for text in STARTS if "{" not in text]
    same = {"kind": "flow", "unit_word": None}
    own = [{"key": f"own_{at}", "name": name, "name_en": name, **same} for at, name in enumerate(names)]
    Declared((), tuple(own)).adopt()
    write_scheme_template(path, language)
    return set(names)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [all_ledgers, unit_workbook, problems, changes, scheme_template])
def test_no_text_becomes_a_formula_or_a_link_and_all_are_there_as_they_were(
    tmp_path: Path, write: Callable[[Path, str], set[str]], language: str
) -> None:
    texts = write(tmp_path / "a.xlsx", language)
    cells = [cell for sheet in load_workbook(tmp_path / "a.xlsx") for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    there = {unescape(cell.value) for cell in cells if isinstance(cell.value, str)}
    assert sorted(texts - there) == []
