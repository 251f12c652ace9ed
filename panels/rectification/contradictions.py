"""Where do the columns of an item say otherwise than its events? Data quality: the events were believed."""

import pandas as pd

from data_access.reading.item_states import DIFFERENCES
from data_access.reading.item_warnings import contradictions, items_with_events
from data_access.reading.reader import Reader
from panels.columns import ITEM
from panels.declare import Context, Finding
from panels.links import record_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, heads, records
from panels.rectification.asked import extent, looked_through, nothing, standing_out

ROWS_SHOWN = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The items whose columns contradict their events; columns as ``item_warnings.contradictions``, and all: how many
    there are, also beyond those listed; looked (``looked_through``): how many items have events at all.
    """
    asked_of = extent(reader, context)
    rows, total = contradictions(reader, asked_of, context.as_of)
    return looked_through(rows, items_with_events(reader, asked_of, context.as_of)).assign(all=total)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("contradictions.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return nothing(context, "contradictions.no_events", base, "plain")
    if standing_out(figures).empty:
        return nothing(context, "contradictions.none", base)
    return Finding(words("contradictions.some", n=int(figures["all"].iat[0])), "watch", base)


def _reasons(item: Record, context: Context) -> str:
    return context.words.join([context.words(f"contradictions.{name}") for name in DIFFERENCES if item[name]])


def row(item: Record, context: Context) -> Row:
    """The item, whose events tell more."""
    badge, opens = context.words("contradictions.badge"), record_link("rectification", item["code"], item["item_no"])
    return Row("differs", badge, item["unit"], item["item_no"], _reasons(item, context), opens)


HEADS = heads(
    ITEM,
    "unit",
    "item_no",
    Head("reasons", "contradictions.head.reasons", said=_reasons),
    "closed_on",
    Head("closed_by_events", "contradictions.head.closed_by_events", "date"),
)
CONTRADICTIONS = records(
    "contradictions",
    read,
    finding,
    row,
    HEADS,
    within=standing_out,
    first=at_most(ROWS_SHOWN),
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("period", "compare"),
)
