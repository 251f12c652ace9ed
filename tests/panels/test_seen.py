"""What a viewer may not see is neither shown nor denied: every panel for every kind of viewer, beside the whole truth.

The truth is what the all-seeing viewer reads: of the same question, whatever a scope leaves out must be said.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import pandas as pd
import pytest

from data_access.asked.choices import Choices
from data_access.asked.selection import parse
from data_access.publishing.publications import published_periods
from data_access.reading.hidden import UNPUBLISHED
from data_access.reading.reader import Reader, reading
from data_access.reading.readiness import State
from data_access.reading.roles import viewer_of
from data_access.reading.viewer import ALL_SEEING, NOBODY
from data_access.store.engine import reader_engine
from panels.declare import Context, Finding, Panel
from panels.scores import why_no_scores
from panels.seen import hidden_in_words, hidden_of, seen_figures, with_hidden
from panels.told import told
from tests.cases import left_for_all
from tests.data_access.test_statements import STANDING
from tests.every_panel import PANELS
from tests.opened import opened
from tests.panels.checks import check_whole
from wording import LANGUAGES, wording

# One county, one department over all counties, one unit, and somebody without any rows.
VIEWERS = {
    "county": viewer_of("c", "county", frozenset({"C03"})),
    "department": viewer_of("d", "department", frozenset({"M-public_security"})),
    "unit": viewer_of("u", "unit", frozenset({"C07"})),
    "nobody": NOBODY,
}
RECORD = "M-public_security~(2025)演7101行初658号~first"
SELECTIONS: dict[str, dict[str, str]] = {
    "the usual": {"record": RECORD},
    "a unit of another": {"unit": "C07", "record": "C07~nowhere"},
    "what was published": {"period": "2025", "focus": "C03"},
    "departments": {"group": "municipal_departments", "unit": "M-public_security", "record": RECORD},
}
# What these answer depends on a unit chosen by its score, where the link chooses none.
OF_THE_CHOSEN = {"compare", "rank_history", "rank_moves", "score_parts", "what_if", "whole_cases"}
# Lists whose rows are read one by one, so that what is shown and what is hidden add up to all there are.
ADD_UP = {"case_list": "total", "item_list": "all", "contradictions": "all", "doubtful_cases": "all"}
each_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass
class Asked:
    """One viewer's reader, with what he may choose."""

    reader: Reader

    @cached_property
    def opened(self) -> tuple[State, Choices]:
        state, choices = opened(self.reader)
        only = not self.reader.viewer.sees_unpublished
        return state, replace(choices, published=published_periods(self.reader), only_published=only)

    @cached_property
    def unseen(self) -> set[str]:
        """The names of the units, and counties, of which the viewer sees no row."""
        units, allowed = self.reader.units(), self.reader.allowed() or frozenset()
        seen = units["code"].isin(allowed)
        of_it = units["code"].isin(units.loc[seen, "county"])
        return set(units.loc[~seen & ~of_it, "name"])

    def context(self, language: str = "zh", **query: str) -> Context:
        state, choices = self.opened
        return Context(parse({"lang": language, **query}, choices)[0], state, choices)

    def told(self, panel: Panel, language: str = "zh", **query: str) -> tuple[pd.DataFrame, Finding, Context]:
        own = panel.asked(self.context(language, **query))
        figures = seen_figures(panel, self.reader, own)
        return figures, told(panel, figures, {}, own), own


@pytest.fixture(scope="module")
def asked(demo_url: str) -> Iterator[dict[str, Asked]]:
    engine = reader_engine(demo_url)
    viewers = {"all": ALL_SEEING, **VIEWERS}
    with ExitStack() as stack:
        yield {name: Asked(stack.enter_context(reading(engine, viewer))) for name, viewer in viewers.items()}
    engine.dispose()


