"""Every panel on real figures: the demo city's and those of a real, dirty ledger.

What only the kind of chart decides is seen on one panel of each kind, what the unit and the selection decide on a few;
with ``--all`` on every panel, kind of unit and selection.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import pandas as pd
import pytest

from assessment.indicators import INDICATORS, Indicator
from data_access.asked.page_keys import DECLARED
from data_access.asked.selection import MUNICIPAL_GROUP, default_selection, parse
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from panels.charts import KINDS as CHART_KINDS
from panels.charts import specification
from panels.charts.projected import projected
from panels.county_tiles import has_places
from panels.declare import Chart, Context, Panel
from panels.drawing import KINDS, drawn
from panels.links import linked, parts_of
from panels.look import palette
from tests.cases import first_of_each, left_for_all
from tests.every_panel import OF_EACH_KIND, PANELS
from tests.opened import opened
from tests.panels.checks import check_whole, pictured
from tests.panels.specs import with_rows
from ui.registry import BY_KEY
from wording import LANGUAGES

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
# What Vega makes of fields that nobody worded.
ROLE = re.compile(r"\b(?:top|bottom|order|place|step|n|y|at): ")
SILENT = {"aria": False, "tooltip": None}
STANDING = {key for _page, key in OF_EACH_KIND.values()}
each_kind_of_chart = pytest.mark.parametrize(
    "panel",
    [panel if panel.key in STANDING else left_for_all(panel, name=panel.key) for panel in PANELS],
    ids=lambda panel: panel.key,
)
# Who is asked about in every run: one among few, one among many.
KINDS_OF_UNIT = ("county", "municipal_department")
SELECTIONS = (
    {"period": "2022-01", "compare": "previous"},  # nothing before the first month
    {"period": "2024Q1", "compare": "none"},
    {"period": "2023-11~2024-02", "county": "C03,C07"},
    {"group": "municipal_departments", "sector": "transport"},
)


def reader_of(url: str, viewer: Viewer = ALL_SEEING) -> Iterator[Reader]:
    engine = reader_engine(url)
    with reading(engine, viewer) as reader:
        yield reader
    engine.dispose()


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


@pytest.fixture(scope="module")
def excerpt(excerpt_url: str) -> Iterator[Reader]:
    yield from reader_of(excerpt_url)


@pytest.fixture(scope="module")
def outsider(demo_url: str) -> Iterator[Reader]:
    """Somebody who may see the figures of all and the rows of none."""
    yield from reader_of(demo_url, Viewer("outsider", frozenset()))


# A suit of the demo city that others belong to; elsewhere it is a record that is not there.
RECORD = "M-public_security~(2025)演7101行初658号~first"


# An officer of the demo city who has a file.
OFFICER = "ZF-C01-urban_management-001"


def asked(reader: Reader, language: str = "zh", **query: str) -> Context:
    state, choices = opened(reader)
    selection, unknown = parse(
        {"lang": language, "unit": choices.units[0], "record": RECORD, "officer": OFFICER, **query}, choices
    )
    assert unknown == ()
    return Context(selection, state, choices)


def check_for_each_kind_of_unit(
    panel: Panel, reader: Reader, *, draw_in: str, kinds: tuple[str, ...] = (), languages: Iterable[str] = LANGUAGES
) -> None:
    """One unit of each kind (or of these), as the archive asks for it: among its own group, in these languages."""
    grouped = reader.units().dropna(subset="peer_group").drop_duplicates("kind")
    grouped = grouped[grouped["kind"].isin(kinds)] if kinds else grouped
    assert len(grouped) >= len(kinds or "1")
    for unit in grouped.to_dict("records"):
        code, group = str(unit["code"]), str(unit["peer_group"])
        contexts = [asked(reader, language, unit=code, group=group) for language in languages]
        figures = panel.figures(reader, contexts[0])
        for context in contexts:
            check_whole(panel, figures, context, draw=context is contexts[0] and group == draw_in)


@pytest.mark.parametrize(
    "panel", [panel if panel.key == "draft" else left_for_all(panel) for panel in PANELS], ids=lambda panel: panel.key
)
def test_figures_are_in_no_language_for_they_are_kept_for_readers_of_both(demo: Reader, panel: Panel) -> None:
    figures = [panel.figures(demo, panel.asked(asked(demo, language))) for language in LANGUAGES]
    assert figures[0].to_csv() == figures[1].to_csv()


def test_a_panel_asks_for_keys_that_are_kept_from_the_others() -> None:
    known = {own.key for own in DECLARED if own.of_one_panel}
    assert {panel.key: set(panel.asks) - known for panel in PANELS if set(panel.asks) - known} == {}


def test_the_panels_are_found() -> None:
    assert {"ranking", "scorecard", "attention", "timeline"} <= {panel.key for panel in PANELS}


def panels_and_kinds() -> Iterator[Any]:
    """Each panel with both kinds of unit in both languages where it stands for a kind of chart, else with one in one
    language, in turn; all with all.
    """
    languages = list(LANGUAGES)
    for place, panel in enumerate(PANELS):
        kinds, spoken = (KINDS_OF_UNIT[place % 2 :][:1], languages[place // 2 % 2 :][:1])
        if panel.key in STANDING:
            kinds, spoken = KINDS_OF_UNIT, languages
        yield pytest.param(panel, kinds, spoken, id="-".join((panel.key, *kinds, *spoken)))
        yield left_for_all(panel, (), languages, name=f"{panel.key}-all")


@pytest.mark.parametrize(("panel", "kinds", "languages"), list(panels_and_kinds()))
def test_a_panel_is_whole_on_the_demo_city(
    demo: Reader, panel: Panel, kinds: tuple[str, ...], languages: list[str]
) -> None:
    check_for_each_kind_of_unit(panel, demo, draw_in=MUNICIPAL_GROUP, kinds=kinds, languages=languages)


@each_panel
@pytest.mark.one_in(3)
def test_a_panel_is_whole_on_a_real_ledger_without_most_columns(excerpt: Reader, panel: Panel) -> None:
    group = asked(excerpt).choices.default_group
    check_for_each_kind_of_unit(panel, excerpt, draw_in=group)


def panels_and_selections() -> Iterator[Any]:
    """Each panel with one of the selections, in turn; with all of them when all cases run."""
    for place, panel in enumerate(PANELS):
        for number, query in enumerate(SELECTIONS):
            name = f"{panel.key}-{','.join(query.values())}"
            every_run = number == place % len(SELECTIONS)
            yield pytest.param(panel, query, id=name) if every_run else left_for_all(panel, query, name=name)


@pytest.mark.parametrize(("panel", "query"), list(panels_and_selections()))
@pytest.mark.one_in(3)
def test_a_panel_is_whole_for_any_selection(demo: Reader, panel: Panel, query: dict[str, str]) -> None:
    context = asked(demo, **query)
    check_whole(panel, panel.figures(demo, context), context)


@each_kind_of_chart
def test_a_panel_is_whole_for_a_viewer_who_may_see_no_rows(outsider: Reader, panel: Panel) -> None:
    context = asked(outsider)
    check_whole(panel, panel.figures(outsider, context), context)


@pytest.mark.parametrize(
    "indicator",
    first_of_each(INDICATORS, lambda each: (each.kind, each.at, each.better), lambda each: each.key),
)
@pytest.mark.one_in(3)
def test_panels_that_follow_the_chosen_indicator_are_whole_for_each(demo: Reader, indicator: Indicator) -> None:
    context = asked(demo, indicator=indicator.key)
    following = [panel for panel in PANELS if panel.indicators(context) == (indicator.key,)]
    assert {"ranking", "ranking_glance", "county_tiles"} <= {panel.key for panel in following}
    for panel in following:
        check_whole(panel, panel.figures(demo, context), context)


@pytest.fixture(scope="module")
def chart_of(demo: Reader) -> Callable[[Panel], Chart]:
    """The chart of a panel about a county of the demo city, made once."""
    context = asked(demo, unit="C07")

    @cache
    def chart(panel: Panel) -> Chart:
        return linked(pictured(panel, panel.figures(demo, context), context), panel, context)

    return chart


@pytest.mark.long
def test_no_chart_works_out_again_what_was_found(demo: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    context = asked(demo, unit="C07", indicator="loss_rate")
    every = [(panel, panel.figures(demo, context)) for panel in PANELS]
    given = [(panel, figures, panel.finding(figures, context)) for panel, figures in every]
    findings = {panel.finding for panel in PANELS}
    for module in [module for name, module in sys.modules.items() if name.startswith("panels.")]:
        for name in [name for name, value in vars(module).items() if callable(value) and value in findings]:
            monkeypatch.setattr(module, name, None)
    for panel, figures, found in given:
        assert panel.chart is not None
        assert panel.chart(figures, found, context).kind, panel.key


def test_each_kind_of_chart_has_a_panel_that_stands_for_it(chart_of: Callable[[Panel], Chart]) -> None:
    # The demo city's schemes are of weights; how a printed one is drawn has a test of its own (``test_html_tree``).
    assert {*OF_EACH_KIND, "tree"} == KINDS
    of_key = {panel.key: panel for panel in PANELS}
    assert {kind: chart_of(of_key[key]).kind for kind, (_page, key) in OF_EACH_KIND.items()} == {
        kind: kind for kind in OF_EACH_KIND
    }


@each_kind_of_chart
@pytest.mark.one_in(3)
def test_a_chart_is_drawn_on_dark_as_on_light(chart_of: Callable[[Panel], Chart], panel: Panel) -> None:
    light, dark = (drawn(chart_of(panel), "", dark=dark) for dark in (False, True))
    if light.is_html:
        assert light == dark, "HTML follows the theme by itself"
        return
    light, dark = light.text, dark.text
    assert palette(dark=False).ink in light
    assert palette(dark=False).ink not in dark
    assert palette(dark=True).ink in dark


def test_a_mark_says_what_it_stands_for_and_what_a_click_does_and_helpers_say_nothing(
    chart_of: Callable[[Panel], Chart],
) -> None:
    charts = {panel.key: chart_of(panel) for panel in PANELS}
    on_scales = {key: each for key, each in charts.items() if each.kind in CHART_KINDS and not each.data.empty}
    assert len(on_scales) >= 8
    for key, chart in on_scales.items():
        check_marks(key, chart)


def check_marks(key: str, chart: Chart) -> None:
    said = [(layer, rows) for layer, rows in with_rows(specification(chart)) if "description" in layer["encoding"]]
    silent = [layer for layer, _ in with_rows(specification(chart)) if "description" not in layer["encoding"]]
    assert [layer["mark"] for layer in silent if layer["mark"] != {**layer["mark"], **SILENT}] == [], key
    assert said, key
    for layer, rows in said:
        (name,) = {layer["encoding"][channel]["field"] for channel in ("description", "tooltip")}
        tips = [row[name] for row in rows]
        assert tips, key
        assert [tip for tip in tips if not re.search(r"\d", tip) or ROLE.search(tip)] == [], key
        clicks = "href" in layer["encoding"]
        assert {"点击" in tip for tip in tips} == {clicks}, key


# Lists of an archive whose rows have no pages of their own.
OF_A_UNIT = ("unit_files", "unit_trainings")


@each_panel
@pytest.mark.one_in(3)
def test_a_panel_whose_marks_can_be_opened_says_what_each_stands_for(demo: Reader, panel: Panel) -> None:
    of_page = panel.drill in ("focus", "link") and panel.population not in ("whole", "own")
    context = asked(demo, unit="none" if of_page else demo.units()["code"].iat[0])
    chart = pictured(panel, panel.figures(demo, context), context)
    frames = [chart.data, *(each for each in chart.options.values() if isinstance(each, pd.DataFrame))]
    units = set(demo.units()["code"])
    named = set(chart.data["code"]) - {""} if "code" in chart.data else set()
    if panel.drill == "link":
        assert [code for code in named if not leads_somewhere(code, context)] == []
    else:
        known = {"unit": units, "focus": units, "": set()}
        assert named <= known[panel.drill]
    # In the demo city no indicator got worse by more than chance, no form stands behind the list of all suits, and of a
    # plan of many tasks goals are drawn; rows of the unit itself open no archive: what these panels open is
    # seen in their own tests.
    assert bool(named) == bool(panel.drill) or panel.key in ("weakest", "form_rows", "plan", *OF_A_UNIT)
    if panel.opens:
        assert any(units & set(frame["code"]) for frame in frames if "code" in frame)


def leads_somewhere(link: str, context: Context) -> bool:
    """Whether a link names a page and only keys and values that this page and database know."""
    page, query = parts_of(link)
    if page not in BY_KEY or not set(query) <= {*default_selection(context.choices).to_query(), *BY_KEY[page].own_keys}:
        return False
    return parse(query, context.choices)[1] == ()


@each_kind_of_chart
def test_a_panel_can_be_projected(chart_of: Callable[[Panel], Chart], panel: Panel) -> None:
    chart = chart_of(panel)
    assert chart.data.empty or drawn(projected(chart), "").text


def test_only_a_city_whose_counties_have_places_is_drawn_as_tiles(demo: Reader, excerpt: Reader) -> None:
    assert has_places(demo)
    assert not has_places(excerpt)


def test_the_default_selection_of_the_demo_city_is_the_running_year_of_its_counties(demo: Reader) -> None:
    context = asked(demo)
    assert context.selection.with_(unit="", record="", officer="") == default_selection(context.choices)
    assert (context.selection.group, context.selection.period.code) == ("counties", "2026")
