"""Warn of numbers of persons in a ledger, so that users take out those that nobody needs."""

from collections.abc import Collection, Iterator

from data_access.checking.intake import Intake
from data_access.files.cell_text import as_text
from data_access.privacy import CARD, IDENTITY, MOBILE, may_hold_numbers, personal_numbers

# What no ledger of offices needs; the telephone of an office may well stand in one.
WARNED_OF = frozenset({IDENTITY, MOBILE, CARD})
# Rows named in one sentence.
MOST_NAMED = 5
TEXTS_AT_ONCE = 1_000
# A SHA-256 is no text: digits in it are no personal number.
_NO_TEXT = frozenset({"sha256"})


def warn_of_personal_numbers(intake: Intake) -> None:
    """Warn once for each text column and kind of number, at the first such row; the warning names the rows."""
    for column in intake.ledger.columns:
        if column.kind not in ("text", "number") or column.name in _NO_TEXT:
            continue
        values = intake.columns.get(column.name, [])
        kinds = {value: _kinds(value) for value in _suspicious({_text(value) for value in set(values)})}
        if not any(kinds.values()):
            continue
        for kind in sorted(set().union(*kinds.values())):
            positions = [position for position, value in enumerate(values) if kind in kinds.get(_text(value), ())]
            _warn(intake, column.name, kind, positions)


def _suspicious(texts: Collection[str]) -> Iterator[str]:
    """Yield the texts that may hold a personal number; many texts are searched at once, joined into one."""
    ordered = list(texts)
    for start in range(0, len(ordered), TEXTS_AT_ONCE):
        part = ordered[start : start + TEXTS_AT_ONCE]
        if may_hold_numbers("\n".join(part)):
            yield from part


def _warn(intake: Intake, column: str, kind: str, positions: list[int]) -> None:
    rows = [str(intake.sheet.rows[position][0]) for position in positions]
    more = ["…"] if len(rows) > MOST_NAMED else []
    value = _text(intake.columns[column][positions[0]])
    intake.warn(positions[0], column, value, kind, rows[:MOST_NAMED] + more)


def _kinds(text: str) -> frozenset[str]:
    return WARNED_OF & {kind for kind, _start, _end in personal_numbers(text)}


def _text(value: object) -> str:
    return "" if value is None else as_text(value)
