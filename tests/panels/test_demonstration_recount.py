"""The demonstration panels counted again over the rows of the demo city, in plain Python of its own."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from data_access.asked.periods import Period
from data_access.asked.selection import parse
from data_access.demo.stories import BAD_SITE, BAD_SITE_UNIT
from data_access.ledgers.demonstration_event import DEMONSTRATION_EVENT
from data_access.ledgers.demonstration_site import DEMONSTRATION_SITE
from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.assessed import assess
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from panels.declare import Context, Panel
from panels.demonstration.highlights import HIGHLIGHTS
from panels.demonstration.judged_sites import judged_sites
from panels.demonstration.site_board import SITE_BOARD
from panels.demonstration.site_map import SITE_MAP
from panels.demonstration.site_timeline import SITE_TIMELINE
from panels.demonstration.suggested_adjustments import SUGGESTED_ADJUSTMENTS
from panels.links import record_key
from tests.opened import opened
from tests.panels.checks import pictured

Row = dict[str, Any]
PLATED = ("designated", "reviewed", "warned")
IN_CULTIVATION = ("cultivating", "applied", "assessed")


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def asked(reader: Reader, **query: str) -> Context:
    state, choices = opened(reader)
    selection, unknown = parse(query, choices)
    assert unknown == ()
    return Context(selection, state, choices)


@pytest.fixture(scope="module")
def rows(demo: Reader) -> list[Row]:
    """Every site of the ledger with its unit's code, county and group; the demo's columns agree with its events."""
    units = {unit["unit_id"]: unit for unit in demo.units().to_dict("records")}
    found = demo.frame(select(DEMONSTRATION_SITE.table)).to_dict("records")
    return [site | {"unit": units[site["unit_id"]]} for site in found]


def within(rows: list[Row], **only: tuple[str, ...]) -> list[Row]:
    return [row for row in rows if all(row["unit"][name] in values for name, values in only.items())]


FILTERS: dict[str, tuple[dict[str, str], dict[str, tuple[str, ...]]]] = {
    "the city": ({}, {}),
    "a county": ({"focus": "C06"}, {"county": ("C06",)}),
    "a unit": ({"focus": BAD_SITE_UNIT}, {"code": (BAD_SITE_UNIT,)}),
    "two counties": ({"county": "C06,C07"}, {"county": ("C06", "C07")}),
    "a system": ({"sector": "transport"}, {"sector": ("transport",)}),
    "the city's departments": ({"group": "municipal_departments"}, {"peer_group": ("municipal_departments",)}),
    "a county's unit of a system": (
        {"county": "C06", "sector": "transport"}, {"county": ("C06",), "sector": ("transport",)},
    ),
    "a unit without a site": ({"focus": "C01-commerce"}, {"code": ("C01-commerce",)}),
}  # fmt: skip
filters = pytest.mark.parametrize(("query", "only"), FILTERS.values(), ids=FILTERS.keys())


@filters
def test_the_board_holds_every_site_of_the_units_shown_in_its_state(
    demo: Reader, rows: list[Row], query: dict[str, str], only: dict[str, tuple[str, ...]]
) -> None:
    context = asked(demo, **query)
    expected = within(rows, **only)
    figures = SITE_BOARD.figures(demo, context)
    assert Counter(figures["state"]) == Counter(row["state"] for row in expected)
    assert set(figures["site_no"]) == {row["site_no"] for row in expected}
    heads = pictured(SITE_BOARD, figures, context).options["columns"]["text"]
    assert sum(map(int, heads)) == len(expected)


@pytest.mark.parametrize(
    ("query", "only"), [FILTERS[name] for name in ("the city", "two counties", "a system", "the city's departments")]
)
def test_the_map_counts_plates_by_county_and_level(
    demo: Reader, rows: list[Row], query: dict[str, str], only: dict[str, tuple[str, ...]]
) -> None:
    expected = within(rows, **only)
    found = SITE_MAP.figures(demo, asked(demo, **query)).set_index("code")
    for code in found.index:
        own = within(expected, county=(code,)) if code else within(expected, kind=("municipal_department",))
        levels = Counter(row["level"] for row in own if row["state"] in PLATED)
        assert [found[level][code] for level in ("provincial", "municipal", "county")] == [
            levels[level] for level in ("provincial", "municipal", "county")
        ]
        assert found["plates"][code] == sum(levels.values())
        assert found["cultivated"][code] == sum(row["state"] in IN_CULTIVATION for row in own)
        assert found["revoked"][code] == sum(row["state"] == "revoked" for row in own)
    assert found[["plates", "cultivated", "revoked"]].to_numpy().sum() == len(expected)


def test_the_map_shows_all_counties_whichever_is_looked_at_closely(demo: Reader) -> None:
    everyone, narrowed = (SITE_MAP.figures(demo, asked(demo, **query)) for query in ({}, {"focus": "C06"}))
    assert narrowed.equals(everyone)


# --- Suggestions -------------------------------------------------------------------------------------------------


def overdue_by_unit(demo: Reader, as_of: dt.date) -> Counter[int]:
    """Items open past their due date, or past the extended one where it was granted by then."""
    found: Counter[int] = Counter()
    for item in demo.rows(RECTIFICATION.table, select(RECTIFICATION.table)).to_dict("records"):
        dates = {name: value if isinstance(value, dt.date) and value == value else None for name, value in item.items()}
        granted = dates["extended_on"] is not None and dates["extended_on"] <= as_of and dates["extended_due_on"]
        due = dates["extended_due_on"] if granted else dates["due_on"]
        closed = dates["closed_on"] is not None and dates["closed_on"] <= as_of
        assert due is not None
        if not closed and item["assigned_on"] <= as_of and due < as_of:
            found[item["unit_id"]] += 1
    return found


def thirds(demo: Reader, year: int, last: int) -> tuple[set[str], set[str], set[str]]:
    """The departments of the city in the first third of their scores, in the last, and those with a veto."""
    found = assess(demo, "municipal_departments", Period("custom", dt.date(year, 1, 1), dt.date(year, last, 1)))
    assert found is not None
    scores = {row["code"]: row["score"] for row in found.table.to_dict("records") if row["score"] == row["score"]}
    room = len(scores) / 3
    first = {code for code, own in scores.items() if sum(other >= own for other in scores.values()) <= room}
    worst = {code for code, own in scores.items() if sum(other <= own for other in scores.values()) <= room}
    return first, worst, {row["code"] for row in found.vetoes.to_dict("records") if row["in_force"]}


def test_the_suggestions_are_those_of_article_20(demo: Reader, rows: list[Row]) -> None:
    context = asked(demo)
    as_of, overdue = context.as_of, overdue_by_unit(demo, context.as_of)
    first, last, vetoed = thirds(demo, as_of.year, as_of.month)
    first_before, _, _ = thirds(demo, as_of.year - 1, 12)
    expected = {}
    for row in rows:
        code = row["unit"]["code"]
        grounds = code in last or code in vetoed or overdue[row["unit_id"]] >= 3
        if row["state"] in IN_CULTIVATION and code in first & first_before - vetoed:
            expected[row["site_no"]] = "designate"
        if row["state"] in ("designated", "reviewed") and grounds:
            expected[row["site_no"]] = "warn"
        if row["state"] == "warned" and grounds and row["state_since"] < as_of.replace(year=as_of.year - 1):
            expected[row["site_no"]] = "revoke"
    found = judged_sites(demo, context)
    assert {row["site_no"]: row["suggested"] for row in found.to_dict("records") if row["suggested"]} == expected
    assert set(expected.values()) == {"revoke", "warn", "designate"}
    own = found.set_index("site_no").loc[BAD_SITE]
    assert own["overdue"] == overdue[own["unit_id"]] == own["reasons"][1].count


def test_a_department_of_a_county_is_not_judged_by_the_standing_of_its_county(demo: Reader) -> None:
    found = judged_sites(demo, asked(demo))
    below = found[found["county"] != ""]
    codes = {reason.code for reasons in below["reasons"] for reason in reasons}
    assert codes == {"warned", "overdue"}
    asked_of = below[~below["state"].isin(["revoked"])]
    assert {"group_not_scored"} == set().union(*asked_of["unknown"])


@pytest.mark.parametrize("query", [{}, {"focus": "C06"}, {"sector": "transport"}, {"county": "C06,C07"}])
def test_the_site_that_should_lose_its_plate_leads_wherever_it_is_shown(demo: Reader, query: dict[str, str]) -> None:
    context = asked(demo, **query)
    figures = SUGGESTED_ADJUSTMENTS.figures(demo, context)
    assert (figures["site_no"].iat[0], figures["suggested"].iat[0]) == (BAD_SITE, "revoke")
    finding = SUGGESTED_ADJUSTMENTS.finding(figures, context)
    assert finding.about == BAD_SITE_UNIT
    days = (context.as_of - figures["since"].iat[0]).days
    assert f"柏峪县交通运输局示范点，限期整改 {days} 天后仍有 {figures['overdue'].iat[0]} 项逾期" in finding.sentence


# --- Highlights, the course of a site, and who may see them ------------------------------------------------------


@filters
def test_what_sites_with_a_plate_lack_is_counted_over_their_rows(
    demo: Reader, rows: list[Row], query: dict[str, str], only: dict[str, tuple[str, ...]]
) -> None:
    context = asked(demo, **query)
    two_years_ago = context.as_of.replace(year=context.as_of.year - 2)
    told: dict[str, list[tuple[dt.date, str]]] = {}
    for event in demo.frame(select(DEMONSTRATION_EVENT.table)).to_dict("records"):
        told.setdefault(event["site_no"], []).append((event["occurred_on"], event["kind"]))
    expected = {}
    for row in within(rows, **only):
        if row["state"] in PLATED:
            alive = [on for on, kind in told[row["site_no"]] if kind in ("exchange", "designated")]
            no_highlight = not isinstance(row["highlight"], str)
            expected[row["site_no"]] = ("highlight",) * no_highlight + ("exchange",) * (max(alive) < two_years_ago)
    found = HIGHLIGHTS.figures(demo, context)
    assert dict(zip(found["site_no"], found["lacks"], strict=True)) == expected


def test_the_course_is_that_of_the_site_named_in_the_link_else_of_the_gravest(demo: Reader) -> None:
    def numbers(**query: str) -> set[str]:
        return set(SITE_TIMELINE.figures(demo, asked(demo, **query))["site_no"])

    assert numbers() == {BAD_SITE}
    assert numbers(focus="C07") < {"SF-007", "SF-017", "SF-027"}
    assert numbers(record=record_key("C07-ecology", "SF-007")) == {"SF-007"}
    assert numbers(record=record_key("C07-ecology", "SF-006")) == {BAD_SITE}
    own = demo.frame(select(DEMONSTRATION_EVENT.table).where(DEMONSTRATION_EVENT.table.c.site_no == BAD_SITE))
    days = SITE_TIMELINE.figures(demo, asked(demo))["occurred_on"].to_list()
    assert days == sorted(own["occurred_on"])


@pytest.mark.parametrize("panel", [SITE_BOARD, SITE_MAP, SUGGESTED_ADJUSTMENTS, HIGHLIGHTS, SITE_TIMELINE])
def test_a_viewer_sees_the_sites_of_the_own_units_only(demo_url: str, panel: Panel) -> None:
    engine = reader_engine(demo_url)
    for units in (frozenset({BAD_SITE_UNIT}), frozenset[str]()):
        with reading(engine, Viewer("own", units)) as reader:
            figures = panel.figures(reader, asked(reader))
            assert figures.empty is not bool(units)
            assert set(figures.get("site_no", ())) <= {BAD_SITE}
    engine.dispose()
