"""Whatever texts a city's ledgers hold, the workbook of every panel holds them as they are, and nothing in it acts.

Each is opened by a library of its own, as a spreadsheet would open it.
"""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from zlib import crc32

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.escape import unescape
from sqlalchemy import Engine

from data_access.asked.page_keys import LISTED_LEDGERS, WHOLE
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from exports.workbook import FORMULA_STARTS, LONGEST_SHEET_NAME, neutral, workbook
from panels.case_list import CASE_LIST
from panels.declare import Panel
from panels.told import told
from tests.cases import left_for_all
from tests.databases import sqlite_url
from tests.every_panel import PANELS
from tests.hostile_texts import changed_in, with_hostile_texts, with_other_texts
from tests.shared import build_once
from tests.spoken import context_of
from wording import LANGUAGES

# What is asked: the city, an archive, lists of each ledger.
ASKED = {"city": {}, "county": {"unit": "C07", "focus": "C07"}, "published": {"period": "2025", "unit": "C03"}}
STARTS = ("=1+1", "{=1+1}", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "http://a.test/", "internal:A1", "mailto:a@a.test")
ACTING = ("externalLinks", "hyperlink", "vbaProject", "embeddings", "connections", "customUI", "<f>", "<f ", "DDE")
NOT_IN_SHEET_NAMES = set(r"\/?*[]:")


@pytest.fixture(scope="module")
def engine(demo_file: Path, run_folder: Path) -> Iterator[Engine]:
    """The demo city with a hostile text in every cell."""
    path = build_once(run_folder / "hostile.db", partial(with_hostile_texts, demo_file))
    engine = reader_engine(sqlite_url(path))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def of_formulas(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo city in which every text begins like a formula or a link."""
    path = tmp_path_factory.mktemp("formulas") / "formulas.db"
    with_other_texts(demo_file, path, lambda text: f"{STARTS[crc32(text.encode()) % len(STARTS)]}⟦{text}")
    engine = reader_engine(sqlite_url(path))
    yield engine
    engine.dispose()


def check(panel: Panel, reader: Reader, language: str, **query: str) -> set[int]:
    """The workbook of a panel; returns the numbers of the hostile texts that it holds."""
    context = panel.asked(context_of(reader, lang=language, **query))
    context = context.with_(page=WHOLE) if "page" in panel.asks else context
    figures = panel.figures(reader, context)
    table, finding = panel.table(figures, context), told(panel, figures, {}, context)
    content = workbook(panel.question(context.words), finding, table, context, "⟦")
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        # What its cells say acts on nothing.
        parts = {name: files.read(name) for name in files.namelist() if name != "xl/sharedStrings.xml"}
    assert [name for name, part in parts.items() if any(each in name or each.encode() in part for each in ACTING)] == []
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    assert 0 < len(sheet.title) <= LONGEST_SHEET_NAME
    assert not NOT_IN_SHEET_NAMES & set(sheet.title)
    assert sheet.title.strip("' ") == sheet.title
    rows = list(sheet.iter_rows())
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    texts = [unescape(cell.value) for cell in cells if cell.data_type == "s"]
    assert [text for text in texts if text.startswith(FORMULA_STARTS)] == []
    assert [unescape(str(cell.value)) for cell in rows[3] if cell.value] == [
        neutral(each.heading) for each in table.columns
    ]
    for place, column in enumerate(table.columns):
        stored = [None if pd.isna(value) else str(value) for value in table.data[column.name]]
        if column.kind == "text":
            below = [_text(row[place]) for row in rows[4 : 4 + len(stored)]]
            assert below == [value and neutral(value) for value in stored]
    numbers, changed = changed_in("\n⟦\n".join(texts))
    assert changed == []
    return numbers


def _text(cell: Cell) -> str | None:
    return None if cell.value is None else unescape(str(cell.value))


# In every run some of the panels, asked of one county.
CASES = [
    pytest.param("county", "en", PANELS[::4], id="county-en-some"),
    *(left_for_all(asked, language, PANELS, name=f"{asked}-{language}") for asked in ASKED for language in LANGUAGES),
]


@pytest.mark.long
@pytest.mark.parametrize(("asked", "language", "panels"), CASES)
def test_the_workbook_of_a_panel_holds_texts_and_nothing_that_acts(
    engine: Engine, asked: str, language: str, panels: tuple[Panel, ...]
) -> None:
    with reading(engine, ALL_SEEING) as reader:
        found = [check(panel, reader, language, **ASKED[asked]) for panel in panels]
    assert set().union(*found), "no hostile text is in them"


@pytest.mark.parametrize(("asked", "language", "panels"), CASES)
def test_no_text_of_a_ledger_becomes_a_formula_or_a_link(
    of_formulas: Engine, asked: str, language: str, panels: tuple[Panel, ...]
) -> None:
    with reading(of_formulas, ALL_SEEING) as reader:
        for panel in panels:
            check(panel, reader, language, **ASKED[asked])


@pytest.mark.long
@pytest.mark.parametrize("ledger", ["litigation", *(left_for_all(each, name=each) for each in LISTED_LEDGERS
                                                     if each != "litigation")])  # fmt: skip
def test_the_workbook_of_every_list_holds_what_is_stored(engine: Engine, ledger: str) -> None:
    with reading(engine, ALL_SEEING) as reader:
        assert check(CASE_LIST, reader, "zh", ledger=ledger, unit="C07")
