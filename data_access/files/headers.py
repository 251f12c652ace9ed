"""Where the headers of a sheet stand: office ledgers begin with a title, a unit and a date as often as not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from data_access.files.cell_text import plain
from data_access.files.limits import TITLE_ROWS as MOST_TITLE_ROWS
from data_access.files.sources import Row, Sheet, header_texts


def located(sheet: Sheet, ledger_headers: Sequence[Collection[str]]) -> Sheet:
    """The sheet, its headers taken from that one of its first rows which holds the most headers of one ledger.

    ``ledger_headers``: for each ledger that the sheet may be, the plain names of its headers. Without a better row
    the first one stays. Headers that are merged with rows above them are taken from there.
    """
    first: Row = (sheet.header_row, sheet.headers)
    rows = dict([first, *sheet.rows[: MOST_TITLE_ROWS - 1]])
    candidates = [_headers(sheet, number, rows) for number in rows]
    scores = [_score(headers, ledger_headers) for headers in candidates]
    best = scores.index(max(scores))
    if best == 0:
        return sheet
    return replace(sheet, headers=candidates[best], rows=sheet.rows[best:], header_row=list(rows)[best])


def _score(headers: Sequence[str], ledger_headers: Sequence[Collection[str]]) -> int:
    there = set(map(plain, headers))
    return max((len(there.intersection(names)) for names in ledger_headers), default=0)


def _headers(sheet: Sheet, number: int, rows: Mapping[int, Sequence[object]]) -> tuple[str, ...]:
    """The cells of a row as headers; a cell that is merged with one above has its text from there."""
    headers = list(header_texts(rows[number]))
    for column, top in sheet.marks.headers_above(number).items():
        above = header_texts(rows.get(top, ()))
        if column < len(above):
            headers += [""] * (column + 1 - len(headers))
            headers[column] = headers[column] or above[column]
    return tuple(headers)
