"""Dated settings that change what is counted, as shipped; the table ``counting_rule`` holds those in force."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Date, case, literal

from data_access.ledgers.codes import CENTRALISED_FIELDS

SINCE_EVER = dt.date(1990, 1, 1)
# The revised Administrative Reconsideration Law: summary procedure of 30 days, opinion letters answered in 60.
REVISED_LAW = dt.date(2024, 1, 1)
MORE_TRAINING = dt.date(2024, 1, 1)
# 《重大行政决策程序暂行条例》: the shortest times of a public consultation and of a legality review.
DECISION_ORDINANCE = dt.date(2019, 9, 1)

# Name, first day, value.
DatedValues = tuple[tuple[str, dt.date, int], ...]
# The beginning of the name of the rule that a field is required.
CENTRALISED = "centralised_"
SHIPPED: DatedValues = (
    ("acceptance_working_days", SINCE_EVER, 5),
    ("reconsideration_days_ordinary", SINCE_EVER, 60),
    ("reconsideration_days_simplified", SINCE_EVER, 60),
    ("reconsideration_days_simplified", REVISED_LAW, 30),
    ("reconsideration_extension_days", SINCE_EVER, 30),
    ("further_suit_days", SINCE_EVER, 15),
    ("opinion_answer_days", REVISED_LAW, 60),
    ("filing_limit_days", SINCE_EVER, 15),
    # A case file under review fails below so many points of a hundred.
    ("file_pass_mark", SINCE_EVER, 60),
    # Who is to be appointed passes the exam in law with so many points of a hundred, at the first time or at one resit.
    ("exam_pass_mark", SINCE_EVER, 60),
    # Hours of training an officer needs in a year: 国办发〔2023〕27号 asks for 60.
    ("training_hours", SINCE_EVER, 40),
    ("training_hours", MORE_TRAINING, 60),
    # A register of officers tells nothing of the years before it was kept.
    ("officers_from_year", SINCE_EVER, 2024),
    # Days of a consultation, working days of a legality review, and how many decisions a unit evaluates every year.
    ("consultation_days", DECISION_ORDINANCE, 30),
    ("legality_review_days", DECISION_ORDINANCE, 7),
    ("evaluations_a_year", SINCE_EVER, 1),
    # A document is renewed or given up in the last days of its term.
    ("document_expiry_days", SINCE_EVER, 90),
    # So does an officer a certificate.
    ("certificate_expiry_days", SINCE_EVER, 60),
    # Interpretation 法释〔2020〕3号: of several defendants one head may appear for all. 1: so it is counted for each of
    # them; 0: each answers for its own.
    ("co_defendants_attend", SINCE_EVER, 1),
    # 1: every county is to centralise the power of penalty in the field; 0: the field is not asked of them.
    *((CENTRALISED + field, SINCE_EVER, 1) for field in CENTRALISED_FIELDS),
)
# The rules that say yes (1) or no (0).
SWITCHES = ("co_defendants_attend", *(CENTRALISED + field for field in CENTRALISED_FIELDS))
# What the number of each other rule is a number of; a year is no quantity.
MEASURES = {
    "acceptance_working_days": "working_days",
    "reconsideration_days_ordinary": "days",
    "reconsideration_days_simplified": "days",
    "reconsideration_extension_days": "days",
    "further_suit_days": "days",
    "opinion_answer_days": "days",
    "filing_limit_days": "days",
    "file_pass_mark": "points",
    "exam_pass_mark": "points",
    "training_hours": "hours",
    "officers_from_year": "year",
    "consultation_days": "days",
    "legality_review_days": "working_days",
    "evaluations_a_year": "decisions",
    "document_expiry_days": "days",
    "certificate_expiry_days": "days",
    **dict.fromkeys(SWITCHES, "switch"),
}
# For whom a case is counted: each unit's own, once for a whole county, once for the city.
Level = Literal["own", "whole", "city"]
LEVELS: tuple[Level, ...] = get_args(Level)


def in_force(values: DatedValues, rule: str, first: dt.date, last: dt.date) -> tuple[tuple[dt.date, int], ...]:
    """The versions of a rule that were in force on some day from ``first`` to ``last``: first day and value, in order.

    Empty where it began later.
    """
    versions = sorted((start, value) for name, start, value in values if name == rule and start <= last)
    over = [start for start, _ in versions[1:]]
    ends = [*over, dt.date.max]
    return tuple(version for version, end in zip(versions, ends, strict=False) if end > first)


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; the end of a month is the end of that month."""
    month_after = (day.replace(day=28) + dt.timedelta(4)).replace(day=1)
    if day + dt.timedelta(1) == month_after:
        return month_after.replace(year=month_after.year - 1) - dt.timedelta(1)
    return day.replace(year=day.year - 1)


@dataclass(frozen=True)
class CountingRules:
    """The rules in force, the day the ledger is known to, as SQL, and for whom is counted.

    For a stock also the column of the month's end.
    ``year_before`` is the same day of the year before: what is compared with last year is counted as it stood then.
    """

    as_of: ColumnElement[Any]
    year_before: ColumnElement[Any]
    values: DatedValues
    month_end: Any = None
    level: Level = "own"

    @classmethod
    def at(cls, day: dt.date, values: DatedValues, month_end: Any = None, level: Level = "own") -> "CountingRules":
        """The rules on one day for all units."""
        return cls(literal(day, Date), literal(a_year_before(day), Date), values, month_end, level)

    def value(self, rule: str, on: ColumnElement[Any]) -> ColumnElement[int]:
        """SQL for the rule's value in force on the date of a row; ``KeyError`` for an unknown rule."""
        dated = sorted(((start, value) for name, start, value in self.values if name == rule), reverse=True)
        if not dated:
            raise KeyError(f"no counting rule {rule}")
        if len(dated) == 1:
            return literal(dated[0][1])
        return case(*((on >= start, value) for start, value in dated), else_=dated[-1][1])
