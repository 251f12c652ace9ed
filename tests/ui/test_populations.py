"""Every page under every kind of filter: each sentence says of whom it is, no two contradict, nothing is printed raw.

``make test`` looks at one county and one system, ``make test-all`` at all.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_access.asked.selection import group_in_words, parse
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from panels.declare import Context, Finding, Panel
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.headline import headline
from panels.disputes.rate_trend import RATE_TREND
from panels.phrases import extent_in_words
from panels.told import missing, told
from tests.cases import each_with_each, left_for_all
from tests.every_panel import PANELS
from tests.opened import opened
from tests.panels.checks import check_whole, gaps
from ui.address import seen_by
from ui.closer import _PANELS as CLOSER
from ui.registry import BY_KEY
from wording import LANGUAGES

SELECTIONS: dict[str, dict[str, str]] = {
    "county": {"county": "C01"},
    "sector": {"sector": "public_security"},
    "none": {},
    "worst county": {"county": "C07"},
    "two counties": {"county": "C01,C07"},
    "county and sector": {"county": "C07", "sector": "public_security"},
    "municipal": {"group": "municipal_departments"},
    "municipal sectors": {"group": "municipal_departments", "sector": "public_security,transport"},
    "sector across counties": {"group": "sector:public_security", "county": "C01,C03"},
    "one unit": {"focus": "C07"},
    "month": {"grain": "month", "period": "2026-09"},
    "quarter": {"grain": "quarter", "period": "2026Q3"},
    "custom": {"grain": "custom", "period": "2025-03~2026-02"},
    "first month": {"period": "2022-01", "compare": "previous"},
    "month of one county": {"period": "2022-01", "county": "C03"},
    "future": {"period": "2031"},
    "empty": {"period": "2022-01", "county": "C03", "sector": "transport"},
}
EVERY_RUN = {
    ("county", "rankings", "zh"), ("county", "disputes", "zh"), ("sector", "disputes", "en"),
    ("two counties", "decisions", "zh"), ("county and sector", "enforcement", "en"),
}  # fmt: skip
PAGES = (
    "overview", "rankings", "demonstration", "disputes", "rectification", "enforcement", "file_reviews", "decisions",
    "capacity", "bulletins", "quality", "cases", "unit",
)  # fmt: skip
# Panels that tell more of a unit looked at closely than of the same county chosen by the filter.
CLOSER_LOOKED_AT = {"paper_closures", "time_to_close"}

each_selection = pytest.mark.parametrize("name", [left_for_all(name, name=name) for name in SELECTIONS])


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


@cache
def panels_of(page: str) -> tuple[Panel, ...]:
    """The panels that the recipe of a page names; a ranking's lower part has further ones."""
    recipe = Path(__file__).parents[2] / "pages" / BY_KEY[page].file
    imports = [node for node in ast.walk(ast.parse(recipe.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    named = [getattr(importlib.import_module(str(node.module)), name.name)
             for node in imports if str(node.module).startswith("panels.") for name in node.names]  # fmt: skip
    found = tuple(each for each in named if isinstance(each, Panel))
    return (*found, *CLOSER.values()) if page == "rankings" else found


def context_of(reader: Reader, page: str, language: str, query: dict[str, str]) -> Context:
    """What a page is asked by a link, without what it does not use; an archive is that of one county."""
    state, choices = opened(reader)
    own = {"unit": "C07"} if page == "unit" else {}
    asked = {"lang": language, **own, **{key: value for key, value in query.items() if not (own and key == "group")}}
    selection, unknown = parse(asked, choices)
    assert {key for key, _ in unknown} <= {"period"}
    return Context(seen_by(selection, choices, BY_KEY[page]), state, choices)


def figures_of(panel: Panel, reader: Reader, own: Context) -> pd.DataFrame:
    """The figures of a panel, read once for all tests of this file."""
    question = (panel.key, own.selection.with_(language=""))
    return reader.once(question, lambda: panel.figures(reader, own))


def said(panel: Panel, reader: Reader, context: Context) -> Finding:
    own = panel.asked(context)
    return told(panel, figures_of(panel, reader, own), missing(reader, own), own)


def names_left(reader: Reader, context: Context) -> tuple[str, ...]:
    """What a sentence may begin with that speaks of what the filters leave: they themselves, or a unit among it."""
    selection, units, words = context.selection, reader.units(), context.words
    inside = units[units["county"].isin(selection.counties)] if selection.counties else units
    systems = [words.label("sector", each) for each in selection.sectors]
    return (extent_in_words(context), *systems, *inside["name"].astype(str))


def of_whom(panel: Panel, found: Finding, reader: Reader, context: Context) -> list[str]:
    """What is amiss with the population that a finding names."""
    selection, words = context.selection, context.words
    narrowed = bool(selection.counties or selection.sectors)
    wrong = []
    if panel.population == "extent" and extent_in_words(context) != words("city"):
        begins = extent_in_words(context) in found.sentence or found.sentence.startswith(names_left(reader, context))
        wrong += [] if begins else ["does not say whom the filters leave"]
    if panel.population == "listed" and selection.counties:
        begins = any(name in found.sentence for name in names_left(reader, context))
        wrong += [] if begins else ["does not name the units listed"]
    if panel.population in ("group", "ranked") and narrowed:
        group = words("population.whole_group", group=group_in_words(selection.group, words))
        both = {words("population.led", whom=group, said=words("city")), f"{group} — {words('city').lower()}"}
        wrong += ["names a group and counts the city"] if found.sentence.startswith(tuple(both)) else []
    if panel.population in ("group", "ranked", "named", "city", "listed") and narrowed:
        marks = [words("population.whole_group", group=""), words("city"), words("population.every_sector"),
                 words("population.among_all", group="~").partition("~")[0]]  # fmt: skip
        wrong += [] if any(mark and mark in found.base for mark in marks) else ["does not say whom it counts"]
    return wrong


@pytest.mark.parametrize(
    ("name", "place", "language"),
    each_with_each(SELECTIONS, PAGES, LANGUAGES, every_run=lambda *case: case in EVERY_RUN),
)
@pytest.mark.one_in(5)
def test_every_sentence_of_a_page_says_of_whom_it_is(demo: Reader, name: str, place: str, language: str) -> None:
    context = context_of(demo, place, language, SELECTIONS[name])
    wrong = {}
    for panel in panels_of(place):
        found = said(panel, demo, context)
        complaints = [*gaps(found.sentence), *gaps(found.base)]
        small = [text for text in (found.sentence, found.base) if text[:1].islower()]
        complaints += ["begins with a small letter"] if small else []
        complaints += [] if context.selection.unit else of_whom(panel, found, demo, panel.asked(context))
        wrong |= {panel.key: (complaints, found.sentence, found.base)} if complaints else {}
    assert wrong == {}


RATE = re.compile(r"([^；，。:;：]*?) ([\d.]+)%（([\d,]+)/([\d,]+)")


def rates(sentence: str) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """The rates said, each by its name and, where the sentence begins with months of its own, these."""
    months = "".join(re.findall(r"近 \d+ 个月", sentence))
    for subject, percent, numerator, denominator in RATE.findall(sentence):
        yield months + subject.strip().removeprefix(months), percent, (numerator, denominator)


@pytest.mark.parametrize(
    ("name", "place"),
    each_with_each(SELECTIONS, PAGES, every_run=lambda *case: case in {("county", "disputes"), ("none", "decisions")}),
)
def test_no_two_sentences_of_a_page_contradict_each_other(demo: Reader, name: str, place: str) -> None:
    """A rate of the same name stands on the same cases wherever it is said, and is what its cases make."""
    context = context_of(demo, place, "zh", SELECTIONS[name])
    findings = {panel.key: said(panel, demo, context).sentence for panel in panels_of(place)}
    if place == "disputes":
        figures = [figures_of(panel, demo, panel.asked(context)) for panel in (RATE_TREND, APPEARANCE_AND_LOSS)]
        findings["heading"] = headline(figures[0], figures[1], context)
    seen: dict[str, tuple[str, tuple[str, str]]] = {}
    units = {*context.choices.names.values()}
    for key, sentence in findings.items():
        for subject, percent, cases in rates(sentence):
            numbers = [float(each.replace(",", "")) for each in cases]
            assert context.words.percent(numbers[0] / numbers[1]) == f"{percent}%", (key, sentence)
            if not subject.startswith(("其中", "参评", "占")) and subject not in units:
                assert seen.setdefault(subject, (percent, cases)) == (percent, cases), (subject, findings)


@pytest.mark.parametrize("panel", [panel for panel in PANELS if panel.population in ("extent", "listed", "city")],
                         ids=lambda panel: panel.key)  # fmt: skip
@pytest.mark.exhaustive
def test_the_population_that_a_panel_names_is_the_one_it_counts(demo: Reader, panel: Panel) -> None:
    """The filter on a county leaves what a close look at it has; who ranks or counts all counts the same under it."""

    def figures(**query: str) -> pd.DataFrame:
        return figures_of(panel, demo, panel.asked(context_of(demo, "disputes", "zh", query))).reset_index(drop=True)

    filtered = figures(county="C07")
    if panel.population == "extent":
        other = figures(focus="C07")
        assert not same(filtered, figures()) or filtered.empty
    else:
        other = figures()
    assert panel.key in CLOSER_LOOKED_AT or same(filtered, other)


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return bool(one.astype(str).equals(other.astype(str)))


@each_selection
def test_every_panel_is_whole_under_a_filter(demo: Reader, name: str) -> None:
    for place in PAGES:
        for panel in panels_of(place):
            context = panel.asked(context_of(demo, place, "en", SELECTIONS[name]))
            check_whole(panel, figures_of(panel, demo, context), context)


# --- The examples ------------------------------------------------------------------------------------------------


def sentence_of(key: str, reader: Reader, page: str = "disputes", **query: str) -> str:
    panel = next(each for each in PANELS if each.key == key)
    return said(panel, reader, context_of(reader, page, "zh", query)).sentence


@pytest.mark.parametrize("key", ["ranking", "funnel", "loss_funnel", "on_time_by_unit"])
def test_the_one_county_that_a_filter_leaves_is_told_with_its_place_among_all(demo: Reader, key: str) -> None:
    place = "rankings" if key in ("ranking", "funnel") else "disputes"
    query: dict[str, str] = {"county": "C07"} | ({"indicator": "loss_rate"} if place == "rankings" else {})
    sentence = sentence_of(key, demo, place, **query)
    assert "在 10 个可比单位中列第 10 位" in sentence
    assert "全市" in sentence, "held against the city as without a filter"
    assert "只有" not in sentence


def test_a_map_that_no_close_look_narrows_does_not_speak_of_the_unit_looked_at(demo: Reader) -> None:
    sentences = [sentence_of("site_map", demo, "demonstration", **query) for query in ({}, {"focus": "C07"})]
    assert sentences[0] == sentences[1]


def test_a_system_that_convened_no_joint_meeting_is_not_told_that_there_were_none(demo: Reader) -> None:
    held = re.findall(r"联席会议 (\d+) 次", sentence_of("joint_meetings", demo))[0]
    sentence = sentence_of("joint_meetings", demo, sector="public_security")
    assert sentence.startswith("公安系统：")
    assert f"全市召开 {held} 次" in sentence


def test_beside_a_system_no_county_is_named_without_saying_that_it_counts_all_systems(demo: Reader) -> None:
    context = context_of(demo, "disputes", "zh", {"sector": "public_security"})
    figures = [figures_of(panel, demo, panel.asked(context)) for panel in (RATE_TREND, APPEARANCE_AND_LOSS)]
    heading = headline(figures[0], figures[1], context)
    assert "公安" in heading
    counties = [name for _code, name in context.choices.counties]
    assert [name for name in counties if name in heading] == []
    for key in ("appearance_and_loss", "loss_funnel"):
        assert sentence_of(key, demo, sector="public_security").startswith("各县区各系统合计")
        # Nor does it name the county twice.
        assert sentence_of(key, demo, sector="public_security", county="C06").count("柏峪县") == 1


@pytest.mark.parametrize("period", ["2026-09", "2026Q3"])
def test_a_period_without_scores_is_ranked_by_an_indicator(demo: Reader, period: str) -> None:
    context = context_of(demo, "rankings", "zh", {"period": period, "indicator": "score"})
    assert not context.selection.by_score
    year = context.choices.scored_period("counties", context.selection.period)
    assert year is not None
    assert (year.code, context.choices.scores("counties", year)) == ("2026", True)
    first = context_of(demo, "rankings", "zh", {"period": "2026Q1", "indicator": "score"})
    assert first.selection.by_score, "the first months of a year are a part of its assessment"


def test_vetoes_of_all_groups_are_told_apart_from_those_of_one(demo: Reader) -> None:
    base = said(next(each for each in PANELS if each.key == "attention"), demo,
                context_of(demo, "overview", "zh", {})).base  # fmt: skip
    in_force, open_ = re.findall(
        r"(\d+) 个单位已取消评先资格；(\d+) 项待确认", sentence_of("veto_ledger", demo, "rankings")
    )[0]
    of_counties = re.findall(r"各县区[^；。]*", base)[0]
    assert {f"取消评先 {in_force} 个单位", f"待确认 {open_} 项"} <= set(
        re.findall(r"取消评先 \d+ 个单位|待确认 \d+ 项", of_counties)
    )


def test_the_archive_of_a_county_tells_its_own_level_from_the_whole_county(demo: Reader) -> None:
    context = context_of(demo, "unit", "zh", {})
    found: dict[str, Any] = {key: said(next(each for each in PANELS if each.key == key), demo, context)
                             for key in ("materials", "scorecard")}  # fmt: skip
    assert found["materials"].sentence.startswith("本级：")
    assert found["scorecard"].base.endswith("按全县合计。")


def test_a_share_of_matters_says_of_how_many_cases_it_is(demo: Reader) -> None:
    assert re.search(r"占 [\d.]+%（\d+/\d+）", sentence_of("matter_concentration", demo))


def test_documents_of_two_counties_are_those_of_the_two_and_not_the_city_s(demo: Reader) -> None:
    both, *each = (
        re.findall(r"报备率 [\d.]+%（(\d+)/(\d+)", sentence_of("filing_by_unit", demo, "decisions", county=codes))[0]
        for codes in ("C01,C07", "C01", "C07")
    )
    added = [sum(int(of[place]) for of in each) for place in (0, 1)]
    assert [int(number) for number in both] == added


def test_the_lowest_of_two_counties_shown_is_not_told_as_the_city_s(demo: Reader) -> None:
    whole, two = (sentence_of("legal_bodies", demo, "capacity", **query) for query in ({}, {"county": "C01,C07"}))
    assert "，最低的是" in whole
    assert "所列单位中最低的是" in two


def test_a_system_is_not_told_that_no_county_has_centralised_penalties(demo: Reader) -> None:
    sentence = sentence_of("centralised", demo, "enforcement", sector="public_security")
    assert "没有县区政府" in sentence
    assert "尚无" not in sentence


def test_of_years_before_the_data_nobody_says_that_there_was_nothing_to_evaluate(demo: Reader) -> None:
    sentence = sentence_of("evaluations", demo, "decisions", period="2022-01")
    assert "无法判断" in sentence
    assert "没有须评估" not in sentence


def test_a_plan_has_as_many_overdue_tasks_as_are_listed_beside_it_whatever_the_period(demo: Reader) -> None:
    plan, listed = (sentence_of(key, demo, "capacity", period="2022-01") for key in ("plan", "overdue_tasks"))
    assert re.findall(r"(\d+) 项逾期", plan) == re.findall(r"共 (\d+) ", listed) != []
