"""A panel's stamp names the filters that its answer depends on, and no others: asked by changing each of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from data_access.asked.selection import FILTERS, parse
from data_access.reading.reader import Reader
from panels.declare import NARROWING, Context, Panel
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.opened import opened
from tests.panels.test_every_panel import reader_of

# In every run one that compares, one that does not, and one that stands at a day and in no period.
IN_EVERY_RUN = {"ranking", "joint_meetings", "lights"}
USUAL = {"period": "2026", "which": "lost"}
OTHER: dict[str, list[dict[str, str]]] = {
    "period": [{"period": "2025"}, {"period": "2023Q2"}],
    "compare": [{"compare": "none"}],
    "group": [{"group": "municipal_departments"}],
    "county": [{"county": "C07"}, {"county": "C02,C03"}],
    "sector": [{"sector": "public_security"}, {"group": "municipal_departments", "sector": "transport"}],
}


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


def cases() -> Iterator[Any]:
    for panel in PANELS:
        # A record is counted by nothing, and its pages have no filter.
        if panel.population != "record":
            yield (
                pytest.param(panel, id=panel.key) if panel.key in IN_EVERY_RUN else left_for_all(panel, name=panel.key)
            )


def answer(panel: Panel, reader: Reader, **query: str) -> tuple[str, ...]:
    """All that the panel answers."""
    state, choices = opened(reader)
    about = {"unit": "C07"} if panel.population in ("own", "whole") else {}
    selection, _ = parse({**USUAL, **about, **query}, choices)
    context = panel.asked(Context(selection, state, choices))
    figures = panel.figures(reader, context)
    finding = panel.finding(figures, context)
    return figures.to_csv(), finding.sentence, finding.base, panel.table(figures, context).data.to_csv()


def changes(panel: Panel, reader: Reader, name: str) -> bool:
    """Whether the answer changes with a filter, all others being equal."""
    return any(
        answer(panel, reader, **query) != answer(panel, reader, **{key: query[key] for key in query if key != name})
        for query in OTHER[name]
    )


@pytest.mark.one_in(3)
@pytest.mark.parametrize("panel", list(cases()))
def test_what_the_stamp_leaves_out_changes_nothing_and_the_period_it_names_does(demo: Reader, panel: Panel) -> None:
    named = panel.counted_by(FILTERS)
    assert [name for name in FILTERS if name not in named and changes(panel, demo, name)] == []
    # Which units are left out changes nothing where all of them are looked at one by one.
    assert [name for name in named if name not in (*NARROWING, "group") and not changes(panel, demo, name)] == []
