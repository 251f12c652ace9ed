"""Decisions, legislation plans and documents (articles 6 to 8): rules by hand, a recount, and slips of clerks."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine

from assessment.indicators import BY_KEY
from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.ledgers.legislation_project import LEGISLATION_PROJECT
from data_access.ledgers.major_decision import MAJOR_DECISION
from data_access.loading.load import load_sheets
from data_access.problems import in_words
from data_access.reading.case_lists import case_page
from data_access.reading.extent import Extent
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from tests.audit.answer_city import of_ledger, units
from tests.data_access.ledger_sheets import rows_of, sheet
from tests.data_access.ledger_sheets import units as some_units
from tests.data_access.stored_figures import stored_figures
from wording import wording

AS_OF = dt.date(2026, 10, 31)
STEPS = ("public_participation", "expert_argument", "risk_assessment", "legality_review", "collective_decision")
DONE = {f"{step}_on": "2026-03-01" for step in STEPS}
NONE_SAID = dict.fromkeys(DONE)


def _decision(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "decision_no": "1", "decided_on": "2026-03-02", **DONE, **more}


def _project(year: int = 2026, **more: object) -> dict[str, object]:
    return {"unit_id": "A1", "project_no": f"{year}", "planned_year": str(year), **more}


def _figure(database: Engine, indicator: str, first: dt.date, last: dt.date) -> tuple[int, int, int]:
    """Numerator, denominator and blank of the city over whole months."""
    period = Period("custom", first, last)
    with database.connect() as connection:
        rows = indicator_counts(Reader(connection, ALL_SEEING), Selection(period, "none", "counties"), [indicator])
    if rows[rows["level"] == "city"].empty:
        return 0, 0, 0
    city = rows[rows["level"] == "city"].iloc[0]
    return int(city["numerator"]), int(city["denominator"]), int(city["blank"])


def _load(database: Engine, ledger: str, *rows: Mapping[str, object]) -> None:
    result = load_sheets(database, [units(), of_ledger(ledger, rows)], as_of=AS_OF, today=AS_OF)
    assert (result.status, result.problems) == ("stored", ())


YEAR = (dt.date(2026, 1, 1), dt.date(2026, 10, 1))


@pytest.mark.parametrize(
    ("row", "steps"),
    [
        (_decision(), (5, 5, 0)),
        # Not applicable for a reason is kept; without one it was left out; no and nothing done was left out.
        (_decision(expert_argument_on=None, expert_argument_not_applicable="yes", expert_argument_reason="无"),
         (4, 5, 0)),
        (_decision(expert_argument_on=None, expert_argument_not_applicable="yes",
                   expert_argument_reason="不涉及专业问题"), (5, 5, 0)),
        (_decision(risk_assessment_on=None, risk_assessment_not_applicable="no"), (4, 5, 0)),
        # No reason excuses a step that every decision needs.
        (_decision(legality_review_on=None, legality_review_not_applicable="yes", legality_review_reason="急"),
         (4, 5, 0)),
        # What nobody says is in neither part.
        (_decision(collective_decision_on=None), (4, 4, 1)),
        (_decision(**NONE_SAID), (0, 0, 5)),
    ],
)  # fmt: skip
def test_a_step_is_kept_left_out_or_unknown(database: Engine, row: dict[str, object], steps: tuple[int, ...]) -> None:
    # Columns that a row leaves blank were there in the ledger's other row.
    _load(database, "major_decision", row, _decision(decision_no="2", decided_on="2025-12-31", **_ALL_COLUMNS))
    assert _figure(database, "five_step_completeness", *YEAR) == steps


_ALL_COLUMNS = {f"{step}_not_applicable": "no" for step in STEPS} | {f"{step}_reason": None for step in STEPS}


def test_hearings_and_shortest_times_by_hand(database: Engine) -> None:
    rows = [
        _decision(hearing_required="yes", hearing_on="2026-02-01", consultation_days="30", legality_days="7"),
        _decision(decision_no="2", hearing_required="yes", consultation_days="29", legality_days="6"),
        _decision(decision_no="3", hearing_required="no", consultation_days=None, legality_days=None),
        _decision(decision_no="4", hearing_required=None, public_participation_on=None, consultation_days="5"),
        # Before the ordinance there was no shortest time.
        _decision(decision_no="5", decided_on="2019-08-31", consultation_days="1", hearing_required="no"),
    ]
    _load(database, "major_decision", *rows)
    found = {key: _figure(database, key, dt.date(2019, 1, 1), dt.date(2026, 10, 1))
             for key in ("decision_hearing_rate", "consultation_kept", "legality_review_kept")}  # fmt: skip
    # Of the fourth nobody says whether it needs a hearing; of the third and fourth how long the review took.
    assert found == {"decision_hearing_rate": (1, 2, 1), "consultation_kept": (1, 2, 1),
                     "legality_review_kept": (1, 2, 2)}  # fmt: skip


def test_a_plan_is_read_at_the_end_of_each_month_and_ends_with_its_year(database: Engine) -> None:
    """Of 2025 two projects: one completed in November, one a month into the next year; of 2026 one, in January."""
    _load(database, "legislation_project",
          _project(2025, completed_on="2025-11-20", consulted="no", hearing_or_experts="no"),
          _project(2025, project_no="2", completed_on="2026-01-15", consulted=None, hearing_or_experts="yes"),
          _project(2026, completed_on="2026-01-31", consulted="no", hearing_or_experts=None))  # fmt: skip
    month = dt.date
    for key, first, last, figure in (
        ("plan_completion", month(2025, 10, 1), month(2025, 10, 1), (0, 2, 0)),
        ("plan_completion", month(2025, 10, 1), month(2025, 12, 1), (1, 2, 0)),
        ("plan_completion", month(2025, 1, 1), month(2025, 12, 1), (1, 2, 0)),
        ("plan_completion", month(2026, 1, 1), month(2026, 1, 1), (1, 1, 0)),
        # Over the turn of the year the later year is read, the former's late project belongs to neither.
        ("plan_completion", month(2025, 12, 1), month(2026, 1, 1), (1, 1, 0)),
        # Before the first is completed only the one that was heard tells; then the first counts against.
        ("legislation_participation", month(2025, 10, 1), month(2025, 10, 1), (1, 1, 0)),
        ("legislation_participation", month(2025, 12, 1), month(2025, 12, 1), (1, 2, 0)),
        ("legislation_participation", month(2026, 1, 1), month(2026, 1, 1), (0, 0, 1)),
    ):
        assert (key, first, last, _figure(database, key, first, last)) == (key, first, last, figure)


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        (("yes", "no", "yes", None), (1, 1, 0)),
        (("no", "yes", "no", "no"), (0, 1, 0)),
        (("no", "no", "no", "no"), (0, 0, 0)),
        (("no", None, "yes", "yes"), (0, 0, 1)),
        ((None, "yes", "no", None), (0, 0, 1)),
    ],
)
def test_of_two_cells_one_says_yes_and_both_say_no(
    database: Engine, cells: tuple[str | None, ...], figure: tuple[int, ...]
) -> None:
    names = ("direct_interest", "major_disagreement", "consulted", "hearing_held")
    document = {"unit_id": "A1", "document_no": "1", "issued_on": "2026-01-05", **dict(zip(names, cells, strict=True))}
    other = {**document, "document_no": "2", "issued_on": "2025-01-05", **dict.fromkeys(names, "yes")}
    _load(database, "normative_document", document, other)
    assert _figure(database, "interest_heard_share", *YEAR) == figure


def test_documents_near_the_end_of_their_term_are_listed(database: Engine) -> None:
    """On 31 October 90 days reach to 29 January: the first and the last day are in, revoked documents are not."""
    ends = {"1": "2026-10-31", "2": "2027-01-29", "3": "2027-01-30", "4": "2026-10-30", "5": "2026-12-01"}
    rows = [{"unit_id": "A1", "document_no": number, "issued_on": "2024-01-05", "filed_on": "2024-01-09",
             "review_result": "revoked" if number == "5" else "conforming", "expires_on": end}
            for number, end in ends.items()]  # fmt: skip
    _load(database, "normative_document", *rows)
    with database.connect() as connection:
        period = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
        found, _, _ = case_page(
            Reader(connection, ALL_SEEING), "normative_document", "expiring", Extent("city"), period
        )
    assert sorted(found["document_no"]) == ["1", "2"]


# --- The demo city, counted a second time -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


PLAN = BY_KEY["plan_completion"]


def test_every_plan_of_the_demo_city_is_the_same_counted_in_plain_python(demo: Engine) -> None:
    with demo.connect() as connection:
        stored = stored_figures(connection, PLAN.numerator, PLAN.denominator)
    planned: Counter[int] = Counter()
    completed: Counter[dt.date] = Counter()
    for row in rows_of(demo, LEGISLATION_PROJECT.table):
        planned[row["planned_year"]] += 1
        done = row["completed_on"]
        if done is not None and done.year <= row["planned_year"]:
            for month in range(done.month, 13):
                completed[dt.date(row["planned_year"], month, 1)] += 1
    found = {key[2]: figure for key, figure in stored.items() if key[0] == "city" and key[3] == PLAN.key}
    assert len(found) == 58  # months from January 2022 to October 2026
    assert found == {month: (completed[month], planned[month.year]) for month in found}


# --- Ten slips ---------------------------------------------------------------------------------------------------

A_DECISION: dict[str, Any] = {"单位": "C01-nr", "决策编号": "1", "决策日期": "2026-03-02", "公众参与日期": "2026-01-05",
                              "专家论证不适用": "否", "征求意见天数": 30, "风险等级": "低风险"}  # fmt: skip
A_PROJECT: dict[str, Any] = {"单位": "C01-nr", "项目编号": "1", "计划年度": 2026, "进度": "起草"}


@pytest.mark.parametrize(
    ("ledger", "row", "column", "said"),
    [
        (MAJOR_DECISION, A_DECISION | {"决策日期": "2026-13-02"}, "决策日期", "日期"),
        (MAJOR_DECISION, A_DECISION | {"决策日期": "2027-01-02"}, "决策日期", "2027"),
        (MAJOR_DECISION, A_DECISION | {"公布日期": "2026-03-01"}, "公布日期", "决策日期"),
        (MAJOR_DECISION, A_DECISION | {"后评估日期": "2026-02-01"}, "后评估日期", "决策日期"),
        (MAJOR_DECISION, A_DECISION | {"专家论证日期": "免"}, "专家论证日期", "日期"),
        (MAJOR_DECISION, A_DECISION | {"征求意见天数": "三十天左右"}, "征求意见天数", "数"),
        (MAJOR_DECISION, A_DECISION | {"风险等级": "一般"}, "风险等级", "高风险"),
        (MAJOR_DECISION, A_DECISION | {"单位": "国土局"}, "单位", "登记"),
        (LEGISLATION_PROJECT, A_PROJECT | {"计划年度": "十四五"}, "计划年度", "年"),
        (LEGISLATION_PROJECT, A_PROJECT | {"进度": "差不多了"}, "进度", "立项"),
    ],
)
def test_a_slip_of_a_clerk_comes_back_as_a_sentence_at_its_cell(
    database: Engine, ledger: Any, row: dict[str, object], column: str, said: str
) -> None:
    right = A_DECISION if ledger is MAJOR_DECISION else A_PROJECT
    load_sheets(database, [some_units()], today=AS_OF)
    result = load_sheets(database, [sheet(ledger.key, [right | {ledger.column(ledger.number_column).zh: "2"}, row])],
                         today=AS_OF)  # fmt: skip
    assert [(each.row, each.column) for each in result.problems] == [(3, column)]
    sentence = in_words(result.problems[0], wording("zh"))
    assert (result.status, said in sentence, f"第 3 行“{column}”列" in sentence) == ("refused", True, True)
