"""What a panel says to a viewer, all of it as one text."""

import re
from typing import Any

from data_access.asked.selection import parse
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader
from panels.declare import Context, Panel
from panels.seen import seen_figures
from panels.told import told
from tests.written import written

# What is wrong with the marks of a sentence: in Chinese those of half width beside its letters, in English those of
# full width, and in both what joining clauses leaves behind (two marks, a blank before one).
MISPLACED = {
    "zh": re.compile(
        r"[\u3400-\u9fff”）%\d][,;:?!](?=[\u3400-\u9fff“（])|[\u3400-\u9fff]\.(?!\w)"
        r"|[，；：、][，；：、。]|。[，；。]| [，；。、]"
    ),
    "en": re.compile(r"[，；：。、！？（）]|[,;:][,;:.]|(?<!\.)\.[,;.](?!\.)| [,;.:](?!\w)|\S  "),
}


def misplaced_marks(sentence: str, language: str) -> list[str]:
    """Marks of punctuation that do not belong where they stand, each with what is around it."""
    return [sentence[max(found.start() - 8, 0) : found.end() + 8] for found in MISPLACED[language].finditer(sentence)]


def context_of(reader: Reader, **query: str) -> Context:
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return Context(parse(query, choices)[0], state, choices)


def spoken(panel: Panel, reader: Reader, context: Context) -> str:
    """Everything that a panel says: its figures, finding, chart and table."""
    own = panel.asked(context)
    figures = seen_figures(panel, reader, own)
    finding = told(panel, figures, {}, own)
    chart: Any = panel.chart(figures, finding, own) if panel.chart else None
    table = written(panel.table(figures, own), own.words)
    drawn = "" if chart is None else chart.data.to_csv() + repr(chart.options) + repr(chart.labels)
    return "\n".join((figures.to_csv(), repr(finding), drawn, table.to_csv()))
