"""The workbook of problems that goes back to the unit: rejected and doubtful rows, cells marked, sentences beside.

When the cells are mended, it loads as it is; a row that is not mended is rejected again, or has its hint again.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from data_access.checking.noted_rows import NotedRow, by_ledger
from data_access.files.sources import is_blank
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.workbook_marks import PROBLEM_HEADER
from data_access.problems import in_words
from data_access.workbooks.filled_workbook import write_cell
from data_access.workbooks.template import FIRST_ROW, Book, header, sheet_name
from data_access.workbooks.whole_file import PROBLEMS

WIDEST = 90


def write_problems(path: Path, rows: Sequence[NotedRow], language: str = "zh") -> None:
    """Write the noted rows, one sheet per ledger in the shape of the template, with a last column of sentences.

    Raises ``problems.Refused`` when the file cannot be written.
    """
    book = Book(path, language, PROBLEMS)
    noted = by_ledger(rows)
    for ledger in LEDGERS:
        if ledger.key in noted:
            _write_sheet(book, ledger, noted[ledger.key])
    book.close()


def _write_sheet(book: Book, ledger: Ledger, rows: Sequence[NotedRow]) -> None:
    sheet, contents = book.ledger(ledger)
    last = len(ledger.columns)
    sheet.set_column(last, last, WIDEST, book.line)
    sheet.write_string(0, last, PROBLEM_HEADER[book.words.language], book.required)
    sheet.activate()
    for number, row in enumerate(rows, FIRST_ROW):
        contents.add(row.cells)
        sentences = _sentences(book, row, number)
        for position, column in enumerate(ledger.columns):
            _write(book, sheet, (number, position), column, row, sentences)
        texts = dict.fromkeys(sentence for sentence, _columns in sentences)
        sheet.write_string(number, last, "\n".join(texts), book.line)
        # What stood beyond the headers stands there again: nobody but the unit knows where it belongs.
        for position, value in enumerate(row.extra, last + 1):
            if not is_blank(value):
                write_cell(book, sheet, (number, position), value, wrong=True)


Sentences = list[tuple[str, tuple[str, ...]]]


def _sentences(book: Book, row: NotedRow, number: int) -> Sentences:
    """The problems of a row in words, as they are found in this workbook, each with the columns it is about."""
    words, sentences = book.words, []
    for columns, problem in row.problems:
        named = header(row.ledger.column(columns[0]), words) if columns else problem.column
        here = replace(problem, sheet=sheet_name(row.ledger, words), row=number + 1, column=named)
        sentences.append((in_words(here, words), columns))
    return sentences


def _write(
    book: Book, sheet: Any, place: tuple[int, int], column: LedgerColumn, row: NotedRow, sentences: Sentences
) -> None:
    value = row.cells.get(column.name)
    notes = [sentence for sentence, columns in sentences if column.name in columns]
    if row.rejected and notes and is_blank(value) and not column.required and column.kind not in ("text", "number"):
        # A blank would be taken as it is when the row comes back; this is refused until it is filled or emptied.
        value = book.words("problems.to_fill")
    write_cell(book, sheet, place, value, wrong=bool(notes))
    if notes:
        sheet.write_comment(*place, "\n".join(notes), {"x_scale": 3, "y_scale": 1 + len(notes) / 2, "author": ""})
