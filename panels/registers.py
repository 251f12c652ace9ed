"""Which cases? The rows of a ledger behind a unit's figures, paged in the database."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from data_access.ledgers.all import ENTRY_OF
from panels.declare import CellKind, Column, Context, Table
from panels.links import RECORD_PAGES, record_link

_KINDS: dict[str, CellKind] = {"date": "date", "integer": "integer"}


def register_table(rows: pd.DataFrame, ledger: str, context: Context) -> Table:
    """A page of rows with the ledger's own headings; codes and flags in words; a number opens its record."""
    words, entry = context.words, ENTRY_OF[ledger]
    named, columns = rows.copy(), [Column("unit", words("table.unit"))]
    if opens := ledger in RECORD_PAGES and "code" in rows:
        named["number_opens"] = [_record(row, ledger) for row in rows.to_dict("records")]
    for name in entry.listed.columns:
        column = entry.ledger.column(name)
        if column.kind == "flag":
            named[name] = [None if pd.isna(flag) else words("yes" if flag else "no") for flag in rows[name]]
        if column.codes:
            named[name] = [None if pd.isna(code) else words.label(column.labels, code) for code in rows[name]]
        heading = column.zh if words.language == "zh" else column.en
        own = "number_opens" if opens and name == entry.number else ""
        columns.append(Column(name, heading, _KINDS.get(column.kind, "text"), own))
    return Table(named, tuple(columns))


def _record(row: dict[Hashable, Any], ledger: str) -> str:
    also = ENTRY_OF[ledger].also
    link = record_link(ledger, row["code"], str(row[ENTRY_OF[ledger].number]), str(row[also]) if also else "")
    return f"@{link}" if link else ""
