"""Which ledgers, and which of their columns, any stored sheet ever had: of others nobody knows that there is none."""

import pandas as pd
from sqlalchemy import select

from data_access.reading.reader import Reader
from data_access.store.tables import load_batch


def columns_loaded(reader: Reader) -> frozenset[str]:
    """Every column that a stored sheet has had, named as in ``Tally.needs``; one statement for all pages."""

    def read() -> frozenset[str]:
        batch = load_batch.c
        stored = select(batch.ledger, batch.columns).where(batch.status == "stored").distinct()
        rows = reader.frame(stored).itertuples()
        return frozenset(f"{row.ledger}.{column}" for row in rows for column in (row.columns or "").split(","))

    found: frozenset[str] = reader.kept("columns_loaded", (), read)
    return found


def ledgers_loaded(reader: Reader) -> frozenset[str]:
    """The ledgers of which a sheet was stored, be it without rows."""
    return frozenset(column.partition(".")[0] for column in columns_loaded(reader))


def keepers_told(reader: Reader, units: pd.DataFrame) -> bool:
    """Whether any list of units says who keeps an archive."""
    return bool(units["archive_keeper"].any()) or "unit.archive_keeper" in columns_loaded(reader)
