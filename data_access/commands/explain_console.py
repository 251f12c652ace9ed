"""What the command line says of the first rows of a sheet: what each cell became, and from what."""

from collections.abc import Iterator, Sequence

from rich.console import Console

from data_access.checking.known_words import label
from data_access.checking.validation import Checked
from data_access.commands.console import say
from data_access.files.cell_text import as_text, plain
from data_access.files.sources import cell_at, is_blank
from data_access.ledgers.declare import LedgerColumn
from data_access.reported_period import reported_in_words
from data_access.workbooks.template import header
from wording import Wording

# So many rows of a sheet are explained, with all that was made of them.
FIRST_ROWS = 3


def say_explained(console: Console, parts: Sequence[Checked], words: Wording) -> None:
    """The first rows of every sheet, each with the rows of ledgers that it became; ``parts`` as they were read."""
    sheets = dict.fromkeys((each.intake.sheet.source, each.intake.sheet.name) for each in parts)
    for source, name in sheets:
        own = [each for each in parts if (each.intake.sheet.source, each.intake.sheet.name) == (source, name)]
        numbers = sorted({number for each in own for number, _row in each.intake.sheet.rows})[:FIRST_ROWS]
        say(console, words("explain.sheet", sheet=name, file=source) if source else words("explain.of", sheet=name))
        for number in numbers:
            for sentence in _of_row(own, number, words):
                say(console, f"  {sentence}")


def _of_row(parts: Sequence[Checked], number: int, words: Wording) -> Iterator[str]:
    for checked in parts:
        for position, (own, _row) in enumerate(checked.intake.sheet.rows):
            if own == number:
                cells = words("explain.separator").join(_cells(checked, position, words))
                key = "explain.rejected" if position in checked.intake.rejected else "explain.row"
                yield words(key, row=number, ledger=words(f"ledger.{checked.ledger.key}"), cells=cells)


def _cells(checked: Checked, position: int, words: Wording) -> Iterator[str]:
    """What each column of ours has, and what stands in the file, where that is something else."""
    places = {name: at for at, name in checked.intake.positions.items()}
    row = checked.intake.sheet.rows[position][1]
    for column in checked.ledger.columns:
        value = checked.columns.get(column.name, [None] * (position + 1))[position]
        if value is None or value == "":
            continue
        said, at = _in_words(column, value, words), places.get(column.name)
        cell = as_text(cell_at(row, at)) if at is not None and not is_blank(cell_at(row, at)) else said
        above = checked.intake.headers.get(column.name, "") if at is not None else ""
        differs = plain(cell) not in (plain(said), plain(as_text(value)))
        foreign = bool(above) and plain(above) not in (plain(column.zh), plain(column.en), plain(column.name))
        key = {(True, True): "from_cell", (True, False): "from_column", (False, True): "changed"}.get(
            (foreign, differs)
        )
        shown = header(column, words)
        yield words(f"explain.{key or 'cell'}", column=shown, value=said, header=above, cell=cell)


def _in_words(column: LedgerColumn, value: object, words: Wording) -> str:
    text = as_text(value)
    if isinstance(value, bool):
        return words.label("flag", "yes" if value else "no")
    if column.kind == "period":
        return reported_in_words(text, words)
    if column.codes and column.labels:
        return words.label(column.labels, text)
    if column.kind == "counted":
        return words.label("count", text)
    return label(column.kind, text, words) if column.kind in ("group", "item") else text
