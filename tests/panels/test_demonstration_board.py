"""The board and the map of demonstration sites: what they say and show of figures made by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from panels.demonstration.site_board import MOST_CARDS, SITE_BOARD
from panels.demonstration.site_map import COLUMNS as MAP_COLUMNS
from panels.demonstration.site_map import SITE_MAP
from panels.told import told
from tests.panels.checks import Case, check
from tests.panels.given import NAMES, asked
from tests.panels.given_sites import ALL, PRAISED, days_ago, drawn, each, revoked, site, sites, warned
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)

# --- Where each stands -------------------------------------------------------------------------------------------

MANY = [site("C01", number=f"S-{number:02d}", since=days_ago(number)) for number in range(MOST_CARDS + 3)]
BOARD_CASES = {
    "in all states": Case(
        sites(revoked("C05"), site("C01"), site("C02", "applied"), site("C03", "revoked"), site("C04", "reviewed")),
        ["5", "3", "1"],
        "watch",
        about="C05",
        selection=ALL,
    ),
    "nobody warned": Case(sites(site("C01"), site("C02")), ["2"], selection=ALL),
    "to be praised": Case(sites(PRAISED, site("C01")), ["2", "1"], selection=ALL),
    "one site": Case(sites(site("C01", "reviewed")), ["甲县", f"{days_ago(100)}"], selection=ALL),
    "one whose day is not known": Case(sites(site("C01", since=None)), ["甲县", "—"], selection=ALL),
    "more than a column holds": Case(sites(*MANY), [f"{len(MANY)}"], selection=ALL),
    "no site": Case(sites(), ["丙县"], selection={"unit": "", "focus": "C03"}),
}


@in_both_languages
@each(BOARD_CASES)
def test_the_board_counts_plates_warnings_and_what_is_cultivated(case: Case, language: str) -> None:
    check(SITE_BOARD, case, language)


def test_a_column_begins_with_its_suggestion_and_then_with_the_longest_in_its_state() -> None:
    figures = sites(site("C01"), site("C02", since=days_ago(300)), warned("C03"))
    data = drawn(SITE_BOARD, figures).data
    assert data["text"].to_list() == ["丙县", "乙县", "甲县"]
    assert data["place"].to_list() == [0, 1, 2]
    assert data["badge_text"].to_list() == ["建议限期整改", "", ""]
    assert data["tone"].to_list() == ["accent", "plain", "plain"]


def test_a_long_column_says_how_many_more_there_are() -> None:
    chart = drawn(SITE_BOARD, sites(*MANY))
    assert len(chart.data) == MOST_CARDS
    assert (chart.data["text"].iat[-1], chart.data["code"].iat[-1]) == ("另 4 个", "")
    heads = chart.options["columns"]
    assert heads["text"].to_list() == ["0", "0", "0", f"{len(MANY)}", "0", "0", "0"]


def test_a_ledger_that_says_something_else_than_the_events_is_listed() -> None:
    figures = sites(site("C01", contradicted=True, recorded_state="warned"), site("C02"))
    assert "1 个台账状态与事件不一致" in SITE_BOARD.finding(figures, asked(**ALL)).base
    recorded = SITE_BOARD.table(figures, asked()).data.set_index("code")["recorded"]
    assert recorded.to_dict() == {"C01": f"台账所填：限期整改，{days_ago(100)}", "C02": ""}


def test_the_base_names_the_missing_reports_of_a_ledger_once_though_it_rests_on_it_twice() -> None:
    twice = replace(SITE_BOARD, ledgers=("rectification", "litigation", "rectification"))
    base = told(twice, sites(site("C01"), site("C02")), {"rectification": 3, "litigation": 11}, asked(**ALL)).base
    assert base.endswith("全市漏报：整改事项 3 期、行政诉讼 11 期。")


# --- Counties by level -------------------------------------------------------------------------------------------


def placed(*rows: tuple[str, int, int, int, int, int]) -> pd.DataFrame:
    """Code ('' for the city's departments), plates of the three levels, in cultivation, revoked."""
    known = [
        [code, NAMES.get(code, ""), *levels, sum(levels), cultivated, lost] for code, *levels, cultivated, lost in rows
    ]
    return pd.DataFrame(known, columns=MAP_COLUMNS)


MAP_CASES = {
    "one has most, one has none": Case(
        placed(("C01", 1, 1, 0, 0, 1), ("C02", 0, 0, 1, 2, 0), ("C03", 0, 0, 0, 1, 0), ("", 2, 0, 0, 0, 0)),
        ["5", "甲县", "2", "丙县"],
        leaves_out=["乙县"],
        selection=ALL,
    ),
    "two have most": Case(
        placed(("C01", 0, 2, 0, 0, 0), ("C02", 0, 0, 2, 0, 0), ("C03", 0, 0, 1, 0, 0)), ["5", "甲县", "乙县", "2"],
        selection=ALL,
    ),
    "too many to be named": Case(
        placed(*((f"C0{n}", 0, 1, 0, 0, 0) for n in range(1, 5)), ("C05", 0, 0, 0, 0, 0)), ["4", "戊县"],
        leaves_out=["甲县"], selection=ALL,
    ),
    "most have none": Case(
        placed(("C05", 0, 1, 0, 0, 0), *((f"C0{n}", 0, 0, 0, 0, 0) for n in range(1, 5))), ["戊县"],
        leaves_out=["甲县"], selection=ALL,
    ),
    "all equal": Case(placed(("C01", 0, 1, 0, 0, 0), ("C02", 1, 0, 0, 0, 0)), ["2", "1"], leaves_out=["甲县"],
                      selection=ALL),
    "one county": Case(placed(("C01", 0, 1, 1, 0, 0)), ["甲县", "2"], selection=ALL),
    "only the city's departments": Case(placed(("", 0, 1, 1, 0, 0)), ["2"], selection=ALL),
    "no plate yet": Case(placed(("C01", 0, 0, 0, 2, 0), ("C02", 0, 0, 0, 0, 1)), [], selection=ALL),
    "looked at closely": Case(
        placed(("C01", 0, 2, 0, 0, 0), ("C02", 0, 0, 1, 0, 0)), ["3", "甲县"], about="C02",
        selection={"unit": "", "focus": "C02"},
    ),
    "no site": Case(placed(), [], selection=ALL),
}  # fmt: skip


@in_both_languages
@each(MAP_CASES)
def test_the_map_says_who_has_most_plates_and_who_none(case: Case, language: str) -> None:
    check(SITE_MAP, case, language)


def test_cells_narrow_the_page_and_names_open_the_archive() -> None:
    figures = placed(("C01", 0, 2, 0, 0, 0), ("C02", 0, 0, 1, 3, 0), ("", 1, 0, 0, 0, 0))
    chart = drawn(SITE_MAP, figures, focus="C02")
    links = dict(zip(chart.data["row"], chart.data["code"], strict=True))
    assert links["甲县"] == "demonstration?focus=C01"
    assert links["乙县"] == "demonstration?focus=none"
    assert links["市级单位"] == "demonstration?focus=none&group=municipal_departments"
    assert links["合计"] == ""
    assert chart.options["rows"].to_dict("list") == {
        "label": ["甲县", "乙县", "市级单位", "合计"], "code": ["C01", "C02", "", ""],
        "tone": ["plain", "accent", "plain", "total"],
    }  # fmt: skip
    total = chart.data[chart.data["row"] == "合计"]
    assert total["text"].to_list() == ["1", "2", "1", "4", "3"]


def test_the_darkest_cell_is_the_fullest_and_sums_have_no_tint() -> None:
    data = drawn(SITE_MAP, placed(("C01", 0, 1, 0, 0, 0), ("C02", 0, 0, 5, 3, 0))).data
    assert data.loc[data["row"] == "乙县", "step"].to_list() == [0, 0, 5, -1, -1]
    assert data.loc[data["row"] == "甲县", "step"].to_list() == [0, 1, 0, -1, -1]
