"""Every figure that counts stored rows opens them: as many as it says, in every panel and under many selections.

A panel that is added is looked at by itself. What opens nothing is declared below with its reason.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pandas as pd
import pytest

from data_access.asked.selection import Selection, parse
from data_access.reading.case_lists import case_page
from data_access.reading.extent import extent_of
from data_access.reading.items import item_page
from data_access.reading.lists_behind import lists_of
from data_access.reading.reader import Reader
from panels.declare import Column, Context, Panel
from panels.drawing import HTML_KINDS, drawn
from panels.links import linked, parts_of
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.panels.checks import pictured
from tests.panels.html_of import Page
from tests.panels.test_every_panel import asked, reader_of
from ui.address import seen_by
from ui.registry import BY_KEY

# Columns of numbers that count no stored rows of a ledger with lists, whatever panel they stand in.
NO_ROWS = {
    "missing": "a report that is missing is no row",
    "missing_left": "a report that is missing is no row",
    "average_missing": "a report that is missing is no row",
    "past": "days",
    "median": "days",
    "low": "days or a place",
    "high": "days or a place",
    "returned_count": "how often one item was returned",
    "moved": "places",
    "sure": "units that can be told apart",
    "k": "further cases that are not there yet",
    "rows_stored": "of a ledger by load, not of the units and months on screen",
}
# The same of a column of one panel.
NO_ROWS_HERE = {
    ("rank_moves", "*"): "places",
    ("attention", "items"): "vetoes, and reports and materials that are missing, have no list",
    ("case_list", "*"): "a number that stands in the row",
    ("dispute_chain", "cases"): "what is followed through later dates of a case has no list of its own",
    ("site_board", "events"): "they stand on the site's own page",
    ("suggested_adjustments", "overdue"): "evidence of a rule, told with the site",
    ("score_parts", "*"): "marks and reviews that people gave, and rates whose rows have no list",
    ("timeline", "events"): "materials have no list, but a panel of their own beside this one",
    ("county_sector_matrix", "*"): "the city's own units together with its government, which no filter chooses",
    ("site_map", "*"): "sites stand in their own panels on the page and have no list",
    ("joint_meetings", "cases"): "a number that stands in the row",
    ("joint_meetings", "resolved"): "a number that stands in the row",
    ("matter_concentration", "*"): "the rows of two ledgers together, or a county's government by itself",
    ("time_to_close", "open"): "a part of the items beside it, whose list says which are open",
    ("in_time", "*"): "counted for the organ that decides, whose cases stand under their respondents",
    ("veto_ledger", "*"): "parts of the figure, which opens its rows",
    ("legal_bodies", "*"): "sums of people, posts and matters, and legal bodies of a year, which have no list",
    ("whole_cases", "*"): "those of a rate whose rows have no list",
}
# The same of a row: the measure it says, and the panel whose rows without a group no filter chooses.
NO_ROWS_OF = {"petition_online_days": "days"}
NO_ROWS_WITHOUT_GROUP = {"lights": "items of governments, which belong to no system"}
LISTS, ITEMS = "cases", "rectification"
# How many figures of a column or a list are followed.
FEW, ALL = 1, 10_000
# Whom and when the panels are asked about: nobody in particular, a county, a system, a month, a quarter, one unit.
SELECTIONS = (
    {"unit": "C07"},
    {"county": "C07", "unit": "C03"},
    {"sector": "public_security", "unit": "C07-public_security"},
    {"focus": "C07", "by": "sector", "unit": "M-public_security"},
    {"grain": "month", "period": "2026-03", "unit": "C07"},
    {"grain": "quarter", "period": "2025Q4", "county": "C03,C07", "unit": "C03"},
    {"group": "municipal_departments", "unit": "M-public_security"},
)


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


class Opened:
    """How many rows the lists have that links of one selection open; each is counted once."""

    def __init__(self, reader: Reader, context: Context) -> None:
        self.reader, self.context = reader, context
        self.known: dict[str, int] = {}

    def rows(self, link: str) -> int:
        """As the page that is opened says it; −1 of a link that names no list of rows."""
        if link not in self.known:
            self.known[link] = self._count(*parts_of(link.removeprefix("@")))
        return self.known[link]

    def _count(self, page: str, own: dict[str, str]) -> int:
        if page in ("item", "case"):
            return 1
        if page not in (LISTS, ITEMS):
            return -1
        selection, unknown = parse(self.context.selection.to_query(BY_KEY[page].own_keys) | own, self.context.choices)
        assert unknown == ()
        seen = seen_by(selection, self.context.choices, BY_KEY[page])
        return self._in_list(seen) if page == LISTS else self._in_items(seen)

    def _in_list(self, seen: Selection) -> int:
        extent = extent_of(self.reader, seen)
        return case_page(self.reader, seen.ledger, seen.which, extent, seen.period, size=1)[1]

    def _in_items(self, seen: Selection) -> int:
        at = Context(seen, self.context.state, self.context.choices).at
        extent, filters = extent_of(self.reader, seen), {"age": seen.age, "term": seen.term}
        return item_page(self.reader, extent, at, seen.light, seen.source, size=1, **filters)[1]


def opens_nothing(panel: Panel, column: Column, row: dict[str, Any]) -> bool:
    """Whether it is declared that a number opens nothing, or the indicator it is of has no list of its rows."""
    if column.name in NO_ROWS or {(panel.key, column.name), (panel.key, "*")} & NO_ROWS_HERE.keys():
        return True
    if row.get("measure") in NO_ROWS_OF or (panel.key in NO_ROWS_WITHOUT_GROUP and row.get("group") == ""):
        return True
    indicator = row.get("indicator")
    return isinstance(indicator, str) and (not indicator or not lists_of(indicator))


def asked_of(panel: Panel, context: Context) -> Context:
    """What the panel is asked on its page: only an archive is about one unit."""
    of_archive = panel.population in ("whole", "own")
    return panel.asked(context if of_archive else context.with_(unit=""))


def figures_of_table(panel: Panel, figures: pd.DataFrame, context: Context) -> Iterator[tuple[Column, dict[str, Any]]]:
    """Every number in the panel's table that is some, column by column."""
    table = panel.table(figures, context)
    for column in (each for each in table.columns if each.kind == "integer" or each.opens):
        for row in table.data.to_dict("records"):
            n = row[column.name]
            if isinstance(n, str) or (pd.notna(n) and n):
                yield column, {str(name): value for name, value in row.items()}


