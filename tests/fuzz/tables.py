"""Sheets of good rows in which cells, headers and rows have gone wrong, as hypothesis strategies."""

import datetime as dt
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from tests.fuzz.good_rows import MOST_ROWS, good_row

Grid = list[list[object]]

NASTY = (
    "",
    " ",
    "　",
    "\u200b",
    "无",
    "/",
    "—",
    "0",
    "-1",
    "1.5",
    "1e308",
    "nan",
    "inf",
    "2024.13.5",
    "2024年5月",
    "二〇二四年五月",
    "二〇二四年五月三日",
    "2024-02-30",
    "2027-01-01",
    "43567",
    "9" * 40,
    "１２",
    "=1+1",
    "@x",
    "'",
    '"',
    ",",
    ";",
    "\t",
    "\n",
    "a\r\nb",
    "\x00",
    "\x0b",
    "_x0000_",
    "_x000D_",
    "&amp;",
    "<v>",
    "\ufeff",
    "\ufffe",
    "👨‍👩‍👧",
    "𠮷",
    "Ω" * 300,
    "x" * 33_000,
    "示例:",
    "Example:",
    "C01-nr",
    "c01-NR ",
    "甲县自然资源局",
    "自然资源局",
    "甲县",
    "某政复(2026)1号",
    "某政复〔2026〕1号",
    "13812345678",
    "11010519491231002X",
    "是",
    "否",
    "第一",
    "共同",
    "维持",
    "county",
    "{value}",
    "{0}",
    "%s",
    "problem.bad_date",
    "expected.date",
    "[bold]",
    "#N/A",
    0,
    -1,
    1.5,
    43567,
    46145.75,
    1e15,
    1e300,
    202405,
    2024.5,
    True,
    False,
    None,
    dt.date(2026, 3, 1),
    dt.date(9999, 12, 31),
    dt.date(1900, 1, 1),
)
NAMES = ("行政复议", "Litigation", "单位", "填写说明", "Sheet1", "选项", "整改事件", "a" * 31, "表'1", "{sheet}")

cells = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=12),
    st.integers(-(2**40), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1900, 1, 2), dt.date(9999, 12, 31)),
)
places = st.integers(0, 30)


@dataclass
class Table:
    """A sheet: its name, its rows (headers among them), its ledger's key, and what a workbook adds to them."""

    name: str
    grid: Grid
    ledger: str
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], object] = field(default_factory=dict)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A sheet of any ledger with up to four rows and up to six faults."""
    ledger = draw(st.sampled_from(LEDGERS))
    return draw(faulty(draw(good_tables(ledger))))


@st.composite
def good_tables(draw: st.DrawFn, ledger: Ledger) -> Table:
    """A sheet of a ledger with up to four good rows; its headers in one language or the other, or as we call them."""
    headers = [draw(st.sampled_from([column.zh, column.zh, column.en, column.name])) for column in ledger.columns]
    typed = draw(st.booleans())
    rows = [
        good_row(ledger, number, typed=typed)
        for number in range(1, 1 + draw(st.sampled_from((*range(MOST_ROWS + 1), 1, 2))))
    ]
    return Table(ledger.zh, [list(headers), *rows], ledger.key)


@st.composite
def faulty(draw: st.DrawFn, table: Table) -> Table:
    """The sheet with up to six faults; now and then it has another name."""
    table = replace(table, name=draw(st.sampled_from([table.name] * 40 + [*NAMES])))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2, 3, 6)))):
        table = draw(st.sampled_from(FAULTS))(draw, table)
    return table


def _cell(draw: st.DrawFn, table: Table) -> Table:
    if table.grid:
        row = table.grid[draw(places) % len(table.grid)]
        if row:
            row[draw(places) % len(row)] = draw(cells)
    return table


def _drop_column(draw: st.DrawFn, table: Table) -> Table:
    column = draw(places)
    return replace(table, grid=[row[:column] + row[column + 1 :] for row in table.grid])


def _swap_columns(draw: st.DrawFn, table: Table) -> Table:
    width = max(map(len, table.grid), default=0)
    order = draw(st.permutations(range(width)))
    return replace(table, grid=[[row[place] for place in order if place < len(row)] for row in table.grid])


def _add_row(draw: st.DrawFn, table: Table) -> Table:
    row = draw(st.one_of(st.just([]), st.lists(cells, max_size=24), st.sampled_from(table.grid or [[]])))
    table.grid.insert(draw(places) % (len(table.grid) + 1), list(row))
    return table


def _widen(draw: st.DrawFn, table: Table) -> Table:
    if table.grid:
        table.grid[draw(places) % len(table.grid)].extend(draw(st.lists(cells, max_size=4)))
    return table


def _merge(draw: st.DrawFn, table: Table) -> Table:
    top, left = draw(places) % 6, draw(places)
    table.merged.append((top, left, top + draw(st.integers(0, 3)), left + draw(st.integers(0, 3))))
    return table


def _hide(draw: st.DrawFn, table: Table) -> Table:
    table.hidden.add(draw(places) % 6)
    return table


def _formula(draw: st.DrawFn, table: Table) -> Table:
    table.formulas[draw(places) % 6, draw(places)] = draw(
        st.sampled_from((0, "", "#N/A", "#REF!", "维持", 46145, True))
    )
    return table


# Faults in cells come more often than others.
FAULTS = (_cell, _cell, _cell, _cell, _drop_column, _swap_columns, _add_row, _widen, _merge, _hide, _formula)
