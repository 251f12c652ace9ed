"""Rows of a sheet that are no rows of its ledger: sums, notes, signatures, and headers that stand again."""

import re
from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from data_access.files.cell_text import as_text, plain
from data_access.files.packed_rows import PackedRows
from data_access.files.sheet_words import NUMERALS, lines_between, row_words
from data_access.files.sources import NO_HEADER_ROW, Row, Sheet, is_blank
from data_access.ledgers.workbook_marks import EXAMPLE_MARK
from data_access.problems import LEFT_OUT, Problem

# What may follow the word of a sum: a colon, how many.
_SUM = re.compile(r"([^\d:(]+)[:(]?[^\w]*\d*\D{0,3}")
_NUMBERED = re.compile(r"\d+$")
# What follows the word of an example that is written before what it shows.
_AFTER = frozenset(":)]】〕-—")
_OPENING = "([【〔（［"
_MARKS = tuple(EXAMPLE_MARK.values())
# The beginning of a cell tells whether it is called an example.
LONGEST_MARKED = 20
# A line that is numbered, or the number before it in a cell of its own; the last rows of a sheet that may be such.
_NUMBERED_LINE = re.compile(rf"[(（]?(?:\d{{1,2}}|{NUMERALS}|[①-⑳])[)）.．、:：]?\s*\S")
_NUMBER_ALONE = re.compile(rf"[(（]?(?:\d{{1,2}}|{NUMERALS}|[①-⑳])[)）.．、]?")
_SENTENCE = re.compile(r"[。；;.]$|^.*\w{10}")
MOST_NOTES = 40
# What draws a line across a table of text.
_STROKES = "-=_—–─━*+~|:/."
_DRAWN = re.compile(rf"[{re.escape(_STROKES)}\s]+")
# So many numbers in a row, from 1 on, number the columns of a form.
FEWEST_NUMBERS = 3
# The cells of a row in which a sum is called one.
MOST_LOOKED_AT = 2
# Texts of which it is kept what they are.
MOST_KEPT = 50_000
# A remark names at most so many rows, each by the beginning of its text.
MOST_NAMED, LONGEST_NAMED = 8, 12


def without_other_rows(sheet: Sheet, *, examples: bool = False) -> tuple[Sheet, tuple[Row, ...]]:
    """The sheet without such rows, and these. A sheet that has no row of headers has none of them.

    A row that is called an example (示例, 例：甲县) is none. Under the mark of our own template, letter for letter,
    somebody may have written a case (see ``examples``): such a row is left out where ``examples`` says so.
    """
    if sheet.header_row == NO_HEADER_ROW:
        return sheet, ()
    headers = tuple(map(plain, sheet.headers))
    begins = _Beginnings(headers)
    cells = _Cells(headers, begins)
    other = [
        each
        for each in sheet.rows
        if not cells.are(each[1])
        and (_is_other(each[1], headers, begins) or _is_example(each[1], begins, ours=examples))
    ]
    other += _further_notes(sheet, {number for number, _row in other})
    return _without(sheet, other), tuple(other)


def _further_notes(sheet: Sheet, other: Collection[int]) -> list[Row]:
    """The numbered lines that end a sheet below a note: 说明：, 1. …, 2. …; one of text alone, or behind its number."""
    found: list[Row] = []
    for at in range(len(sheet.rows) - 1, max(-1, len(sheet.rows) - MOST_NOTES), -1):
        number, row = sheet.rows[at]
        cells = [as_text(cell).strip() for cell in row if not is_blank(cell)]
        if number in other:
            if cells and _is_note(plain(cells[0])):
                return found[::-1]
            continue
        alone = len(cells) == 1 and _NUMBERED_LINE.match(cells[0])
        behind = len(cells) == MOST_LOOKED_AT and _NUMBER_ALONE.fullmatch(cells[0]) and _SENTENCE.search(cells[1])
        if not alone and not behind:
            return []
        found.append((number, row))
    return []


def without_stray_cells(sheet: Sheet, read: Container[int]) -> tuple[Sheet, tuple[Row, ...]]:
    """The sheet without rows of which one cell alone is filled, and that in no column that is read; and these.

    A number that waits for its case, or a line between cases (二、第二季度), holds nothing of the ledger.
    """
    if sheet.header_row == NO_HEADER_ROW or 0 in read:
        return sheet, ()
    stray = [row for row in sheet.rows if _is_stray(row[1], read)]
    return _without(sheet, stray), tuple(stray)


