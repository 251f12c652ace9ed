"""What panels of cases say where some counties hand in forms: no half-year is a June, and no cut sum is "none".

甲 has cases (4 of 20 suits lost and 2 of 12 reconsiderations corrected, all closed in May 2026), 乙 a form of the half
year alone, 丙 a form of May alone; data to the end of October 2026.
"""

import datetime as dt

import pytest
from sqlalchemy import Engine

from data_access.loading.load import load_sheets
from panels.declare import Panel
from panels.disputes.absences import ABSENCES
from panels.disputes.chain import DISPUTE_CHAIN
from panels.disputes.concentration import MATTER_CONCENTRATION
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.disputes.meetings import JOINT_MEETINGS
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.disputes.petitions import PETITIONS
from panels.disputes.rate_trend import RATE_TREND
from panels.disputes.suggestions import SUGGESTIONS_ANSWERED
from panels.disputes.trend import DISPUTE_TREND
from tests.audit.test_said_by_hand import said
from tests.data_access.assessed_city import of_ledger

AS_OF = dt.date(2026, 10, 31)
HALF_YEAR = {
    "first_instance_closed": 30, "first_instance_lost": 6, "reconsideration_closed": 20,
    "reconsideration_corrected": 5, "applications_received": 25, "litigation_filed": 33, "heard_known": 8,
    "heard_head_attended": 6, "opinions_due": 5, "opinions_answered": 5, "joint_meetings_held": 4,
    "petitions_received": 12, "petitions_rated_answered": 10, "petitions_satisfied": 8,
}  # fmt: skip
MAY = {"first_instance_closed": 10, "first_instance_lost": 1}
YEAR, Q1, Q2 = {"period": "2026"}, {"grain": "quarter", "period": "2026Q1"}, {"grain": "quarter", "period": "2026Q2"}
UNKNOWN = "本期数不详：乙县只有 2026 年上半年合计"


@pytest.fixture
def city(database: Engine) -> Engine:
    units = [{"code": f"C{n}", "name": name, "kind": "county"} for n, name in enumerate(("甲县", "乙县", "丙县"), 1)]
    same = {"unit_id": "C1", "closed_on": "2026-05-08", "matter": "征收"}
    suits = [
        same | {"case_no": f"L{n}", "instance": "first", "filed_on": "2026-02-01", "heard_on": "2026-04-20",
                "head_attended": "chief", "outcome": "revoked" if n < 4 else "claim_dismissed"}
        for n in range(20)
    ]  # fmt: skip
    reconsidered = [
        same | {"case_no": f"R{n}", "received_on": "2026-03-02", "accepted_on": "2026-03-04",
                "outcome": "revoked" if n < 2 else "upheld"}
        for n in range(12)
    ]  # fmt: skip
    meeting = {"unit_id": "C1", "meeting_no": "1", "held_on": "2026-01-05", "partner": "court"}
    petition = {"unit_id": "C1", "petition_no": "1", "received_on": "2026-01-05", "closed_on": "2026-02-05",
                "outcome": "resolved", "repeated": False}  # fmt: skip
    forms = [("C2", "2026H1", *each) for each in HALF_YEAR.items()] + [("C3", "2026-05", *each) for each in MAY.items()]
    columns = ("unit_id", "period", "count", "value")
    sheets = [
        of_ledger("unit", units), of_ledger("litigation", suits), of_ledger("reconsideration", reconsidered),
        of_ledger("joint_meeting", [meeting]),
        of_ledger("petition", [petition]),
        of_ledger("reported_count", [dict(zip(columns, form, strict=True)) for form in forms]),
    ]  # fmt: skip
    assert load_sheets(database, sheets, as_of=AS_OF, today=AS_OF).status == "stored"
    return database


def test_cases_are_called_those_that_have_rows_where_forms_tell_of_more(city: Engine) -> None:
    found, _ = said(city, MATTER_CONCENTRATION, **YEAR)
    # 4 + 2 of 甲; the form of 乙 tells of 6 lost and 5 corrected. Of 丙 all months but May are missing.
    assert found.sentence.startswith("有明细的案件中，败诉与纠错 6 件，来自甲县本级")
    assert "另有只见于报表、没有明细的：一审败诉 6、直接纠错 5，未列入。" in found.base
    assert "丙县缺2026 年 1 月的报表，本期数不详，未计入。" in found.base
    found, _ = said(city, OUTCOME_MIX, **YEAR)
    assert found.sentence.startswith("有明细的案件中，")
    assert "没有明细的：复议审结 20、一审审结 30，未列入。" in found.base
    found, _ = said(city, OUTCOME_MIX, **YEAR, lang="en")
    assert "Known from forms only, without rows, and not included: reconsideration cases closed 20" in found.base


def test_the_matrix_says_where_the_losses_lie_that_have_rows(city: Engine) -> None:
    found, rows = said(city, COUNTY_SECTOR_MATRIX, **YEAR)
    assert found.sentence == "有明细的案件中，败诉 4 件，属政府本级，来自甲县"
    assert "另有 6 件只有报表数" in found.base
    assert {row[0]: row[-2:] for row in rows} == {"乙县": ["6", "30"], "甲县": ["4", "20"], "丙县": ["—", "0"],
                                                   "合计": ["10", "50"]}  # fmt: skip
    found, rows = said(city, COUNTY_SECTOR_MATRIX, **YEAR, county="C2")
    assert found.sentence == "乙县：败诉 6 件，只有报表数，不分系统"
    # In a quarter of it the half-year tells nothing, neither 6 nor 0.
    assert [row[-2:] for row in said(city, COUNTY_SECTOR_MATRIX, **Q2)[1]][-1] == ["4", "20"]


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("panel", "query", "expected"),
    [
        (MATTER_CONCENTRATION, Q1, UNKNOWN),
        (OUTCOME_MIX, Q1, UNKNOWN),
        (COUNTY_SECTOR_MATRIX, Q1, UNKNOWN),
        (ABSENCES, Q1, UNKNOWN),
        (SUGGESTIONS_ANSWERED, Q1, UNKNOWN),
        (PETITIONS, Q2, UNKNOWN),
        (JOINT_MEETINGS, Q2, UNKNOWN),
        (DISPUTE_CHAIN, Q2, UNKNOWN),
        (PETITIONS, YEAR, "没有明细，只有报表数：收到信访 12、群众参评 10、群众满意 8"),
        (DISPUTE_CHAIN, YEAR, "没有明细，只有报表数：收到申请 25"),
        (RATE_TREND, Q2, "没有可按月计算的败诉率，报表没有逐月说明"),
        (DISPUTE_TREND, Q2, "没有逐月的件数，报表没有逐月说明"),
    ],
    ids=lambda each: each.key if isinstance(each, Panel) else None,
)
def test_what_a_form_cuts_is_unknown_and_not_none(
    city: Engine, panel: Panel, query: dict[str, str], expected: str
) -> None:
    found, _ = said(city, panel, **query, county="C2")
    assert found.sentence == (f"乙县，{expected}" if "：" in expected else f"乙县：{expected}")
    assert found.level == "plain"


def test_no_half_year_is_a_month(city: Engine) -> None:
    """25 applications of a half year were "25 in June, above the limit"."""
    found, rows = said(city, DISPUTE_TREND, **YEAR, county="C2")
    assert "25" not in found.sentence
    status = {row[1]: (row[2], row[-1]) for row in rows if row[0] == "行政复议"}
    assert status["2026-06"] == ("—", "未逐月报送，或台账尚未报到")
    # Without limits no month lies within them.
    assert status["2026-08"] == ("0", "无界限可比")
