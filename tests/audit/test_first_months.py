"""A ledger begins in some month: what lies before is not known, and no count is compared with a part of its months.

Three counties. Suits are told since January 2025; powers adjusted and complaints, which the city counts by forms,
since September 2025: 3 a month in each county in 2025, 1 a month in 2026; 7 once in a department of the city.
"""

import datetime as dt

import pytest
from sqlalchemy import Engine

from data_access.asked.selection import parse
from data_access.loading.load import load_sheets
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.decisions.evaluations import EVALUATIONS
from panels.declare import Context
from panels.disputes.chain import DISPUTE_CHAIN
from panels.disputes.concentration import MATTER_CONCENTRATION
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.disputes.trend import DISPUTE_TREND
from panels.enforcement.figures import POWERS_ADJUSTED
from panels.peers import peer_standing
from panels.ranking import RANKING
from panels.score_parts import SCORE_PARTS
from panels.timeline import TIMELINE
from panels.whole_cases import WHOLE_CASES
from tests.audit.test_said_by_hand import said, sentences
from tests.data_access.assessed_city import of_ledger, scheme
from tests.opened import opened

AS_OF = dt.date(2026, 6, 30)
NAMES = {"C1": "甲县", "C2": "乙县", "C3": "丙县"}
MONTHS = [*(f"2025-{month:02}-01" for month in range(9, 13)), *(f"2026-{month:02}-01" for month in range(1, 7))]


@pytest.fixture
def city(database: Engine) -> Engine:
    units = [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()]
    units.append({"code": "M1", "name": "市甲局", "kind": "municipal_department"})
    suits = [
        {"unit_id": code, "case_no": f"{code} {year}-{number}", "instance": "first", "heard_on": f"{year}-01-20",
         "head_attended": "chief", "closed_on": f"{year}-02-20", "outcome": "claim_dismissed"}
        for code in NAMES for year in (2025, 2026) for number in range(12)
    ]  # fmt: skip
    powers = [
        {"unit_id": code, "month": month, "powers": 90, "added": 3 if month < "2026" else 1, "removed": 0}
        for code in NAMES for month in MONTHS
    ]  # fmt: skip
    powers.append({"unit_id": "M1", "month": "2026-02-01", "powers": 90, "added": 7, "removed": 0})
    count = {"key": "complaints", "name": "执法投诉", "unit_word": "件", "kind": "flow"}
    own = {"key": "complaints_in_all", "name": "执法投诉数", "numerator": "complaints", "shown_as": "count"}
    forms = [{"unit_id": code, "period": month[:7], "count": "complaints", "value": 3 if month < "2026" else 1}
             for code in NAMES for month in MONTHS]  # fmt: skip
    sheets = [
        of_ledger("unit", units), of_ledger("litigation", suits), of_ledger("power_statistic", powers),
        of_ledger("count_item", [count]), of_ledger("indicator", [own]), of_ledger("reported_count", forms),
    ]  # fmt: skip
    assert load_sheets(database, sheets, as_of=AS_OF, today=AS_OF).status == "stored"
    return database


# Powers adjusted in a county now and before, and the note where they are not compared.
NOT_BEGUN = "权力事项调整数自 2025 年 9 月起才有数据，对比期不完整，不作比较。"
COMPARED = [
    # October to December 2025 against July to September, of which September alone is told (3).
    ({"grain": "quarter", "period": "2025Q4", "compare": "previous"}, ["9", "—", "—"], NOT_BEGUN),
    # Whole months on both sides: 3 in the first three of 2026, 9 in the last three of 2025.
    ({"grain": "quarter", "period": "2026Q1", "compare": "previous"}, ["3", "9", "−6"], ""),
    # January to June 2026 against those of 2025, of which none is told.
    ({"period": "2026", "compare": "last_year"}, ["6", "—", "—"], NOT_BEGUN),
]


@pytest.mark.parametrize(("asked", "figures", "note"), COMPARED)
def test_a_count_of_the_city_s_own_is_compared_alike(
    city: Engine, asked: dict[str, str], figures: list[str], note: str
) -> None:
    finding, rows = said(city, RANKING, indicator="complaints_in_all", **asked)
    assert [[row[2], row[4], row[5]] for row in rows[:3]] == [figures] * 3
    assert (NOT_BEGUN.replace("权力事项调整数", "执法投诉数") in finding.base) == bool(note)


