"""The clauses of the policy: each thing that its declaration names exists and shows data of the demo city."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

import panels
from assessment.clauses import CLAUSES, Clause
from assessment.indicators import BY_KEY as INDICATORS
from data_access.ledgers.all import BY_KEY as LEDGERS
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from data_access.store.tables import monthly_tally
from panels.declare import Panel
from tests.every_panel import PANELS
from tests.panels.test_every_panel import asked
from tests.test_rooms import ROOT
from ui.registry import BY_KEY as PAGES

PANEL_OF = {panel.key: panel for panel in PANELS}
# Of articles 1 to 21 so many clauses each.
CLAUSES_OF = (2, 3, 5, 7, 3, 6, 4, 3, 3, 3, 2, 2, 4, 5, 3, 3, 4, 4, 3, 3, 3)


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def columns_there(clause: Clause) -> list[str]:
    """Those of its columns that a ledger has."""
    pairs = [(column, *column.split(".")) for column in clause.columns]
    return [column for column, ledger, name in pairs
            if ledger in LEDGERS and name in {each.name for each in LEDGERS[ledger].columns}]  # fmt: skip


def test_every_article_has_all_its_clauses_in_order() -> None:
    keys = [f"{article}.{number + 1}" for article, count in enumerate(CLAUSES_OF, 1) for number in range(count)]
    assert [clause.key for clause in CLAUSES] == keys
    assert len(keys) == 75


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.key)
def test_what_a_clause_names_exists(clause: Clause) -> None:
    assert columns_there(clause) == list(clause.columns) != []
    assert [key for key in clause.indicators if key not in INDICATORS] == []
    assert [key for key in clause.panels if key not in PANEL_OF] == []
    assert clause.panels
    assert clause.page in PAGES


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.key)
def test_the_page_of_a_clause_draws_its_first_panel(clause: Clause) -> None:
    assert names_of(clause.panels[0]) & drawn_by(PAGES[clause.page].file)


def names_of(key: str) -> set[str]:
    """How the programs call a panel."""
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(panels.__path__, "panels.")]
    return {name for module in modules for name, value in vars(module).items()
            if isinstance(value, Panel) and value.key == key}  # fmt: skip


def drawn_by(file: str) -> set[str]:
    """The words of a page and of what it takes from ``ui``."""
    text = (ROOT / "pages" / file).read_text(encoding="utf-8")
    parts = [
        text,
        *((ROOT / f"ui/{name}.py").read_text(encoding="utf-8") for name in re.findall(r"from ui\.(\w+)", text)),
    ]
    return set(re.findall(r"\w+", " ".join(parts)))


def test_every_column_of_a_clause_is_filled_in_the_demo_city(demo: Reader) -> None:
    wanted = sorted({column for clause in CLAUSES for column in clause.columns})
    tables = {column: LEDGERS[column.split(".")[0]].table for column in wanted}
    counts = {
        column: demo.frame(select(func.count(table.c[column.split(".")[1]]).label("n")).select_from(table))["n"].iat[0]
        for column, table in tables.items()
    }
    assert [column for column, n in counts.items() if not n] == []


def test_every_indicator_of_a_clause_counts_something_in_the_demo_city(demo: Reader) -> None:
    sums = demo.frame(
        select(monthly_tally.c.tally_key, func.sum(monthly_tally.c.value).label("n")).group_by(
            monthly_tally.c.tally_key
        )
    )
    filled = set(sums.loc[sums["n"] > 0, "tally_key"])
    needed = {key: {INDICATORS[key].numerator, INDICATORS[key].denominator} for c in CLAUSES for key in c.indicators}
    assert [key for key, tallies in needed.items() if not tallies <= filled] == []


@pytest.mark.parametrize("key", sorted({key for clause in CLAUSES for key in clause.panels}))
def test_every_panel_of_a_clause_has_something_to_show_of_the_demo_city(demo: Reader, key: str) -> None:
    panel = PANEL_OF[key]
    contexts = [asked(demo, grain="year", period="2025", group="counties", unit=unit) for unit in ("C01", "none")]
    assert any(not panel.figures(demo, panel.asked(context)).empty for context in contexts)
