"""One case number under two units: right for a case with several defendants, else most likely a slip."""

from collections.abc import Collection, Iterator, Sequence
from itertools import repeat

from sqlalchemy import Connection, or_, select

from data_access.checking.validation import Checked
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key
from data_access.problems import OTHER_UNIT
from data_access.store.chosen import chosen
from data_access.store.tables import unit

FIRST = "first"
# A row that does not say which party its unit is counts as the first one's where no other row of the case says so.
MAYBE_FIRST = (FIRST, None)


def warn_of_other_units(connection: Connection, ledger: Ledger, parts: Sequence[Checked]) -> None:
    """Warn of rows whose case is recorded for another unit, in the load or the database, where both are the
    first (or only) party, or neither is said to be another. Parts are of one ledger.
    """
    if not ledger.several_defendants:
        return
    key = ledger.natural_key[1:]
    first = [each for checked in parts for each in _first(checked, key)]
    owners: dict[Key, dict[str, str]] = {}
    for case, code, name in _standing(connection, ledger, key, {case[0] for _checked, _position, case, _code in first}):
        owners.setdefault(case, {})[code] = name
    for checked, position, case, code in first:
        known = owners.get(case)
        if known is None:
            owners[case] = {code: code}
            continue
        others = [name for owner, name in known.items() if owner != code]
        if others:
            checked.intake.warn(position, key[0], str(case[0]), OTHER_UNIT, others)
        known.setdefault(code, code)


def _first(checked: Checked, key: Sequence[str]) -> Iterator[tuple[Checked, int, Key, str]]:
    """Position, case and unit of the good rows whose unit is the first party, or not said to be another."""
    roles = checked.columns.get("defendant_role", repeat(None))
    rows = zip(checked.keys(key), checked.columns["unit_id"], roles, strict=False)
    for position, (case, code, role) in enumerate(rows):
        if role in MAYBE_FIRST and position not in checked.intake.rejected:
            yield checked, position, case, str(code)


def _standing(
    connection: Connection, ledger: Ledger, key: Sequence[str], numbers: Collection[object]
) -> Iterator[tuple[Key, str, str]]:
    """Case key, unit code and unit name of the stored rows of these numbers that are, or may be, of the first."""
    table = ledger.table
    query = (
        select(unit.c.code, unit.c.name, *(table.c[name] for name in key))
        .join(unit, table.c.unit_id == unit.c.unit_id)
        .where(or_(table.c.defendant_role == FIRST, table.c.defendant_role.is_(None)))
    )
    for row in chosen(connection, query, table.c[key[0]], numbers):
        yield tuple(row[2:]), row.code, row.name
