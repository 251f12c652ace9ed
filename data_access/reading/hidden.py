"""What a viewer may not see is counted, so that no sentence denies it: how many rows of each ledger a scope cut off."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, func
from sqlalchemy.sql import visitors

from data_access.ledgers.all import BY_KEY
from data_access.store import tables as t

# By ledger how many rows are outside the scope; ``UNPUBLISHED`` only says that there may be something.
Hidden = Mapping[str, int]
UNPUBLISHED = "unpublished"
# What was decided or proposed in an assessment, row by row: nobody's before its publication.
OF_ASSESSMENT = frozenset({"assessment_mark", "external_review", "veto_event"})
# What is made of the rows of a ledger stands for that ledger.
_MADE_OF = {
    t.item_state.name: "rectification",
    "rectification_event": "rectification",
    "demonstration_event": "demonstration_site",
    "archive_due": "archive_material",
    "report_due": "ledger_report",
}


def ledger_of(table: FromClause) -> str:
    """The ledger that the rows of a table, view or subquery come from; '' where it is none."""
    for name in _names(table):
        ledger = _MADE_OF.get(name, name)
        if ledger in BY_KEY and ledger != t.unit.name:
            return ledger
    return ""


def _names(table: FromClause) -> Iterator[str]:
    for element in visitors.iterate(table):
        if isinstance(element, Table):
            yield element.name


def counted(statement: Select[Any], outside: ColumnElement[bool]) -> Select[Any]:
    """How many rows a statement over facts would have read beyond a scope: rows of the ledger, also of a sum."""
    rows = statement.with_only_columns(func.count(), maintain_column_froms=True).where(outside)
    return rows.order_by(None).group_by(None).limit(None).offset(None)


def joined(hidden: dict[str, int], more: Hidden) -> None:
    """Add what another statement left out: of one ledger the most, for statements of a panel mostly overlap."""
    for ledger, rows in more.items():
        if rows:
            hidden[ledger] = max(hidden.get(ledger, 0), rows)
