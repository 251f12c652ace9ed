"""Is more assigned than closed? Items assigned, closed and open, month by month."""

import pandas as pd

from data_access.asked.periods import months_from, shift
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.rectification.asked import base_over, extent, nothing

# The accent is on what the sentence is about. Items opened again are told in the sentence and the table.
SERIES = {"assigned": "plain", "closed": "ink", "open": "accent"}
REOPENED = "reopened"
COUNTED = (*SERIES, REOPENED)
MONTHS_SHOWN = 24


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The last ``MONTHS_SHOWN`` months of the selection, or all of a longer one: month, assigned, closed (in it), open
    (at its end, the current month at the day of the data), reopened (in it); and one month more before them, whose end
    is the beginning. Over any months open grows by what was assigned and reopened less what was closed.
    """
    last = context.selection.period.last
    first = min(context.selection.period.first, shift(last, 1 - MONTHS_SHOWN))
    first = max(shift(first, -1), context.choices.first_month)
    keys = {f"rectification_{name}": name for name in COUNTED}
    counts = tally_values(reader, tuple(keys), extent(reader, context), first, last)
    months = pd.Index(months_from(first, last), name="month")
    wide = counts.pivot(index="month", columns="tally_key", values="value").reindex(index=months, columns=list(keys))
    return wide.fillna(0).astype(int).rename(columns=keys).rename_axis(columns=None).reset_index()


def _over_the_period(figures: pd.DataFrame, context: Context) -> tuple[dict[str, int], int | None, int]:
    """What was assigned, closed and reopened, what was open before (None where the data begin with the period) and at
    the end.
    """
    period = context.selection.period
    within = figures[(figures["month"] >= period.first) & (figures["month"] <= period.last)]
    before = figures[figures["month"] < period.first]
    start = int(before["open"].iat[-1]) if len(before) else None
    return {name: int(within[name].sum()) for name in COUNTED if name != "open"}, start, int(figures["open"].iat[-1])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Whether the stock of open items has grown or shrunk over the period."""
    words, base = context.words, base_over("burn_down.base", context)
    if figures.empty or not figures[list(SERIES)].to_numpy().any():
        return nothing(context, "burn_down.none", base)
    flows, start, end = _over_the_period(figures, context)
    again = words("burn_down.again", n=flows[REOPENED]) if flows[REOPENED] else ""
    values = {name: words.number(n) for name, n in flows.items()} | {"end": words.number(end), "again": again}
    if start is None:
        return Finding(words("burn_down.first", **values), "plain", base)
    way = "same" if start == end else "more" if end > start else "fewer"
    level: dict[str, Level] = {"same": "plain", "more": "watch", "fewer": "good"}
    return Finding(words(f"burn_down.{way}", **values, start=words.number(start)), level[way], base)


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "lines"."""
    words = context.words
    shown = figures.tail(max(MONTHS_SHOWN, context.selection.period.length))
    rows = [
        {"series": words(f"burn_down.{name}"), "month": row["month"], "value": float(row[name]), "tone": tone,
         "value_text": words("burn_down.point", series=words(f"burn_down.{name}"), month=f"{row['month']:%Y-%m}",
                             n=int(row[name]))}
        for name, tone in SERIES.items()
        for row in shown.to_dict("records")
        if figures[list(SERIES)].to_numpy().any()
    ]  # fmt: skip
    last = shown.iloc[-1] if len(shown) else None
    ends = [
        {"series": words(f"burn_down.{name}"),
         "text": words("burn_down.end", series=words(f"burn_down.{name}"), n=int(last[name]))}
        for name in SERIES if rows and last is not None
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=["series", "month", "value", "tone", "value_text"])
    return Chart("lines", data, {}, {"ends": pd.DataFrame(ends, columns=["series", "text"])})


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    counts = [Column(name, words(f"burn_down.{name}"), "integer") for name in COUNTED]
    return Table(figures, (Column("month", words("table.month"), "month"), *counts))


BURN_DOWN = Panel("burn_down", read, finding, chart, table)
