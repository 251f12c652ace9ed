"""Normative documents (article 8): how many were filed, in time, and found to conform. All by the date of issue."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_

from data_access.ledgers.columns import UNIT, code, date, flag, name_or_word, number
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.tally import Tally, all_of, known
from data_access.problems import REVIEWED_UNFILED
from data_access.store.engine import days_after
from data_access.store.working_days import done_within, has_run_out

REVIEW_RESULTS = ("conforming", "corrected", "revoked", "pending")

NORMATIVE_DOCUMENT = Ledger(
    "normative_document",
    "规范性文件",
    "Normative documents",
    ("unit_id", "document_no"),
    (
        UNIT,
        number("document_no", "文号", "Document no.", "某政规〔2026〕3号", required=True),
        name_or_word("title", "文件名称", "Title", "关于规范行政裁量权的规定"),
        date("issued_on", "印发日期", "Issued on", "2026-03-02"),
        date("filed_on", "报备日期", "Filed on", "2026-03-12", not_before="issued_on"),
        flag("direct_interest", "涉及群众切身利益", "Direct interest", "yes"),
        flag("major_disagreement", "有重大分歧", "Major disagreement", "no"),
        flag("consulted", "公开征求意见", "Consulted", "yes"),
        flag("hearing_held", "举行听证", "Hearing held", "no"),
        flag("legality_reviewed", "合法性审查", "Legality reviewed", "yes"),
        flag("collectively_decided", "集体讨论决定", "Decided collectively", "yes"),
        code("review_result", "审查结果", "Review result", REVIEW_RESULTS, "review_result"),
        date("expires_on", "有效期至", "Expires on", not_before="issued_on", event=False),
    ),
    dated_by=("issued_on", "filed_on"),
    identity=("issued_on", "filed_on", "title"),
    counted="document",
)

_documents = NORMATIVE_DOCUMENT.table
_document = _documents.c
_filed = known(_document.filed_on)
_FILED_ON = "normative_document.filed_on"


def _yes(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(column, false())


def _filing_limit(rules: CountingRules) -> ColumnElement[Any]:
    return days_after(_document.issued_on, rules.value("filing_limit_days", _document.issued_on))


def _filing_mature(rules: CountingRules) -> ColumnElement[bool]:
    return or_(_filed, has_run_out(_filing_limit(rules), rules.as_of))


def _in_time(rules: CountingRules) -> ColumnElement[bool]:
    return done_within(_document.filed_on, _filing_limit(rules))


_mature = Tally("documents_mature", _documents, _document.issued_on, _filing_mature, needs=(_FILED_ON,))
_filed_documents = _mature.hit("documents_filed", _filed, needs=(_FILED_ON,))
# Of all that is filed: no limit runs for a review, so one that is pending has found nothing to conform yet.
_reviewed = Tally(
    "documents_review_known",
    _documents,
    _document.issued_on,
    all_of(_filed),
    deciding=(_document.review_result,),
    needs=(_FILED_ON,),
)
# Whether a document touches interests or opinions differ: either will do, and neither is known only where both say so.
_concerns = or_(_yes(_document.direct_interest), _yes(_document.major_disagreement))
_touches = or_(_concerns, or_(_document.direct_interest.is_(None), _document.major_disagreement.is_(None)))
_heard = or_(_yes(_document.consulted), _yes(_document.hearing_held))


def _heard_told(_rules: CountingRules) -> ColumnElement[bool]:
    return and_(_concerns, or_(_heard, and_(known(_document.consulted), known(_document.hearing_held))))


_of_interest = Tally(
    "documents_of_interest",
    _documents,
    _document.issued_on,
    all_of(_touches),
    deciding=(_document.direct_interest, _document.major_disagreement, _document.consulted, _document.hearing_held),
    decided=_heard_told,
)
_decided = Tally(
    "documents_decision_known", _documents, _document.issued_on, deciding=(_document.collectively_decided,)
)
TALLIES = (
    _mature,
    _filed_documents,
    _filed_documents.hit("documents_filed_in_time", _in_time),
    _reviewed,
    _reviewed.hit("documents_conforming", _document.review_result == "conforming"),
    _of_interest,
    _of_interest.hit("documents_interest_heard", _heard),
    _decided,
    _decided.hit("documents_collectively_decided", _document.collectively_decided),
)


def in_force() -> ColumnElement[bool]:
    """Whether a document was not revoked by the review."""
    return or_(_document.review_result.is_(None), _document.review_result != "revoked")


def expiring(rules: CountingRules) -> ColumnElement[bool]:
    """Whether a document is in the last days of its term on the day the ledger is known to, but still in force."""
    notice = days_after(rules.as_of, rules.value("document_expiry_days", rules.as_of))
    return and_(in_force(), _document.expires_on >= rules.as_of, _document.expires_on <= notice)


_unfiled = and_(_document.filed_on.is_(None), _document.review_result != "pending")
HINTS = (
    Hint(REVIEWED_UNFILED, "filed_on", _unfiled),
    *hints_at_units_gone(NORMATIVE_DOCUMENT, _document.issued_on),
)

ENTRY = Entry(
    NORMATIVE_DOCUMENT,
    TALLIES,
    hints=HINTS,
    register=Register(
        ("document_no", "title", "issued_on", "filed_on", "review_result", "collectively_decided", "expires_on"),
        ("issued_on",),
    ),
    lists={
        "": CaseList((_document.issued_on,)),
        "expiring": CaseList((_document.issued_on,), expiring, stock=True),
    },
)
