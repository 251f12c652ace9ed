"""What a mapping says of the rows of a sheet, before any cell is read: which are left out, filled down, or several."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from data_access.checking.fill_down import is_silent, taken_from_above
from data_access.checking.grouping import spans
from data_access.checking.header_names import names as own_names
from data_access.checking.joined_numbers import in_full, joined
from data_access.checking.mapping_content import Chosen, names_of
from data_access.checking.mapping_content import Mapping as Rules
from data_access.checking.patterns import fits, fits_any, folded
from data_access.files.cell_text import plain
from data_access.files.sources import Row, Sheet, cell_at, is_blank
from data_access.problems import FILLED_DOWN, ROWS_SKIPPED, Problem


@dataclass(frozen=True)
class Place:
    """Where the foreign headers of a mapping stand in a sheet."""

    sheet: Sheet

    def positions(self, header: str) -> list[int]:
        """The columns that one of the header's names stands above: one, or what is wrong with it."""
        names = set(map(plain, names_of(header)))
        return [at for at, each in enumerate(self.sheet.headers) if each and plain(each) in names]

    def position(self, header: str) -> int | None:
        """The column of a header; None when the sheet has none."""
        return next(iter(self.positions(header)), None)

    def cells(self, header: str) -> list[object]:
        """The cells below a header; blank where the sheet has no such header."""
        at = self.position(header)
        return [None if at is None else cell_at(row, at) for _number, row in self.sheet.rows]


@dataclass(frozen=True)
class Reshaped:
    """A sheet with the rows that a mapping makes of it, several of them perhaps of one row and with its number.

    ``special`` are the cells of the special places of templates, ``parts`` how the several units of one row follow each
    other: 0 for a row that was not split, else 1, 2 …
    """

    sheet: Sheet
    special: Mapping[str, list[object]]
    parts: Sequence[int]


def reshaped(sheet: Sheet, rules: Rules) -> tuple[Reshaped, list[Problem]]:
    """The sheet as its mapping says, and remarks on the rows that were left out and the cells that were filled."""
    sheet, remarks = _without_skipped(sheet, rules)
    for header in rules.fill_down:
        sheet, filled = _filled_down(sheet, header)
        remarks += filled
    rows: Iterator[tuple[Row, int]] = ((row, 0) for row in sheet.rows)
    for header, signs in rules.split.items():
        at = Place(sheet).position(header)
        rows = _split_numbers(rows, at, signs) if _is_number(rules, header) else _split(rows, at, signs)
    made = list(_wide(rows, sheet, rules))
    sheet_made = replace(sheet, rows=[row for row, _part, _header, _value in made])
    special: dict[str, list[object]] = {
        "sheet_name": [sheet.name] * len(made),
        "file_name": [PurePath(sheet.source).stem or sheet.name] * len(made),
        "titles": [" ".join(sheet.titles) or None] * len(made),
        "wide_header": [header for _row, _part, header, _value in made],
        "wide_value": [value for _row, _part, _header, value in made],
    }
    return Reshaped(sheet_made, special, [part for _row, part, _header, _value in made]), remarks


def chosen(sheet: Sheet, which: Chosen) -> list[bool]:
    """Of each row whether a cell under one of the headers is what a pattern says."""
    found = [False] * len(sheet.rows)
    for header, patterns in which.items():
        for position, value in enumerate(Place(sheet).cells(header)):
            found[position] = found[position] or fits_any(value, patterns)
    return found


def _without_skipped(sheet: Sheet, rules: Rules) -> tuple[Sheet, list[Problem]]:
    skipped = chosen(sheet, rules.skip)
    wanted = chosen(sheet, rules.only) if rules.only else [True] * len(skipped)
    left_out = [skip or not want for skip, want in zip(skipped, wanted, strict=True)]
    if not any(left_out):
        return sheet, []
    numbers = [number for (number, _row), out in zip(sheet.rows, left_out, strict=True) if out]
    remark = Problem(sheet.name, None, None, str(len(numbers)), ROWS_SKIPPED, (spans(numbers),), {}, sheet.source)
    rows = [row for row, out in zip(sheet.rows, left_out, strict=True) if not out]
    return replace(sheet, rows=rows), [remark]


def _filled_down(sheet: Sheet, header: str) -> tuple[Sheet, list[Problem]]:
    """Cells that are blank, or say "as above", have what stands above them; the first ones may stay blank."""
    at = Place(sheet).position(header)
    if at is None:
        return sheet, []
    filled, numbers = taken_from_above(sheet, [at], is_silent)
    if not numbers:
        return filled, []
    count, header = str(len(numbers)), sheet.headers[at]
    remark = Problem(sheet.name, None, header, count, FILLED_DOWN, (spans(numbers),), {}, sheet.source)
    return filled, [remark]


def _split(rows: Iterator[tuple[Row, int]], at: int | None, signs: Sequence[str]) -> Iterator[tuple[Row, int]]:
    """A row for each unit that a cell names."""
    for (number, row), part in rows:
        value = None if at is None else cell_at(row, at)
        names = _parts(value, signs) if isinstance(value, str) else []
        if at is None or len(names) < 2:
            yield (number, row), part
            continue
        for place, name in enumerate(names, 1):
            yield (number, [*row[:at], name, *row[at + 1 :]]), place


def _is_number(rules: Rules, header: str) -> bool:
    """Whether the cells below a foreign header, or one called like ours, are numbers of records."""
    own = own_names(rules.ledger)
    columns = rules.headers.get(header) or tuple(own[plain(name)] for name in names_of(header) if plain(name) in own)
    return any(rules.ledger.column(column).kind == "number" for column in columns)


def _split_numbers(rows: Iterator[tuple[Row, int]], at: int | None, signs: Sequence[str]) -> Iterator[tuple[Row, int]]:
    """A row for each case that was joined with others, its number in full; the rest of the row is said of each."""
    for (number, row), part in rows:
        value = None if at is None else cell_at(row, at)
        pieces = _parts(value, signs) if isinstance(value, str) else []
        numbers = in_full(pieces) if len(pieces) > 1 else joined(value) if pieces else ()
        if at is None or len(numbers) < 2:
            yield (number, row), part
            continue
        for each in numbers:
            yield (number, [*row[:at], each, *row[at + 1 :]]), part


def _parts(text: str, signs: Sequence[str]) -> list[str]:
    for sign in signs[1:]:
        text = text.replace(sign, signs[0])
    return [name for name in map(str.strip, text.split(signs[0])) if name]


def _wide(rows: Iterator[tuple[Row, int]], sheet: Sheet, rules: Rules) -> Iterator[tuple[Row, int, object, object]]:
    """A row for each filled cell below a wide header; without such headers every row as it is."""
    columns = wide_columns(sheet, rules)
    for row, part in rows:
        if not rules.wide:
            yield row, part, None, None
        for at in columns:
            value = cell_at(row[1], at)
            if not is_blank(value) and folded(value) not in rules.blank:
                yield row, part, sheet.headers[at], value


def wide_columns(sheet: Sheet, rules: Rules) -> list[int]:
    """The columns whose headers a mapping calls wide."""
    fitting: Callable[[str], bool] = lambda header: any(fits(plain(header), each) for each in rules.wide)  # noqa: E731
    return [at for at, header in enumerate(sheet.headers) if header and fitting(header)]
