"""What pages say of three counties whose few rows are known by heart: nought, blank and none are three things.

Data to the end of January 2027.
"""

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine

from data_access.asked.selection import parse
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.capacity.archive_coverage import ARCHIVE_COVERAGE
from panels.capacity.legal_bodies import LEGAL_BODIES
from panels.county_tiles import COUNTY_TILES
from panels.decisions.evaluations import EVALUATIONS
from panels.decisions.filing import FILING_BY_UNIT
from panels.declare import Context, Finding, Panel
from panels.disputes.doubtful_cases import DOUBTFUL_CASES
from panels.disputes.meetings import JOINT_MEETINGS
from panels.enforcement.case_files import CASE_FILES
from panels.enforcement.certificates import CERTIFICATES
from panels.enforcement.figures import ENFORCEMENT_FIGURES, FILES_BY_UNIT, POWERS_ADJUSTED, SERVICES_BY_UNIT
from panels.enforcement.methods import METHODS
from panels.forms_differ import FORMS_DIFFER
from panels.officers.events import OFFICER_EVENTS
from panels.officers.training import OFFICER_TRAINING
from panels.quality.blanks import BLANKS
from panels.ranking import RANKING
from panels.scorecard import SCORECARD
from panels.scores import SCORES
from panels.told import missing, told
from panels.veto_ledger import VETO_LEDGER
from tests.audit.test_sums_by_hand import load, services
from tests.data_access import assessed_city as city
from tests.data_access.assessed_city import fill, of_ledger, published
from tests.opened import opened
from tests.written import written

DECEMBER = {"period": "2026-12", "grain": "month"}
OFFICES = [
    {"code": "M1", "name": "市住建局", "kind": "municipal_department", "sector": "housing"},
    {"code": "D1", "name": "甲县住建局", "kind": "county_department", "county_id": "C1", "sector": "housing"},
]


def said(engine: Engine, panel: Panel, **query: str) -> tuple[Finding, list[list[str]]]:
    """What a panel finds, and the rows of its table as they are written."""
    with reading(engine, ALL_SEEING) as reader:
        state, choices = opened(reader)
        context = panel.asked(Context(parse({"compare": "none", **query}, choices)[0], state, choices))
        figures = panel.figures(reader, context)
        shown = written(panel.table(figures.copy(), context), context.words)
        return told(panel, figures, missing(reader, context), context), shown.to_numpy().tolist()


def sentences(engine: Engine, panel: Panel, **query: str) -> list[str]:
    return [said(engine, panel, **query, lang=language)[0].sentence for language in ("zh", "en")]


def test_a_nought_that_was_reported_is_a_figure_and_a_blank_is_none(database: Engine) -> None:
    rows: list[Mapping[str, object]] = [
        {"unit_id": code, "month": "2026-12-01", "powers": 9, "added": added, "removed": removed}
        for code, added, removed in (("C1", 2, 1), ("C2", 0, 0), ("C3", 4, None))
    ]
    load(database, of_ledger("power_statistic", rows))
    assert sentences(database, POWERS_ADJUSTED, **DECEMBER) == [
        "权力事项调整数由高到低，甲县 3 项最高，乙县 0 项最低，全市 3 项",
        "Powers adjusted: from 3 for 甲县 to 0 for 乙县; 3 for the city",
    ]
    table = said(database, POWERS_ADJUSTED, **DECEMBER)[1]
    assert [row[:3] for row in table[:3]] == [["1", "甲县", "3"], ["2", "乙县", "0"], ["—", "丙县", "—"]]


def test_what_stood_at_the_end_of_a_month_is_read_as_of_the_last_that_anybody_has_stated(database: Engine) -> None:
    # Nobody has stated January yet, which is over; of December 乙 says nothing.
    stated = (("C1", "2026-11-01", 4), ("C1", "2026-12-01", 5), ("C2", "2026-11-01", 10))
    rows = [{"unit_id": code, "month": month, "powers_online": n, "powers": 10} for code, month, n in stated]
    load(database, of_ledger("power_statistic", rows))
    asked = {"grain": "custom", "indicator": "powers_online_share"}
    running, table = said(database, RANKING, **asked, period="2026-11~2027-01")
    counted = [row[3:5] for row in table]
    assert counted == [["5", "10"], ["0", "0"], ["0", "0"], ["5", "10"]]
    assert "按 2026-12 月末。" in running.base
    january, nobody = said(database, RANKING, **asked, period="2027-01~2027-01")
    assert "按 2027-01 月末。" in january.base
    assert {row[4] for row in nobody} == {"0"}


