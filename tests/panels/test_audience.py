"""Before an audience a viewer is told no more than those in the room may know, and never more than before."""

from collections.abc import Iterable, Iterator

import pandas as pd
import pytest
from sqlalchemy import Engine, select, union_all

from data_access.asked.selection import COUNTIES, PUBLIC, audience_of, parse
from data_access.ledgers.archive_requirement import ARCHIVE_REQUIREMENT
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.publishing.publications import as_published
from data_access.reading.available import choices_for
from data_access.reading.covered import FEW, MASK, with_few_together
from data_access.reading.own_indicators import own_declared
from data_access.reading.reader import reading
from data_access.reading.roles import ROLES, viewer_of
from data_access.reading.search import found_records
from data_access.reading.viewer import ALL_SEEING, NOBODY, Viewer
from data_access.store.engine import reader_engine
from panels.declare import Panel
from panels.disputes.concentration import MATTER_CONCENTRATION
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.links import record_link
from panels.search import found
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.spoken import context_of, spoken
from wording import wording

COUNTY = "C03"
# What every number of a record in the demo city has in it, by ledger.
NUMBERS = ("行初", "行终", "ZG-", "政复〔", "信〔", "联〔", "规〔", "SF-")
ASKED = {"unit": COUNTY, "ledger": "litigation", "which": "lost"}