FRACTION = re.compile(r"(?<![\d,/.-])(\d[\d,]*)/(\d[\d,]*)(?![\d/])")


def counted_in(said: Any) -> set[int]:
    """How many rows may be opened by a number, or by n/d: those of either part, or what is left beside the first."""
    if not isinstance(said, str):
        return {int(said)}
    found = FRACTION.search(said)
    n, of = (int(part.replace(",", "")) for part in found.groups()) if found else (0, 0)
    return {n, of, of - n} - {0}


def wrong_in_table(panel: Panel, figures: pd.DataFrame, opened: Opened, own: Context, most: int) -> Iterator[Any]:
    """The numbers of a table that open nothing without a reason, or other rows than they count; some a column."""
    seen: Counter[str] = Counter()
    for column, row in figures_of_table(panel, figures, own):
        link, n = row.get(column.opens) if column.opens else "", row[column.name]
        if not link and column.kind == "integer" and not opens_nothing(panel, column, row):
            yield panel.key, column.name, n, "opens nothing", row.get("unit", row.get("label"))
        expected = counted_in(n) if link else set()
        seen[column.name] += bool(expected)
        if expected and seen[column.name] <= most and (rows := opened.rows(link)) not in expected:
            yield panel.key, column.name, n, rows, link


# --- Lists -------------------------------------------------------------------------------------------------------

