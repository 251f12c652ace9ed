"""Major decisions (article 6): whether the five steps were kept, hearings held, results looked at afterwards."""

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_

from data_access.ledgers.columns import UNIT, code, count, date, flag, name_or_word, number, text
from data_access.ledgers.counting_rules import DECISION_ORDINANCE, CountingRules
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.tally import Tally, all_of, known
from data_access.problems import (
    NEVER_NOT_APPLICABLE,
    STEP_AFTER_DECISION,
    STEP_DONE_NOT_APPLICABLE,
    STEP_WITHOUT_REASON,
)

# The steps in their order, each with its headers.
STEPS = {
    "public_participation": ("公众参与", "Public participation"),
    "expert_argument": ("专家论证", "Expert argument"),
    "risk_assessment": ("风险评估", "Risk assessment"),
    "legality_review": ("合法性审查", "Legality review"),
    "collective_decision": ("集体讨论决定", "Collective decision"),
}
# The steps that a decision may do without, for a reason that is written down; of the others none is left out.
MAY_NOT_APPLY = ("expert_argument", "risk_assessment")
# Whose decisions are looked at again every year: those of governments.
EVALUATING_KINDS = ("city", "county")
RISK_RESULTS = ("low", "medium", "high")


def _of_step(step: str) -> Iterator[LedgerColumn]:
    zh, en = STEPS[step]
    yield date(f"{step}_on", f"{zh}日期", f"{en} on", "2026-03-02")
    yield flag(f"{step}_not_applicable", f"{zh}不适用", f"{en} not applicable", "no")
    yield text(f"{step}_reason", f"{zh}不适用理由", f"{en}: reason")


MAJOR_DECISION = Ledger(
    "major_decision",
    "重大行政决策",
    "Major decisions",
    ("unit_id", "decision_no"),
    (
        UNIT,
        number("decision_no", "决策编号", "Decision no.", "某政决〔2026〕3号", required=True),
        name_or_word("title", "决策事项", "Subject", "城市公共交通票价调整"),
        flag("in_catalogue", "列入目录", "In the catalogue", "yes"),
        date("decided_on", "决策日期", "Decided on", "2026-05-12"),
        *(column for step in STEPS for column in _of_step(step)),
        count("consultation_days", "征求意见天数", "Days of consultation", "30"),
        text("risk_methods", "风险评估方式", "Methods of risk assessment", "部门论证、专家咨询、专业机构测评"),
        code("risk_result", "风险等级", "Risk", RISK_RESULTS, "risk_result"),
        count("legality_days", "合法性审查工作日", "Working days of legality review", "10"),
        flag("hearing_required", "应当听证", "Hearing required", "yes"),
        date("hearing_on", "听证日期", "Hearing on", "2026-04-08"),
        date("published_on", "公布日期", "Published on", "2026-05-20", not_before="decided_on"),
        date("evaluated_on", "后评估日期", "Evaluated on", not_before="decided_on"),
        text("evaluation_result", "后评估结论", "Result of evaluation"),
        text("accountability", "责任追究情况", "Accountability"),
    ),
    dated_by=("decided_on",),
    identity=("decided_on", "title"),
    counted="decision",
)

_decisions, _of = MAJOR_DECISION.table, MAJOR_DECISION.table.c


def kept(step: str) -> ColumnElement[bool]:
    """Whether a step was done, or does not apply for a reason given; of a decision of which nobody can say: no."""
    done = known(_of[f"{step}_on"])
    if step not in MAY_NOT_APPLY:
        return done
    return or_(done, and_(_yes(_of[f"{step}_not_applicable"]), known(_of[f"{step}_reason"])))


