"""What a tally is: one declaration of what is counted, by which date and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, and_, func

from data_access.ledgers.counting_rules import CountingRules
from data_access.store.tables import FACET_LENGTH

Condition = Callable[[CountingRules], ColumnElement[bool]]


@dataclass(frozen=True)
class Tally:
    """One count (or sum of ``value``) by unit and month.

    ``month_of`` is the date a flow belongs to, and for a stock the date from which a row can be part of it.
    ``facet`` splits the count by a column; the total is always kept under the facet ''.
    """

    key: str
    table: FromClause
    month_of: ColumnElement[Any]
    where: Condition
    value: ColumnElement[Any] | None = None
    facet: ColumnElement[Any] | None = None
    unit_of: Literal["unit_id", "organ_id"] = "unit_id"
    kind: Literal["flow", "stock"] = "flow"

    @property
    def several_defendants(self) -> bool:
        """Whether one case may stand in several units' rows, so that county and city must count it once."""
        return "counts_for_city" in self.table.c and self.unit_of == "unit_id"


def all_of(*conditions: ColumnElement[bool]) -> Condition:
    """A condition that no counting rule changes."""
    return lambda _rules: and_(*conditions)


def known(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.is_not(None)


def by_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of free texts as a facet: so much of each text as a facet can hold; a blank is unknown, not a total."""
    return func.nullif(func.substr(column, 1, FACET_LENGTH), "")
