"""What was closed on paper only? A warning with its reasons, for people to look into."""

from dataclasses import replace

import pandas as pd

from data_access.reading.item_warnings import EVE_DAYS, paper_closures
from data_access.reading.reader import Reader
from panels.columns import ITEM
from panels.declare import Context, Finding
from panels.links import link_to, record_link
from panels.records import Head, Record, Row, heads, records
from panels.rectification.asked import base_over, days, extent, looked_through, nothing, tallied
from wording import Wording

ROWS_SHOWN = 8
MOST_NAMED = 2


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Items closed in the period that look closed on paper only, or of which nobody can tell; columns as
    ``item_warnings.paper_closures``, and looked (``looked_through``).
    """
    closed = paper_closures(reader, extent(reader, context), days(context))
    return looked_through(closed, tallied(reader, context, "rectification_closed"))


def _suspected(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["eve"].eq(True) | figures["same_text"].eq(True)]


def _by_unit(figures: pd.DataFrame) -> pd.DataFrame:
    """The units, the worst first: code, unit, items (suspected), eve, same_text, both (of these), closures (in all)."""
    closures = figures.assign(both=figures["eve"] & figures["same_text"])
    grouped = closures.groupby(["code", "unit"], as_index=False).agg(
        items=("item_no", "size"), eve=("eve", "sum"), same_text=("same_text", "sum"), both=("both", "sum"),
        closures=("closures", "first"),
    )  # fmt: skip
    return grouped.sort_values(["both", "items", "code"], ascending=[False, False, True], ignore_index=True)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The unit with most of them, where it closed enough items to be named; else how many there are."""
    words, base = context.words, base_over("paper_closures.base", context)
    suspected, untold = _suspected(figures), int(figures["untold"].eq(True).sum())
    if figures.empty:
        return nothing(context, "paper_closures.no_closing", base, "plain")
    if suspected.empty and untold:
        others = int(figures["looked"].max()) > untold
        key = "paper_closures.untold_alone" if others else "paper_closures.untold_all"
        return nothing(context, key, base, "plain", n=untold)
    if suspected.empty:
        return nothing(context, "paper_closures.none", base)
    found = _of_suspected(suspected, base, context)
    more = words("sentence.comma") + words("paper_closures.untold", n=untold) if untold else ""
    return replace(found, sentence=found.sentence + more)


def _of_suspected(figures: pd.DataFrame, base: str, context: Context) -> Finding:
    words, units = context.words, _by_unit(figures)
    enough = units[(units["closures"] >= context.small) & (units["items"] > 1)]
    if enough.empty:
        key = "paper_closures.few" if len(units) > 1 else "paper_closures.of_one"
        values = {"units": words.number(len(units))} if len(units) > 1 else {"unit": units["unit"].iat[0]}
        return Finding(words(key, n=len(figures), **values), "watch", base)
    worst = enough[(enough["both"] == enough["both"].iat[0]) & (enough["items"] == enough["items"].iat[0])]
    if len(worst) > 1:
        names = words.join(list(worst["unit"].head(MOST_NAMED)))
        key = "paper_closures.tied" if len(worst) <= MOST_NAMED else "paper_closures.many_tied"
        return Finding(words(key, n=int(worst["items"].iat[0]), units=names, all=words.number(len(worst))), "bad", base)
    row = worst.iloc[0]
    return Finding(_said(row, words), "bad", base, str(row["code"]))


def _said(row: pd.Series, words: Wording) -> str:
    values = {"unit": row["unit"], "days": EVE_DAYS}
    if row["both"] == row["closures"]:
        return words("paper_closures.all", n=int(row["items"]), **values)
    return words("paper_closures.some", n=int(row["items"]), closures=words.number(row["closures"]), **values)


def _first(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The units, the worst first; of one unit alone its items."""
    return (figures if context.selection.closely else _by_unit(figures)).head(ROWS_SHOWN)


def row(record: Record, context: Context) -> Row:
    """A unit, to which a click narrows the page, or an item, which it opens."""
    words = context.words
    if context.selection.closely:
        opens = record_link("rectification", record["code"], record["item_no"])
        name, grave = record["item_no"], record["eve"] and record["same_text"]
        text, note = _reasons(record, words, "_short"), words.date(record["closed_on"])
    else:
        opens = link_to("rectification", focus=record["code"])
        name, grave, text = record["unit"], record["both"] > 0, _counted_reasons(record, words)
        note = f"{words.number(record['items'])}/{words.number(record['closures'])}"
    badge = words("paper_closures.grave" if grave else "paper_closures.look")
    return Row("overdue" if grave else "returned", badge, name, text, note, opens)


def _reasons(record: Record, words: Wording, form: str = "") -> str:
    reasons = [name for name in ("eve", "same_text") if record[name]]
    return words("sentence.comma").join(words(f"paper_closures.{name}{form}", days=EVE_DAYS) for name in reasons)


def _counted_reasons(unit: Record, words: Wording) -> str:
    if unit["both"] == unit["items"]:
        return _reasons(unit, words, "_short")
    reasons = [name for name in ("eve", "same_text") if unit[name]]
    return words("sentence.comma").join(words(f"paper_closures.{name}_items", n=int(unit[name])) for name in reasons)


HEADS = heads(
    ITEM,
    *("unit", "item_no"),
    Head("reasons", "paper_closures.head.reasons", said=lambda item, context: _reasons(item, context.words)),
    *("due_on", "closed_on", "closure_text"),
)
PAPER_CLOSURES = records(
    "paper_closures",
    read,
    finding,
    row,
    HEADS,
    within=_suspected,
    first=_first,
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("compare",),
)
