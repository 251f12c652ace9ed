"""The workbook of problems that goes back to the unit: rejected and doubtful rows, cells marked, sentences beside.

When the cells are mended, it loads as it is; a row that is not mended is rejected again, or has its hint again.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from data_access.checking.grouping import grouped, spans
from data_access.checking.noted_rows import NotedRow, by_ledger
from data_access.files.cell_text import as_text
from data_access.files.limits import LONGEST_CELL
from data_access.files.sources import is_blank
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.workbook_marks import LIST_SHEET, PROBLEM_HEADER
from data_access.problems import Problem, Refused, in_words
from data_access.workbooks.filled_workbook import write_cell
from data_access.workbooks.template import FIRST_ROW, Book, header, sheet_name
from data_access.workbooks.whole_file import PROBLEMS, is_kind, refuse_to_overwrite
from wording import Wording, wording

WIDEST = 90
# Signs that no file may have in its name somewhere, and how long a part of it may be.
FORBIDDEN, LONGEST_NAME = '/\\:*?"<>|', 60


def write_problems(
    path: Path, rows: Sequence[NotedRow], language: str = "zh", of_sheets: Sequence[Problem] = ()
) -> None:
    """Write the noted rows, a sheet per ledger in the shape of the template with a last column of sentences, then the
    list of all problems. ``of_sheets`` are problems that belong to no row.

    Raises ``problems.Refused`` when the file cannot be written.
    """
    book = Book(path, language, PROBLEMS)
    noted = by_ledger(rows)
    for ledger in LEDGERS:
        if ledger.key in noted:
            _write_sheet(book, ledger, noted[ledger.key])
    _write_list(book, [*of_sheets, *(problem for row in rows for _columns, problem in row.problems)])
    book.close()


def write_problem_folder(
    folder: Path,
    rows: Sequence[NotedRow],
    of_sheets: Sequence[Problem] = (),
    language: str = "zh",
    *,
    overwrite: bool = False,
) -> dict[Path, int]:
    """Write a workbook of problems per file or, when all came in one file, per unit; returns how many rows each has.

    Raises ``problems.Refused`` when the folder or a file cannot be written, or (but for ``overwrite``) when a file of
    the same name is no workbook of problems.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("command.cannot_write", file=folder.name) from error
    words = wording(language)
    several = len({row.source for row in rows} | {problem.source for problem in of_sheets}) > 1
    parts: dict[str, list[NotedRow]] = {}
    for row in rows:
        whose = PurePath(row.source).stem if several else _unit_of(row, words)
        parts.setdefault(_file_name(whose), []).append(row)
    whole: dict[str, list[Problem]] = {}
    for problem in of_sheets:
        whole.setdefault(_file_name(PurePath(problem.source).stem), []).append(problem)
    written = {}
    for name in dict.fromkeys([*parts, *whole]):
        path = folder / f"{words('problems.file', whose=name)}.xlsx"
        if not overwrite:
            refuse_to_overwrite(path, is_kind(PROBLEMS))
        write_problems(path, parts.get(name, []), language, whole.get(name, []))
        written[path] = len(parts.get(name, []))
    return written


def _unit_of(row: NotedRow, words: Wording) -> str:
    """The unit as the row has it: nobody knows which one is meant where it was not recognised."""
    names = [column.name for column in row.ledger.columns if column.kind == "unit" and column.required]
    value = row.cells.get(names[0]) if names else None
    return words("problems.no_unit") if is_blank(value) else as_text(value)


def _file_name(text: str) -> str:
    """A text as the name of a file on any system."""
    kept = "".join("_" if sign in FORBIDDEN or ord(sign) < ord(" ") else sign for sign in text)
    return kept[:LONGEST_NAME].strip(" .") or "_"


def _write_list(book: Book, problems: Sequence[Problem]) -> None:
    """Every problem, equal ones in one line with their rows, as they are found in the file that was loaded."""
    words = book.words
    sheet = book.workbook.add_worksheet(LIST_SHEET[words.language])
    sheet.set_column(0, 0, WIDEST, book.line)
    sheet.set_column(1, 1, 10, book.count)
    sheet.set_column(2, 2, 30, book.line)
    sheet.write_row(0, 0, [words(f"problems.list.{head}") for head in ("sentence", "rows", "which")], book.required)
    several = len({problem.source for problem in problems}) > 1
    for number, group in enumerate(grouped(problems), FIRST_ROW):
        sheet.write_string(number, 0, group.in_words(words, names_file=several), book.line)
        sheet.write_number(number, 1, len(group.rows), book.count)
        sheet.write_string(number, 2, spans(group.rows)[:LONGEST_CELL], book.line)


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
