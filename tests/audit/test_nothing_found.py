"""Where there was nothing to look at, nothing is praised; a scheme without a ledger is shown and breaks no page."""

import pytest
from sqlalchemy import Engine

from panels.attention import ATTENTION
from panels.demonstration.suggested_adjustments import SUGGESTED_ADJUSTMENTS
from panels.holdings import OPEN_ITEMS
from panels.ranking import RANKING
from panels.rectification.burn_down import BURN_DOWN
from panels.rectification.contradictions import CONTRADICTIONS
from panels.rectification.paper_closures import PAPER_CLOSURES
from panels.rectification.recurrences import RECURRENCES
from panels.rectification.time_to_close import TIME_TO_CLOSE
from panels.scores import SCORES
from panels.veto_ledger import VETO_LEDGER
from tests.audit.test_said_by_hand import said
from tests.audit.test_sums_by_hand import load
from tests.data_access import assessed_city as city
from tests.data_access.assessed_city import of_ledger

FIRST_HALF = {"grain": "custom", "period": "2025-01~2025-06"}
COUNTIES = [{"code": code, "name": name, "kind": "county"} for code, name in city.NAMES.items()]
MAY = {"grain": "month", "period": "2025-05"}


def test_a_scheme_whose_ledgers_nobody_has_loaded_has_no_scores_and_breaks_no_page(database: Engine) -> None:
    meeting = {"unit_id": "C1", "meeting_no": "H1", "held_on": "2025-03-04", "partner": "court"}
    city.load(database, of_ledger("unit", COUNTIES), *city.scheme(), of_ledger("joint_meeting", [meeting]))
    assert said(database, SCORES, **FIRST_HALF)[0].sentence == "考核方案各项均无数据，无法计算得分"
    found = said(database, VETO_LEDGER, **FIRST_HALF)[0]
    assert (found.level, found.sentence) == ("plain", "本期没有可据以认定的开庭或审结案件，第十八条无从判断")


@pytest.mark.parametrize(
    ("query", "panel", "level", "sentence"),
    [
        ({}, CONTRADICTIONS, "plain", "没有整改事件可与台账所填核对"),
        (MAY, PAPER_CLOSURES, "plain", "本期没有销号的事项"),
        (MAY, RECURRENCES, "plain", "本期没有交办整改事项"),
        (MAY, TIME_TO_CLOSE, "plain", "本期没有交办整改事项"),
        ({"county": "C2"}, BURN_DOWN, "plain", "乙县：没有交办的整改事项"),
        # Closed one day before it was due, the number of attachments blank; another, with one attachment, is in order.
        ({}, PAPER_CLOSURES, "plain", "1 项在到期前两天内销号而附件数未填，是否纸面销号无从判断；其余没有发现"),
        ({"county": "C3"}, PAPER_CLOSURES, "good", "丙县：没有发现纸面销号"),
        # A matter is told by a category and a text.
        ({}, RECURRENCES, "plain", "1 项未填问题类别或问题表述，是否复发无从判断；其余没有发现"),
        ({"county": "C1"}, RECURRENCES, "plain", "甲县：交办的 1 项均未填问题类别或问题表述，是否复发无从判断"),
        ({"county": "C3"}, RECURRENCES, "good", "丙县：没有发现复发的问题"),
    ],
)  # fmt: skip
def test_what_was_not_there_to_be_looked_at_is_not_praised(
    database: Engine, query: dict[str, str], panel: object, level: str, sentence: str
) -> None:
    same = {"source": "inspection", "issue": "问题", "assigned_on": "2025-01-10", "due_on": "2025-03-31"}
    items = [
        {"unit_id": "C1", "item_no": "Z1", "closed_on": "2025-03-30", "attachment_count": None, **same},
        {
            "unit_id": "C3",
            "item_no": "Z2",
            "closed_on": "2025-03-30",
            "attachment_count": 1,
            "category": "服务",
            **same,
        },
    ]
    load(database, of_ledger("rectification", items))
    found = said(database, panel, **{"period": "2025", **query})[0]  # type: ignore[arg-type]
    assert (found.level, found.sentence) == (level, sentence)


def test_a_ledger_of_items_of_which_none_was_ever_closed_is_there(database: Engine) -> None:
    overdue = {"source": "inspection", "issue": "问题", "assigned_on": "2025-01-10", "due_on": "2025-03-31"}
    items = [{"unit_id": "C1", "item_no": f"Z{number}", **overdue} for number in range(3)]
    site = {"unit_id": "C1", "site_no": "S1", "name": "某示范点", "level": "municipal", "state": "designated",
            "highlight": "亮点"}  # fmt: skip
    load(database, of_ledger("rectification", items), of_ledger("demonstration_site", [site]))
    assert said(database, PAPER_CLOSURES, period="2025")[0].sentence == "本期没有销号的事项"
    assert said(database, OPEN_ITEMS, period="2025", unit="C2")[0].sentence == "没有在办整改事项"
    assert said(database, SUGGESTED_ADJUSTMENTS)[0].sentence == "建议限期整改 1 个：甲县示范点，有 3 项逾期"


def test_where_nothing_is_known_of_materials_a_city_without_overdue_items_is_not_praised(database: Engine) -> None:
    closed = {"source": "inspection", "assigned_on": "2025-01-10", "due_on": "2025-03-31", "closed_on": "2025-03-01"}
    load(database, of_ledger("rectification", [{"unit_id": "C1", "item_no": "Z1", **closed}]))
    found = said(database, ATTENTION)[0]
    assert (found.level, found.sentence) == ("plain", "没有逾期事项；档案台账尚未导入")


def test_an_archive_is_counted_where_the_list_of_materials_does_not_repeat_when_they_were_due(
    database: Engine,
) -> None:
    keepers = [{**each, "archive_keeper": True} for each in COUNTIES]
    due = [{"year": 2025, "unit_kind": "county", "item_no": "1", "title": "计划", "due_month_day": "03-31"}]
    handed_in = [{"unit_id": "C1", "year": 2025, "item_no": "1", "submitted_on": "2025-03-30", "state": "accepted"}]
    city.load(database, of_ledger("unit", keepers), of_ledger("archive_requirement", due))
    city.load(database, of_ledger("archive_material", handed_in))
    asked = {**FIRST_HALF, "indicator": "archive_completeness"}
    rows = said(database, RANKING, **asked)[1]
    assert rows[0][1:5] == ["甲县", "100.0%", "1", "1"]
    # One of four counties.
    assert rows[-1][2:5] == ["25.0%", "1", "4"]