def test_whom_a_filter_leaves_is_told_why_by_its_own_rows_and_not_by_the_city_s(database: Engine) -> None:
    told_by = (("C1", "2026-12-01", 2000, 1599), ("C2", "2026-12-01", 40, None))
    load(database, of_ledger("unit", OFFICES), services(*told_by))
    assert sentences(database, SERVICES_BY_UNIT, **DECEMBER, county="C2") == [
        "乙县：计算按时办结率所需的内容均未填写",
        "乙县\u00a0— services in time: what it is worked out from is blank in every record",
    ]
    group = {**DECEMBER, "group": "municipal_departments"}
    assert sentences(database, SERVICES_BY_UNIT, **group)[0] == "所列单位本期没有可计算按时办结率的数据"
    # Neither 乙, which handled 40, nor 丙 is said to have had none.
    assert sentences(database, SERVICES_BY_UNIT, **DECEMBER) == [
        "所列单位中只有甲县可计算按时办结率，80.0%（1,599/2,000）",
        "Services in time: of the units shown, only 甲县 has a figure, 80.0% (1,599/2,000)",
    ]
    # The city's figures above a page of municipal departments are not theirs.
    assert sentences(database, ENFORCEMENT_FIGURES, **group)[0].startswith(
        "全市：按时办结率 80.0%（1,599/2,000，1 条未填）"
    )


def test_parts_of_a_mean_make_it_and_each_share_says_its_own_blanks(database: Engine) -> None:
    files = [
        {"unit_id": "D1", "file_no": f"F{number}", "kind": "penalty", "reviewed_on": "2026-12-05", **judged}
        for number, judged in enumerate(({"score": 89.95}, {"score": 59.9}, {"grade": "excellent"}, {}))
    ]
    load(database, of_ledger("unit", OFFICES), of_ledger("case_file_review", files))
    found, table = said(database, CASE_FILES, **DECEMBER)
    # 149.85 / 2 = 74.925; three of four have points or a grade, one has a grade, two have points.
    assert found.sentence == (
        "评查的案卷不合格 33.3%（1/3，1 卷未填），优秀 100.0%（1/1，3 卷未填），平均分 74.93（149.85/2，2 卷未填）"
    )
    assert [row[1] for row in table] == ["1", "0", "0", "0", "3"], "four grades, and three files without any"
    assert said(database, FILES_BY_UNIT, **DECEMBER)[1][0][2:4] == ["74.93", "149.85"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "柔性执法占 25.0%（1/4，1 条未填），其中用得最多的是突出问题约谈，1 件，"
               "没有报告使用的是说理式执法、监管劝勉、事项提示、轻微问题告诫、重大案件回访"),
        ("en", "Flexible methods make up 25.0% (1/4, 1 record blank), most often by talk, 1 case, no use reported of "
               "reasoned enforcement, exhortation, reminder, admonition and follow-up visit"),
    ],
)  # fmt: skip
def test_a_method_of_which_nobody_reported_is_not_said_to_have_never_been_used(
    database: Engine, language: str, sentence: str
) -> None:
    kinds = {"penalty": 3, "talk": 1, "reasoned": None}
    rows = [{"unit_id": "C1", "month": "2026-12-01", "kind": kind, "cases": cases} for kind, cases in kinds.items()]
    load(database, of_ledger("enforcement_statistic", rows))
    assert said(database, METHODS, **DECEMBER, lang=language)[0].sentence == sentence


