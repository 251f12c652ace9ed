"""Ledgers that write sums, a row a month or year: what is blank, silent and not asked for in them, worked out by hand.

Three counties, data to the end of January 2027: 甲 and 乙 hand something in, 丙 nothing at all.
"""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.asked.selection import parse
from data_access.files.sources import Sheet
from data_access.loading.load import load_sheets
from data_access.reading.assessed import assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context
from panels.peers import peer_standing
from tests.data_access.assessed_city import of_ledger
from tests.opened import opened

AS_OF = dt.date(2027, 1, 31)
UNITS = [{"code": f"C{n}", "name": name, "kind": "county"} for n, name in enumerate(("甲县", "乙县", "丙县"), 1)]


def load(engine: Engine, *sheets: Sheet) -> None:
    result = load_sheets(engine, [of_ledger("unit", UNITS), *sheets], as_of=AS_OF, today=AS_OF)
    assert result.status == "stored", result.problems


def services(*rows: tuple[str, str, int | None, int | None]) -> Sheet:
    names = ("unit_id", "month", "handled", "handled_in_time")
    return of_ledger("service_statistic", [dict(zip(names, row, strict=True)) for row in rows])


def found(engine: Engine, indicator: str, **query: str) -> pd.DataFrame:
    """By code of the unit ('' is the city) how it stands on an indicator in a period."""
    with reading(engine, ALL_SEEING) as reader:
        state, choices = opened(reader)
        context = Context(parse({"compare": "none", **query}, choices)[0], state, choices)
        rows = peer_standing(reader, context, [indicator])
    return rows.set_index("code")


# Three months of 甲, the two worst of them blank; of 乙 all three.
HALF_BLANK = services(
    ("C1", "2026-10-01", 400, 400),
    ("C1", "2026-11-01", 300, None),
    ("C1", "2026-12-01", 350, None),
    *(("C2", f"2026-{month}-01", 10, 9) for month in (10, 11, 12)),
)


def test_two_blank_months_of_three_are_not_reported_however_many_cases_the_third_has(database: Engine) -> None:
    load(database, HALF_BLANK)
    rows = found(database, "service_in_time_rate", grain="quarter", period="2026Q4")
    # 2 rows of 3 are blank: more than a fifth. Weighed against the 400 cases of the third they were 2 of 402.
    assert rows.loc[["C1", "C2"], ["numerator", "denominator", "blank", "rows"]].values.tolist() == [
        [400, 400, 2, 1],
        [27, 30, 0, 3],
    ]
    assert rows.loc[["C1", "C2"], "silent"].tolist() == [True, False]
    assert pd.isna(rows.loc["C1", "place"])
    assert rows.loc["C2", "place"] == 1


def test_two_blank_months_of_three_give_no_points(database: Engine) -> None:
    scheme = {"year": 2026, "version": 1, "name": "演示方案", "w_daily": 100, "w_annual": 0, "w_external": 0}
    item = {"year": 2026, "version": 1, "peer_group": "counties", "component": "daily", "key": "service_in_time_rate",
            "weight": 100, "floor": 0, "target": 1, "missing_policy": "zero"}  # fmt: skip
    load(database, HALF_BLANK, of_ledger("scheme", [scheme]), of_ledger("scheme_item", [item]))
    with reading(database, ALL_SEEING) as reader:
        year = opened(reader)[1].scored_period("counties", parse({"period": "2026"}, opened(reader)[1])[0].period)
        assert year is not None
        assessed = assess(reader, "counties", year)
    assert assessed is not None
    assert assessed.table.set_index("code")["score"].loc[["C1", "C2"]].tolist() == [0, 90]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"grain": "month", "period": "2026-12"}, {"C1": (95, 100), "C2": (10, 50), "": (105, 150)}),
        ({"grain": "quarter", "period": "2026Q4"}, {"C1": (95, 100), "C2": (10, 50), "": (105, 150)}),
        ({"period": "2026"}, {"C1": (95, 100), "C2": (10, 50), "": (105, 150)}),
        # In January 甲 has handed in nothing: what stood in December does not stand for it.
        ({"period": "2027"}, {"C1": (0, 0), "C2": (20, 50), "": (20, 50)}),
        ({"grain": "custom", "period": "2026-12~2027-01"}, {"C1": (0, 0), "C2": (20, 50), "": (20, 50)}),
    ],
)
def test_what_stands_at_a_month_s_end_is_that_of_the_last_month_alone(
    database: Engine, query: Mapping[str, str], expected: Mapping[str, tuple[int, int]]
) -> None:
    names = ("unit_id", "month", "items", "items_online")
    rows = [("C1", "2026-11-01", 100, 90), ("C1", "2026-12-01", 100, 95), ("C2", "2026-12-01", 50, 10),
            ("C2", "2027-01-01", 50, 20)]  # fmt: skip
    load(database, of_ledger("service_statistic", [dict(zip(names, row, strict=True)) for row in rows]))
    rows_found = found(database, "service_online_share", **query)
    said = rows_found.loc[list(expected), ["numerator", "denominator"]].itertuples(index=False)
    assert [tuple(row) for row in said] == list(expected.values())
    assert pd.isna(rows_found.loc["C3", "place"])


STEPS = ("public_participation", "expert_argument", "risk_assessment", "legality_review", "collective_decision")


def test_a_ledger_without_the_columns_that_no_decision_needs_tells_the_five_steps(database: Engine) -> None:
    """Public participation never is not applicable: many a ledger has no column for it."""
    whole = {"unit_id": "C1", "decision_no": "1", "decided_on": "2026-11-01"} | {f"{s}_on": "2026-10-01" for s in STEPS}
    left_out = {f"{STEPS[1]}_on": None, f"{STEPS[1]}_not_applicable": "是", f"{STEPS[1]}_reason": None}
    load(database, of_ledger("major_decision", [whole, whole | {"decision_no": "2"} | left_out]))
    rows = found(database, "five_step_completeness", period="2026")
    # Expert argument of the second was left out without a reason: 9 of 10 steps.
    assert rows.loc["C1", ["numerator", "denominator"]].tolist() == [9, 10]


def test_an_exam_is_passed_by_the_mark_of_its_own_day(database: Engine) -> None:
    """From July on 80 instead of 60: 70 in March passes, 70 in August does not, nor a resit of 70 in July."""
    names = ("review_no", "exam_on", "exam_score", "resit_on", "resit_score")
    exams = [("1", "2026-03-10", 70, None, None), ("2", "2026-08-10", 70, None, None),
             ("3", "2026-06-20", 50, "2026-07-10", 70), ("4", "2026-06-20", 50, "2026-06-30", 60)]  # fmt: skip
    rows = [{"unit_id": "C1"} | dict(zip(names, exam, strict=True)) for exam in exams]
    mark = of_ledger("counting_rule", [{"rule": "exam_pass_mark", "from_date": "2026-07-01", "value": 80}])
    load(database, of_ledger("cadre_review", rows), mark)
    said = found(database, "law_exam_pass_share", period="2026").loc["C1", ["numerator", "denominator"]]
    assert said.tolist() == [2, 4]