def _is_stray(row: Sequence[object], read: Container[int]) -> bool:
    filled = islice((at for at, cell in enumerate(row) if not is_blank(cell)), 2)
    return next(filled, 0) not in read and next(filled, None) is None


def _without(sheet: Sheet, rows: Collection[Row]) -> Sheet:
    if not rows:
        return sheet
    numbers = {number for number, _row in rows}
    if isinstance(sheet.rows, PackedRows):
        return replace(sheet, rows=sheet.rows.without(numbers))
    return replace(sheet, rows=[each for each in sheet.rows if each[0] not in numbers])


def left_out_note(sheet: Sheet, rows: Sequence[Row]) -> Problem:
    """The one remark on all rows of a sheet that were left out."""
    named = [f"{number} {_beginning(row)}" for number, row in sorted(rows, key=lambda each: each[0])[:MOST_NAMED]]
    return Problem(sheet.name, None, None, f"{len(rows):,}", LEFT_OUT, tuple(named))


def _beginning(row: Sequence[object]) -> str:
    text = next((as_text(cell).strip() for cell in row if not is_blank(cell)), "")
    return text if len(text) <= LONGEST_NAMED else f"{text[:LONGEST_NAMED]}…"


class _Beginnings(dict[str, bool]):
    """Whether a text that begins with a sign may be such a word or a header: most rows are told by that alone."""

    def __init__(self, headers: Sequence[str]) -> None:
        words = (word for kind in ("totals", "notes", "signatures", "stems", "examples") for word in row_words(kind))
        self.signs = {word[:1] for word in (*words, *headers, "1", *_STROKES)}

    def __missing__(self, sign: str) -> bool:
        # A sign that reads as several, or as none, may begin anything.
        form = plain(sign)
        self[sign] = len(form) != 1 or form in self.signs
        return self[sign]


class _Cells(dict[str, bool]):
    """Whether a text is a cell like any other: neither such a word nor a header. Kept for those that begin like one."""

    def __init__(self, headers: Sequence[str], begins: _Beginnings) -> None:
        self.headers, self.begins = frozenset(headers), begins
        self.signs: dict[str, bool] = {}

    def __missing__(self, text: str) -> bool:
        if len(self) >= MOST_KEPT:
            self.clear()
        form = plain(text)
        word = _is_word(text, is_first=True) or form in self.headers or form == "1" or form in row_words("stems")
        other = word or _DRAWN.fullmatch(text) or is_blank(text)
        self[text] = not other and not _begins_example(text, self.begins)
        return self[text]

    def begin_as_none(self, signs: str) -> bool:
        """Whether no word begins with the first of two signs, nor with the second within brackets."""
        if signs not in self.signs:
            begins, within = self.begins, signs[:1] in _OPENING
            self.signs[signs] = not (not signs or begins[signs[0]] or (within and begins[signs[1:]]))
        return self.signs[signs]

    def are(self, row: Sequence[object]) -> bool:
        """Whether both of the cells that are looked at stand first and are such, as in nearly every row."""
        if len(row) < MOST_LOOKED_AT:
            return False
        # A row of a hundred thousand is told without a loop of its own.
        first, second, none = row[0], row[1], self.begin_as_none
        return (
            isinstance(first, str)
            and isinstance(second, str)
            and (none(first[:2]) or self[first])
            and (none(second[:2]) or self[second])
        )


def _is_other(row: Sequence[object], headers: Sequence[str], begins: _Beginnings) -> bool:
    first: list[tuple[int, str]] = []
    for at, cell in zip(range(len(headers)), row, strict=False):
        if isinstance(cell, str) and cell and not begins[cell[0]]:
            first.append((at, cell))
        elif cell is not None and not is_blank(cell):
            text = as_text(cell).lstrip()
            if begins[text[:1]] and _is_word(text, is_first=not first):
                return True
            first.append((at, text))
        if len(first) == MOST_LOOKED_AT:
            break
    if first and first[0][0] == 0 and (_is_between(row, first[0][1]) or _is_drawn(row, first[0][1])):
        return True
    if not first or not begins[first[0][1][:1]]:
        return False
    at, text = first[0][0], _form(first[0][1])
    return (text == headers[at] and _repeats(row, headers)) or _numbers_columns(row, text)