# What was decided in another period stands as it was written then.
THEN = "当时"
# Where n/d in a list is no number of rows of a ledger.
OTHER_FRACTIONS = {
    "joint_meetings": "numbers that stand in the row of a meeting",
    "as_published": "places among so many",
    "suggested_adjustments": "places among so many",
    "county_tiles": "a tile opens its unit; the figures of its table open their rows",
    "whole_cases": "what further cases would make of it",
    "archive_coverage": "units, which have pages and no list",
    "paper_closures": "of a unit's closures those that look so; the row opens the unit, whose items are told apart",
}


def fractions_of(panel: Panel, figures: pd.DataFrame, own: Context) -> Iterator[tuple[set[int], str, list[str]]]:
    """Every n/d that the panel's list shows: how many rows may be opened by it, the text it stands in, and the links
    around it or, where there are none, those of its row. Not those of rates whose rows have no list."""
    chart = pictured(panel, figures, own)
    if chart.kind not in HTML_KINDS or chart.data.empty:
        return
    page, unlisted = Page(drawn(linked(chart, panel, own), "").text), without_list(figures)
    anchors = page.all("a")
    parents = {id(each.within[-1]) for each in page.elements if each.within and each.text.strip()}
    for each in (each for each in page.elements if id(each) not in parents):
        # A place among so many is no number of cases.
        found = [] if "place" in each.classes or THEN in each.text else [one[0] for one in FRACTION.finditer(each.text)]
        rows = [other for other in each.within if other.tag in ("tr", "li")]
        within = [other for other in (*each.within, each) if other.tag == "a"]
        beside = [other for other in anchors if rows and any(one is rows[-1] for one in other.within)]
        links = [other.attributes["href"] for other in within or beside]
        if within and found:
            # A linked sentence opens the rows of one of its figures, not those of the average beside it.
            numbers = {int(number) for number in re.findall(r"\d+", each.text)}
            yield counted_in(found[0]) | numbers, each.text, links
        else:
            yield from (
                (counted_in(fraction), each.text, links)
                for fraction in found
                if fraction.replace(",", "") not in unlisted
            )


def without_list(figures: pd.DataFrame) -> set[str]:
    """The n/d of the rates among some figures whose rows have no list."""
    if not {"indicator", "numerator", "denominator"} <= set(figures):
        return set()
    rows = figures[[isinstance(key, str) and key != "" and not lists_of(key) for key in figures["indicator"]]]
    pairs = rows[["numerator", "denominator"]].dropna().itertuples(index=False)
    return {f"{row.numerator:g}/{row.denominator:g}" for row in pairs}


def wrong_in_list(panel: Panel, figures: pd.DataFrame, opened: Opened, own: Context, most: int) -> Iterator[Any]:
    """The n/d of a list that open other rows than either part counts; the first of them."""
    if panel.key in OTHER_FRACTIONS:
        return
    for expected, text, links in islice(fractions_of(panel, figures, own), most):
        if expected and not {opened.rows(link) for link in links} & expected:
            yield panel.key, text, {link: opened.rows(link) for link in links}


# In every run one panel of each way to link, the first figure of each column; with --all every figure of every panel,
# which no panel that is added escapes.
IN_EVERY_RUN = {"ranking", "county_sector_matrix", "outcome_mix", "rate_trend", "lights", "timeline"}
CASES = [
    pytest.param(SELECTIONS[0], FEW, id="few"),
    *(left_for_all(query, ALL, name=",".join(query.values())) for query in SELECTIONS),
]


@pytest.mark.parametrize(("query", "most"), CASES)
def test_every_figure_opens_as_many_rows_as_it_says(demo: Reader, query: dict[str, str], most: int) -> None:
    context = asked(demo, **query)
    opened, wrong = Opened(demo, context), []
    for panel in (panel for panel in PANELS if most == ALL or panel.key in IN_EVERY_RUN):
        own = asked_of(panel, context)
        figures = panel.figures(demo, own)
        wrong += [*wrong_in_table(panel, figures, opened, own, most), *wrong_in_list(panel, figures, opened, own, most)]
    assert wrong == []
    assert len(opened.known) > 20
