"""When an opinion letter is to be answered: by the day written in it, else by the counting rule of the day it came."""

from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, case, func

from data_access.ledgers.counting_rule import rule_on
from data_access.store.engine import days_after
from data_access.store.working_days import next_working_day


def opinion_due(cases: FromClause) -> ColumnElement[Any]:
    """SQL for the day by which an opinion is to be answered, of the rows of the ledger of reconsideration.

    Where none is written it is ``opinion_answer_days`` after the decision that the letter came with, and where that is
    a free day the next working day; NULL for what is no opinion, and where no rule was in force yet.
    """
    row = cases.c
    last_day = days_after(row.closed_on, rule_on("opinion_answer_days", row.closed_on))
    reckoned = case((row.suggestion == "opinion", next_working_day(last_day)))
    return func.coalesce(row.opinion_due_on, reckoned, type_=Date)
