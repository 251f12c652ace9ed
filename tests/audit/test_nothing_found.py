"""Where there was nothing to look at, nothing is praised; a scheme without a ledger is shown and breaks no page."""

import pytest
from sqlalchemy import Engine

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
        ({}, RECURRENCES, "good", "没有发现复发的问题"),
    ],
)  # fmt: skip
def test_what_was_not_there_to_be_looked_at_is_not_praised(
    database: Engine, query: dict[str, str], panel: object, level: str, sentence: str
) -> None:
    same = {"source": "inspection", "issue": "问题", "assigned_on": "2025-01-10", "due_on": "2025-03-31"}
    items = [
        {"unit_id": "C1", "item_no": "Z1", "closed_on": "2025-03-30", "attachment_count": None, **same},
        {"unit_id": "C3", "item_no": "Z2", "closed_on": "2025-03-30", "attachment_count": 1, **same},
    ]
    load(database, of_ledger("rectification", items))
    found = said(database, panel, **{"period": "2025", **query})[0]  # type: ignore[arg-type]
    assert (found.level, found.sentence) == (level, sentence)
