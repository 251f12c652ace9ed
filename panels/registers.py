"""Which cases? The rows of a ledger behind a unit's figures, paged in the database."""

import pandas as pd

from data_access.ledgers.all import ENTRY_OF
from panels.declare import CellKind, Column, Context, Table

_KINDS: dict[str, CellKind] = {"date": "date", "integer": "integer"}


def register_table(rows: pd.DataFrame, ledger: str, context: Context) -> Table:
    """A page of rows with the ledger's own headings; codes and flags in words."""
    words = context.words
    named, columns = rows.copy(), [Column("unit", words("table.unit"))]
    for name in ENTRY_OF[ledger].listed.columns:
        column = ENTRY_OF[ledger].ledger.column(name)
        if column.kind == "flag":
            named[name] = [None if pd.isna(flag) else words("yes" if flag else "no") for flag in rows[name]]
        if column.codes:
            named[name] = [None if pd.isna(code) else words.label(column.labels, code) for code in rows[name]]
        heading = column.zh if words.language == "zh" else column.en
        columns.append(Column(name, heading, _KINDS.get(column.kind, "text")))
    return Table(named, tuple(columns))
