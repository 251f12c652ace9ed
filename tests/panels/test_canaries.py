"""No word of a row outside the scope reaches anybody: canaries are planted there and looked for where a panel speaks.

And answers that are kept never come to a viewer who may see something else, in whatever order viewers ask.
"""

import random
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, Text, func, make_url, select, update

from data_access.asked.selection import parse
from data_access.ledgers.all import LEDGERS
from data_access.reading.available import choices_for
from data_access.reading.cached import kept
from data_access.reading.reader import Reader, reading
from data_access.reading.roles import viewer_of
from data_access.reading.search import found_records
from data_access.reading.viewer import ALL_SEEING, NOBODY, Viewer
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.tables import unit
from panels.declare import Context, Panel
from panels.seen import seen_figures
from panels.told import told
from tests.cases import left_for_all
from tests.databases import sqlite_url
from tests.every_panel import PANELS
from tests.written import written

OUTSIDE, PERSONAL = "鸣禽", "夜莺"
COUNTY = viewer_of("c", "county", frozenset({"C03"}))
DEPARTMENT = viewer_of("d", "department", frozenset({"M-public_security"}))
# What is asked in every run, and what with all cases.
SUIT = {"ledger": "litigation", "record": "M-public_security~(2025)演7101行初658号~first"}
ITEM = {"ledger": "rectification", "record": "C07-public_security~ZG-2026-0701-006"}
USUAL: tuple[dict[str, str], ...] = ({}, {"unit": "C07", **ITEM})
FURTHER: tuple[dict[str, str], ...] = (
    {"focus": "C07", **SUIT},
    {"unit": "M-public_security", "group": "municipal_departments"},
    {"period": "2025", "ledger": "reconsideration"},
)
selections = pytest.mark.parametrize("selections", [USUAL[1:], left_for_all((*USUAL[:1], *FURTHER), name="further")])


@dataclass(frozen=True)
class Planted:
    engine: Engine
    of_county: frozenset[str]


