"""A county's row that adds up its units: forms have such a row, and a ledger that counts the units counts twice."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from data_access.checking.running_sums import monthly_flows, parts_of_key
from data_access.checking.slips import MOST_TYPED
from data_access.checking.validation import Checked
from data_access.ledgers.declare import Ledger
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.problems import SUM_OF_UNITS
from data_access.store.chosen import chosen
from data_access.store.tables import unit

# One unit whose number is its county's is no sum, and small numbers are equal by chance.
LEAST_UNITS, LEAST = 2, 5
Place = tuple[object, ...]


def hint_at_sums_of_units(connection: Connection, parts: Sequence[Checked]) -> None:
    """Hint at the rows of counties whose numbers are all the sums of their units' of that month; once a row.

    Asked of the stored rows, those of the parts among them. A form is no such ledger: there a county's row stands for
    its units'.
    """
    names = monthly_flows(parts[0].ledger) if parts and parts[0].ledger is not REPORTED_COUNT else []
    if not names or sum(len(each.intake.sheet.rows) for each in parts) > MOST_TYPED:
        return
    month, others = parts_of_key(parts[0].ledger)
    sums = _sums(connection, parts[0].ledger, names, {code for each in parts for code in each.columns["unit_id"]})
    for checked in parts:
        for position, code in enumerate(checked.columns["unit_id"]):
            place = (code, *(checked.columns[each][position] for each in (month, *others[1:])))
            own = {name: checked.columns[name][position] for name in names if name in checked.columns}
            filled = {name: value for name, value in own.items() if value is not None}
            if (
                position not in checked.intake.rejected
                and any(isinstance(value, (int, float)) and value >= LEAST for value in filled.values())
                and all(sums.get((name, place)) == value for name, value in filled.items())
            ):
                checked.intake.hint(position, next(iter(filled)), SUM_OF_UNITS)


def _sums(
    connection: Connection, ledger: Ledger, names: Sequence[str], counties: set[object]
) -> dict[tuple[str, Place], float]:
    """What several units of a county add up to, by column, county and what else tells a row."""
    month, others = parts_of_key(ledger)
    table, county = ledger.table, unit.alias()
    columns = [table.c[each] for each in (month, *others[1:], *names)]
    query: Select[Any] = (
        select(county.c.code, *columns)
        .join_from(table, unit, table.c.unit_id == unit.c.unit_id)
        .join(county, unit.c.county_id == county.c.unit_id)
        .where(unit.c.unit_id != county.c.unit_id)
    )
    found: dict[tuple[str, Place], list[float]] = defaultdict(list)
    for each in chosen(connection, query, county.c.code, counties - {None}):
        row = list(each)
        place = tuple(row[: 1 + len(others)])
        for name, value in zip(names, row[1 + len(others) :], strict=True):
            if value is not None:
                found[name, place].append(value)
    return {key: sum(values) for key, values in found.items() if len(values) >= LEAST_UNITS}
