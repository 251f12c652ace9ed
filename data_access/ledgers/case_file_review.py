"""Reviews of case files (article 15): how good the files of penalties, licences, levies and compulsion are."""

from sqlalchemy import ColumnElement, Select, and_, column, not_, or_, select, table

from data_access.ledgers.case_file_defect import CASE_FILE_DEFECT
from data_access.ledgers.columns import UNIT, code, date, decimal, flag, number
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.enforcement_statistic import USUAL_ACTS
from data_access.ledgers.entry import CaseList, Entry, Register, View
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.hundred import within_hundred
from data_access.ledgers.tally import Tally, by_text, known
from data_access.problems import GRADE_AGAINST_SCORE, GRADE_AGAINST_VETO

FILE_GRADES = ("excellent", "good", "passed", "failed")
# Each makes a file fail at once, whatever its points.
VETO_FAULTS = (
    "no_authority", "no_qualification", "wrong_party", "wrong_facts", "wrong_basis", "too_few_officers", "no_hearing",
    "no_review",
)  # fmt: skip

CASE_FILE_REVIEW = Ledger(
    "case_file_review",
    "案卷评查",
    "Reviews of case files",
    ("unit_id", "file_no"),
    (
        UNIT,
        number("file_no", "案卷号", "File no.", "某市监罚〔2026〕18号", required=True),
        code("kind", "案卷种类", "Kind of file", USUAL_ACTS, "enforcement_kind"),
        date("reviewed_on", "评查日期", "Reviewed on", "2026-05-12"),
        decimal("score", "得分", "Score", "86"),
        code("grade", "等次", "Grade", FILE_GRADES, "file_grade"),
        # Without an example: a file with a veto fault has failed, and the example's has not.
        LedgerColumn("veto_fault", "一票否决情形", "Veto fault", "code", codes=VETO_FAULTS, labels="veto_fault"),
        flag("excellent_document", "优秀文书", "Excellent document", "no"),
        flag("guiding_case", "指导案例", "Guiding case", "no"),
    ),
    dated_by=("reviewed_on",),
    identity=("reviewed_on",),
    counted="file",
)

_reviews, _of = CASE_FILE_REVIEW.table, CASE_FILE_REVIEW.table.c
_VETOED = known(_of.veto_fault)

# What was wrong with a file, each item once, on the day of its review: a defect has no day of its own.
file_defect = table(
    "file_defect",
    *(column(name, _of[name].type) for name in ("unit_id", "file_no", "reviewed_on", "kind")),
    column("item", CASE_FILE_DEFECT.table.c["item"].type),
)


def _file_defect() -> Select[tuple[object, ...]]:
    found = CASE_FILE_DEFECT.table
    of_file = and_(found.c.unit_id == _of.unit_id, found.c.file_no == _of.file_no)
    return select(_of.unit_id, _of.file_no, _of.reviewed_on, _of.kind, found.c["item"]).join(found, of_file).distinct()


def _failed(rules: CountingRules) -> ColumnElement[bool]:
    """A veto fault fails a file; else its grade says so; where there is none its points do."""
    by_points = and_(_of.grade.is_(None), _of.score < rules.value("file_pass_mark", _of.reviewed_on))
    return or_(_VETOED, and_(known(_of.grade), _of.grade == "failed"), and_(known(_of.score), by_points))


def _told(_rules: CountingRules) -> ColumnElement[bool]:
    """Whether anything says if the file passed."""
    return or_(_VETOED, known(_of.grade), known(_of.score))


_known = Tally("files_reviewed", _reviews, _of.reviewed_on, facet=_of.kind, deciding=(_of.grade,), decided=_told)
_graded = Tally("files_graded", _reviews, _of.reviewed_on, facet=_of.grade, deciding=(_of.grade,))
_defects = Tally("file_defects", file_defect, file_defect.c.reviewed_on, facet=by_text(file_defect.c["item"]))
_scored = Tally("files_scored", _reviews, _of.reviewed_on, deciding=(_of.score,))
TALLIES = (
    _known,
    _known.hit("files_failed", _failed, facet=_of.kind),
    _graded,
    _graded.hit("files_excellent", and_(_of.grade == "excellent", not_(_VETOED))),
    _scored,
    _scored.hit("files_points", value=_of.score),
    _defects,
    *(_defects.hit(f"file_defects_{kind}", file_defect.c.kind == kind, facet=_defects.facet) for kind in USUAL_ACTS),
)


# Wherever a city draws the lines between its grades, such points are on the other side of them.
FAIL_BELOW, EXCEL_FROM = 60, 90
_too_good = and_(_of.grade.in_(("excellent", "good")), _of.score < FAIL_BELOW)
_too_bad = and_(_of.grade == "failed", _of.score >= EXCEL_FROM, not_(_VETOED))
HINTS = (
    Hint(GRADE_AGAINST_VETO, "grade", and_(_VETOED, known(_of.grade), _of.grade != "failed")),
    Hint(GRADE_AGAINST_SCORE, "grade", or_(_too_good, _too_bad), _of.score),
    *hints_at_units_gone(CASE_FILE_REVIEW, _of.reviewed_on),
)

ENTRY = Entry(
    CASE_FILE_REVIEW,
    TALLIES,
    rules=(within_hundred("score"),),
    hints=HINTS,
    view=View(file_defect.name, _file_defect),
    register=Register(("file_no", "kind", "reviewed_on", "score", "grade", "veto_fault"), ("reviewed_on",)),
    lists={
        "": CaseList((_of.reviewed_on,)),
        "failed": CaseList((_of.reviewed_on,), _failed),
        "excellent_document": CaseList((_of.reviewed_on,), and_(known(_of.excellent_document), _of.excellent_document)),
        "guiding_case": CaseList((_of.reviewed_on,), and_(known(_of.guiding_case), _of.guiding_case)),
    },
)
