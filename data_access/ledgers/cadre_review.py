"""Reviews and exams in law of who is to be appointed (article 19)."""

from sqlalchemy import ColumnElement, and_, func, or_

from data_access.ledgers.columns import UNIT, code, date, decimal, name_or_word, number
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.hundred import within_hundred
from data_access.ledgers.tally import Tally, all_of, known
from data_access.problems import RESULT_UNDATED

POSITION_LEVELS = ("department_head", "department_deputy", "middle")
# What came of review and exam.
REVIEW_RESULTS = ("appointed", "deferred", "not_appointed")

CADRE_REVIEW = Ledger(
    "cadre_review",
    "任前考查考试",
    "Reviews before appointment",
    ("unit_id", "review_no"),
    (
        UNIT,
        number("review_no", "考查编号", "Review no.", "RQ-2026-01", required=True),
        code("position_level", "职务层次", "Level of the post", POSITION_LEVELS, "position_level"),
        name_or_word("position", "拟任职务", "Post", "副局长"),
        date("reviewed_on", "依法行政考查日期", "Reviewed on", "2026-04-10"),
        date("exam_on", "法律知识考试日期", "Exam on", "2026-04-16"),
        decimal("exam_score", "考试成绩", "Exam score", "86"),
        date("resit_on", "补考日期", "Resit on", not_before="exam_on"),
        decimal("resit_score", "补考成绩", "Resit score"),
        code("result", "结果运用", "Result", REVIEW_RESULTS, "cadre_result"),
        date("appointed_on", "任职日期", "Appointed on", "2026-05-08"),
    ),
    dated_by=("appointed_on", "exam_on", "reviewed_on"),
    identity=("exam_on", "reviewed_on"),
    indexes=(("unit_appointed", "unit_id", "appointed_on"),),
    counted="person",
)

_reviews, _of = CADRE_REVIEW.table, CADRE_REVIEW.table.c
_APPOINTED = func.coalesce(_of.appointed_on, _of.exam_on, _of.reviewed_on)
# What is blank has not happened; who was appointed on the same day was not reviewed before.
_BEFORE = and_(
    known(_of.reviewed_on), known(_of.exam_on), _of.reviewed_on < _of.appointed_on, _of.exam_on < _of.appointed_on
)

# Whether any mark says how the exam went.
_MARKED = or_(known(_of.exam_score), known(_of.resit_score))


def _passed(rules: CountingRules) -> ColumnElement[bool]:
    """By the pass mark of the day, at the first time or at the one resit."""
    first = _of.exam_score >= rules.value("exam_pass_mark", _of.exam_on)
    resit_day = func.coalesce(_of.resit_on, _of.exam_on)
    again = and_(known(_of.resit_score), _of.resit_score >= rules.value("exam_pass_mark", resit_day))
    return or_(and_(known(_of.exam_score), first), again)


_appointed = Tally("cadres_appointed", _reviews, _of.appointed_on, facet=_of.position_level,
                   needs=("cadre_review.reviewed_on", "cadre_review.exam_on"))  # fmt: skip
_sat = Tally("cadres_examined", _reviews, _of.exam_on, deciding=(_of.exam_score,), decided=all_of(_MARKED))
TALLIES = (
    _appointed,
    _appointed.hit("cadres_reviewed_before", _BEFORE, facet=_of.position_level),
    _sat,
    _sat.hit("cadres_passed", _passed),
)

HINTS = (
    Hint(RESULT_UNDATED, "appointed_on", and_(_of.result == "appointed", _of.appointed_on.is_(None))),
    Hint(RESULT_UNDATED, "exam_on", and_(_MARKED, _of.exam_on.is_(None))),
    Hint(RESULT_UNDATED, "resit_on", and_(known(_of.resit_score), _of.resit_on.is_(None))),
    *hints_at_units_gone(CADRE_REVIEW, _of.appointed_on),
)


def _failed(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_MARKED, ~_passed(rules))


def _appointed_all_the_same(rules: CountingRules) -> ColumnElement[bool]:
    """Who holds the post without review or exam before, or though the exam was failed."""
    return and_(known(_of.appointed_on), or_(~_BEFORE, _failed(rules)))


ENTRY = Entry(
    CADRE_REVIEW,
    TALLIES,
    rules=(within_hundred("exam_score", "resit_score"),),
    hints=HINTS,
    register=Register(
        ("review_no", "position_level", "position", "reviewed_on", "exam_on", "exam_score", "resit_score", "result",
         "appointed_on"),
        ("appointed_on", "exam_on", "reviewed_on"),
    ),
    lists={
        "": CaseList((_APPOINTED,)),
        "all_the_same": CaseList((_of.appointed_on,), _appointed_all_the_same),
    },
)  # fmt: skip