def _is_between(row: Sequence[object], text: str) -> bool:
    """Whether a row, of whose first cell this is the text, stands between those of the ledger.

    A line (一、县级部门, 以下空白) stands alone; what adds up a part of the rows (甲县小计) has only numbers beside it.
    """
    form = plain(text)
    if form.endswith(tuple(row_words("part_totals"))):
        return all(is_blank(cell) or isinstance(cell, (int, float)) or _is_number(cell) for cell in row[1:])
    return all(map(is_blank, row[1:])) and any(line.fullmatch(form) for line in lines_between())


def _is_drawn(row: Sequence[object], text: str) -> bool:
    """Whether a row, of whose first cell this is the text, is a line of strokes, or holds strokes in every cell."""
    return bool(_DRAWN.fullmatch(text)) and all(is_blank(cell) or _DRAWN.fullmatch(as_text(cell)) for cell in row)


def _is_number(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip().replace(".", "", 1).replace(",", "").isdecimal()


# The same units stand in the first cells of many rows.
_form = lru_cache(maxsize=MOST_KEPT)(plain)


@lru_cache(maxsize=MOST_KEPT)
def _is_word(text: str, *, is_first: bool) -> bool:
    """Whether a cell is called a sum or, as the first of its row, begins a note or a signature."""
    form = plain(text)
    return _is_sum(form) or (is_first and (_is_note(form) or form in row_words("examples")))


def _is_example(row: Sequence[object], begins: _Beginnings, *, ours: bool) -> bool:
    """Whether one of the first cells of a row begins by calling it an example, with a colon or in brackets; ``ours``:
    also by the mark of the template, in its first cell."""
    if not ours and row and isinstance(row[0], str) and row[0].lstrip().startswith(_MARKS):
        return False
    first = islice((cell for cell in row if cell is not None and not is_blank(cell)), MOST_LOOKED_AT)
    return any(isinstance(cell, str) and _begins_example(cell, begins) for cell in first)


def _begins_example(text: str, begins: _Beginnings) -> bool:
    sign = text[1:2] if text[0] in _OPENING else text[0]
    if not sign or not begins[sign]:
        return False
    form = plain(text[:LONGEST_MARKED]).lstrip(_OPENING)
    return any(form.startswith(word) and form[len(word) : len(word) + 1] in _AFTER for word in row_words("examples"))


def is_sum(row: Sequence[object]) -> bool:
    """Whether a row is called a sum in one of its first cells."""
    cells = [plain(as_text(cell)) for cell in row if not is_blank(cell)][:MOST_LOOKED_AT]
    return any(map(_is_sum, cells))


def _is_sum(text: str) -> bool:
    found = _SUM.fullmatch(text)
    return text in row_words("totals") or (found is not None and found[1] in row_words("totals"))


def _is_note(text: str) -> bool:
    beginning, colon, _rest = text.partition(":")
    word = _NUMBERED.sub("", beginning.partition("(")[0])
    return (word in row_words("signatures") and (bool(colon) or beginning == text)) or (
        word in row_words("notes") and (bool(colon) or text in row_words("notes_below"))
    )


def _repeats(row: Sequence[object], headers: Sequence[str]) -> bool:
    """Whether the headers stand again: in a print, on each page. In another order they are those of another table."""
    filled = [(at, plain(as_text(cell))) for at, cell in enumerate(row[: len(headers)]) if not is_blank(cell)]
    same = sum(text == headers[at] for at, text in filled)
    if any(text != headers[at] and text in headers for at, text in filled):
        return False
    return same > 1 and 2 * same >= len(filled)


def _numbers_columns(row: Sequence[object], first: str) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 …, or 甲, 乙, 1, 2 …"""
    if first != "1" and first not in row_words("stems"):
        return False
    cells = [plain(as_text(cell)) for cell in row if not is_blank(cell)]
    numbers = [cell for cell in cells if cell not in row_words("stems")]
    return len(numbers) >= FEWEST_NUMBERS and numbers == [str(number) for number in range(1, len(numbers) + 1)]