def cases() -> Iterator[Any]:
    """Panels that stand for all with one selection, viewer and language in turn; all with all of each with ``--all``.

    What is hidden are rows: panels that read the same ones hide the same.
    """
    triples = list(product(SELECTIONS, VIEWERS, LANGUAGES))
    for place, panel in enumerate(PANELS):
        for number, given in enumerate(triples):
            name = "-".join((panel.key, *given))
            every_run = panel.key in STANDING and number == (5 * place + 3) % len(triples)
            yield pytest.param(panel, *given, id=name) if every_run else left_for_all(panel, *given, name=name)


@pytest.mark.parametrize(("panel", "selection", "viewer", "language"), list(cases()))
@pytest.mark.one_in(6)
def test_no_sentence_denies_what_is_hidden(
    asked: dict[str, Asked], panel: Panel, selection: str, viewer: str, language: str
) -> None:
    query = SELECTIONS[selection]
    whole, truth, _ = asked["all"].told(panel, language, **query)
    figures, finding, context = asked[viewer].told(panel, language, **query)
    hidden, words = hidden_of(figures), context.words
    check_whole(panel, figures, context)
    assert hidden_of(whole) == {}, "nothing is hidden of who sees all"
    if hidden and panel.told_of == "rows":
        assert finding.sentence.startswith(words("seen.within", said=""))
        assert hidden_in_words(hidden, words) in finding.sentence
        assert finding.level != "good"
        assert finding.base == "" or finding.base.startswith(words("seen.base", said=""))
        drawn = panel.chart(figures, finding, context).data if panel.chart else figures.iloc[:0]
        written_down = panel.table(figures, context).data
        # Nothing that is made of a part is called the city's, and no nought stands at a unit of which nothing is seen.
        assert words("city") not in {
            *drawn.astype(str).to_numpy().ravel(),
            *written_down.astype(str).to_numpy().ravel(),
        }
        assert not asked[viewer].unseen & set(drawn.get("row", ()))
    elif hidden and panel.told_of == "figures":
        assert finding.sentence == truth.sentence
        assert hidden_in_words(hidden, words) in finding.base
    elif not hidden and not truth.sentence.startswith(finding.sentence):
        # Who sees all of a unit and not of the city is told less of that. Whatever else is another sentence rests on
        # the assessment, and says that this is not published.
        unpublished = why_no_scores(context) in finding.sentence or panel.key == "as_published"
        assert unpublished or panel.key in OF_THE_CHOSEN, (finding.sentence, truth.sentence)


@pytest.mark.parametrize("viewer", list(VIEWERS))
@pytest.mark.parametrize("key", list(ADD_UP))
def test_what_is_shown_and_what_is_hidden_are_all_there_is(asked: dict[str, Asked], key: str, viewer: str) -> None:
    panel = next(panel for panel in PANELS if panel.key == key)
    sizes = []
    for who in ("all", viewer):
        figures, _, _ = asked[who].told(panel)
        sizes.append((int(figures[ADD_UP[key]].iat[0]) if len(figures) else 0, sum(hidden_of(figures).values())))
    (everything, none), (shown, hidden) = sizes
    assert none == 0 < everything
    assert shown + hidden == everything


@each_language
def test_a_numerator_and_its_denominator_are_cut_alike(asked: dict[str, Asked], language: str) -> None:
    """交办 78 项中 3 项: of the items that the viewer sees, and not of all the city's."""
    panel = next(panel for panel in PANELS if panel.key == "recurrences")
    truth, _, _ = asked["all"].told(panel, language)
    figures, finding, context = asked["county"].told(panel, language)
    assigned = int(figures["assigned"].iat[0])
    assert assigned + hidden_of(figures)["rectification"] == int(truth["assigned"].iat[0])
    assert context.words.number(assigned) in finding.sentence


def test_no_figure_of_the_city_is_made_of_some_of_its_rows(asked: dict[str, Asked]) -> None:
    panel = next(panel for panel in PANELS if panel.key == "time_to_close")
    assert "city" in set(asked["all"].told(panel, focus="C03")[0]["series"])
    for viewer in VIEWERS:
        assert "city" not in set(asked[viewer].told(panel, focus="C03")[0]["series"])


