"""What were a unit's assessment results used for? Awards, references for promotion, talks, notices (article 4)."""

import pandas as pd

from data_access.reading.assessment_inputs import uses_of_results
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The unit's rows: code, year, kind, seq, decided_on, note; the newest first."""
    return uses_of_results(reader, context.selection.unit)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How often the unit's results were used, and for what the last time."""
    words = context.words
    base = words("as_of", as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("uses_of_results.none"), "plain", base)
    last = figures.iloc[0]
    kind = words.label("use_of_result", last["kind"])
    return Finding(words("uses_of_results.some", n=len(figures), year=int(last["year"]), kind=kind), "plain", base)


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "rows", nothing to open."""
    words = context.words
    data = pd.DataFrame(
        {
            "code": "",
            "order": range(len(figures)),
            "badge": [f"use_{kind}" for kind in figures["kind"]],
            "badge_text": [words.label("use_of_result", kind) for kind in figures["kind"]],
            "name": [str(year) for year in figures["year"]],
            "text": figures["note"].fillna(""),
            "note": [words.date(day) for day in figures["decided_on"]],
        }
    )
    return Chart("rows", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(kind=[words.label("use_of_result", kind) for kind in figures["kind"]])
    columns = (
        Column("year", words("uses_of_results.year"), "place"),
        Column("kind", words("uses_of_results.kind")),
        Column("decided_on", words("uses_of_results.decided_on"), "date"),
        Column("note", words("uses_of_results.note")),
    )
    return Table(named, columns)


USES_OF_RESULTS = Panel("uses_of_results", read, finding, chart, table)
