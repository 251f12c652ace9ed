"""Sheets written to files of every format that the door reads, undamaged: the name of a format → the bytes."""

import datetime as dt
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet
from xlsxwriter.exceptions import XlsxWriterException

from tests.data_access.binary_files import binary_book
from tests.data_access.old_files import old_book
from tests.fuzz.tables import Grid, Table

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A record of a binary workbook takes sixteen thousand bytes, a number of SQLite eight.
LONGEST_BINARY, GREATEST = 8_000, 2**63
REGISTER = "register"


def write_workbook(sheets: list[Table]) -> bytes:
    """The sheets as an undamaged workbook; what Excel cannot hold is left out of it."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"remove_timezone": True})
    formats = {"date": workbook.add_format({"num_format": "yyyy-mm-dd"}), "border": workbook.add_format({"border": 1})}
    for table in sheets:
        try:
            sheet = workbook.add_worksheet(table.name)
        except XlsxWriterException:
            sheet = workbook.add_worksheet()
        _write(sheet, table, formats)
    workbook.close()
    return buffer.getvalue()


def _write(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in table.merged:
        inside = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(inside) > 1 and not inside & taken:
            sheet.merge_range(top, left, bottom, right, "", formats["border"])
            taken |= inside
    for number, row in enumerate(table.grid):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, formats["date"])
    for (number, column), value in table.formulas.items():
        sheet.write_formula(number, column, "=1+1", None, value)
    for number in table.hidden:
        sheet.set_row(number, None, None, {"hidden": True})


def _write_cell(sheet: Any, row: int, column: int, cell: object, days: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:32_767])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime(cell.year, cell.month, cell.day), days)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, float(cell))


def _open_document(sheets: list[Table], root: str) -> str:
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
    content = "".join(map(_open_sheet, sheets))
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    return f"<office:{root} {names}>{body}</office:{root}>"


def write_flat(sheets: list[Table]) -> bytes:
    """A spreadsheet of LibreOffice that is one XML file."""
    text = _open_document(sheets, "document")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode("utf-8", "replace")


def write_page(sheets: list[Table]) -> bytes:
    """A web page of tables, which office systems name as a workbook."""
    tables = "".join(_page_table(table) for table in sheets)
    return f'<html><head><meta charset="utf-8"></head><body>{tables}</body></html>'.encode("utf-8", "replace")


def _page_table(table: Table) -> str:
    rows = []
    for number, row in enumerate(table.grid):
        hidden = ' style="display:none"' if number in table.hidden else ""
        cells = "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in row)
        rows.append(f"<tr{hidden}>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def write_excel_xml(sheets: list[Table]) -> bytes:
    """Excel's XML of 2003."""
    tables = "".join(
        f"<Worksheet ss:Name={quoteattr(_NO_XML.sub('', table.name))}><Table>"
        + "".join(f"<Row>{''.join(map(_excel_xml_cell, row))}</Row>" for row in table.grid)
        + "</Table></Worksheet>"
        for table in sheets
    )
    schema = "urn:schemas-microsoft-com:office:spreadsheet"
    text = f'<?xml version="1.0"?><Workbook xmlns="{schema}" xmlns:ss="{schema}">{tables}</Workbook>'
    return text.encode("utf-8", "replace")


def _excel_xml_cell(cell: object) -> str:
    if cell is None:
        return "<Cell/>"
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    kind = "Number" if is_number else "DateTime" if isinstance(cell, dt.date) else "String"
    value = f"{cell.isoformat()}T00:00:00.000" if isinstance(cell, dt.date) else escape(_NO_XML.sub("", str(cell)))
    return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'


