"""Where the headers of a sheet stand: office ledgers begin with a title, a unit and a date as often as not."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from data_access.files.cell_text import plain
from data_access.files.limits import TITLE_ROWS as MOST_TITLE_ROWS
from data_access.files.sheet_words import bare, over_days
from data_access.files.sources import NO_HEADER_ROW, Row, Sheet, header_texts, is_blank


def located(sheet: Sheet, ledger_headers: Sequence[Collection[str]]) -> Sheet:
    """The sheet, its headers taken from that one of its first rows which holds the most headers of one ledger.

    ``ledger_headers``: for each ledger that the sheet may be, the plain names of its headers. Without a better row
    the first one stays. Headers that are merged with rows above them are taken from there; of two levels of headers
    each column has both where only together they are a header, or where the lower one alone stands twice.
    """
    if sheet.header_row == NO_HEADER_ROW:
        return sheet
    known = [_Names(set(names), set(map(bare, names))) for names in ledger_headers]
    first: Row = (sheet.header_row, sheet.headers)
    rows = dict([first, *sheet.rows[: MOST_TITLE_ROWS - 1]])
    candidates = [headers_of(sheet, number, rows) for number in rows]
    levels = list(_two_levels(candidates, known))
    scores = [_score(headers, known) for headers in (*candidates, *levels)]
    best = scores.index(max(scores))
    if best == 0:
        return sheet
    headers = (*candidates, *levels)[best]
    place = best if best < len(candidates) else best - len(candidates) + 1
    titles = tuple(_titles(list(rows.values())[:place], headers))
    return replace(sheet, headers=headers, rows=sheet.rows[place:], header_row=list(rows)[place], titles=titles)


def _titles(rows: Iterable[Sequence[object]], headers: Collection[str]) -> Iterator[str]:
    """The texts above the headers that are no headers themselves; a cell with a colon is said with the one beside it.

    填报单位： often stands in one cell, and the unit in the next.
    """
    for row in rows:
        texts = [text for text in header_texts(row) if text]
        for place, text in enumerate(texts):
            if text not in headers:
                following = texts[place + 1 : place + 2] if plain(text).endswith(":") else []
                yield "".join([text, *following])


@dataclass(frozen=True)
class _Names:
    """The headers of a ledger, in plain and in bare form."""

    plain: Collection[str]
    bare: Collection[str]

    def match(self, header: str) -> str | None:
        """The form in which a header is one of these."""
        if plain(header) in self.plain:
            return bare(header)
        return bare(header) if header and bare(header) in self.bare else None


def _score(headers: Sequence[str], known: Sequence[_Names]) -> int:
    return max((len({names.match(header) for header in headers} - {None}) for names in known), default=0)


def headers_of(sheet: Sheet, number: int, rows: Mapping[int, Sequence[object]]) -> tuple[str, ...]:
    """The cells of a row as headers; a cell that is merged with one above has its text from there."""
    headers = list(header_texts(rows[number]))
    for column, top in sheet.marks.headers_above(number).items():
        above = header_texts(rows.get(top, ()))
        if column < len(above):
            headers += [""] * (column + 1 - len(headers))
            headers[column] = headers[column] or above[column]
    return tuple(headers)


def _two_levels(rows: Sequence[Sequence[str]], known: Sequence[_Names]) -> Iterator[tuple[str, ...]]:
    """Each row with the one above it as the upper level of headers."""

    def is_known(header: str) -> bool:
        return any(names.match(header) for names in known)

    for upper, lower in pairwise(rows):
        width = max(len(upper), len(lower))
        above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
        doubled = {header for header, times in Counter(map(plain, below)).items() if times > 1}
        joined, over = [], ""
        for top, own in zip(above, below, strict=True):
            over = top or over
            both = [text for text in _of_both(over, own) if own and over and is_known(text)]
            if not own:
                joined.append(top)
            elif plain(own) in doubled or not is_known(own):
                joined.append(next(iter(both), f"{over}{own}" if plain(own) in doubled else own))
            else:
                joined.append(own)
        yield tuple(joined)


def _of_both(upper: str, lower: str) -> Iterator[str]:
    """What two levels may say together; 立案 below 审理时间 is a day of it."""
    yield from (f"{upper}{lower}", f"{lower}{upper}")
    if of_day := over_days(upper, lower):
        yield of_day


def is_blank_below(sheet: Sheet, position: int) -> bool:
    """Whether a column holds nothing below its header."""
    return all(position >= len(row) or is_blank(row[position]) for _number, row in sheet.rows)
