"""What was closed on paper only? A warning with its reasons, for people to look into."""

import pandas as pd

from data_access.reading.item_warnings import EVE_DAYS, paper_closures
from data_access.reading.reader import Reader
from panels.columns import ITEM, columns
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import link_to, record_link
from panels.rectification.asked import base_over, days, extent, nothing
from wording import Wording

ROWS_SHOWN = 8
MOST_NAMED = 2


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Items closed in the period that look closed on paper only; columns as ``item_warnings.paper_closures``."""
    return paper_closures(reader, extent(reader, context), days(context))


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
    if figures.empty:
        return nothing(context, "paper_closures.none", base)
    units = _by_unit(figures)
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


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": the units, the worst first; a click narrows the page to one. Of one unit alone its items."""
    words = context.words
    if context.selection.closely:
        shown = figures.head(ROWS_SHOWN)
        opens = [record_link("rectification", row.code, row.item_no) for row in shown.itertuples()]
        names, grave = shown["item_no"], shown["eve"] & shown["same_text"]
        texts = [_reasons(row, words, "_short") for _, row in shown.iterrows()]
        notes = [words.date(day) for day in shown["closed_on"]]
    else:
        shown = _by_unit(figures).head(ROWS_SHOWN)
        opens = [link_to("rectification", focus=code) for code in shown["code"]]
        names, grave = shown["unit"], shown["both"] > 0
        texts = [_counted_reasons(row, words) for _, row in shown.iterrows()]
        notes = [f"{words.number(row.items)}/{words.number(row.closures)}" for row in shown.itertuples()]
    badge = grave.map({True: "overdue", False: "returned"})
    data = pd.DataFrame(
        {
            "code": opens,
            "order": range(len(shown)),
            "badge": badge,
            "badge_text": [words("paper_closures.grave" if each else "paper_closures.look") for each in grave],
            "name": names,
            "text": texts,
            "note": notes,
        }
    )
    return Chart("rows", data)


def _reasons(row: pd.Series, words: Wording, form: str = "") -> str:
    reasons = [name for name in ("eve", "same_text") if row[name]]
    return words("sentence.comma").join(words(f"paper_closures.{name}{form}", days=EVE_DAYS) for name in reasons)


def _counted_reasons(row: pd.Series, words: Wording) -> str:
    if row["both"] == row["items"]:
        return _reasons(row, words, "_short")
    reasons = [name for name in ("eve", "same_text") if row[name]]
    return words("sentence.comma").join(words(f"paper_closures.{name}_items", n=int(row[name])) for name in reasons)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every item with its reasons and the text it was closed with."""
    words = context.words
    named = figures.assign(reasons=[_reasons(row, words) for _, row in figures.iterrows()])
    shown = columns(
        ITEM,
        words,
        "unit",
        "item_no",
        Column("reasons", words("paper_closures.head.reasons")),
        "due_on",
        "closed_on",
        "closure_text",
    )
    return Table(named, shown)


PAPER_CLOSURES = Panel("paper_closures", read, finding, chart, table, drill="link", ledgers=("rectification",))
