"""What must hold of every panel whatever its figures: whole sentences, a chart that can be drawn, a table of all."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from panels.declare import Chart, Context, Panel
from panels.drawing import drawn
from panels.links import linked
from tests.catalogues import messages
from tests.panels.given import asked
from tests.spoken import misplaced_marks
from tests.written import written
from wording import DEFAULT_LANGUAGE

_GAP = re.compile(r"[{}]|\b(?:nan|None|NaT|inf)\b|<NA>")
_WORD = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_ROOTS = {key.split(".")[0] for key in messages("en")}


@dataclass(frozen=True)
class Case:
    """Figures, what was asked, and what the finding must say of them; ``rows`` is the length of the table.

    What is dear to work out is ``given`` as a function: each process of a run collects all tables and runs a few.
    """

    given: pd.DataFrame | Callable[[], pd.DataFrame]
    says: Sequence[str]
    level: str = "plain"
    rows: int | None = None
    about: str = ""
    leaves_out: Sequence[str] = ()
    selection: dict[str, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @cached_property
    def figures(self) -> pd.DataFrame:
        return self.given() if callable(self.given) else self.given

    def context(self, language: str) -> Context:
        return asked(language, unknown=self.unknown, **self.selection)


def gaps(text: str) -> list[str]:
    """Unfilled values and keys without a sentence in what a reader sees."""
    keys = [word for word in _WORD.findall(text) if word.split(".")[0] in _ROOTS]
    return _GAP.findall(text) + keys


def pictured(panel: Panel, figures: pd.DataFrame, context: Context) -> Chart:
    """The panel's chart of figures, given what it finds of them, as a page makes it."""
    assert panel.chart is not None
    return panel.chart(figures, panel.finding(figures, context), context)


def check(panel: Panel, case: Case, language: str) -> None:
    """The finding says what it must, and finding, chart and table are whole."""
    context = case.context(language)
    finding = panel.finding(case.figures.copy(), context)
    assert [part for part in case.says if part not in finding.sentence] == [], finding.sentence
    assert [part for part in case.leaves_out if part in finding.sentence] == [], finding.sentence
    assert (finding.level, finding.about) == (case.level, case.about), finding.sentence
    check_whole(panel, case.figures, context, draw=language == DEFAULT_LANGUAGE)
    assert len(panel.table(case.figures.copy(), context).data) == (
        len(case.figures) if case.rows is None else case.rows
    )


def check_whole(panel: Panel, figures: pd.DataFrame, context: Context, *, draw: bool = False) -> None:
    """Nothing a reader sees has a gap and the table has every row; ``draw`` draws the chart too, which takes long."""
    finding = panel.finding(figures.copy(), context)
    said = [panel.question(context.words), finding.sentence, finding.base]
    assert all(said)
    if panel.chart:
        chart = panel.chart(figures.copy(), finding, context)
        said += [chart.kind, *_texts(chart)]
        # An empty chart is not drawn, as on the page.
        assert not draw or chart.data.empty or drawn(linked(chart, panel, context), finding.sentence).text
    table = panel.table(figures.copy(), context)
    shown = written(table, context.words)
    assert len(set(shown.columns)) == len(table.columns), "two columns have the same heading"
    assert len(shown) == len(table.data)
    said += [*shown.columns, *(cell for name in shown for cell in shown[name])]
    assert {text: found for text in said if (found := gaps(text))} == {}
    assert misplaced_marks(finding.sentence + "\n" + finding.base, context.words.language) == []


def _texts(chart: Chart) -> Iterator[str]:
    yield from chart.labels.values()
    yield from (text for text in chart.options.values() if isinstance(text, str))
    frames = [chart.data, *(frame for frame in chart.options.values() if isinstance(frame, pd.DataFrame))]
    yield from (text for frame in frames for name in frame for text in frame[name] if isinstance(text, str))
