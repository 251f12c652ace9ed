"""What a panel says to a viewer, all of it as one text."""

from typing import Any

from data_access.asked.selection import parse
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader
from panels.declare import Context, Panel
from panels.seen import seen_figures
from panels.told import told
from tests.written import written


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
