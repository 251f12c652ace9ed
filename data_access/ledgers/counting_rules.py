"""Dated settings that change what is counted, as shipped; the table ``counting_rule`` holds those in force."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, literal

SINCE_EVER = dt.date(1990, 1, 1)
# The revised Administrative Reconsideration Law: summary procedure of 30 days, opinion letters answered in 60.
REVISED_LAW = dt.date(2024, 1, 1)

# Name, first day, value.
DatedValues = tuple[tuple[str, dt.date, int], ...]
SHIPPED: DatedValues = (
    ("acceptance_working_days", SINCE_EVER, 5),
    ("reconsideration_days_ordinary", SINCE_EVER, 60),
    ("reconsideration_days_simplified", SINCE_EVER, 60),
    ("reconsideration_days_simplified", REVISED_LAW, 30),
    ("reconsideration_extension_days", SINCE_EVER, 30),
    ("further_suit_days", SINCE_EVER, 15),
    ("opinion_answer_days", REVISED_LAW, 60),
    ("filing_limit_days", SINCE_EVER, 15),
)


def in_force(values: DatedValues, rule: str, first: dt.date, last: dt.date) -> tuple[tuple[dt.date, int], ...]:
    """The versions of a rule that were in force on some day from ``first`` to ``last``: first day and value, in order.

    Empty where it began later.
    """
    versions = sorted((start, value) for name, start, value in values if name == rule and start <= last)
    over = [start for start, _ in versions[1:]]
    ends = [*over, dt.date.max]
    return tuple(version for version, end in zip(versions, ends, strict=False) if end > first)


@dataclass(frozen=True)
class CountingRules:
    """The rules in force and the day the figures stand at; for a stock also the column of the month's end."""

    as_of: dt.date
    values: DatedValues
    month_end: Any = None

    def value(self, rule: str, on: ColumnElement[Any]) -> ColumnElement[int]:
        """SQL for the rule's value in force on the date of a row; ``KeyError`` for an unknown rule."""
        dated = sorted(((start, value) for name, start, value in self.values if name == rule), reverse=True)
        if not dated:
            raise KeyError(f"no counting rule {rule}")
        if len(dated) == 1:
            return literal(dated[0][1])
        return case(*((on >= start, value) for start, value in dated), else_=dated[-1][1])
