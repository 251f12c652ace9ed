"""Replacing: find the standing rows of a unit and a period that a new file lacks, so that the load removes them."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from data_access.asked.periods import GRAINS, Period, period_of
from data_access.checking.conversion import Refusal
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.dated import dated_within
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of, unit_ids
from data_access.loading.unit_store import directory
from data_access.problems import Refused
from data_access.store.chosen import parts_of

# A period may reach beyond the data, but not beyond the dates that a ledger may hold.
LAST_MONTH = dt.date(2100, 12, 1)


class RemovedRow(NamedTuple):
    """A row that goes: its ledger and its natural key, the unit by its code."""

    ledger: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Replacement:
    """The unit and the period of which a file holds all rows; a county does not stand for its departments."""

    unit_id: int
    period: Period
    named: str


def replacement_of(connection: Connection, unit_name: str, period_code: str) -> Replacement:
    """Read the unit (code, name or short name) and the period (2026, 2026Q3, 2026-10, 2025-03~2026-02, as in a link).

    Raises ``problems.Refused`` when either is unknown.
    """
    return Replacement(unit_named(connection, unit_name), period_named(period_code), unit_name)


def unit_named(connection: Connection, name: str) -> int:
    """The unit of a code, a name or a short name; raises ``problems.Refused`` with what comes nearest."""
    code = directory(connection).find(name)
    if isinstance(code, Refusal):
        raise Refused("replace.unknown_unit", value=name, expected=", ".join(code.expected))
    return unit_ids(connection)[code]


def period_named(code: str) -> Period:
    """The period of a code as a link has it; raises ``problems.Refused`` where there is none."""
    periods = [period_of(grain, code, LAST_MONTH) for grain in GRAINS]
    period = next((each for each in periods if each is not None), None)
    if period is None:
        raise Refused("replace.unknown_period", value=code)
    return period


def no_row_of(replacement: Replacement, ledger: str) -> Refused:
    """The refusal of a file that has no row of the unit it shall replace: it would remove them all."""
    return Refused("replace.no_row_of_unit", value=replacement.named, expected=f"ledger.{ledger}")


def leaving_rows(
    connection: Connection, ledger: Ledger, replacement: Replacement | None, staying: Iterable[Row]
) -> list[Row]:
    """The standing rows of the unit in the period that are not among ``staying``."""
    if replacement is None or not ledger.dated_by:
        return []
    kept = {key_of(ledger, row) for row in staying}
    table = ledger.table
    query = select(table).where(
        table.c.unit_id == replacement.unit_id, dated_within(ledger, replacement.period.first, replacement.period.end)
    )
    rows = connection.execute(query.order_by(*table.primary_key.columns)).mappings()
    return [dict(row) for row in rows if key_of(ledger, row) not in kept]


def children_of(connection: Connection, ledger: Ledger, parents: Collection[Key]) -> list[Row]:
    """The standing rows of a child ledger that belong to these parents (by their natural keys)."""
    table = ledger.table
    number = ledger.number_column
    standing: list[Row] = []
    for part in parts_of({str(key[1]) for key in parents}):
        query = select(table).where(table.c[number].in_(part))
        rows = connection.execute(query.order_by(*table.primary_key.columns)).mappings()
        standing += [dict(row) for row in rows if (row["unit_id"], row[number]) in parents]
    return standing


def children(ledger: Ledger) -> Sequence[Ledger]:
    return [each for each in LEDGERS if each.parent == ledger.key]


def named(ledger: Ledger, rows: Iterable[Row], codes: dict[int, str]) -> list[RemovedRow]:
    """Return the ``RemovedRow`` of each row: its key, with the codes of units in place of their numbers."""
    units = {column.name for column in ledger.columns if column.kind == "unit"}

    def said(name: str, part: object) -> str:
        return codes[int(str(part))] if name in units else str(part)

    keys = (zip(ledger.natural_key, key_of(ledger, row), strict=True) for row in rows)
    return [RemovedRow(ledger.key, tuple(said(name, part) for name, part in key)) for key in keys]
