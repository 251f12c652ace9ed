"""What comes back after it was closed? By unit and category, told apart by whether the ledger itself says so.

A suspicion that falls on more than one item in ten of the city is no signal: then only what the ledger says is listed.
"""

import pandas as pd

from assessment.recurrence import is_signal
from data_access.reading.item_warnings import items_of_no_matter, recurrences, suspected_recurrences
from data_access.reading.reader import Reader
from panels.columns import ITEM
from panels.declare import Context, Finding
from panels.links import record_link
from panels.records import Head, Record, Row, heads, records
from panels.rectification.asked import base_over, days, extent, looked_through, nothing, standing_out, tallied

ROWS_SHOWN = 8
MOST_NAMED = 2


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Items assigned in the period that recur, the latest first; columns as ``item_warnings.recurrences``, and of the
    whole city marked: on how many items the suspicion falls, and of_all: of how many; looked (``looked_through``), and
    untold: of how many of these it cannot be told whether they recur.
    """
    pairs = recurrences(reader, extent(reader, context), days(context))
    marked, of_all = suspected_recurrences(reader, days(context))
    assigned = tallied(reader, context, "rectification_assigned")
    untold = items_of_no_matter(reader, extent(reader, context), days(context))
    return looked_through(pairs.assign(marked=marked, of_all=of_all), assigned).assign(untold=untold)


def _listed(figures: pd.DataFrame) -> pd.DataFrame:
    """What the ledger says, and what is suspected if that is a signal."""
    figures = standing_out(figures)
    signal = [is_signal(marked, of_all) for marked, of_all in zip(figures["marked"], figures["of_all"], strict=True)]
    return figures[figures["named"].astype(bool) | pd.Series(signal, figures.index, dtype=bool)]


def _groups(figures: pd.DataFrame) -> pd.DataFrame:
    """Recurrences by unit and category, the most first: code, unit, category, items, named, item_no (the latest)."""
    pairs = figures.assign(category=figures["category"].fillna(""))
    grouped = pairs.groupby(["code", "unit", "category"], as_index=False, sort=False).agg(
        items=("item_no", "size"), named=("named", "sum"), item_no=("item_no", "first")
    )
    order = ["items", "named", "code", "category"]
    return grouped.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the items assigned recur, said and suspected, and where most."""
    words, base = context.words, base_over("recurrences.base", context)
    if figures.empty:
        return nothing(context, "time_to_close.none", base, "plain")
    if standing_out(figures).empty:
        return _none_found(figures, base, context)
    listed = _listed(figures)
    parts = [_said_how_many(figures, listed, context)]
    if listed.empty:
        return Finding(parts[0], "plain", base)
    groups = _groups(listed)
    most = groups[groups["items"] == groups["items"].max()]
    if int(most["items"].iat[0]) > 1:
        parts.append(_said_most(most, len(groups), context))
    about = str(most["code"].iat[0]) if len(most) == 1 and int(most["items"].iat[0]) > 1 else ""
    return Finding(words("sentence.comma").join(parts), "watch", base, about)


def _none_found(figures: pd.DataFrame, base: str, context: Context) -> Finding:
    """That no item recurs is good only where of each of them it could be told."""
    untold, looked = int(figures["untold"].iat[0]), int(figures["looked"].iat[0])
    if not untold:
        return nothing(context, "recurrences.none", base)
    key = "recurrences.untold" if untold < looked else "recurrences.untold_all"
    return nothing(context, key, base, "plain", n=untold)


def _said_how_many(figures: pd.DataFrame, listed: pd.DataFrame, context: Context) -> str:
    words, row, named = context.words, figures.iloc[0], int(figures["named"].sum())
    assigned, values = int(row["assigned"]), {"named": words.number(named)}
    if len(listed) == len(figures):
        return words("recurrences.found", n=assigned, **values, suspected=words.number(len(figures) - named))
    marked, of_all = int(row["marked"]), int(row["of_all"])
    rate = words("rate_with_base", rate=words.percent(marked / of_all), numerator=words.number(marked),
                 denominator=words.number(of_all))  # fmt: skip
    return words("recurrences.no_signal", n=assigned, **values, rate=rate)


def _said_most(most: pd.DataFrame, groups: int, context: Context) -> str:
    """Where most recur; where several groups recur equally often, how often."""
    words, n = context.words, int(most["items"].iat[0])
    alike = 1 < len(most) == groups
    if len(most) > MOST_NAMED:
        return words("recurrences.many_alike" if alike else "recurrences.many_most", n=n, units=words.number(len(most)))
    rows = [words("recurrences.row", unit=row["unit"], category=_category(row, context)) for _, row in most.iterrows()]
    key = "recurrences.alike" if alike else "recurrences.most" if len(rows) == 1 else "recurrences.most_each"
    return words(key, n=n, rows=words.join(rows))


def _category(row: Record | pd.Series, context: Context) -> str:
    return str(row["category"] or context.words("recurrences.no_category"))


def row(group: Record, context: Context) -> Row:
    """A unit with a category; it opens the latest of its items."""
    note = context.words("recurrences.note", n=int(group["items"]))
    opens = record_link("rectification", group["code"], group["item_no"])
    badge = "returned" if group["named"] else "under_way"
    return Row(badge, _grounds(group, context), group["unit"], _category(group, context), note, opens)


def _grounds(record: Record, context: Context) -> str:
    return context.words("recurrences.said" if record["named"] else "recurrences.suspected")


HEADS = heads(
    ITEM,
    Head("said", "table.status", said=_grounds),
    *("unit", "item_no", "category", "issue", "assigned_on"),
    Head("recurrence_of", "recurrences.head.of"),
    Head("closed_before", "recurrences.head.closed_before", "date"),
)
# The rows are units with a category, most recurrences first; the table has every item.
RECURRENCES = records(
    "recurrences",
    read,
    finding,
    row,
    HEADS,
    within=_listed,
    first=lambda items, _context: _groups(items).head(ROWS_SHOWN),
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("compare",),
)