def test_of_governments_of_whose_earlier_decisions_nobody_knows_the_duty_is_not_said_to_be_met(
    database: Engine,
) -> None:
    made = {"unit_id": "C3", "decision_no": "D1", "title": "某决策", "decided_on": "2026-01-05"}
    load(database, of_ledger("major_decision", [{**made, "evaluated_on": "2026-12-20"}]))
    found = said(database, EVALUATIONS, period="2026")[0]
    assert found.sentence == ("2026 年已后评估 1 件，1 个政府中 1 个已达到要求，另有 2 个此前三年的决策不全，无从判断")
    assert found.level == "plain"


def test_blanks_of_posts_are_no_noughts_and_people_stand_beside_the_matters_they_handle(database: Engine) -> None:
    staff = [
        {"unit_id": "C1", "year": 2026, "posts": 10, "on_post": 12, "matters_handled": 80},
        {"unit_id": "D1", "year": 2026, "posts": 3, "on_post": 3, "matters_handled": None},
        {"unit_id": "C2", "year": 2026, "posts": 4, "on_post": None},
        {"unit_id": "C3", "year": 2026, "posts": 0, "on_post": 0},
    ]
    load(database, of_ledger("unit", OFFICES), of_ledger("legal_staffing", staff))
    table = said(database, LEGAL_BODIES, period="2026")[1]
    assert [(row[0], row[1:3], row[5:8]) for row in table] == [
        ("甲县", ["13", "15"], ["80", "12", "6.67"]),
        ("乙县", ["—", "—"], ["—", "—", "—"]),
        ("丙县", ["0", "0"], ["—", "—", "—"]),
    ]
    only = sentences(database, LEGAL_BODIES, period="2026", county="C2")
    assert only[0] == "乙县：计算法制机构到岗率所需的内容均未填写"


def test_people_without_posts_are_people_of_the_group_and_no_unit_is_given_the_load_of_another(
    database: Engine,
) -> None:
    staff = [
        {"unit_id": "C1", "year": 2026, "posts": 2, "on_post": 0, "matters_handled": 8},
        {"unit_id": "C2", "year": 2026, "posts": 0, "on_post": 1, "matters_handled": 3},
    ]
    load(database, of_ledger("legal_staffing", staff))
    # Eight matters without anybody to handle them are no load of a person; the three are those of 乙.
    assert sentences(database, LEGAL_BODIES, period="2026")[0] == "甲县法制机构到岗率 0.0%（0/2），全市 50.0%（1/2）"
    table = said(database, SCORECARD, period="2026", unit="C1")[1]
    of_group_and_city = {row[0]: tuple(row[7:9]) for row in table if row[0] in ("法制机构到岗率", "人均办理事项")}
    assert of_group_and_city == {"法制机构到岗率": ("50.0%", "50.0%"), "人均办理事项": ("11.00", "11.00")}


def test_who_has_no_case_is_not_said_to_have_reported_it_in_part(database: Engine) -> None:
    closed = [{"unit_id": "C1", "petition_no": f"W{n}", "received_on": "2026-12-01", "closed_on": "2026-12-09",
               "outcome": outcome, "repeated": False} for n, outcome in enumerate(("resolved", None))]  # fmt: skip
    load(database, of_ledger("petition", closed))
    assert sentences(database, RANKING, **DECEMBER, indicator="resolved_at_source_rate")[0] == (
        "有数据的单位均未报齐，源头化解率不作比较；全市 100.0%（1/1，1 件未填）"
    )


def test_a_county_without_a_document_is_told_so_and_does_not_fail(database: Engine) -> None:
    filed = {"unit_id": "C1", "document_no": "N1", "title": "某办法", "issued_on": "2026-12-01"}
    load(database, of_ledger("normative_document", [{**filed, "filed_on": "2026-12-16"}]))
    assert sentences(database, FILING_BY_UNIT, **DECEMBER, county="C2") == [
        "乙县：所列单位本期没有可计算报备率的数据",
        "乙县\u00a0— filing rate: nothing to count in this period for the units shown",
    ]