def write_open(sheets: list[Table]) -> bytes:
    """A spreadsheet of LibreOffice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        archive.writestr("content.xml", _open_document(sheets, "document-content"))
    return buffer.getvalue()


def _open_sheet(table: Table) -> str:
    rows = []
    for number, row in enumerate(table.grid):
        hidden = ' table:visibility="collapse"' if number in table.hidden else ""
        cells = "".join(_open_cell(table, number, column, cell) for column, cell in enumerate(row))
        rows.append(f"<table:table-row{hidden}>{cells}</table:table-row>")
    return f"<table:table table:name={quoteattr(_NO_XML.sub('', table.name))}>{''.join(rows)}</table:table>"


def _open_cell(table: Table, row: int, column: int, cell: object) -> str:
    spans = [part for part in table.merged if part[:2] == (row, column)]
    more = "".join(
        f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
        for top, left, bottom, right in spans[:1]
    )
    if (row, column) in table.formulas:
        cell, more = table.formulas[row, column], f'{more} table:formula="of:=1+1"'
    text = escape(_NO_XML.sub("", str(cell)))
    if cell is None:
        return f"<table:table-cell{more}/>"
    if isinstance(cell, bool):
        value = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, dt.date):
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, (int, float)):
        value = f'office:value-type="float" office:value="{cell}"'
    else:
        value = 'office:value-type="string"'
    return f"<table:table-cell {value}{more}><text:p>{text}</text:p></table:table-cell>"


def write_old(sheets: list[Table]) -> bytes:
    """A workbook from before 2007."""
    return old_book([(table.name, table.grid) for table in sheets])


def write_binary(sheets: list[Table]) -> bytes:
    """A binary workbook of the first sheet."""
    grid = [[_binary_cell(cell) for cell in row] for row in sheets[0].grid]
    return binary_book(sheets[0].name, grid if any(grid) else [[""]])


def _binary_cell(cell: object) -> object:
    if isinstance(cell, dt.date):
        return (cell - dt.date(1899, 12, 30)).days, "yyyy-mm-dd"
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell, "General"
    return "" if cell is None else str(cell)[:LONGEST_BINARY]


def write_columns(sheets: list[Table]) -> bytes:
    """A parquet file of the first sheet; a column whose cells are of several types is one of texts."""
    headers, *rows = _level(sheets[0].grid)
    columns = [[row[place] for row in rows] for place in range(len(headers))]
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays([_column(cells) for cells in columns], _texts(headers)), buffer)
    return buffer.getvalue()


def _column(cells: list[object]) -> Any:
    try:
        return pa.array(cells)
    except (pa.ArrowException, OverflowError):
        return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())


def write_database(sheets: list[Table]) -> bytes:
    """An SQLite file of the first sheet, a table whose columns are numbered (``query_of`` names them)."""
    headers, *rows = _level(sheets[0].grid)
    with closing(sqlite3.connect(":memory:")) as database:
        columns = ", ".join(f"c{place}" for place in range(len(headers))) or "c0"
        database.execute(f"CREATE TABLE {REGISTER} ({columns})")
        if headers:
            places = ", ".join("?" * len(headers))
            kept = [[_stored(cell) for cell in row] for row in rows]
            database.executemany(f"INSERT INTO {REGISTER} VALUES ({places})", kept)  # noqa: S608
        database.commit()
        return database.serialize()


def query_of(table: Table) -> str:
    """The query that names the columns of ``write_database`` by the headers of the sheet."""
    headers, *_rows = _level(table.grid)
    named = (f"c{place} AS " + '"' + text.replace('"', '""') + '"' for place, text in enumerate(_texts(headers)))
    return f"SELECT {', '.join(named) or '*'} FROM {REGISTER}"  # noqa: S608


def _stored(cell: object) -> object:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) and not -GREATEST <= cell < GREATEST else cell


def _level(grid: Grid) -> Grid:
    """The rows, all as long as the longest; a first one that there is."""
    width = max(map(len, grid), default=0)
    return [[*row, *[None] * (width - len(row))] for row in grid] or [[]]


def _texts(headers: list[object]) -> list[str]:
    return ["" if header is None else str(header).replace("\x00", "") for header in headers]


def write_text(table: Table, delimiter: str = ",", end: str = "\r\n", quote: str = '"') -> str:
    """The text of a csv file; without a quote nothing is quoted."""
    return end.join(delimiter.join(_quoted(cell, quote) for cell in row) for row in table.grid)


def _quoted(cell: object, quote: str) -> str:
    text = "" if cell is None else str(cell)
    return f"{quote}{text.replace(quote, quote * 2)}{quote}" if quote else text


# Each with the ending of its files; a csv file has an encoding of its own, a database a query.
WRITERS: dict[str, Callable[[list[Table]], bytes]] = {
    "xlsx": write_workbook,
    "xlsb": write_binary,
    "xls": write_old,
    "et": write_old,
    "ods": write_open,
    "fods": write_flat,
    "page.xls": write_page,
    "xml.xls": write_excel_xml,
    "parquet": write_columns,
    "db": write_database,
    "tsv": lambda sheets: write_text(sheets[0], "\t").encode("utf-8", "replace"),
    "csv": lambda sheets: write_text(sheets[0]).encode(),
}
OF_SEVERAL_SHEETS = ("xlsx", "xls", "et", "ods", "fods", "xml.xls")