@each_language
@pytest.mark.parametrize("viewer", list(VIEWERS))
def test_what_is_counted_of_centralised_penalties_is_everybodys_and_their_fields_are_listed_to_who_sees_them(
    asked: dict[str, Asked], viewer: str, language: str
) -> None:
    panel = next(panel for panel in PANELS if panel.key == "centralised")
    _, truth, _ = asked["all"].told(panel, language)
    figures, finding, context = asked[viewer].told(panel, language)
    assert finding.sentence == truth.sentence
    assert context.words.number(hidden_of(figures)["centralised_penalty"]) in finding.base
    assert set(panel.table(figures, context).data["code"]) == (
        {"C03"} if viewer == "county" else {"C07"} if viewer == "unit" else set()
    )


def test_a_record_outside_the_scope_is_told_apart_from_one_that_is_not_there_by_nothing(
    asked: dict[str, Asked],
) -> None:
    panel = next(panel for panel in PANELS if panel.key == "record")
    said = {name: each.told(panel, ledger="litigation", record=RECORD)[1].sentence for name, each in asked.items()}
    absent = RECORD.replace("658", "99658")
    none = {name: each.told(panel, ledger="litigation", record=absent)[1].sentence for name, each in asked.items()}
    assert said["department"] == said["all"]
    for name in ("county", "unit", "nobody"):
        assert said[name].replace("658", "99658") == none[name] == none["all"]


def test_unpublished_scores_places_and_vetoes_are_nobodys_but_leaders_and_supervisors(asked: dict[str, Asked]) -> None:
    keys = ("scores", "score_parts", "veto_ledger", "what_if", "whole_cases", "rank_moves", "scores_glance")
    for panel in (panel for panel in PANELS if panel.key in keys):
        whole, _, _ = asked["all"].told(panel, period="2026")
        assert len(whole), panel.key
        for viewer in VIEWERS:
            figures, finding, context = asked[viewer].told(panel, period="2026")
            assert figures.empty, panel.key
            assert finding.sentence == why_no_scores(context)


def test_what_was_published_is_everybodys(asked: dict[str, Asked]) -> None:
    panel = next(panel for panel in PANELS if panel.key == "scores")
    whole, truth, _ = asked["all"].told(panel, period="2025")
    for viewer in VIEWERS:
        figures, finding, _ = asked[viewer].told(panel, period="2025")
        assert finding.sentence == truth.sentence
        assert figures[["code", "score", "rank"]].equals(whole[["code", "score", "rank"]])


def test_what_is_hidden_stays_with_figures_that_were_kept(asked: dict[str, Asked]) -> None:
    reader, noted = asked["county"].reader, []
    for _ in range(2):
        with reader.noting() as hidden:
            reader.kept("something read", "", lambda: reader.note_hidden({"petition": 7}))
        noted.append(dict(hidden))
    assert noted == [{"petition": 7}] * 2


@each_language
@pytest.mark.parametrize("key", ["case_list", "site_board", "overdue_tasks", "lights"])
def test_what_a_viewer_may_see_is_not_called_the_whole_city(asked: dict[str, Asked], key: str, language: str) -> None:
    panel = next(panel for panel in PANELS if panel.key == key)
    _, finding, context = asked["county"].told(panel, language)
    _, whole, _ = asked["all"].told(panel, language)
    city = context.words("city").lower()
    assert city not in (finding.sentence + finding.base).lower()
    assert city in (whole.sentence + whole.base).lower()


@each_language
def test_what_is_hidden_is_said_of_each_ledger(language: str) -> None:
    words = wording(language)
    figures = with_hidden(pd.DataFrame(), {"litigation": 1, "petition": 1_200, UNPUBLISHED: 1, "": 2})
    said = hidden_in_words(hidden_of(figures), words)
    assert "1,200" in said
    assert words("seen.unpublished") in said
    assert hidden_of(pd.DataFrame()) == {}
