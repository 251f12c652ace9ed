"""When an application for reconsideration counts as accepted: by a decision, or by law where nobody took one.

By the revised law silence accepts: an application on which nobody decided within five working days of its receipt is
accepted on the last of them (article 30). So a cell left blank hides no case from its time limit. An organ that asked
for a supplement in these days was not silent: what is left of them runs on once it was given.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, and_, case, func, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from data_access.ledgers.counting_rules import REVISED_LAW
from data_access.ledgers.tally import known
from data_access.store.working_days import working_day_after, working_days_between

# The number is the law's own, so no counting rule of a city changes it.
DEEMED_AFTER = 5


@dataclass(frozen=True)
class Acceptance:
    """What the cells of a row say of its acceptance, as SQL; each is labelled with the column it stands in for.

    ``said``: the code; a blank cell says "accepted" where the law does, else it stays blank: a refused or withdrawn
    application may be closed, too, so its other cells do not tell. ``shown``: whether a blank cell's row nevertheless
    has a day of acceptance or was closed, so that the limits of a case hold for it. ``since``: the day of acceptance,
    else that of the decision to accept, else the day from which it is deemed. ``decided_on``: the day of the decision,
    or from which it is deemed. ``deemed_on``: that day; null where somebody decided or a supplement is awaited.
    """

    said: Label[str]
    shown: ColumnElement[bool]
    since: Label[Any]
    decided_on: Label[Any]
    deemed_on: ColumnElement[Any]

    def given_by(self, day: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether the application was accepted by a day."""
        return and_(or_(self.shown, func.coalesce(self.said == "accepted", False)), deemed_by(self.deemed_on, day))


def deemed_by(deemed_on: ColumnElement[Any], day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether nothing is deemed of a row, or it is so by a day."""
    return or_(deemed_on.is_(None), deemed_on <= day)


def acceptance_of(cases: FromClause) -> Acceptance:
    """The acceptance of the rows of the ledger of reconsideration."""
    row = cases.c
    blank = row.acceptance.is_(None)
    silence_ends_on = _end_of_silence(row)
    undecided = and_(blank, row.accepted_on.is_(None), row.decision_on_acceptance_on.is_(None))
    in_time = or_(row.closed_on.is_(None), row.closed_on >= silence_ends_on)
    deemed_on = case((and_(undecided, row.received_on >= REVISED_LAW, in_time), silence_ends_on))
    shown = and_(blank, or_(known(row.accepted_on), known(row.closed_on)))
    said = case((known(deemed_on), "accepted"), else_=row.acceptance)
    of_decision = case((or_(row.acceptance == "accepted", shown), row.decision_on_acceptance_on))
    by_other_cells = case((blank, func.coalesce(row.accepted_on, deemed_on)))
    return Acceptance(
        said.label("acceptance"),
        shown,
        func.coalesce(row.accepted_on, of_decision, deemed_on).label("accepted_on"),
        func.coalesce(row.decision_on_acceptance_on, by_other_cells).label("decision_on_acceptance_on"),
        deemed_on,
    )


def _end_of_silence(row: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[Any]:
    """The last day of the limit; where a supplement was asked for by then, the rest of it runs from when it was given.

    Null while it has not been given: the clock stands.
    """
    unasked = working_day_after(row.received_on, DEEMED_AFTER)
    used = working_days_between(row.received_on, row.supplement_asked_on)
    resumed = working_day_after(row.supplement_given_on, DEEMED_AFTER - used)
    return case((row.supplement_asked_on <= unasked, resumed), else_=unasked)