def _yes(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(column, false())


def unfilled(step: str) -> ColumnElement[bool]:
    """Whether a row says neither that a step was done nor whether it applies."""
    return and_(_of[f"{step}_on"].is_(None), _of[f"{step}_not_applicable"].is_(None))


def _how_many(conditions: Iterator[ColumnElement[bool]]) -> ColumnElement[Any]:
    return reduce(add, (case((condition, 1), else_=0) for condition in conditions))


# What a step left out looks like: the row tells of it, and it was neither done nor is there a reason.
LACKING = or_(*(and_(not_(kept(step)), not_(unfilled(step))) for step in STEPS))
_REQUIRED_HEARING = or_(_of.hearing_required.is_(None), _of.hearing_required)

_made = Tally("decisions_made", _decisions, _of.decided_on)
_steps = Tally(
    "decision_steps",
    _decisions,
    _of.decided_on,
    value=_how_many(not_(unfilled(step)) for step in STEPS),
    needs=tuple(f"{MAJOR_DECISION.key}.{step}_on" for step in STEPS),
)
_hearings = Tally(
    "hearings_required",
    _decisions,
    _of.decided_on,
    all_of(_REQUIRED_HEARING),
    deciding=(_of.hearing_required,),
    needs=(f"{MAJOR_DECISION.key}.hearing_on",),
)


def _measured(key: str, step: str, days: ColumnElement[Any]) -> Tally:
    """Decisions since the ordinance that took a step with a shortest time, and say how long it took."""
    there = and_(known(_of[f"{step}_on"]), _of.decided_on >= DECISION_ORDINANCE)
    return Tally(key, _decisions, _of.decided_on, all_of(there), deciding=(days,))


def _long_enough(days: ColumnElement[Any], rule: str) -> Any:
    def condition(rules: CountingRules) -> ColumnElement[bool]:
        return days >= rules.value(rule, _of.decided_on)

    return condition


_consulted = _measured("consultations_measured", "public_participation", _of.consultation_days)
_reviewed = _measured("legality_reviews_measured", "legality_review", _of.legality_days)
TALLIES = (
    _made,
    _made.hit("decisions_published", known(_of.published_on), needs=(f"{MAJOR_DECISION.key}.published_on",)),
    _steps,
    _steps.hit("decision_steps_kept", value=_how_many(kept(step) for step in STEPS)),
    # Steps, not rows: a row may tell of three steps and be blank in two.
    Tally(
        "decision_steps_blank",
        _decisions,
        _of.decided_on,
        value=_how_many(unfilled(step) for step in STEPS),
        of="decision_steps",
        counts_blank=True,
        counted="step",
    ),
    _hearings,
    _hearings.hit("hearings_held", known(_of.hearing_on)),
    _consulted,
    _consulted.hit("consultations_long_enough", _long_enough(_of.consultation_days, "consultation_days")),
    _reviewed,
    _reviewed.hit("legality_reviews_long_enough", _long_enough(_of.legality_days, "legality_review_days")),
    Tally("decisions_evaluated", _decisions, _of.evaluated_on),
)


def _hints() -> Iterator[Hint]:
    for step in STEPS:
        done_on, not_applicable = _of[f"{step}_on"], _of[f"{step}_not_applicable"]
        yield Hint(STEP_AFTER_DECISION, f"{step}_on", done_on > _of.decided_on, _of.decided_on)
        yield Hint(STEP_DONE_NOT_APPLICABLE, f"{step}_not_applicable", and_(known(done_on), not_applicable), done_on)
        left_out = and_(done_on.is_(None), not_applicable)
        if step in MAY_NOT_APPLY:
            yield Hint(STEP_WITHOUT_REASON, f"{step}_reason", and_(left_out, _of[f"{step}_reason"].is_(None)))
        else:
            yield Hint(NEVER_NOT_APPLICABLE, f"{step}_not_applicable", left_out)


ENTRY = Entry(
    MAJOR_DECISION,
    TALLIES,
    hints=(*_hints(), *hints_at_units_gone(MAJOR_DECISION, _of.decided_on)),
    register=Register(
        ("decision_no", "title", "decided_on", *(f"{step}_on" for step in STEPS), "risk_result", "hearing_on",
         "published_on",
         "evaluated_on", "accountability"),
        ("decided_on",),
    ),
    lists={
        "": CaseList((_of.decided_on,)),
        "lacking": CaseList((_of.decided_on,), LACKING),
        "not_lacking": CaseList((_of.decided_on,), not_(LACKING)),
        "evaluated": CaseList((_of.evaluated_on,)),
        "accountability": CaseList((_of.decided_on,), known(_of.accountability)),
    },
    opens=True,
    course=(
        *((f"{step}_on", "") for step in STEPS),
        ("hearing_on", ""),
        ("decided_on", ""),
        ("published_on", ""),
        ("evaluated_on", "evaluation_result"),
    ),
)  # fmt: skip
