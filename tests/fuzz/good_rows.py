"""Good rows of every ledger, made from the examples of its declaration, and the rows that stand before any file."""

import datetime as dt
from collections.abc import Sequence

from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.declare import Ledger, LedgerColumn
from tests.data_access.ledger_sheets import case, cases, units

UNIT = "C01-nr"
# Good rows that are told apart, beside the one (number 0) that may stand already.
MOST_ROWS = 4
# What the examples do not say: a name that no other unit, count or indicator has, a clause that may be met twice.
OTHERWISE = {
    "unit": {"name": "甲县第{number}局"},
    "count_item": {"name": "人民调解{number}", "name_en": "Mediations {number}"},
    "indicator": {"name": "调解率{number}", "name_en": "Mediation {number}"},
    "veto_event": {"clause": "other"},
}
# A row of a scheme changes a setting: the scheme itself stands already, since without its items it is not sound.
STANDING = ("rectification", "demonstration_site", "archive_requirement", "reporting_duty")
# Rows of files belong to one of theirs by its number.
PARENTS = ("officer", "case_file_review", "bulletin")
ITEMS = (("daily", "appearance_rate", 0.4, 0.9), ("annual", "plan", None, None), ("external", "public", None, None))

Row = list[object]


def good_row(ledger: Ledger, number: int, *, typed: bool = False) -> Row:
    """The examples in the order of the columns, made another row by a number; ``typed``: dates and numbers as such."""
    apart = _told_apart(ledger)
    row: Row = []
    for column in ledger.columns:
        text = _text(ledger, column)
        value = text.format(number=number) or None
        if column is apart and number:
            value = _other(column, text, number)
        row.append(_typed(column, value) if typed and value else value)
    return row


def standing_sheets() -> list[Sheet]:
    """Units, a case, the parents of rows that have one, and a scheme of each year that a good row may be of."""
    items = BY_KEY["scheme_item"]
    names = [column.zh for column in items.columns]
    of_schemes = [
        [year, 1, "counties", component, key, 100, floor, target, "block"]
        for year in (2026 - number for number in range(MOST_ROWS + 1))
        for component, key, floor, target in ITEMS
    ]
    schemes = _sheet(BY_KEY["scheme"], [_scheme(number) for number in range(MOST_ROWS + 1)])
    own = [_sheet(BY_KEY[key], [good_row(BY_KEY[key], 0)]) for key in STANDING]
    own += [_sheet(BY_KEY[key], [_parent(BY_KEY[key], number) for number in range(MOST_ROWS + 1)]) for key in PARENTS]
    numbered = Sheet(items.zh, tuple(names), list(enumerate(of_schemes, 2)))
    return [units(), cases(case("某政复〔2026〕1号")), *own, schemes, numbered]


def _parent(ledger: Ledger, number: int) -> Row:
    """As a good row of a file, but for its last cell: so that the file changes it."""
    return [*good_row(ledger, number)[:-1], None]


def _scheme(number: int) -> Row:
    """As a good row of a file, but for its name: so that the file changes it."""
    scheme = BY_KEY["scheme"]
    return [
        "现行方案" if column.name == "name" else cell
        for column, cell in zip(scheme.columns, good_row(scheme, number), strict=True)
    ]


def _sheet(ledger: Ledger, rows: Sequence[Row]) -> Sheet:
    return Sheet(ledger.zh, tuple(column.zh for column in ledger.columns), list(enumerate(rows, 2)))


def _told_apart(ledger: Ledger) -> LedgerColumn:
    """The column of the key that may differ from row to row: a number of its own, a date, a year, or a code."""
    parent = BY_KEY[ledger.parent].natural_key if ledger.parent in ("rectification", "demonstration_site") else ()
    own = [ledger.column(name) for name in ledger.natural_key if name not in parent]
    for kinds in (("number", "text"), ("date", "period"), ("integer",), ("code",)):
        for column in own:
            if column.kind in kinds and column.example:
                return column
    raise LookupError(f"no column tells rows of {ledger.key} apart")


def _text(ledger: Ledger, column: LedgerColumn) -> str:
    if column.kind == "unit" and column.required:
        return UNIT
    return OTHERWISE.get(ledger.key, {}).get(column.name, column.example)


def _other(column: LedgerColumn, text: str, number: int) -> str:
    if column.kind in ("date", "period"):
        return f"{text[:5]}{int(text[5:7]) % 9 + number:02d}{text[7:]}"
    if column.kind == "integer":
        return str(int(text) - number)
    if column.kind == "code":
        return column.codes[number % len(column.codes)]
    return f"{text}{'_' if text.isidentifier() and text.isascii() else '-'}{number}"


def _typed(column: LedgerColumn, value: str) -> object:
    if column.kind == "date":
        return dt.date.fromisoformat(value)
    return int(value) if column.kind == "integer" else float(value) if column.kind == "decimal" else value
