"""What the words say that stand in columns of codes (``written_words``): in their row, and said to the user.

A word that leaves the outcome open fills nothing: the cell is blank and a hint names it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from data_access.checking.validation import Checked, Spoken
from data_access.checking.written_words import AS_BEFORE, TOO_LITTLE, UNIT_KIND, Meaning
from data_access.files.cell_text import as_text
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.keys import Row
from data_access.ledgers.suit_marks import suits_of
from data_access.problems import EARLIER_UNKNOWN, READ_AS, SAYS_TOO_LITTLE, UNKNOWN_CODE
from data_access.store.chosen import parts_of
from data_access.store.tables import unit

OUTCOME, INSTANCE = "outcome", "instance"
# The case went back to where it came from: nothing was decided that could be repeated.
SENT_AWAY = "transferred"


def understand(connection: Connection, parts: Sequence[Checked]) -> None:
    """Fill the cells of codes that hold words, in place; rows whose word does not fit them are rejected."""
    spoken = [
        (checked, column)
        for checked in parts
        for column in checked.ledger.columns
        if column.kind == "code" and Spoken in map(type, checked.columns.get(column.name, ()))
    ]
    rows = connection.execute(select(unit.c.code, unit.c.kind)) if spoken else ()
    kinds = {row.code: row.kind for row in rows}
    for checked, column in spoken:
        _understand(checked, column, kinds)
    if any(checked.repeating for checked in parts):
        _repeat(connection, parts)


def _understand(checked: Checked, column: LedgerColumn, kinds: Mapping[str, str]) -> None:
    cells, intake = checked.columns[column.name], checked.intake
    told: set[tuple[str, str]] = set()
    for position, cell in enumerate(cells):
        if not isinstance(cell, Spoken):
            continue
        value = intake.columns[column.name][position]
        meaning = _meaning(checked, position, cell, kinds)
        cells[position] = meaning.code or None if meaning else None
        if meaning is None and position in intake.rejected and checked.columns["unit_id"][position] is None:
            # Which level a 局长 is of nobody can say before the unit is known.
            continue
        if meaning is None:
            intake.reject(position, column.name, value, UNKNOWN_CODE, _labels(column))
        elif meaning.rule == AS_BEFORE:
            checked.repeating.add(position)
        elif meaning.rule == TOO_LITTLE:
            intake.hint(position, column.name, SAYS_TOO_LITTLE, _labels(column))
        elif meaning.keeps:
            checked.loose[column.name, position] = meaning
        elif (cell.word, meaning.code) not in told:
            told.add((cell.word, meaning.code))
            intake.warn(position, column.name, as_text(value), READ_AS, [f"{column.labels}.{meaning.code}"])


def _meaning(checked: Checked, position: int, said: Spoken, kinds: Mapping[str, str]) -> Meaning | None:
    if not any(meaning.when for meaning in said.meanings):
        return said.meanings[0]
    row = {name: values[position] for name, values in checked.columns.items()}
    row[UNIT_KIND] = kinds.get(str(row.get("unit_id")))
    return next((meaning for meaning in said.meanings if meaning.fits(row)), None)


def _labels(column: LedgerColumn) -> list[str]:
    return [f"{column.labels}.{code}" for code in column.codes]


# --- The outcome of the instance before --------------------------------------------------------------------------


def _repeat(connection: Connection, parts: Sequence[Checked]) -> None:
    """Give each row that upholds the judgment before it that one's outcome; where it is unknown, say so."""
    ledger = parts[0].ledger
    instances = ledger.column(INSTANCE).codes
    rows = {_place(ledger, row): row for row in _standing(connection, parts)}
    placed = {(checked, position): row for checked in parts for position, row in checked.rows()}
    for row in placed.values():
        # What a file leaves out stands as it is.
        stands = rows.get(_place(ledger, row), {})
        row |= {name: stands.get(name) for name in (ledger.linked_by, OUTCOME) if row.get(name) is None}
        rows[_place(ledger, row)] = row
    suit_of = {_place(ledger, row): suit for suit in suits_of(rows.values()) for row in suit}
    told: set[tuple[str, object]] = set()
    waiting = [(checked, position) for checked, position in placed if position in checked.repeating]
    for checked, position in sorted(waiting, key=lambda each: instances.index(str(placed[each][INSTANCE]))):
        row = placed[checked, position]
        row[OUTCOME] = _before(row, suit_of[_place(ledger, row)], instances)
        checked.columns[OUTCOME][position] = row[OUTCOME]
        value = str(checked.intake.columns[OUTCOME][position])
        if row[OUTCOME] is None:
            checked.intake.hint(position, OUTCOME, EARLIER_UNKNOWN, _labels(ledger.column(OUTCOME)))
        elif (value, row[OUTCOME]) not in told:
            told.add((value, row[OUTCOME]))
            checked.intake.warn(position, OUTCOME, value, READ_AS, [f"{ledger.column(OUTCOME).labels}.{row[OUTCOME]}"])


def _place(ledger: Ledger, row: Mapping[Any, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ledger.natural_key)


def _standing(connection: Connection, parts: Sequence[Checked]) -> list[Row]:
    """The standing rows of the suits that are waited for, units by code."""
    ledger = parts[0].ledger
    of, names = ledger.table.c, (ledger.natural_key[1], ledger.linked_by)
    cells = [(checked, checked.columns[name]) for checked in parts for name in names if name in checked.columns]
    numbers = {values[position] for checked, values in cells for position in checked.repeating} - {None}
    query = select(unit.c.code.label("unit_id"), *(of[name] for name in (*names, INSTANCE, OUTCOME)))
    query = query.join_from(ledger.table, unit, of.unit_id == unit.c.unit_id).order_by(unit.c.code)
    found: dict[tuple[object, ...], Row] = {}
    # The row that stands may name its first instance where that of the file does not.
    asked: set[object] = set()
    while numbers - asked:
        for part in parts_of(numbers - asked):
            rows = connection.execute(query.where(or_(*(of[name].in_(part) for name in names)))).mappings()
            found |= {_place(ledger, row): dict(row) for row in rows}
        asked |= numbers
        numbers = {row[ledger.linked_by] for row in found.values()} - {None}
    return list(found.values())


def _before(row: Row, suit: Sequence[Row], instances: Sequence[str]) -> str | None:
    """The outcome of the last instance before a row's, of the row's own unit where it has one; None if unknown."""
    earlier = [instances.index(str(each[INSTANCE])) for each in suit]
    rank = max((place for place in earlier if place < instances.index(str(row[INSTANCE]))), default=None)
    last = [each for each, place in zip(suit, earlier, strict=True) if place == rank]
    own = [each for each in last if each["unit_id"] == row["unit_id"]] or last
    outcomes = {each.get(OUTCOME) for each in own}
    outcome = outcomes.pop() if len(outcomes) == 1 else None
    return str(outcome) if outcome is not None and outcome != SENT_AWAY else None