@pytest.fixture(scope="module")
def engine(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


def names_outside(engine: Engine, audience: str) -> list[str]:
    """The names of units that are not the audience's, without those that stand in another's name."""
    with reading(engine, ALL_SEEING) as reader:
        units = reader.units()
    named = ALL_SEEING.before(audience).named(units)
    shown = " ".join(units.loc[named, "name"])
    return [name for name in units.loc[~named, "name"] if name not in shown]


def said_by(panels: Iterable[Panel], engine: Engine, viewer: Viewer) -> dict[str, str]:
    """What each panel says, on one page."""
    with reading(engine, viewer) as reader:
        context = context_of(reader, audience=viewer.audience or "none", **ASKED)
        return {panel.key: spoken(panel, reader, context) for panel in panels}


@pytest.mark.long
@pytest.mark.parametrize("audience", [COUNTY, *(left_for_all(each, name=each) for each in (COUNTIES, PUBLIC))])
def test_no_panel_names_a_unit_outside_the_audience_or_the_number_of_a_record(engine: Engine, audience: str) -> None:
    outside, viewer = names_outside(engine, audience), ALL_SEEING.before(audience)
    assert len(outside) > 5
    said = said_by(PANELS, engine, viewer)
    heard = {key: [text for text in (*outside, *NUMBERS) if text in each] for key, each in said.items()}
    assert {key: texts for key, texts in heard.items() if texts} == {}


def test_without_an_audience_they_are_named(engine: Engine) -> None:
    panels = [panel for panel in PANELS if panel.key in ("ranking", "case_list", "item_list")]
    said = "\n".join(said_by(panels, engine, ALL_SEEING).values())
    assert "行初" in said
    assert "ZG-" in said
    assert any(name in said for name in names_outside(engine, COUNTY))


# --- It only narrows -------------------------------------------------------------------------------------------------

AUDIENCES = (PUBLIC, COUNTIES, COUNTY, "C99", "all", "M-public_security", "*", " ", "C03,C07")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_sees_more_before_an_audience(engine: Engine, audience: str) -> None:
    given = [viewer_of("x", role.key, frozenset({"C03"})) for role in ROLES] + [NOBODY]
    with reading(engine, ALL_SEEING) as reader:
        units = reader.units()
    every = frozenset(units["code"])
    for viewer in given:
        before = viewer.before(audience)
        own, shown = (each.allowed(units) for each in (viewer, before))
        assert shown is not None
        assert shown <= (every if own is None else own)
        assert not any((before.sees_names, before.sees_unpublished, before.downloads))
        assert before.scope_key != viewer.scope_key


def test_who_is_in_the_room_decides_whose_rows_are_shown(engine: Engine) -> None:
    with reading(engine, ALL_SEEING) as reader:
        units = reader.units()
    shown = {each: ALL_SEEING.before(each).allowed(units) for each in AUDIENCES}
    kinds = units.set_index("code")["kind"]
    assert {kinds[code] for code in shown[COUNTIES] or ()} == {"county", "county_department", "township"} & {*kinds}
    assert {units.set_index("code")["county"][code] for code in shown[COUNTY] or ()} == {COUNTY}
    assert [each for each, codes in shown.items() if not codes] == [
        each for each in AUDIENCES if each not in (COUNTIES, COUNTY)
    ]


@pytest.mark.parametrize(
    ("query", "audience", "unknown"),
    [
        ({}, "", False),
        ({"audience": "none"}, "", False),
        ({"audience": COUNTY}, COUNTY, False),
        ({"audience": "C99"}, PUBLIC, True),
        ({"audience": "x" * 5_000}, PUBLIC, True),
    ],
)
def test_a_link_that_names_nobody_known_is_shown_to_the_public(
    engine: Engine, query: dict[str, str], audience: str, unknown: bool
) -> None:
    with reading(engine, ALL_SEEING.before(audience_of(query))) as reader:
        choices = choices_for(reader, reader.units(), reader.state().data_as_of)
    selection, vain = parse({"record": "C03~1", **query}, choices)
    assert (selection.audience, selection.record) == (audience, "" if audience else "C03~1")
    assert [key for key, _ in vain if key == "audience"] == ["audience"][: 2 * unknown]
    assert parse(selection.to_query(), choices)[0].audience == audience


@pytest.mark.parametrize(
    "viewer", [*(ALL_SEEING.before(each) for each in AUDIENCES), NOBODY], ids=[*AUDIENCES, "nobody"]
)
def test_what_the_city_declares_is_the_same_before_everybody_and_is_kept_for_all(
    engine: Engine, viewer: Viewer
) -> None:
    numbered = union_all(*(select(each.table.c.item_no) for each in (SCHEME_ITEM, ARCHIVE_REQUIREMENT))).order_by(
        "item_no"
    )
    with reading(engine, ALL_SEEING) as reader:
        declared, numbers = own_declared(reader), reader.frame(numbered)
    assert declared.indicators
    assert declared.counts
    with reading(engine, viewer) as reader:
        assert own_declared(reader) == declared
        assert reader.frame(numbered).equals(numbers)


# --- Searched, published, counted in a handful -----------------------------------------------------------------------


def test_the_search_finds_no_record_and_no_unit_outside_the_audience(engine: Engine) -> None:
    with reading(engine, ALL_SEEING.before(COUNTY)) as reader:
        choices = choices_for(reader, reader.units(), reader.state().data_as_of)
        assert found_records(reader, "658", range(2022, 2027)).empty
        hits = {text: found(text, reader, choices, (), wording("zh")) for text in ("C07", "C03", MASK, "658")}
    assert {text: bool(each) for text, each in hits.items()} == {"C07": False, "C03": True, MASK: False, "658": False}


def test_what_was_published_names_no_other_unit(engine: Engine) -> None:
    with reading(engine, ALL_SEEING) as reader:
        whole = as_published(reader, "2025-1", "counties")
    with reading(engine, ALL_SEEING.before(COUNTY)) as reader:
        shown = as_published(reader, "2025-1", "counties")
    assert list(shown["score_published"]) == list(whole["score_published"])
    assert [name for name in shown["unit"] if not name.startswith(MASK)] == list(
        whole.loc[whole["code"] == COUNTY, "unit"]
    )


def test_what_a_handful_of_cases_were_about_is_not_said(engine: Engine) -> None:
    figures = {}
    for audience in ("", COUNTY):
        with reading(engine, ALL_SEEING.before(audience)) as reader:
            read = MATTER_CONCENTRATION.figures(reader, context_of(reader, audience=audience or "none"))
        figures[audience] = read[read["kind"] == "matter"]
    assert figures[""]["cases"].sum() == figures[COUNTY]["cases"].sum()
    few = figures[""]["cases"] < FEW
    assert few.any()
    assert not set(figures[""].loc[few, "name"]) & set(figures[COUNTY]["name"])


def by_code(**cases: int) -> pd.DataFrame:
    return pd.DataFrame({"facet": list(cases), "tally_key": "closed", "value": [float(n) for n in cases.values()]})


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ({"a": 6, "b": 5}, {"a": 6, "b": 5}),
        ({"a": 6, "b": 4, "c": 1}, {"a": 6, "few": 5}),
        # What alone is missing can be told: the next smallest goes with it.
        ({"a": 9, "b": 7, "c": 1}, {"a": 9, "few": 8}),
        ({"a": 3}, {"few": 3}),
        ({"a": 3, "unknown": 2}, {"few": 3, "unknown": 2}),
        ({"a": 3, "b": 8, "x": 1, "y": 7}, {"few": 11, "late.few": 8}),
        ({}, {}),
    ],
)
def test_codes_of_a_handful_of_cases_stand_together_by_their_classes(
    cases: dict[str, int], told: dict[str, int]
) -> None:
    found = with_few_together(by_code(**cases), {("closed", "x"): "late", ("closed", "y"): "late"})
    assert dict(zip(found["facet"], found["value"], strict=True)) == told


@pytest.mark.parametrize("counties", [{}, {"county": "C07"}], ids=["city", "county"])
def test_how_a_handful_of_cases_ended_is_not_said_and_classes_add_up(engine: Engine, counties: dict[str, str]) -> None:
    figures = {}
    for audience in ("", PUBLIC):
        with reading(engine, ALL_SEEING.before(audience)) as reader:
            figures[audience] = OUTCOME_MIX.figures(reader, context_of(reader, audience=audience or "none", **counties))
    whole, shown = (each.groupby(["ledger", "group"])[["cases", "cases_compared"]].sum() for each in figures.values())
    assert whole.equals(shown)
    few = ((each := figures[""])[["cases", "cases_compared"]].isin(range(1, FEW))).any(axis=1)
    assert few.any()
    told_apart = set(zip(each.loc[few, "ledger"], each.loc[few, "outcome"], strict=True))
    assert not told_apart & set(zip(figures[PUBLIC]["ledger"], figures[PUBLIC]["outcome"], strict=True))


def test_a_number_that_is_covered_opens_nothing() -> None:
    assert record_link("litigation", "C03", f"{MASK}ABC") == ""
