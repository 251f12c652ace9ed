"""Which rows did loads reject, and why? Equal problems stand as one, with the rows of the sheet."""

import json

import pandas as pd

from data_access.checking.grouping import grouped
from data_access.problems import Problem
from data_access.reading.data_quality import rejected_rows, sees_rejected_rows
from data_access.reading.reader import Reader
from panels.declare import AT_ANY_TIME, Context, Finding
from panels.quality.loads import LOAD_HEADS, ROWS_SHOWN, name_of
from panels.records import Head, Record, Row, at_most, records

# What stands for what a cell held: the file and the workbook of problems have it.
NOT_TOLD = "…"


def read(reader: Reader, _context: Context) -> pd.DataFrame:
    """A row a load and kind of problem, the newest load first, of one load what concerns most rows first.

    Columns: load_no, ledger, loaded_at, group (a ``grouping.Group``), rows (how many). In ``attrs``: seen, whether the
    reader may see any.
    """
    seen = sees_rejected_rows(reader)
    if not seen:
        # How many there may be is not told either.
        reader.note_hidden({"": 1})
    found = rejected_rows(reader) if seen else pd.DataFrame(columns=["load_no", "ledger", "loaded_at"])
    parts = [
        (*of, group, len(group))
        for of, rows in found.groupby(["load_no", "ledger", "loaded_at"], sort=False)
        for group in grouped(_problem(row) for row in rows.to_dict("records"))
    ]
    figures = pd.DataFrame(parts, columns=["load_no", "ledger", "loaded_at", "group", "rows"])
    figures.attrs["seen"] = seen
    return figures


def _problem(row: Record) -> Problem:
    expected = tuple(json.loads(row["expected"] or "[]"))
    return Problem(row["sheet"], int(row["row"]), row["column"], NOT_TOLD, row["code"], expected)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many problems of how many loads; what is to be mended first stands on top."""
    words, base = context.words, context.words("rejected_rows.base")
    if not figures.attrs.get("seen", True):
        return Finding(words("rejected_rows.not_seen"), "plain", base)
    if figures.empty:
        return Finding(words("load_history.none_rejected"), "plain", base)
    loads = words("rejected_rows.loads", n=figures["load_no"].nunique())
    return Finding(words("rejected_rows.found", loads=loads, n=int(figures["rows"].sum())), "watch", base)


def _said(each: Record, context: Context) -> str:
    said: str = each["group"].in_words(context.words, names_file=False)
    return said


def row(each: Record, context: Context) -> Row:
    words = context.words
    badge = words("rejected_rows.rows", n=int(each["rows"]))
    return Row("differs", badge, name_of(each, context), _said(each, context), words.date(each["loaded_at"]))


HEADS = (
    *LOAD_HEADS,
    Head("rows", "rejected_rows.head.rows", "integer"),
    Head("said", "rejected_rows.head.said", said=_said),
)
REJECTED_ROWS = records(
    "rejected_rows",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    drill="",
    population="city",
    told_of="itself",
    ignores=AT_ANY_TIME,
)
