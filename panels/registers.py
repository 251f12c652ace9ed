"""Which cases? The rows of a ledger behind a unit's figures, paged in the database."""

import pandas as pd

from data_access.ledgers.all import BY_KEY as LEDGERS_BY_KEY
from data_access.reading.records import REGISTERS
from panels.declare import CellKind, Column, Context, Table

_KINDS: dict[str, CellKind] = {"date": "date", "integer": "integer"}


def register_table(rows: pd.DataFrame, ledger: str, context: Context) -> Table:
    """A page of rows with the ledger's own headings; codes and flags in words."""
    words = context.words
    named, columns = rows.copy(), [Column("unit", words("table.unit"))]
    for name in REGISTERS[ledger].columns:
        column = LEDGERS_BY_KEY[ledger].column(name)
        if column.kind == "flag":
            named[name] = [None if pd.isna(flag) else words("yes" if flag else "no") for flag in rows[name]]
        if column.codes:
            named[name] = [None if pd.isna(code) else words.label(column.labels, code) for code in rows[name]]
        heading = column.zh if words.language == "zh" else column.en
        columns.append(Column(name, heading, _KINDS.get(column.kind, "text")))
    return Table(named, tuple(columns))
