"""The example row of the template: how it is written, and what becomes of it in a workbook that comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data_access.checking.known_words import label
from data_access.files.cell_text import as_text, plain
from data_access.files.sources import Row, Sheet, is_blank
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.workbook_marks import EXAMPLE_MARK
from wording import LANGUAGES, Wording, wording

_MARKS = tuple(map(plain, EXAMPLE_MARK.values()))
# The sign at the end of each mark, in the forms that people type.
_COLONS = ":\uff1a"


def example(column: LedgerColumn, words: Wording) -> str:
    """The example of a column as a user would write it."""
    if not column.example:
        return ""
    if column.kind == "code":
        return words.label(column.labels, column.example)
    if column.kind in ("group", "item", "counted"):
        return label(column.kind, column.example, words)
    if column.kind == "flag":
        return words(f"flag.{column.example}")
    return column.example


@dataclass(frozen=True)
class Examples:
    """A sheet whose examples are told from its rows.

    ``left_out`` are the rows that show how to fill the sheet, ``taken`` the numbers of those that a case was written
    over, ``mixed`` those of rows that are partly still the example.
    """

    sheet: Sheet
    left_out: tuple[Row, ...] = ()
    taken: tuple[int, ...] = ()
    mixed: tuple[int, ...] = ()


def without_examples(sheet: Sheet, ledger: Ledger, columns: Mapping[int, str]) -> Examples:
    """Leave out the example of a ledger's sheet; a row that was written over it is kept, its mark put away.

    ``columns`` tells which column of the sheet (from 0) is which of the ledger's.
    """
    # The first cells repeat: a hundred thousand rows have the names of some hundred units.
    if not any(map(_is_mark, {row[0] for _number, row in sheet.rows if row})):
        return Examples(sheet)
    rows: list[Row] = []
    told: dict[str, list[Row]] = {"left_out": [], "taken": [], "mixed": []}
    for each in sheet.rows:
        number, row = each
        if not _is_marked(row):
            rows.append(each)
            continue
        written: Row = (number, [_unmarked(str(row[0])), *row[1:]])
        verdict = _verdict(written[1], ledger, columns)
        told[verdict].append(each)
        if verdict != "left_out":
            rows.append(written)
    taken, mixed = (tuple(number for number, _row in told[verdict]) for verdict in ("taken", "mixed"))
    return Examples(replace(sheet, rows=rows), tuple(told["left_out"]), taken, mixed)


def _is_marked(row: Sequence[object]) -> bool:
    return bool(row) and _is_mark(row[0])


def _is_mark(cell: object) -> bool:
    return isinstance(cell, str) and plain(cell).startswith(_MARKS)


def _unmarked(text: str) -> str:
    place = min(text.index(sign) for sign in _COLONS if sign in text)
    return text[place + 1 :].strip()


def _verdict(row: Sequence[object], ledger: Ledger, columns: Mapping[int, str]) -> str:
    """Whether a marked row is the example still, was written over, or is partly both: unit and number decide."""
    filled = {at: name for at, name in columns.items() if at < len(row) and not is_blank(row[at])}
    same = {at for at, name in filled.items() if plain(as_text(row[at])) in _written(ledger.column(name))}
    others = filled.keys() - {0}
    if others <= same:
        return "left_out"
    number = ledger.named_by or ledger.number_column
    return "mixed" if same & ({0} | {at for at, name in filled.items() if name == number}) else "taken"


def _written(column: LedgerColumn) -> set[str]:
    return {plain(example(column, wording(language))) for language in LANGUAGES if column.example}
