"""What a viewer may not see is counted, so that no sentence denies it: how many rows of each ledger a scope cut off."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Select, TableClause, func
from sqlalchemy.sql import visitors

from data_access.ledgers.all import LEDGERS
from data_access.store import tables as t

# By ledger how many rows are outside the scope; ``UNPUBLISHED`` only says that there may be something.
Hidden = Mapping[str, int]
UNPUBLISHED = "unpublished"
# What was decided or proposed in an assessment, row by row: nobody's before its publication.
OF_ASSESSMENT = frozenset({"assessment_mark", "external_review", "veto_event"})
# By the name of a table or view the ledger whose rows it has, or is made of.
_LEDGER_OF = {ledger.table.name: ledger.key for ledger in LEDGERS if ledger.table is not t.unit} | {
    t.item_state.name: "rectification",
    "archive_due": "archive_material",
    "centralised_due": "centralised_penalty",
    "report_due": "ledger_report",
}


def ledger_of(table: FromClause) -> str:
    """The ledger that the rows of a table, view or subquery come from; '' where it is none."""
    return next((_LEDGER_OF[name] for name in _names(table) if name in _LEDGER_OF), "")


def is_of_assessment(selected: Iterable[ColumnElement[Any]]) -> bool:
    """Whether a column of a statement comes from the ledgers of an assessment."""
    return any(_LEDGER_OF.get(name) in OF_ASSESSMENT for column in selected for name in _tables(column))


def _tables(column: ColumnElement[Any]) -> Iterator[str]:
    for element in visitors.iterate(column):
        if isinstance(element, ColumnElement):
            yield from (str(base.table.name) for base in element.base_columns if isinstance(base, Column))


def _names(table: FromClause) -> Iterator[str]:
    for element in visitors.iterate(table):
        if isinstance(element, TableClause):
            yield str(element.name)


def counted(statement: Select[Any], outside: ColumnElement[bool]) -> Select[Any]:
    """How many rows a statement over facts would have read beyond a scope: rows of the ledger, also of a sum."""
    rows = statement.with_only_columns(func.count(), maintain_column_froms=True).where(outside)
    return rows.order_by(None).group_by(None).limit(None).offset(None)


def joined(hidden: dict[str, int], more: Hidden) -> None:
    """Add what another statement left out: of one ledger the most, for statements of a panel mostly overlap."""
    for ledger, rows in more.items():
        if rows:
            hidden[ledger] = max(hidden.get(ledger, 0), rows)
