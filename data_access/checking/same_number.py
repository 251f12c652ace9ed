"""One case number under two units: right for a case with several defendants, else most likely a slip."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from data_access.checking.validation import Checked
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key
from data_access.problems import OTHER_UNIT
from data_access.store.tables import unit

FIRST = "first"
# Values named in one statement; below what any driver allows.
CHUNK = 500


def warn_of_other_units(connection: Connection, ledger: Ledger, parts: Sequence[Checked]) -> None:
    """Warn of rows whose case is recorded for another unit, in the load or the database, where both are said to be
    the first (or only) party. Parts are of one ledger.
    """
    if not ledger.several_defendants:
        return
    key = ledger.natural_key[1:]
    rows = [(checked, position, row) for checked in parts for position, row in checked.rows()]
    first = [(checked, position, row) for checked, position, row in rows if row.get("defendant_role", FIRST) == FIRST]
    owners: dict[Key, dict[str, str]] = {}
    for case, code, name in _standing(connection, ledger, key, sorted({str(row[key[0]]) for _c, _p, row in first})):
        owners.setdefault(case, {})[code] = name
    for checked, position, row in first:
        case, code = tuple(row[name] for name in key), str(row["unit_id"])
        others = [name for owner, name in owners.get(case, {}).items() if owner != code]
        if others:
            checked.intake.warn(position, key[0], str(case[0]), OTHER_UNIT, others)
        owners.setdefault(case, {}).setdefault(code, code)


def _standing(
    connection: Connection, ledger: Ledger, key: Sequence[str], numbers: Sequence[str]
) -> Iterator[tuple[Key, str, str]]:
    """Case key, unit code and unit name of the stored rows of first defendants that have one of these numbers."""
    table = ledger.table
    query = (
        select(unit.c.code, unit.c.name, *(table.c[name] for name in key))
        .join(unit, table.c.unit_id == unit.c.unit_id)
        .where(table.c.defendant_role == FIRST)
    )
    for start in range(0, len(numbers), CHUNK):
        for row in connection.execute(query.where(table.c[key[0]].in_(numbers[start : start + CHUNK]))):
            yield tuple(row[2:]), row.code, row.name
