"""Hints at applications for reconsideration: a course that cannot have been so."""

from sqlalchemy import and_

from data_access.ledgers.declare import Ledger
from data_access.ledgers.hints import Hint, earlier, hints_at_parties, hints_at_units_gone, outcome_undated
from data_access.ledgers.number_hints import year_of_number
from data_access.ledgers.tally import known
from data_access.problems import ACCEPTED_REFUSED, CLOSED_BEFORE_ACCEPTED, OPINION_NEVER_SENT, SUSPENDED_TOO_LONG
from data_access.store.engine import days_between


def application_hints(ledger: Ledger) -> tuple[Hint, ...]:
    """The hints of the ledger of reconsideration."""
    of = ledger.table.c
    turned_away = and_(of.acceptance.in_(("refused", "transferred")), known(of.accepted_on))
    # Suspended days are added to the limit: more of them than the case lasted would make any case one in time.
    lasted = days_between(of.accepted_on, of.closed_on)
    never_sent = and_(of.suggestion == "none", known(of.opinion_answered_on))
    return (
        Hint(ACCEPTED_REFUSED, "acceptance", turned_away, of.accepted_on),
        earlier(CLOSED_BEFORE_ACCEPTED, of.closed_on, of.accepted_on),
        Hint(SUSPENDED_TOO_LONG, "suspended_days", and_(lasted >= 0, of.suspended_days > lasted), lasted),
        Hint(OPINION_NEVER_SENT, "suggestion", never_sent, of.opinion_answered_on),
        outcome_undated(ledger),
        year_of_number(ledger, of.received_on),
        *hints_at_parties(ledger),
        *hints_at_units_gone(ledger, of.received_on),
    )
