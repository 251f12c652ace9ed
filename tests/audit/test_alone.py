"""Who is alone is not first, and of equals none has most: cities of one county, and of two that are alike."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from data_access.asked.selection import parse
from data_access.loading.load import load_sheets
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.bulletins.mentions import MENTIONS
from panels.capacity.legal_bodies import LEGAL_BODIES
from panels.capacity.legal_services import LEGAL_SERVICES
from panels.declare import Context, Panel
from panels.demonstration.site_map import SITE_MAP
from panels.disputes.absences import ABSENCES
from panels.disputes.chain import DISPUTE_CHAIN
from panels.disputes.in_time import IN_TIME
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.disputes.suggestions import SUGGESTIONS_ANSWERED
from panels.disputes.trend import DISPUTE_TREND
from panels.enforcement.file_defects import FILE_DEFECTS
from panels.enforcement.methods import METHODS
from panels.headings import of_unit, standing_in_words
from panels.rank_history import RANK_HISTORY
from panels.rectification.lights import LIGHTS_PANEL
from panels.scorecard import SCORECARD
from panels.scores import SCORES
from panels.timeline import TIMELINE
from panels.whole_cases import WHOLE_CASES
from tests.audit.test_said_by_hand import said, sentences
from tests.data_access.assessed_city import cases, load, marks, of_ledger, reviews, scheme
from tests.opened import opened

IN_2025 = {"period": "2025"}
OCTOBER = dt.date(2025, 10, 31)


def test_a_county_without_peers_has_a_score_and_no_place(database: Engine) -> None:
    county = {"code": "C1", "name": "甲县", "kind": "county"}
    # 8/10 heads: 60 of 100 points, weight 60; 1/10 lost: 80, weight 40: 68 a day; 90 and 81.5 beside it: 77.30 in all.
    load(database, of_ledger("unit", [county]), cases(["C1"]), *scheme(), marks({"C1": 90}), reviews({"C1": 81.5}))
    asked = {**IN_2025, "unit": "C1"}
    assert sentences(database, WHOLE_CASES, **asked) == [
        "同类组中只有甲县可以比较，没有名次，无须测算",
        "甲县 is the only unit of its group with a figure, so there is no rank to improve",
    ]
    assert sentences(database, RANK_HISTORY, **asked) == [
        "同类组中只有甲县有得分，没有名次可比",
        "甲县 is the only unit of its group with a score, so there is no rank to follow",
    ]
    with reading(database, ALL_SEEING) as reader:
        state, choices = opened(reader)
        context = Context(parse(asked, choices)[0], state, choices)
        scores, card = SCORES.figures(reader, context), SCORECARD.figures(reader, context)
        heading = of_unit(scores, None, None, SCORECARD.finding(card, context), context)
        assert heading == "考核得分 77.30 分，合格"
        facts = dict(standing_in_words(scores.iloc[0], context.words, alone=True))
    assert facts == {"score": "77.30 分，合格，同类组中没有其他单位有得分", "awards": "有资格"}


SUIT = {"instance": "first", "closed_on": "2025-04-08", "outcome": "revoked"}
ITEM = {"source": "inspection", "category": "程序", "assigned_on": "2025-05-06", "due_on": "2025-07-01"}
TWO = ("C1", "C2")
# Two counties alike in everything: one suit lost, one item overdue, the same people, the same defect.
ALIKE = {
    "unit": [{"code": code, "name": name, "kind": "county"} for code, name in zip(TWO, ("甲县", "乙县"), strict=True)],
    "litigation": [{"unit_id": code, "case_no": code, **SUIT} for code in TWO],
    "rectification": [{"unit_id": code, "item_no": code, **ITEM} for code in TWO],
    "legal_staffing": [
        {"unit_id": code, "year": 2025, "posts": 10 * n, "on_post": 8 * n, "matters_handled": 80 * n}
        for n, code in enumerate(TWO, 2)
    ],
    "case_file_review": [
        {"unit_id": code, "file_no": code, "kind": "penalty", "reviewed_on": "2025-06-05", "score": 90,
         "grade": "excellent", "veto_fault": None} for code in TWO
    ],
    "case_file_defect": [
        {"unit_id": code, "file_no": code, "item": item, "points": 1}
        for code, item in zip(TWO, ("文书", "程序"), strict=True)
    ],
    # One application to an organ of 甲: decided and closed in time, the same case in two steps.
    "reconsideration": [
        {"unit_id": "C1", "organ_id": "C1", "case_no": "R1", "procedure": "ordinary", "received_on": "2025-02-03",
         "decision_on_acceptance_on": "2025-02-05", "acceptance": "accepted", "accepted_on": "2025-02-05",
         "closed_on": "2025-03-20", "outcome": "upheld"}
    ],
}  # fmt: skip
TOLD: list[tuple[Panel, str, str]] = [
    (COUNTY_SECTOR_MATRIX, "败诉 2 件，属政府本级，甲县、乙县各 1 件",
     "The 2 suits lost concern the governments themselves, 1 each in 甲县 and 乙县"),
    (LEGAL_BODIES, "全市法制机构到岗率 80.0%（40/50）",
     "80.0% (40/50) of the posts in legal bodies are filled citywide"),
    (LIGHTS_PANEL, "2 项在办，2 项挂牌督办，甲县、乙县各 1 项",
     "2 items open, 2 under special supervision, 1 each in 甲县 and 乙县"),
    (FILE_DEFECTS, "期间内评查 2 卷，文书、程序各 1 卷", "文书 and 程序 in 1 of 2 files reviewed each"),
    (IN_TIME, "受理决定 1 件、复议审结 1 件按期办结；没有逾期未办的事项",
     "In time: 1/1 acceptance decisions and 1/1 case closures; none still open past the limit"),
]  # fmt: skip


@pytest.fixture
def of_two(database: Engine) -> Engine:
    sheets = [of_ledger(key, rows) for key, rows in ALIKE.items()]
    assert load_sheets(database, sheets, as_of=OCTOBER, today=OCTOBER).status == "stored"
    return database


def test_of_units_that_are_alike_none_has_most_and_few_are_not_all(of_two: Engine) -> None:
    assert [sentences(of_two, panel, **IN_2025) for panel, *_ in TOLD] == [list(said) for _panel, *said in TOLD]


# Ten suits of 丙 were heard and closed: nobody has filled in who came and how they ended.
BLANK_SUITS = [
    {"unit_id": "C3", "case_no": f"K{number}", "instance": "first", "heard_on": "2025-03-04",
     "closed_on": "2025-04-08", "head_attended": None, "outcome": None} for number in range(10)
]  # fmt: skip
OF_BLANKS: list[tuple[Panel, dict[str, str], str, str]] = [
    (ABSENCES, {"county": "C3"}, "丙县：开庭 10 件，出庭情况未填", "丙县: 10 hearings, attendance left blank"),
    (COUNTY_SECTOR_MATRIX, {"county": "C3"}, "丙县：一审审结 10 件，结果未填",
     "丙县: 10 suits closed at first instance, their outcomes blank"),
    (OUTCOME_MIX, {"county": "C3"}, "丙县：本期没有复议审结案件；一审审结 10 件，结果未填",
     "丙县\u00a0— no reconsideration case closed in this period; first instance: 10 suits closed, their outcomes "
     "blank"),
    (TIMELINE, {"unit": "C3"}, "审结 10 件，结果未填", "10 cases closed, their results blank"),
]  # fmt: skip


def test_of_whom_every_outcome_is_blank_nobody_says_that_there_was_none(of_two: Engine) -> None:
    third = {"code": "C3", "name": "丙县", "kind": "county"}
    more = [of_ledger("unit", [third]), of_ledger("litigation", BLANK_SUITS)]
    assert load_sheets(of_two, more, as_of=OCTOBER, today=OCTOBER).status == "stored"
    for panel, asked, *told in OF_BLANKS:
        assert sentences(of_two, panel, **IN_2025, **asked) == told
    # One whose outcomes are known beside them: none was lost as far as anybody knows.
    known = [suit | {"case_no": f"K{n}", "outcome": "claim_dismissed"} for n, suit in enumerate(BLANK_SUITS[:2])]
    assert load_sheets(of_two, [of_ledger("litigation", known)], as_of=OCTOBER, today=OCTOBER).status == "stored"
    assert sentences(of_two, COUNTY_SECTOR_MATRIX, **IN_2025, county="C3")[0] == (
        "丙县：一审审结 2 件，没有败诉，8 件未填"
    )
    archive = said(of_two, TIMELINE, **IN_2025, unit="C3")[0]
    assert archive.base.startswith("按月合计；■ 不利事项，● 一般事项。")
    assert "尚未导入，未列入。另有 8 件审结而未填结果。" in archive.base


def test_who_never_had_an_application_has_no_usual_number_of_them(of_two: Engine) -> None:
    # The ledger of reconsideration goes on to October; 乙 is in none of its months.
    assert sentences(of_two, DISPUTE_TREND, **IN_2025, county="C2") == [
        "乙县：至今没有复议申请", "乙县: no applications so far",
    ]  # fmt: skip


def test_how_suits_ended_of_which_no_ledger_tells_is_not_that_none_was_lost(of_two: Engine) -> None:
    sued = {**ALIKE["reconsideration"][0], "sued_on": "2025-04-01"}
    assert load_sheets(of_two, [of_ledger("reconsideration", [sued])], as_of=OCTOBER, today=OCTOBER).status == "stored"
    untold = said(of_two, DISPUTE_CHAIN, **IN_2025)[0]
    assert untold.sentence == "审结 1 件，复议后起诉 1 件，案结事了 0.0%（0/1）"
    assert "台账中没有这些诉讼的一审结果。" in untold.base
    suit = {"unit_id": "C1", "case_no": "S1", **SUIT, "reconsideration_case_no": "R1"}
    assert load_sheets(of_two, [of_ledger("litigation", [suit])], as_of=OCTOBER, today=OCTOBER).status == "stored"
    assert sentences(of_two, DISPUTE_CHAIN, **IN_2025)[0].startswith("审结 1 件，复议后起诉 1 件、败诉 1 件")


def test_an_application_not_sued_by_one_ledger_and_sued_by_another_is_said_to_be_so(of_two: Engine) -> None:
    suit = {"unit_id": "C1", "case_no": "S1", **SUIT, "reconsideration_case_no": "R1"}
    assert load_sheets(of_two, [of_ledger("litigation", [suit])], as_of=OCTOBER, today=OCTOBER).status == "stored"
    one, days = ALIKE["reconsideration"][0], {"R2": "2025-04-01", "R1": None}
    rows = [one | {"case_no": number, "sued_on": day} for number, day in days.items()]
    assert load_sheets(of_two, [of_ledger("reconsideration", rows)], as_of=OCTOBER, today=OCTOBER).status == "stored"
    found = said(of_two, DISPUTE_CHAIN, **IN_2025)[0]
    assert "有 1 件行政诉讼台账中已有诉讼，而复议台账未填起诉日期，仍计为未被起诉" in found.base


# What happened happened in one place alone, in one way alone, or once.
ALONE = {
    "unit": [{"code": "M1", "name": "市司法局", "kind": "municipal_department"},
             {"code": "X", "name": "演示市", "kind": "city"}],
    "enforcement_statistic": [
        {"unit_id": "C1", "month": "2025-03-01", "kind": kind, "cases": cases}
        for kind, cases in (("talk", 5), ("penalty", 9))
    ],
    "legal_service": [
        {"unit_id": "M1", "service_no": f"L{n}", "subject": subject, "title": "某事", "requested_on": "2025-01-01",
         "due_on": "2025-02-01", "delivered_on": day, "adopted": None}
        for n, (subject, day) in enumerate(
            (("decision", "2025-03-01"), ("decision", "2025-03-02"), ("project", "2025-01-20"))
        )
    ],
    "demonstration_site": [
        {"unit_id": "C1", "site_no": f"S{n}", "name": "示范", "level": "municipal", "highlight": "亮点",
         "state": "designated", "state_since": "2024-01-01"} for n in range(2)
    ],
    "bulletin": [
        {"unit_id": "X", "issue_no": no, "published_on": "2025-03-01", "title": "简报", "kind": "regular"}
        for no in ("1", "2")
    ],
    "bulletin_mention": [
        {"unit_id": "X", "issue_no": no, "tone": "problem", "mentioned_unit_id": "C1", "note": "某事"}
        for no in ("1", "2")
    ],
    "reconsideration": [
        {**ALIKE["reconsideration"][0], "case_no": "R2", "suggestion": "opinion", "opinion_due_on": "2025-06-02",
         "opinion_answered_on": None}
    ],
    # One overdue since a month more than the others, which is supervised by then: two of each light.
    "rectification": [
        {"unit_id": code, "item_no": f"{code}-{n}", **ITEM, "due_on": due}
        for code, n, due in (("C1", 1, "2025-10-20"), ("C1", 2, "2025-10-21"), ("C2", 1, "2025-10-22"))
    ],
}  # fmt: skip
OF_ONE: list[tuple[Panel, str, str]] = [
    (METHODS, "柔性执法占 35.7%（5/14），均为突出问题约谈，"
     "没有报告使用的是说理式执法、监管劝勉、事项提示、轻微问题告诫、重大案件回访",
     "Flexible methods make up 35.7% (5/14), all of them by talk, no use reported of reasoned enforcement, "
     "exhortation, reminder, admonition and follow-up visit"),
    (LEGAL_SERVICES, "法律意见按时 33.3%（1/3），没有按时的均为重大行政决策，2 件",
     "Legal opinions on time 33.3% (1/3), late on major decisions alone, 2 opinions"),
    (SITE_MAP, "全市持牌 2 个，县区中只有甲县有，2 个",
     "Citywide: 2 sites with a plaque, all 2 of the counties are in 甲县"),
    (MENTIONS, "简报批评 2 次，批评的均为甲县", "Criticised 2 times in bulletins, each time 甲县"),
    (SUGGESTIONS_ANSWERED, "意见书按期回复率 0.0%（0/1）；1 件逾期未回复，甲县，已逾期 151 天",
     "Opinion letters answered in time: 0.0% (0/1); 1 overdue, at 甲县, by 151 days"),
    (IN_TIME, "受理及时率 100.0%（2/2），按期审结率 100.0%（2/2），意见书按期回复率 0.0%（0/1），样本少，不作比较；"
     "意见书回复逾期未办 1 件",
     "Acceptance in time 100.0% (2/2), closed in time 100.0% (2/2), opinions answered in time 0.0% (0/1), too small a "
     "sample to compare; 1 still open past the limit (answers to opinion letters)"),
    # Two numbers were said before, and three of the five are in one place: neither two nor three of either.
    (LIGHTS_PANEL, "5 项在办，2 项挂牌督办，3 项逾期，甲县合计最多（3 项）",
     "5 items open, 2 under special supervision, 3 overdue, more of these in 甲县 than anywhere else (3 in all)"),
]  # fmt: skip


def test_what_is_in_one_place_alone_is_not_said_to_be_there_most(of_two: Engine) -> None:
    sheets = [of_ledger(key, rows) for key, rows in ALONE.items()]
    assert load_sheets(of_two, sheets, as_of=OCTOBER, today=OCTOBER).status == "stored"
    assert [sentences(of_two, panel, **IN_2025) for panel, *_ in OF_ONE] == [list(said) for _panel, *said in OF_ONE]