@pytest.fixture(scope="module")
def planted(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """A demo city with a canary in every free text outside one county, and one in every name of a person."""
    file = shutil.copy(str(make_url(demo_url).database), tmp_path_factory.mktemp("canaries") / "city.db")
    url = sqlite_url(file)
    writer = writer_engine(url)
    with reading(writer, ALL_SEEING) as reader:
        of_county = COUNTY.allowed(reader.units())
        assert of_county
    outside = select(unit.c.unit_id).where(unit.c.code.not_in(of_county))
    with writer.begin() as connection:
        for ledger in LEDGERS:
            table, keys = ledger.table, {*ledger.natural_key}
            if "unit_id" not in table.c or table is unit:
                continue
            for column in ledger.columns:
                field = table.c.get(column.name)
                if field is None or column.name in keys or column.codes or not isinstance(field.type, Text):
                    continue
                with_canary = func.coalesce(field, "") + (PERSONAL if field.info.get("personal") else OUTSIDE)
                connection.execute(update(table).values({field: with_canary}).where(table.c.unit_id.in_(outside)))
    writer.dispose()
    engine = reader_engine(url)
    yield Planted(engine, of_county)
    engine.dispose()


def context_of(reader: Reader, **query: str) -> Context:
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return Context(parse(query, choices)[0], state, choices)


def spoken(panel: Panel, reader: Reader, context: Context) -> str:
    """Everything that a panel says: its figures, finding, chart and table."""
    own = panel.asked(context)
    figures = seen_figures(panel, reader, own)
    finding = told(panel, figures, {}, own)
    chart = panel.chart(figures, finding, own) if panel.chart else None
    table = written(panel.table(figures, own), own.words)
    drawn = "" if chart is None else chart.data.to_csv() + repr(chart.options) + repr(chart.labels)
    return "\n".join((figures.to_csv(), repr(finding), drawn, table.to_csv()))


def panels_that_say(planted: Planted, viewer: Viewer, selections: Iterable[dict[str, str]]) -> dict[str, set[str]]:
    """By canary the panels in which it is heard."""
    found: dict[str, set[str]] = {OUTSIDE: set(), PERSONAL: set()}
    with reading(planted.engine, viewer) as reader:
        for query in selections:
            context = context_of(reader, **query)
            for panel in PANELS:
                said = spoken(panel, reader, context)
                for canary in (OUTSIDE, PERSONAL):
                    found[canary] |= {panel.key} if canary in said else set()
    return found


def test_the_canaries_sing_to_who_sees_all(planted: Planted) -> None:
    found = panels_that_say(planted, ALL_SEEING, USUAL[1:])
    assert {"case_list", "item_list", "record", "record_events", "joint_meetings"} <= found[OUTSIDE]
    assert {"record", "record_events"} & found[PERSONAL]


@selections
@pytest.mark.parametrize("viewer", [COUNTY, left_for_all(NOBODY, name="nobody")])
def test_no_word_of_a_row_outside_the_scope_is_said(
    planted: Planted, viewer: Viewer, selections: tuple[dict[str, str], ...]
) -> None:
    assert panels_that_say(planted, viewer, selections) == {OUTSIDE: set(), PERSONAL: set()}


@pytest.mark.parametrize("selections", [USUAL[1:], left_for_all(FURTHER, name="further")])
def test_who_sees_rows_without_names_is_told_no_name(planted: Planted, selections: tuple[dict[str, str], ...]) -> None:
    found = panels_that_say(planted, DEPARTMENT, selections)
    assert "case_list" in found[OUTSIDE], "it sees rows"
    assert found[PERSONAL] == set()


@pytest.mark.parametrize("text", ["658", "行初12", "ZG-2026", "2026-0200-008", "演7101行初1", "%", "C07"])
def test_the_search_finds_no_record_outside_the_scope(planted: Planted, text: str) -> None:
    years = range(2022, 2027)
    with reading(planted.engine, COUNTY) as reader:
        assert set(found_records(reader, text, years)["code"]) <= planted.of_county
    with reading(planted.engine, NOBODY) as reader:
        assert found_records(reader, text, years).empty


# --- Answers that are kept -----------------------------------------------------------------------------------------

# Some differ in their units alone, and one has a unit that is called as if it were all.
VIEWERS = (ALL_SEEING, COUNTY, viewer_of("e", "county", frozenset({"C07"})), DEPARTMENT, NOBODY,
           viewer_of("a", "unit", frozenset({"all"})), viewer_of("b", "unit", frozenset({"C07-housing"})))  # fmt: skip
ASKED = ("lights", "case_list", "scores")
AT_ONCE = 20


def sentence(planted: Planted, viewer: Viewer, key: str, *, keeping: bool) -> str:
    """What a panel says to a viewer, read anew or with answers that are kept, as a page keeps them."""
    panel = next(panel for panel in PANELS if panel.key == key)
    with reading(planted.engine, viewer) as reader:
        context = panel.asked(context_of(reader))
        scope, state = viewer.scope_key, context.state

        def keep(name: str, question: Any, compute: Any) -> Any:
            return kept(name, question, state=state, scope=scope, compute=compute)

        if keeping:
            reader.keep_with(keep)
            figures = keep(f"isolated:{key}", context.selection, lambda: seen_figures(panel, reader, context))
        else:
            figures = seen_figures(panel, reader, context)
        return told(panel, figures, {}, context).sentence


def test_no_kept_answer_comes_to_a_viewer_who_may_see_something_else(planted: Planted) -> None:
    truth = {(place, key): sentence(planted, viewer, key, keeping=False)
             for place, viewer in enumerate(VIEWERS) for key in ASKED}  # fmt: skip
    assert len({truth[place, "lights"] for place in range(len(VIEWERS))}) > 4, "viewers are told different things"
    jobs = [job for job in truth for _ in range(2)]
    random.Random(15).shuffle(jobs)
    with ThreadPoolExecutor(AT_ONCE) as sessions:
        said = list(sessions.map(lambda job: sentence(planted, VIEWERS[job[0]], job[1], keeping=True), jobs))
    assert [job for job, each in zip(jobs, said, strict=True) if each != truth[job]] == []
