"""Several tables in one sheet, below each other: each has headers of its own, and is read as the ledger these tell.

Rows of a second table under the headers of the first one would be stored as what they are not.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest

from data_access.checking.header_names import known_names, names_of
from data_access.files.cell_text import as_text, plain
from data_access.files.limits import TITLE_ROWS
from data_access.files.packed_rows import PackedRows
from data_access.files.sheet_words import other_headers
from data_access.files.sources import NO_HEADER_ROW, Row, Sheet, header_texts, is_blank
from data_access.ledgers.all import LEDGERS

# Headers begin within so many columns; beside a running number and its like stands one that a ledger has.
MOST_LOOKED_AT = 4
# So many cells of a row that are headers of one ledger, and most of its cells, are no row of another.
FEWEST_HEADERS = 3


def tables_of(sheet: Sheet, names: Collection[str] = ()) -> list[Sheet]:
    """The tables of a sheet whose headers are found: itself, or as many as rows of headers stand in it.

    ``names`` are the plain headers that a mapping knows beside those of the ledgers.
    """
    if sheet.header_row == NO_HEADER_ROW:
        return [sheet]
    own = [plain(header) for header in sheet.headers]
    borders = [place for place in _suspects(sheet, names) if _is_header_row(sheet.rows[place][1], own, names)]
    if not borders:
        return [sheet]
    ends = [_title_of(sheet.rows, border) for border in borders]
    tables = [replace(sheet, rows=sheet.rows[: ends[0]])]
    for border, end in zip(borders, [*ends[1:], len(sheet.rows)], strict=True):
        number, headers = sheet.rows[border]
        above = [cell for _number, row in sheet.rows[ends[len(tables) - 1] : border] for cell in row]
        titles = tuple(text for text in header_texts(above) if text)
        further = replace(sheet, headers=header_texts(headers), rows=sheet.rows[border + 1 : end], titles=titles)
        tables.append(replace(further, header_row=number, is_further=True))
    return tables


def from_first_headers(sheet: Sheet, found: Sheet) -> Sheet:
    """The sheet from its first row of headers on, where its headers were ``found`` in a later one because that has more
    of them: what stands between are no titles then, but rows of another table."""
    above: list[Row] = [(sheet.header_row, sheet.headers), *sheet.rows[:TITLE_ROWS]]
    own = [plain(header) for header in found.headers]
    before = [(number, row) for number, row in above if number < found.header_row]
    for place, (number, row) in enumerate(before):
        between = before[place + 1 :]
        if _is_header_row(row, own) and any(
            _fills_several(each) and not _is_header_row(each, own) for _, each in between
        ):
            titles = tuple(text for _, cells in before[:place] for text in header_texts(cells) if text)
            first = replace(sheet, headers=header_texts(row), rows=sheet.rows[place:], titles=titles)
            return replace(first, header_row=number)
    return found


def _fills_several(row: Sequence[object]) -> bool:
    return sum(not is_blank(cell) for cell in row) > 1


def _suspects(sheet: Sheet, names: Collection[str]) -> list[int]:
    """The rows with a word in one of the first columns that is a header of some ledger: mostly none."""
    words = _all_headers() if not names else _all_headers() | {*sheet.headers}
    if isinstance(sheet.rows, PackedRows):
        columns = sheet.rows.columns[:MOST_LOOKED_AT]
        return sorted({place for column in columns for place, cell in enumerate(column) if cell in words})
    return [place for place, (_number, row) in enumerate(sheet.rows) if not words.isdisjoint(row[:MOST_LOOKED_AT])]


@cache
def _all_headers() -> frozenset[str]:
    of_columns = (name for ledger in LEDGERS for column in ledger.columns for name in names_of(column))
    return frozenset((*of_columns, *(name for ledger in LEDGERS for name in other_headers(ledger.key))))


def _is_header_row(row: Sequence[object], own: Sequence[str], more: Collection[str] = ()) -> bool:
    """Whether a row holds the headers of a ledger, and not just those of its sheet again."""
    texts = ["" if is_blank(cell) else plain(as_text(cell)) for cell in row]
    there = set(texts) - {""}
    known = max((there & names for names in (*_names_by_ledger(), frozenset(more))), key=len)
    others = any(text in known and text != here for text, here in zip_longest(texts, own[: len(texts)]))
    return others and len(known) >= FEWEST_HEADERS and 2 * len(known) > len(there)


@cache
def _names_by_ledger() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(known_names(ledger)) for ledger in LEDGERS)


def _title_of(rows: Sequence[Row], border: int) -> int:
    """Where the title of a table begins that stands right above its headers: rows of one cell."""
    place = border
    while place and sum(not is_blank(cell) for cell in rows[place - 1][1]) == 1:
        place -= 1
    return place