def test_quality_praises_no_ledger_that_was_never_loaded_and_calls_steps_and_ties_by_name(database: Engine) -> None:
    names = ("expert_argument", "risk_assessment", "legality_review", "collective_decision")
    blank = dict.fromkeys([*(f"{name}_on" for name in names), "hearing_required", "hearing_on", "consultation_days"])
    made = {"unit_id": "C1", "decision_no": "D1", "title": "某决策", "decided_on": "2026-12-05",
            "public_participation_on": "2026-11-01", **blank, "legality_days": 7}  # fmt: skip
    load(database, of_ledger("major_decision", [made]))
    assert sentences(database, DOUBTFUL_CASES)[0] == "行政诉讼、行政复议、信访尚未导入"
    assert sentences(database, FORMS_DIFFER)[0] == "统计报表尚未导入"
    said_of_steps = "未填最多的是重大行政决策的“五个步骤的日期、是否适用及理由”，4 步"
    assert sentences(database, BLANKS, **DECEMBER)[0] == said_of_steps
    load(database, of_ledger("major_decision", [made | {f"{name}_on": "2026-11-01" for name in names}]))
    # Days of consultation, and whether there had to be a hearing.
    assert sentences(database, BLANKS, **DECEMBER) == [
        "重大行政决策的“应当听证”等 2 处未填最多，各 1 行",
        "Most blanks are in 2 places, “Hearing required” of major decisions among them: 1 each",
    ]


def test_an_officer_s_hours_are_not_rounded_up_to_enough_and_a_file_without_entries_is_there(
    database: Engine,
) -> None:
    officers = [{"unit_id": "D1", "officer_no": number, "joined_on": "2020-01-01"} for number in ("O1", "O2")]
    lesson = {"unit_id": "D1", "officer_no": "O1", "occurred_on": "2027-01-05", "kind": "training", "hours": 59.95}
    load(database, of_ledger("unit", OFFICES), of_ledger("officer", officers), of_ledger("officer_record", [lesson]))
    assert sentences(database, OFFICER_TRAINING, officer="O1")[0] == (
        "2027 年截至 2027-01-31 已有 59.95 学时，规定 60 学时"
    )
    assert sentences(database, OFFICER_EVENTS, officer="O2") == ["档案中没有记录", "The file has no records"]
    stay = {"unit_id": "D1", "officer_no": "O1", "from_on": "2020-01-01", "to_on": "2026-12-31"}
    load(database, of_ledger("officer_posting", [stay]))
    assert sentences(database, OFFICER_EVENTS, officer="O1") == [
        "共 1 条记录，另有到任、离任 2 次",
        "1 record, plus 2 starts and ends of postings",
    ]
    assert sentences(database, OFFICER_EVENTS, officer="O3")[0] == "没有这个编号，或者您不能查看这份档案"


def test_methods_of_which_nought_was_reported_are_told_from_those_of_which_nothing_was(database: Engine) -> None:
    rows = [{"unit_id": "C1", "month": "2026-12-01", "kind": kind, "cases": 0} for kind in ("penalty", "talk")]
    load(database, of_ledger("enforcement_statistic", rows))
    assert sentences(database, METHODS, **DECEMBER)[0] == "所报各种执法方式均为 0 件"
    shown = {row[1]: row[2] for row in said(database, METHODS, **DECEMBER)[1]}
    assert (shown["行政处罚"], shown["突出问题约谈"], shown["行政许可"]) == ("0", "0", "—")
    assert sentences(database, METHODS, **DECEMBER, county="C2")[0] == "乙县：本期间没有执法方式的数字"


def test_who_keeps_an_archive_is_not_known_from_a_list_of_units_that_does_not_say(database: Engine) -> None:
    load(database)
    found, rows = said(database, ARCHIVE_COVERAGE, period="2026")
    assert found.sentence == "单位台账没有“是否建档”一栏，建档情况不详"
    assert {row[2] for row in rows} == {"—"}
    load(database, of_ledger("unit", [OFFICES[0] | {"archive_keeper": "no"}]))
    assert said(database, ARCHIVE_COVERAGE, period="2026")[0].sentence.startswith("建档单位占 0.0%（0/")


