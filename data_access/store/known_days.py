"""Up to which day a ledger is known of a unit, in SQL, by the table ``ledger_state``."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from data_access.store.tables import database_state, ledger_state

# In place of a unit's number: the ledger as such, or all units.
EVERYBODY = 0


def known_to(ledger: str, unit_id: ColumnElement[int]) -> ColumnElement[Any]:
    """The day up to which a ledger is known of a row's unit; that of the data where the ledger has none of its own.

    ``ledger``: its key in ``ledger_state``. The statement around it gives the unit.
    """
    days = ledger_state.alias("known_days")
    # A unit has a day of its own only where it is later than that of all.
    own = select(func.max(days.c.as_of)).where(days.c.ledger == ledger, days.c.unit_id.in_((EVERYBODY, unit_id)))
    of_data = select(database_state.c.data_as_of).scalar_subquery()
    return func.coalesce(own.correlate_except(days).scalar_subquery(), of_data)
