"""Is more assigned than closed? Items assigned, closed and open, month by month."""

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from data_access.asked.periods import months_from, shift
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import untold_months
from data_access.reading.gaps import unknown_months
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.rectification.asked import base_over, extent, nothing
from panels.rows_behind import counted_column, in_month, some, tally_link
from wording import Wording

# The accent is on what the sentence is about. Items opened again are told in the sentence and the table.
SERIES = {"assigned": "plain", "closed": "ink", "open": "accent"}
REOPENED = "reopened"
COUNTED = (*SERIES, REOPENED)
MONTHS_SHOWN = 24


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The last ``MONTHS_SHOWN`` months of the selection, or all of a longer one: month, assigned, closed (in it), open
    (at its end, the last month at the day that is known), reopened (in it); and one month more before them, whose end
    is the beginning. Over any months open grows by what was assigned and reopened less what was closed.
    What a month that the ledger tells nothing of held is <NA>.
    """
    last = context.selection.period.last
    first = min(context.selection.period.first, shift(last, 1 - MONTHS_SHOWN))
    first = max(shift(first, -1), context.choices.first_month)
    keys = {f"rectification_{name}": name for name in COUNTED}
    whose = extent(reader, context)
    counts = tally_values(reader, tuple(keys), whose, first, last)
    months = pd.Index(months_from(first, last), name="month")
    wide = counts.pivot(index="month", columns="tally_key", values="value").reindex(index=months, columns=list(keys))
    known = wide.fillna(0).astype("Int64").rename(columns=keys).rename_axis(columns=None)
    gaps = unknown_months(reader, whose, "rectification", first, last)
    known.loc[months.isin(gaps | untold_months(reader, tuple(keys), whose, first, last))] = pd.NA
    return known.reset_index()


def _over_the_period(figures: pd.DataFrame, context: Context) -> tuple[dict[str, int], int | None, int]:
    """What was assigned, closed and reopened, what was open before (None where the data begin with the period) and at
    the end of what is known.
    """
    period, figures = context.selection.period, figures.dropna()
    within = figures[(figures["month"] >= period.first) & (figures["month"] <= period.last)]
    before = figures[figures["month"] < period.first]
    start = int(before["open"].iat[-1]) if len(before) else None
    return {name: int(within[name].sum()) for name in COUNTED if name != "open"}, start, int(figures["open"].iat[-1])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Whether the stock of open items has grown or shrunk over the period."""
    words, base = context.words, base_over("burn_down.base", context)
    if not figures[list(SERIES)].fillna(0).to_numpy().any():
        return nothing(context, "burn_down.none", base, "plain")
    flows, start, end = _over_the_period(figures, context)
    again = words("burn_down.again", n=flows[REOPENED]) if flows[REOPENED] else ""
    values = {name: words.number(n) for name, n in flows.items()} | {"end": words.number(end), "again": again}
    if start is None:
        return Finding(words("burn_down.first", **values), "plain", base)
    way = "same" if start == end else "more" if end > start else "fewer"
    level: dict[str, Level] = {"same": "plain", "more": "watch", "fewer": "good"}
    return Finding(words(f"burn_down.{way}", **values, start=words.number(start)), level[way], base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "lines"."""
    words = context.words
    shown = figures.tail(max(MONTHS_SHOWN, context.selection.period.length))
    rows = [
        {"series": words(f"burn_down.{name}"), "month": row["month"], "tone": tone,
         "value": float("nan") if pd.isna(row[name]) else float(row[name]), "value_text": _point(row, name, words),
         "code": _opened(name, row["month"]).removeprefix("@")}
        for name, tone in SERIES.items()
        for row in shown.to_dict("records")
        if figures[list(SERIES)].fillna(0).to_numpy().any()
    ]  # fmt: skip
    known = shown.dropna()
    last = known.iloc[-1] if len(known) else None
    ends = [
        {"series": words(f"burn_down.{name}"),
         "text": words("burn_down.end", series=words(f"burn_down.{name}"), n=int(last[name]))}
        for name in SERIES if rows and last is not None
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=["series", "month", "value", "tone", "value_text", "code"])
    return Chart("lines", data, {}, {"ends": pd.DataFrame(ends, columns=["series", "text"])})


def _point(row: Mapping[Hashable, Any], name: str, words: Wording) -> str:
    if pd.isna(row[name]):
        return ""
    series = words(f"burn_down.{name}")
    return words("burn_down.point", series=series, month=f"{row['month']:%Y-%m}", n=int(row[name]))


def _opened(name: str, month: dt.date) -> str:
    """The link to the items of a month: those assigned, closed or opened again in it, or open at its end."""
    return tally_link(f"rectification_{name}", 1, **in_month(month))


def table(figures: pd.DataFrame, context: Context) -> Table:
    words, rows = context.words, figures.to_dict("records")
    links = {
        f"{name}_opens": [_opened(name, row["month"]) if some(row[name]) else "" for row in rows] for name in COUNTED
    }
    counts = [counted_column(name, words(f"burn_down.{name}")) for name in COUNTED]
    return Table(figures.assign(**links), (Column("month", words("table.month"), "month"), *counts))


BURN_DOWN = Panel(
    "burn_down", read, finding, chart, table, drill="link", ledgers=("rectification",), ignores=("compare",)
)
