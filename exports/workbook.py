"""A panel's table as a workbook: typed cells, the finding on top, what it rests on below."""

import io
import re
from decimal import Decimal
from typing import Any

import pandas as pd

from assessment.score_frames import DECIMALS
from panels.declare import Column, Context, Finding, Table, ledgers_behind, marked
from wording import Wording, rounded

# What Windows keeps out of the names of files, and Excel out of those of sheets; full-width marks that end a question.
# And what would make a name read otherwise than it is: control signs and those that turn the direction of writing.
_NOT_IN_NAMES = re.compile(
    r"[\\/:*?\"<>|\[\]\uff1f\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
# Of a unit's name; file systems take 255 bytes in all.
LONGEST_IN_NAME = 40
LONGEST_SHEET_NAME, LONGEST_FOOTER, A4 = 31, 240, 9
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORMATS = {"share": "0.0%", "points": '+0.0;-0.0;0.0', "integer": "#,##0", "place": "0", "score": "0.00",
            "date": "yyyy-mm-dd", "month": "yyyy-mm", "text": "@"}  # fmt: skip


def _number_format(value: Any, column: Column, words: Wording) -> str:
    """The format of a cell; a sum of decimals among numbers of rows keeps its decimals, and a whole number beside it
    has no point behind it, which a format with places for decimals would leave: "11."."""
    if said := marked(value, column.kind, words):
        return f'"{said}"'
    decimals = column.kind == "integer" and pd.notna(value) and float(value) % 1 != 0
    return "#,##0.##" if decimals else _FORMATS[column.kind]


def neutral(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def file_name(place: str, title: str, context: Context) -> str:
    """What a workbook is called: page, unit, question and period, without what no file may be called."""
    unit = context.choices.name(context.selection.closely) if context.selection.closely else ""
    parts = (place, unit[:LONGEST_IN_NAME], title, context.selection.period.code)
    return _NOT_IN_NAMES.sub("", "_".join(filter(None, parts))).replace(" ", "_") + ".xlsx"


def _sheet_name(title: str) -> str:
    """A name that a sheet may have: without some signs, and not too long."""
    return _NOT_IN_NAMES.sub("", title)[:LONGEST_SHEET_NAME].strip("' ") or "1"


def workbook(title: str, finding: Finding, table: Table, context: Context, place: str = "") -> bytes:
    """The bytes of an xlsx file with one sheet; numbers stay numbers, unknown values stay empty.

    It says the finding, the stamp, and of which page (``place``), unit and question it is; its heads filter, and it is
    printed across the page with its heads on every sheet of paper.
    """
    import xlsxwriter

    words = context.words
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.write_string(0, 0, neutral(finding.sentence or title), book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, stamp(context, words))
        closely = context.selection.closely
        named = (place, context.choices.name(closely) if closely else "", title)
        sheet.write_string(2, 0, neutral(words("stamp.separator").join(filter(None, named))))
        for position, column in enumerate(table.columns):
            sheet.write_string(3, position, neutral(column.heading), bold)
            formats: dict[str, Any] = {}
            for row, value in enumerate(table.data[column.name]):
                written = _number_format(value, column, words)
                if written not in formats:
                    formats[written] = book.add_format({"num_format": written})
                _write(sheet, row + 4, position, value, column, formats[written])
            sheet.set_column(position, position, 14 if column.kind != "text" else 26)
        sheet.write_string(len(table.data) + 5, 0, neutral(finding.base))
        sheet.freeze_panes(4, 0)
        if table.columns:
            sheet.autofilter(3, 0, 3 + max(len(table.data), 1), len(table.columns) - 1)
        _set_up_print(sheet, stamp(context, words))
    return buffer.getvalue()


def _set_up_print(sheet: Any, stamped: str) -> None:
    """Across the page, as wide as the paper, heads repeated; the stamp and the number of the page below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_footer(f"&L{stamped.replace('&', '&&')[:LONGEST_FOOTER]}&R&P / &N")


def stamp(context: Context, words: Wording) -> str:
    """What every screen and document carries: date, publication, data version, selection, whether data are made up.

    Made from what was counted: of the selection it names the filters that the page or panel depends on.
    """
    by_period = "period" in context.filters
    parts = [
        _as_of(context, words),
        _publication(context, words) if by_period else "",
        words("stamp.version", version=context.state.data_version),
        context.selection.in_words(words, context.choices, context.filters),
    ]
    if by_period and context.selection.period == context.choices.settled_year:
        running = context.choices.running_year
        years = {"year": running.last.year, "settled": context.selection.period.last.year}
        parts.append(words("stamp.settled_year", n=running.length, **years))
    if context.state.synthetic:
        parts.append(words("stamp.synthetic"))
    return words("stamp.separator").join(filter(None, parts))


def _as_of(context: Context, words: Wording) -> str:
    """The day that a panel stands at; of a page the oldest and the latest day up to which its ledgers are known."""
    oldest, latest = context.as_of, context.state.data_as_of
    if not context.ledgers:
        oldest = context.known(*ledgers_behind())
    if context.ledgers or oldest == latest:
        return words("stamp.as_of", as_of=words.date(oldest))
    return words("stamp.as_of_differs", oldest=words.date(oldest), latest=words.date(latest))


def _publication(context: Context, words: Wording) -> str:
    """The publication of the selection's months, and whether something was loaded since."""
    publication = context.choices.publication_of(context.selection.period)
    if publication is None:
        return words("stamp.unpublished")
    current = publication.version == context.state.data_version
    return words("stamp.published" if current else "stamp.published_before", number=publication.publication_no)


def _write(sheet: Any, row: int, position: int, value: Any, column: Column, cell_format: Any) -> None:
    if value is None or pd.isna(value):
        return
    if column.kind in ("date", "month"):
        sheet.write_datetime(row, position, pd.Timestamp(value).to_pydatetime(), cell_format)
    elif column.kind == "text":
        sheet.write_string(row, position, neutral(str(value)), cell_format)
    else:
        sheet.write_number(row, position, _number(value, column), cell_format)


def _number(value: Any, column: Column) -> float | Decimal:
    """A share is kept exact and its format rounds it; points and scores are kept as they are printed, so that a sum of
    cells is the sum that is printed: as decimals, for a float of 79.93 is written as 79.93000000000001.
    """
    if column.kind not in ("points", "score"):
        return float(value)
    return rounded(100 * value, 1) if column.kind == "points" else rounded(value, DECIMALS)