def test_units_that_all_tie_are_neither_first_nor_in_the_middle_nor_a_span(database: Engine) -> None:
    load(database, services(*((f"C{n}", "2026-12-01", 100 * n, 80 * n) for n in (1, 2, 3))))
    asked = {**DECEMBER, "indicator": "service_in_time_rate"}
    assert sentences(database, SCORECARD, **asked, unit="C1")[0] == "可评的 1 项指标各单位均相同"
    assert sentences(database, COUNTY_TILES, **asked)[0] == "可比县区按时办结率同为 80.0%"


def test_a_published_half_year_can_be_asked_for_and_a_decision_without_its_average_prints_no_none(
    database: Engine,
) -> None:
    fill(database)
    published(database)
    # The head of 丙 came to nine of ten hearings after all: its decided veto no longer holds.
    city.load(database, of_ledger("litigation", [city.case("C3", n, lost=n < 1) for n in range(5, 9)]))
    asked = {"grain": "custom", "period": city.PERIOD}
    # The suits begin in March; the half year that was published began in January.
    assert sentences(database, SCORES, **asked)[0].startswith("1 个单位有一票否决待确认；丁县 88.60 分列第 1 位")
    rows = said(database, VETO_LEDGER, **asked, lang="zh")[1]
    assert [row[0] for row in rows] == ["甲县", "乙县", "丙县"]
    with reading(database, ALL_SEEING) as reader:
        state, choices = opened(reader)
        context = VETO_LEDGER.asked(Context(parse(asked, choices)[0], state, choices))
        figures = VETO_LEDGER.figures(reader, context)
        drawn = (
            VETO_LEDGER.chart(figures, VETO_LEDGER.finding(figures, context), context) if VETO_LEDGER.chart else None
        )
    assert drawn is not None
    assert drawn.data["text"].iat[2] == "出庭应诉率 50.0%（5/10），当时平均 —"


def test_of_a_year_before_its_ledger_begins_a_panel_says_so_and_not_that_nothing_happened(database: Engine) -> None:
    meetings = [{"unit_id": "C1", "meeting_no": "H-1", "held_on": "2026-03-05", "partner": "court"}]
    powers = [{"unit_id": "C1", "month": "2025-01-01", "powers": 9}]
    load(database, of_ledger("power_statistic", powers), of_ledger("joint_meeting", meetings))
    before = said(database, JOINT_MEETINGS, period="2025", grain="year")[0]
    assert (before.sentence, before.level) == ("联席会议的数据自 2026 年 3 月起，此前的情况尚不掌握", "plain")
    assert sentences(database, JOINT_MEETINGS, period="2025", grain="year")[1] == (
        "The data of joint meetings begin in Mar 2026; nothing is known of the time before"
    )
    # In its first year, and after, none held is none held.
    assert sentences(database, JOINT_MEETINGS, period="2026", grain="year")[0].startswith("只有甲县召开联席会议")
    assert sentences(database, JOINT_MEETINGS, **DECEMBER)[0] == "本期没有召开联席会议"


def test_those_on_the_staffing_list_without_a_certificate_are_among_those_who_have_none(database: Engine) -> None:
    # One ran out; of the two who never had one, one is not on the list.
    held = {"certificate_no": "Z1", "certificate_kind": "enforcement", "certified_on": "2020-01-01",
            "expires_on": "2025-01-01"}  # fmt: skip
    rows = [
        {"unit_id": "C1", "officer_no": f"Z{n}", "name": f"某{n}", "joined_on": "2020-01-01",
         "on_staffing_list": listed, **dict.fromkeys(held), "certificate_kind": "none", **(held if n == 1 else {})}
        for n, listed in enumerate(("yes", "yes", "no"), 1)
    ]  # fmt: skip
    load(database, of_ledger("officer", rows))
    found = said(database, CERTIFICATES, **DECEMBER)[0]
    assert found.sentence == "持有效证件 0.0%（0/3），已过期 1 人，未持证 2 人"
    assert "在编而无有效证件的 2 人在已过期和未持证的 3 人之中，其余不在编或未填是否在编。" in found.base
