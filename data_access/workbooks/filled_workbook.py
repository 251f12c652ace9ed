"""Write ledgers into a workbook of the template's shape; loading the workbook gives the same rows again."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from data_access.checking.known_words import label
from data_access.files.limits import LONGEST_CELL, MOST_ROWS
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.keys import unit_ids
from data_access.problems import Refused
from data_access.workbooks.template import FIRST_ROW, Book
from wording import Wording

# Above this a workbook's numbers, which are floating, are no longer exact.
LARGEST_EXACT = 2**53

Rows = Iterable[Mapping[str, Any]]


def write_ledgers(path: Path, tables: Mapping[str, Rows], language: str = "zh") -> None:
    """Write rows into a workbook of the template's shape, one sheet per ledger key; codes as words.

    Rows hold typed values by column, units as codes, as ``stored_ledgers`` gives them. Raises ``problems.Refused``
    when the file cannot be written.
    """
    book = Book(path, language)
    for ledger in LEDGERS:
        if ledger.key in tables:
            write_rows(book, ledger, tables[ledger.key])
    book.close()


def write_rows(book: Book, ledger: Ledger, rows: Rows) -> Any:
    """Write the sheet of a ledger with these rows; returns the sheet."""
    sheet, contents = book.ledger(ledger)
    for number, row in enumerate(rows, FIRST_ROW):
        contents.add(row)
        for position, column in enumerate(ledger.columns):
            write_cell(book, sheet, (number, position), in_words(column, row.get(column.name), book.words))
    return sheet


def refuse_too_many_rows(connection: Connection) -> None:
    """Raise ``problems.Refused`` for a ledger of more rows than a sheet that is loaded may have."""
    for ledger in LEDGERS:
        number = connection.execute(select(func.count()).select_from(ledger.table)).scalar_one()
        if number > MOST_ROWS:
            raise Refused("export.too_many_rows", value=f"ledger.{ledger.key}", expected=f"{MOST_ROWS:,}")


def stored_ledgers(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every ledger that has some, by ledger key: in the order of their keys, units as codes."""
    codes = {number: code for code, number in unit_ids(connection).items()}
    tables = {ledger.key: list(stored_rows(connection, ledger, codes)) for ledger in LEDGERS}
    return {key: rows for key, rows in tables.items() if rows}


def stored_rows(
    connection: Connection, ledger: Ledger, codes: Mapping[int, str], which: ColumnElement[bool] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a ledger (those of ``which``) in the order of their key, by column; ``codes`` of units by number."""
    table = ledger.table
    names = [column.name for column in ledger.columns]
    units = {column.name for column in ledger.columns if column.kind == "unit"}
    query = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
    for row in connection.execute(query if which is None else query.where(which)):
        yield {name: codes.get(value) if name in units else value for name, value in zip(names, row, strict=True)}


def in_words(column: LedgerColumn, value: object, words: Wording) -> object:
    """Return a typed value as a user would write it in the sheet."""
    if value is None:
        return None
    if column.kind == "code":
        return words.label(column.labels, value)
    if column.kind in ("group", "item", "counted"):
        return label(column.kind, str(value), words)
    if column.kind == "flag":
        return words("flag.yes" if value else "flag.no")
    return value


def write_cell(book: Book, sheet: Any, place: tuple[int, int], value: object, *, wrong: bool = False) -> None:
    """Write any value so that it is read again as it is: a text stays a text, even one that looks like a formula."""
    text, date, plain = (
        (book.wrong_quoted, book.wrong_date, book.wrong_plain) if wrong else (book.quoted, book.date, book.plain)
    )
    if value is None or value != value:
        sheet.write_blank(*place, None, text)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, plain)
    elif (isinstance(value, float) and math.isfinite(value)) or (
        isinstance(value, int) and abs(value) <= LARGEST_EXACT
    ):
        sheet.write_number(*place, value, plain)
    elif isinstance(value, dt.date) and value.year >= 1900:
        sheet.write_datetime(*place, value, date)
    else:
        sheet.write_string(*place, str(value)[:LONGEST_CELL], text)
