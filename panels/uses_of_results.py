"""What were a unit's assessment results used for? Awards, references for promotion, talks, notices (article 4)."""

import pandas as pd

from data_access.reading.assessment_inputs import uses_of_results
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.records import Head, Record, Row, records


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


def row(use: Record, context: Context) -> Row:
    """For what, in which year, what was decided and when."""
    words = context.words
    kind, note = words.label("use_of_result", use["kind"]), "" if pd.isna(use["note"]) else use["note"]
    return Row(f"use_{use['kind']}", kind, str(use["year"]), note, words.date(use["decided_on"]))


HEADS = (
    Head("year", "uses_of_results.year", "place"),
    Head("kind", "uses_of_results.kind", vocabulary="use_of_result"),
    Head("decided_on", "uses_of_results.decided_on", "date"),
    Head("note", "uses_of_results.note"),
)
USES_OF_RESULTS = records(
    "uses_of_results",
    read,
    finding,
    row,
    HEADS,
    drill="",
    ledgers=("use_of_result",),
    population="own",
    ignores=("period", "compare"),
)
