"""How the items stand: lights, ages, the list of items."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from data_access.reading.items import AGES, PAGE_SIZE
from panels.links import parts_of
from panels.rectification.item_list import ITEM_LIST
from panels.rectification.lights import ALL, LIGHTS, LIGHTS_PANEL
from panels.rectification.open_by_age import OPEN_BY_AGE
from tests.panels.checks import Case, check, pictured
from tests.panels.given import AS_OF, NAMES, asked
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
# Of no unit in particular, as the page asks when nothing is narrowed.
EVERYONE = {"unit": ""}
NOT_LOADED = ("rectification_closed_rate", "rectification_on_time_rate")


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Lights ------------------------------------------------------------------------------------------------------


def lit(rows: dict[str, dict[str, int]]) -> pd.DataFrame:
    """By group: items by light; the worst group first, as given."""
    found = [
        {"group": group, "name": NAMES.get(group, ""), **{light: counts.get(light, 0) for light in LIGHTS},
         ALL: sum(counts.values())}
        for group, counts in rows.items()
    ]  # fmt: skip
    return pd.DataFrame(found, columns=["group", *LIGHTS, ALL, "name"])


RED = {"supervised": 4, "overdue": 3, "under_way": 6}
LIGHT_CASES = {
    "one is worst": Case(
        lit({"C01": RED, "C02": {"overdue": 2, "behind": 1}}), ["16", "4", "5", "甲县", "7"], "bad", about="C01",
        selection=EVERYONE,
    ),
    "two are tied": Case(
        lit({"C01": RED, "C02": RED}), ["26", "8", "6", "甲县", "乙县", "7"], "bad", selection=EVERYONE
    ),
    "many are tied": Case(
        lit({code: {"overdue": 2} for code in NAMES}), ["10", "5", "2"], "bad", leaves_out=["甲县"], selection=EVERYONE
    ),
    "nothing red": Case(
        lit({"C01": {"returned": 2, "near": 3}, "": {"behind": 1}}), ["6", "2"], "watch", leaves_out=["甲县"],
        selection=EVERYONE,
    ),
    "only under way": Case(lit({"C01": {"under_way": 1}}), ["1"], selection=EVERYONE),
    "a single unit": Case(lit({"C01": RED}), ["13", "4", "3"], "bad", leaves_out=["甲县"]),
    "nothing open": Case(lit({}), [], "plain", selection=EVERYONE),
    "nothing loaded": Case(lit({}), [], selection=EVERYONE, unknown=NOT_LOADED),
    "by source": Case(
        lit({"inspection": RED, "": {"near": 1}}), ["14", "4", "3"], "bad", leaves_out=["最多", "most", "7"],
        selection={**EVERYONE, "by": "source"},
    ),
    "by system": Case(
        lit({"housing": RED, "transport": {"overdue": 1}}), ["14", "4"], "bad",
        selection={**EVERYONE, "by": "sector", "at": dt.date(2025, 12, 31)},
    ),
}  # fmt: skip


@in_both_languages
@each(LIGHT_CASES)
def test_the_lights_say_how_many_items_are_open_and_where_most_are_red(case: Case, language: str) -> None:
    check(LIGHTS_PANEL, case, language)


def cells(figures: pd.DataFrame, **selection: Any) -> pd.DataFrame:
    return pictured(LIGHTS_PANEL, figures, asked(**{**EVERYONE, **selection})).data


# Of a cell's items none is left out by what the list was filtered by before.
UNFILTERED = {"source": "none", "age": "none", "term": "none", "page": "1"}


def test_a_cell_opens_the_list_of_exactly_its_items_and_an_empty_one_opens_nothing() -> None:
    links = cells(lit({"C01": RED, "": {"near": 1}})).set_index(["row", "column"])["code"]
    page, query = parts_of(links["甲县", "逾期"])
    assert (page, query) == ("rectification", {"light": "overdue", "focus": "C01", **UNFILTERED})
    assert parts_of(links["甲县", "合计"])[1] == {"light": "none", "focus": "C01", **UNFILTERED}
    assert parts_of(links["市级单位", "临近"])[1] == {"light": "near", "group": "municipal_departments", **UNFILTERED}
    assert parts_of(links["合计", "临近"])[1] == {"light": "near", **UNFILTERED}
    assert links["甲县", "临近"] == ""


def test_a_cell_by_source_or_system_filters_by_it() -> None:
    by_source = cells(lit({"inspection": RED}), by="source").set_index(["row", "column"])["code"]
    assert parts_of(by_source["督察检查", "逾期"])[1] == UNFILTERED | {"light": "overdue", "source": "inspection"}
    by_system = cells(lit({"housing": RED}), by="sector")["code"]
    assert parts_of(by_system.iloc[0])[1] == UNFILTERED | {"light": "supervised", "sector": "housing"}


def test_rows_and_columns_add_up_and_more_rows_than_fit_are_added_up() -> None:
    many = lit({f"S{number:02}": {"overdue": 20 - number, "near": 1} for number in range(15)})
    data = cells(many, by="sector")
    shown = list(dict.fromkeys(data["row"]))
    assert len(shown) == 13
    numbers = data.assign(n=data["text"].astype(int)).pivot(index="row", columns="column", values="n")
    assert numbers.loc["合计"].tolist() == numbers.drop("合计").sum().tolist()
    assert (numbers["合计"] == numbers.drop(columns="合计").sum(axis=1)).all()
    assert set(data.loc[data["row"] == shown[-2], "code"]) == {""}


def test_a_few_items_are_tinted_less_than_many() -> None:
    few, many = (cells(lit({"C01": {"overdue": n}})).query("column == '逾期'")["step"].iloc[0] for n in (1, 40))
    assert 0 < few < many == 5


# --- Ages --------------------------------------------------------------------------------------------------------


def aged(within: list[int], past: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"age": range(len(AGES) + 1), "within": within, "past": past})


AGE_CASES = {
    "old ones past due": Case(
        aged([84, 42, 3, 0, 0], [1, 10, 5, 2, 3]),
        ["3.3%", "5/150", "90"],
        "bad",
        leaves_out=["5 项", "5 of them"],
        selection=EVERYONE,
    ),
    "old ones within": Case(aged([10, 0, 0, 2, 0], [0] * 5), ["16.7%", "2/12", "90"], "watch", selection=EVERYONE),
    "none is old": Case(aged([3, 2, 0, 0, 0], [0, 1, 0, 0, 0]), ["6", "60"], leaves_out=["90"], selection=EVERYONE),
    "a single one": Case(aged([1, 0, 0, 0, 0], [0] * 5), ["1", "30"]),
    "two of the same age": Case(aged([0, 0, 0, 0, 1], [0, 0, 0, 0, 1]), ["100.0%", "2/2", "1"], "bad"),
    "none": Case(aged([0] * 5, [0] * 5), [], "plain"),
    "nothing loaded": Case(aged([0] * 5, [0] * 5), [], "plain", unknown=NOT_LOADED),
}


@in_both_languages
@each(AGE_CASES)
def test_the_ages_say_how_much_is_old(case: Case, language: str) -> None:
    check(OPEN_BY_AGE, case, language)


# --- The list ----------------------------------------------------------------------------------------------------


def listed(*rows: dict[str, Any], total: int | None = None, first: int = 1) -> pd.DataFrame:
    usual = {
        "code": "C01", "unit": "甲县", "item_no": "Z1", "source": "inspection", "category": "文书不规范",
        "severity": "ordinary", "issue": "问题", "assigned_on": AS_OF - dt.timedelta(60), "due_on": AS_OF,
        "due_in_force": AS_OF, "submitted_on": None, "returned_count": 0, "light": "near", "past": 0,
    }  # fmt: skip
    found = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    return found.assign(all=len(rows) if total is None else total, first=first)


LONG_AGO = AS_OF - dt.timedelta(12)
PAST = {"light": "overdue", "past": 12, "due_on": LONG_AGO, "due_in_force": LONG_AGO, "returned_count": 1}
LIST_CASES = {
    "one page": Case(listed(PAST, {"item_no": "Z2"}), ["2"], selection=EVERYONE),
    "a page of several": Case(
        listed(*[{"item_no": f"Z{n}"} for n in range(PAGE_SIZE)], total=150, first=51), ["150", "51", "100"],
        selection={**EVERYONE, "page": 2},
    ),
    "filtered": Case(listed(PAST), ["1"], selection={**EVERYONE, "light": "overdue", "source": "inspection"}),
    "a single one": Case(listed({"issue": None, "category": None}), ["1"]),
    "two that are equal": Case(listed(PAST, PAST), ["2"], selection={"order": "unit"}),
    "none of the kind": Case(listed(), [], selection={"light": "overdue"}),
    "none": Case(listed(), [], "plain", selection={"order": "due", "at": dt.date(2023, 1, 1)}),
    "nothing loaded": Case(listed(), [], selection={"order": "assigned"}, unknown=NOT_LOADED),
}  # fmt: skip


@in_both_languages
@each(LIST_CASES)
def test_the_list_says_how_many_items_there_are_and_which_are_shown(case: Case, language: str) -> None:
    check(ITEM_LIST, case, language)


@in_both_languages
def test_the_list_names_what_it_is_filtered_by(language: str) -> None:
    context = asked(language, light="overdue", source="inspection")
    for figures in (listed(PAST), listed()):
        said = ITEM_LIST.finding(figures, context).sentence
        assert context.words.label("badge", "overdue") in said
        assert context.words.label("rectification_source", "inspection") in said


def test_a_row_opens_its_item_and_says_what_makes_it_what_it_is() -> None:
    extended = {
        "light": "overdue",
        "past": 3,
        "due_on": AS_OF - dt.timedelta(30),
        "due_in_force": AS_OF - dt.timedelta(3),
    }
    data = pictured(ITEM_LIST, listed(PAST, extended, {}), asked()).data
    assert parts_of(data["code"].iloc[0]) == ("item", {"record": "C01~Z1"})
    assert data["note"].tolist() == ["逾期 12 天，退回 1 次", "逾期 3 天，延期", "2026-10-31 到期"]
