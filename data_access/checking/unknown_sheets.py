"""What is said of a sheet that is no ledger: the one it comes nearest to and what it lacks, else which there are."""

from data_access.checking.further_tables import FEWEST_HEADERS
from data_access.checking.header_names import known_names, names_of, sheet_problem
from data_access.checking.nearness import nearest
from data_access.files.cell_text import plain
from data_access.files.sources import Sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.problems import NEARLY_LEDGER, TURNED_SHEET, UNKNOWN_SHEET, Problem


def unknown_sheet(sheet: Sheet) -> Problem:
    """The problem of a sheet that no ledger is read from."""
    turned = _down_the_first_column(sheet)
    if turned is not None:
        return Problem(sheet.name, None, None, f"{turned.zh} / {turned.en}", TURNED_SHEET, source=sheet.source)
    near = nearest(sheet)
    if near is None:
        return sheet_problem(sheet, "", UNKNOWN_SHEET, [f"ledger.{each.key}" for each in LEDGERS])
    there = {column.name: near.sheet.headers[at] for at, column in near.columns.items()}
    lacking = [column for column in near.ledger.columns if column.required and not _has_header(near.sheet, column)]
    said = [" ≈ ".join(filter(None, (f"{each.zh} / {each.en}", there.get(each.name)))) for each in lacking]
    value = f"{near.ledger.zh} / {near.ledger.en}"
    return Problem(sheet.name, None, None, value, NEARLY_LEDGER, tuple(said), source=sheet.source)


def _down_the_first_column(sheet: Sheet) -> Ledger | None:
    """The ledger whose headers stand below each other: a case a column."""
    first = {plain(row[0]) for row in (sheet.headers, *(row for _number, row in sheet.rows)) if row and row[0]}
    ledger = max(LEDGERS, key=lambda each: len(first & known_names(each)))
    return ledger if len(first & known_names(ledger)) >= FEWEST_HEADERS else None


def _has_header(sheet: Sheet, column: LedgerColumn) -> bool:
    return bool(set(map(plain, sheet.headers)) & set(map(plain, names_of(column))))
