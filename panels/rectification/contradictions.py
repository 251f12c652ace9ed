"""Where do the columns of an item say otherwise than its events? Data quality: the events were believed."""

import pandas as pd

from data_access.reading.item_states import DIFFERENCES
from data_access.reading.item_warnings import contradictions
from data_access.reading.reader import Reader
from panels.columns import ITEM, columns
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import record_link
from panels.phrases import extent_in_words
from panels.rectification.asked import extent, nothing
from wording import Wording

ROWS_SHOWN = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The items whose columns contradict their events; columns as ``item_warnings.contradictions``, and all: how many
    there are, also beyond those listed.
    """
    rows, total = contradictions(reader, extent(reader, context), context.as_of)
    return rows.assign(all=total)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("contradictions.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return nothing(context, "contradictions.none", base)
    return Finding(words("contradictions.some", n=int(figures["all"].iat[0])), "watch", base)


def _reasons(row: pd.Series, words: Wording) -> str:
    return words.join([words(f"contradictions.{name}") for name in DIFFERENCES if row[name]])


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": the first items; a row opens its item, whose events tell more."""
    words, rows = context.words, figures.head(ROWS_SHOWN)
    data = pd.DataFrame(
        {
            "code": [record_link("rectification", row.code, row.item_no) for row in rows.itertuples()],
            "order": range(len(rows)),
            "badge": "differs",
            "badge_text": words("contradictions.badge"),
            "name": rows["unit"],
            "text": rows["item_no"],
            "note": [_reasons(row, words) for _, row in rows.iterrows()],
        }
    )
    return Chart("rows", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(reasons=[_reasons(row, words) for _, row in figures.iterrows()])
    shown = columns(
        ITEM,
        words,
        "unit",
        "item_no",
        Column("reasons", words("contradictions.head.reasons")),
        "closed_on",
        Column("closed_by_events", words("contradictions.head.closed_by_events"), "date"),
    )
    return Table(named, shown)


CONTRADICTIONS = Panel("contradictions", read, finding, chart, table, drill="link", ledgers=("rectification",))
