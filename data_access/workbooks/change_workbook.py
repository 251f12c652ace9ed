"""The workbook of what a load changed: rows by unit, then each changed cell of each ledger with its value before."""

from io import BytesIO
from pathlib import Path
from typing import Any

from data_access.checking.change_report import COUNTED, ChangeReport, RowChange
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.privacy import masked
from data_access.workbooks.filled_workbook import in_words
from data_access.workbooks.template import INK, header, sheet_name
from data_access.workbooks.whole_file import CHANGES, KIND, TEXT_IS_TEXT, write_whole
from wording import Wording, wording

WIDE, NARROW = 28, 12


def write_changes(path: Path, report: ChangeReport, language: str = "zh") -> None:
    """Write a report; raises ``problems.Refused`` when the file cannot be written."""
    write_whole(path, lambda: _content(report, wording(language)))


def _content(report: ChangeReport, words: Wording) -> bytes:
    import xlsxwriter

    written = BytesIO()
    book = xlsxwriter.Workbook(written, TEXT_IS_TEXT)
    book.set_custom_property(KIND, CHANGES)
    heading = book.add_format({"bold": True, "font_color": "white", "bg_color": INK, "text_wrap": True})
    _write_units(book.add_worksheet(words("changes.sheet")), heading, report, words)
    for ledger in LEDGERS:
        rows = [row for row in report.rows if row.ledger == ledger.key and row.cells]
        if rows:
            _write_cells(book.add_worksheet(sheet_name(ledger, words)), heading, ledger, rows, report, words)
    book.close()
    return written.getvalue()


def _write_units(sheet: Any, heading: Any, report: ChangeReport, words: Wording) -> None:
    heads = [words("load.column.ledger"), words("changes.unit"), *(words(f"load.column.{name}") for name in COUNTED)]
    _begin(sheet, heading, heads)
    for number, each in enumerate(report.units, 1):
        sheet.write_string(number, 0, words(f"ledger.{each.ledger}"))
        sheet.write_string(number, 1, report.name_of(each.unit))
        for place, name in enumerate(COUNTED, 2):
            sheet.write_number(number, place, getattr(each, name))


def _write_cells(
    sheet: Any, heading: Any, ledger: Ledger, rows: list[RowChange], report: ChangeReport, words: Wording
) -> None:
    keys = [ledger.column(name) for name in ledger.natural_key]
    heads = [header(column, words) for column in keys]
    _begin(sheet, heading, [*heads, *(words(f"changes.{name}") for name in ("row", "column", "before", "after"))])
    number = 0
    for row in rows:
        key = [shown(ledger, name, part, report, words) for name, part in zip(ledger.natural_key, row.key, strict=True)]
        for cell in row.cells:
            number += 1
            values = (shown(ledger, cell.column, value, report, words) for value in (cell.before, cell.after))
            place = "" if row.row is None else str(row.row)
            for position, text in enumerate((*key, place, header(ledger.column(cell.column), words), *values)):
                sheet.write_string(number, position, text)


def _begin(sheet: Any, heading: Any, heads: list[str]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, NARROW)
    sheet.set_column(0, 1, WIDE)
    sheet.set_column(max(0, len(heads) - 3), len(heads) - 1, WIDE)
    sheet.write_row(0, 0, heads, heading)


def shown(ledger: Ledger, name: str, value: object, report: ChangeReport, words: Wording) -> str:
    """A value of a column as a reader reads it, personal numbers covered; a blank is said to be one."""
    if value is None:
        return words("changes.blank")
    column = BY_KEY[ledger.key].column(name)
    return report.name_of(str(value)) if column.kind == "unit" else masked(str(in_words(column, value, words)))
