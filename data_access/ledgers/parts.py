"""Numbers of a row of which one counts a part of the other (``LedgerColumn.part_of``): a part is never more."""

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import Connection

from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Fault, RowRule, SheetRow
from data_access.problems import BEYOND_WHOLE


def parts_within(ledger: Ledger) -> RowRule | None:
    """The rule that refuses a row whose part is more than its whole, None for a ledger that counts no parts.

    Where one of the two is blank, neither is wrong.
    """
    parts = tuple((column.name, column.part_of) for column in ledger.columns if column.part_of)
    if not parts:
        return None

    def rule(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
        for row in rows:
            for part, whole in parts:
                counted, of = (cast("float | None", row.values.get(name)) for name in (part, whole))
                if counted is not None and of is not None and counted > of:
                    yield Fault(row, part, counted, BEYOND_WHOLE, (f"{of:g}",))
                    break

    return rule
