"""Normative documents (article 8): how many were filed, in time, and found to conform. All by the date of issue."""

from sqlalchemy import ColumnElement, Date, and_, literal, or_

from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.tally import Condition, Tally, all_of, known
from data_access.store.engine import days_between
from data_access.store.tables import normative_document

_document = normative_document.c
_filed = known(_document.filed_on)
# A review that is still to come decides nothing yet.
_reviewed = and_(_filed, _document.review_result.in_(("conforming", "corrected", "revoked")))


def _filing_mature(rules: CountingRules) -> ColumnElement[bool]:
    age = days_between(_document.issued_on, literal(rules.as_of, Date))
    return or_(_filed, age >= rules.value("filing_limit_days", _document.issued_on))


def _filed_in_time(rules: CountingRules) -> ColumnElement[bool]:
    waited = days_between(_document.issued_on, _document.filed_on)
    return and_(_filed, waited <= rules.value("filing_limit_days", _document.issued_on))


def _tally(key: str, where: Condition) -> Tally:
    return Tally(key, normative_document, _document.issued_on, where)


DOCUMENTS = (
    _tally("documents_mature", _filing_mature),
    _tally("documents_filed", all_of(_filed)),
    _tally("documents_filed_in_time", _filed_in_time),
    _tally("documents_reviewed", all_of(_reviewed)),
    _tally("documents_conforming", all_of(_filed, _document.review_result == "conforming")),
)