@pytest.mark.parametrize(("asked", "figures", "note"), COMPARED)
def test_a_count_is_compared_with_whole_months_alone(
    city: Engine, asked: dict[str, str], figures: list[str], note: str
) -> None:
    finding, rows = said(city, POWERS_ADJUSTED, **asked)
    assert [[row[2], row[4], row[5]] for row in rows[:3]] == [figures] * 3
    assert (NOT_BEGUN in finding.base) == bool(note)


def test_a_city_that_counts_more_than_its_counties_says_whose_the_rest_is(city: Engine) -> None:
    asked = {"grain": "quarter", "period": "2026Q1"}
    assert sentences(city, POWERS_ADJUSTED, **asked) == [
        "甲县、乙县、丙县权力事项调整数同为 3 项，全市 16 项，其中同类组以外的单位 7 项",
        "Powers adjusted is 3 for 甲县, 乙县 and 丙县 alike; for the city it is 16, "
        "of which 7 in units outside this group",
    ]


def test_beside_a_count_that_lacks_nothing_stands_no_head(city: Engine) -> None:
    with reading(city, ALL_SEEING) as reader:
        state, choices = opened(reader)
        asked = parse({"grain": "quarter", "period": "2026Q1"}, choices)[0]
        context = POWERS_ADJUSTED.asked(Context(asked, state, choices))
        figures = POWERS_ADJUSTED.figures(reader, context)
        assert POWERS_ADJUSTED.chart is not None
        labels = POWERS_ADJUSTED.chart(figures, POWERS_ADJUSTED.finding(figures, context), context).labels
    assert (labels["base"], labels["base_text"]) == ("", "")


def test_before_the_first_month_of_a_ledger_nothing_is_known_and_not_nothing_there(city: Engine) -> None:
    asked = {"grain": "custom", "period": "2025-01~2025-05", "unit": "C1"}
    with reading(city, ALL_SEEING) as reader:
        state, choices = opened(reader)
        context = Context(parse(asked, choices)[0], state, choices)
        rows = peer_standing(reader, context, ["loss_rate", "powers_adjusted"])
    of_county = rows[rows["code"].eq("C1")].set_index("indicator")
    assert of_county["denominator"].to_dict() == {"loss_rate": 12, "powers_adjusted": 0}
    assert of_county.loc["powers_adjusted", "reason"] == "not_begun"


# --- The first January of a city with one suit --------------------------------------------------------------------
# 甲 has no suit; one against two departments (乙's and the city's) is heard in January and lost in February. Nobody has
# marked anything, and no reconsideration was loaded.
JANUARY = {"grain": "month", "period": "2025-01", "unit": "C2"}
SUIT = {
    "case_no": "1", "instance": "first", "heard_on": "2025-01-20", "closed_on": "2025-02-10", "outcome": "revoked",
    "matter": "行政处罚", "head_attended": "chief",
}  # fmt: skip
OF_ONE_SUIT = [
    (SCORE_PARTS, JANUARY, "乙县已评的项目没有失分，另有 2 项未评分"),
    (WHOLE_CASES, JANUARY, "同类组中只有乙县可以比较，没有名次，无须测算"),
    (MATTER_CONCENTRATION, JANUARY | {"unit": "none"}, "本期没有败诉案件"),
    (MATTER_CONCENTRATION, {"period": "2025", "unit": "none"},
     "败诉与纠错 2 件（按单位分别计，一案一计为 1 件），分散在 2 个单位；事项为行政处罚"),
]  # fmt: skip


def test_one_suit_is_not_two_and_what_has_no_figure_is_neither_first_nor_full(database: Engine) -> None:
    units = [
        *({"code": code, "name": NAMES[code], "kind": "county"} for code in ("C1", "C2")),
        {"code": "M1", "name": "市水利局", "kind": "municipal_department", "sector": "water"},
        {"code": "D2", "name": "乙县水利局", "kind": "county_department", "county_id": "C2", "sector": "water"},
    ]
    suits = [SUIT | {"unit_id": code} for code in ("D2", "M1")]
    sheets = [of_ledger("unit", units), of_ledger("litigation", suits), *scheme()]
    day = dt.date(2025, 2, 28)
    assert load_sheets(database, sheets, as_of=day, today=day).status == "stored"
    assert [said(database, panel, **asked)[0].sentence for panel, asked, _told in OF_ONE_SUIT] == [
        told for _panel, _asked, told in OF_ONE_SUIT
    ]


