"""Legal service for what matters most (article 2, 三重一大): asked for, delivered in time, taken up."""

from sqlalchemy import ColumnElement, and_, func, or_

from data_access.ledgers.columns import UNIT, code, date, flag, name_or_word, number, text
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.tally import Tally, known
from data_access.problems import ADOPTED_UNDELIVERED, REASON_ADOPTED

SERVICE_SUBJECTS = ("decision", "project", "stability")

LEGAL_SERVICE = Ledger(
    "legal_service",
    "法律服务",
    "Legal services",
    ("unit_id", "service_no"),
    (
        UNIT,
        number("service_no", "服务编号", "Service no.", "FW-2026-01", required=True),
        code("subject", "服务事项", "Subject", SERVICE_SUBJECTS, "service_subject"),
        name_or_word("title", "名称", "Title", "城市更新项目征收方案"),
        date("requested_on", "提出日期", "Requested on", "2026-03-02"),
        date("due_on", "应出具日期", "Due on", "2026-03-16", not_before="requested_on", event=False),
        date("delivered_on", "出具日期", "Delivered on", "2026-03-12", not_before="requested_on"),
        flag("adopted", "意见采纳", "Adopted", "yes"),
        text("not_adopted_reason", "未采纳理由", "Reason why not adopted"),
    ),
    dated_by=("requested_on", "due_on"),
    identity=("requested_on",),
    indexes=(("unit_due", "unit_id", "due_on"),),
    done_on="delivered_on",
    counted="service",
)

_services, _of = LEGAL_SERVICE.table, LEGAL_SERVICE.table.c
# One without a limit is blank in what decides whether it was in time, and stands where it was asked for.
_PLACED = func.coalesce(_of.due_on, _of.requested_on)


def _due(rules: CountingRules) -> ColumnElement[bool]:
    """Due, and the day over or the opinion there: what is due today is not late yet."""
    over = or_(_of.due_on < rules.as_of, known(_of.delivered_on))
    return or_(_of.due_on.is_(None), and_(_of.due_on <= rules.as_of, over))


def _late(rules: CountingRules) -> ColumnElement[bool]:
    """Not delivered by its day, which is over."""
    return and_(_of.due_on < rules.as_of, or_(_of.delivered_on.is_(None), _of.delivered_on > _of.due_on))


_asked = Tally("legal_services_due", _services, _PLACED, _due, facet=_of.subject, deciding=(_of.due_on,),
               needs=("legal_service.delivered_on",))  # fmt: skip
_delivered = Tally("legal_services_delivered", _services, _of.delivered_on, facet=_of.subject, deciding=(_of.adopted,))
TALLIES = (
    _asked,
    _asked.hit("legal_services_on_time", _of.delivered_on <= _of.due_on, facet=_of.subject),
    _delivered,
    _delivered.hit("legal_services_adopted", _of.adopted, facet=_of.subject),
)

HINTS = (
    Hint(ADOPTED_UNDELIVERED, "delivered_on", and_(_of.adopted, _of.delivered_on.is_(None))),
    Hint(REASON_ADOPTED, "not_adopted_reason", and_(_of.adopted, known(_of.not_adopted_reason))),
    *hints_at_units_gone(LEGAL_SERVICE, _of.requested_on),
)

ENTRY = Entry(
    LEGAL_SERVICE,
    TALLIES,
    hints=HINTS,
    register=Register(
        ("service_no", "subject", "title", "requested_on", "due_on", "delivered_on", "adopted"),
        ("due_on", "requested_on"),
    ),
    lists={
        "": CaseList((_PLACED,)),
        "late": CaseList((_of.due_on,), _late),
        "not_adopted": CaseList((_of.delivered_on,), _of.adopted.is_(False)),
    },
)
