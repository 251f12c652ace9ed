"""The same city on both engines: the same rows, the same tallies, and the same figures in every panel."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import Engine, Row, select

from data_access import demo
from data_access.asked.selection import default_selection
from data_access.ledgers.all import LEDGERS
from data_access.reading.reader import Reader, reading
from data_access.reading.roles import viewer_of
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.tables import monthly_tally, publication, publication_rank, unit
from data_access.upkeep.copying import Prints, prints_of
from panels.declare import Context, Panel
from panels.seen import hidden_of, seen_figures
from tests.cases import left_for_all
from tests.data_access.test_statements import STANDING
from tests.every_panel import PANELS
from tests.opened import opened

# The demo city is built a second time here; in every run the city that was counted by hand is counted on both engines.
pytestmark = pytest.mark.long

# When each of the two was loaded.
OF_THE_LOAD = ["loaded_at"]
OF_ONE_COUNTY = viewer_of("one county", "county", frozenset({"C03"}))


@pytest.fixture(scope="module")
def on_postgresql(postgres_database_to_share: Callable[[str], str], postgres_template: str) -> Iterator[Engine]:
    """The demo city, loaded through the one door."""
    url = postgres_database_to_share(postgres_template)
    writer = writer_engine(url)
    demo.build(writer)
    writer.dispose()
    engine = reader_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def on_sqlite(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


def _tallies(engine: Engine) -> set[Row[Any]]:
    tally = monthly_tally.c
    statement = select(unit.c.code, tally.month, tally.tally_key, tally.facet, tally.value).join_from(
        monthly_tally, unit, tally.unit_id == unit.c.unit_id
    )
    with engine.connect() as connection:
        return set(connection.execute(statement))


def test_every_tally_is_the_same(on_sqlite: Engine, on_postgresql: Engine) -> None:
    here, there = _tallies(on_sqlite), _tallies(on_postgresql)
    assert sorted(here ^ there)[:5] == []
    assert len(here) > 100_000


def _prints(engine: Engine) -> Prints:
    with engine.connect() as connection:
        return prints_of(connection, [*(ledger.table for ledger in LEDGERS), publication, publication_rank])


def test_every_row_and_every_publication_is_the_same(on_sqlite: Engine, on_postgresql: Engine) -> None:
    assert _prints(on_sqlite) == _prints(on_postgresql)


@pytest.fixture(scope="module")
def readers(on_sqlite: Engine, on_postgresql: Engine) -> Iterator[tuple[Reader, Reader]]:
    with reading(on_sqlite, ALL_SEEING) as here, reading(on_postgresql, ALL_SEEING) as there:
        yield here, there


def _context(reader: Reader) -> Context:
    state, choices = opened(reader)
    selection = default_selection(choices)
    return Context(selection.with_(unit=choices.units[0]), state, choices)


def test_the_same_can_be_chosen(readers: tuple[Reader, Reader]) -> None:
    here, there = map(_context, readers)
    by_chance = replace(there.state, version_code=here.state.version_code)
    assert here == replace(there, state=by_chance)


def _comparable(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.drop(columns=OF_THE_LOAD, errors="ignore")


@pytest.mark.parametrize(
    "panel",
    [panel if panel.key in STANDING else left_for_all(panel, name=panel.key) for panel in PANELS],
    ids=lambda panel: panel.key,
)
@pytest.mark.one_in(3)
def test_every_panel_shows_the_same_figures_and_says_the_same(readers: tuple[Reader, Reader], panel: Panel) -> None:
    contexts = [_context(reader) for reader in readers]
    here, there = (panel.figures(reader, context) for reader, context in zip(readers, contexts, strict=True))
    assert_frame_equal(_comparable(here), _comparable(there))
    assert panel.finding(here, contexts[0]) == panel.finding(there, contexts[1])


def test_the_same_is_hidden_of_who_sees_some_rows(on_sqlite: Engine, on_postgresql: Engine) -> None:
    hidden = []
    for engine in (on_sqlite, on_postgresql):
        with reading(engine, OF_ONE_COUNTY) as reader:
            context = _context(reader)
            panels = [panel for panel in PANELS if panel.key in STANDING]
            hidden.append({panel.key: dict(hidden_of(seen_figures(panel, reader, context))) for panel in panels})
    assert hidden[0] == hidden[1]
    assert {"attention", "case_list", "lights", "timeline"} <= {key for key, rows in hidden[0].items() if rows}