# --- A page of several ledgers, of which one begins later --------------------------------------------------------
# Suits since January 2022, 12 a month, 1 lost; reconsiderations, a decision and an item since January 2025.
LATER = {"grain": "year", "period": "2024"}
BEGIN_LATER = "行政复议的数据自 2025 年 1 月起，此前的情况尚不掌握"
OF_2024 = [
    (DISPUTE_CHAIN, BEGIN_LATER, "The data of reconsideration begin in Jan 2025; nothing is known of the time before"),
    (DISPUTE_TREND, BEGIN_LATER, "The data of reconsideration begin in Jan 2025; nothing is known of the time before"),
    (OUTCOME_MIX, BEGIN_LATER + "；一审结果中驳回原告最多，占 91.7%（132/144）",
     "The data of reconsideration begin in Jan 2025; nothing is known of the time before; "
     "first instance: most often dismissed, 91.7% (132/144)"),
]  # fmt: skip


@pytest.fixture
def of_two_ledgers(database: Engine) -> Engine:
    months = [f"{year}-{month:02}" for year in range(2022, 2026) for month in range(1, 13)][:42]
    suits = [
        {"unit_id": "C1", "case_no": f"{month}-{number}", "instance": "first", "closed_on": f"{month}-08",
         "outcome": "claim_dismissed" if number else "revoked"} for month in months for number in range(12)
    ]  # fmt: skip
    cases = [
        {"unit_id": "C1", "case_no": f"R{number}", "received_on": "2025-01-03", "closed_on": "2025-02-20",
         "acceptance": "accepted", "outcome": "upheld"} for number in range(12)
    ]  # fmt: skip
    decision = {"unit_id": "C1", "decision_no": "J1", "decided_on": "2025-01-06", "evaluated_on": None}
    sheets = [
        of_ledger("unit", [{"code": code, "name": NAMES[code], "kind": "county"} for code in ("C1", "C2")]),
        of_ledger("litigation", suits), of_ledger("reconsideration", cases), of_ledger("major_decision", [decision]),
    ]  # fmt: skip
    assert load_sheets(database, sheets, as_of=AS_OF.replace(year=2025), today=AS_OF).status == "stored"
    return database


def test_before_one_of_its_ledgers_begins_a_panel_says_so_of_that_one(of_two_ledgers: Engine) -> None:
    assert [sentences(of_two_ledgers, panel, **LATER) for panel, *_ in OF_2024] == [[*told] for _, *told in OF_2024]
    assert BEGIN_LATER + "。" in said(of_two_ledgers, MATTER_CONCENTRATION, **LATER)[0].base
    archive = said(of_two_ledgers, TIMELINE, **LATER, unit="C1")[0]
    assert "行政复议、重大行政决策的数据自 2025 年 1 月起，此前的情况尚不掌握。" in archive.base
    # One suit lost a month: no month has most.
    assert archive.sentence == "不利事项 12 件"
    # From its first month on all of them were upheld, which is not most of them.
    assert sentences(of_two_ledgers, OUTCOME_MIX, period="2025") == [
        "复议结果为维持或驳回，100.0%（12/12）；一审结果中驳回原告最多，占 91.7%（66/72）",
        "Reconsideration: only upheld or dismissed, 100.0% (12/12); "
        "first instance: most often dismissed, 91.7% (66/72)",
    ]


def test_who_had_to_look_back_is_judged_by_the_first_month_of_decisions_and_of_no_other_ledger(
    of_two_ledgers: Engine,
) -> None:
    # The three years before 2025 are told of suits, of decisions none of them is.
    assert {row[1] for row in said(of_two_ledgers, EVALUATIONS, period="2025")[1]} == {"无从判断"}
    assert sentences(of_two_ledgers, EVALUATIONS, period="2025")[0] == (
        "数据自 2025 年 1 月起，此前三年的决策不全，无法判断 2025 年哪些政府须做决策后评估"
    )


def test_governments_are_not_listed_with_noughts_of_a_ledger_that_was_never_loaded(city: Engine) -> None:
    found, rows = said(city, EVALUATIONS, period="2026")[:2]
    assert rows == []
    assert found.sentence == "重大行政决策尚未导入"
