"""Whose loss rate is really high? The funnel of the loss rate, whatever indicator other pages are by."""

from dataclasses import replace

import pandas as pd

from data_access.reading.reader import Reader
from panels import funnel
from panels.benchmark import against_in_words, verdicts_of
from panels.declare import Chart, Context, Finding, Level, Panel, Table
from panels.phrases import rate_with_base

INDICATOR = "loss_rate"


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The frame of ``funnel.read`` for the loss rate."""
    return funnel.read(reader, _asked(context))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """As ``funnel.finding``; where the page looks at one unit closely, how that unit lies within the limits."""
    words, group = context.words, funnel.finding(figures, _asked(context))
    close = _close(figures, context)
    if close.empty:
        return group
    row = close.iloc[0]
    values = {"indicator": words(f"indicator.{INDICATOR}.label"), "rate": rate_with_base(row, words)}
    sentence = words("ranking.one", unit=row["unit"], **values, against=against_in_words(row, _asked(context)))
    level: Level = "bad" if row["named"] and row["z"] > 0 else "plain"
    return Finding(sentence, level, group.base, str(row["code"]), verdicts_of(close))


def _asked(context: Context) -> Context:
    return context.with_(indicator=INDICATOR)


def _close(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The row of the unit looked at closely, as ``funnel.placed``; none where there is none or it has no cases."""
    units = funnel.placed(figures, _asked(context))
    return units[(units["code"] == context.selection.focus) & (units["code"] != "")]


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """As ``funnel.chart``; the unit looked at closely is the one in accent, with its name and rate."""
    words, drawn = context.words, funnel.chart(figures, found, _asked(context))
    close = _close(figures, context)
    if close.empty:
        return drawn
    own = drawn.data["code"] == close["code"].iat[0]
    label = words("funnel.label", unit=close["unit"].iat[0], rate=words.percent(close["rate"].iat[0]))
    return replace(drawn, data=drawn.data.assign(label=drawn.data["label"].mask(own, label)))


def table(figures: pd.DataFrame, context: Context) -> Table:
    return funnel.table(figures, _asked(context))


LOSS_FUNNEL = Panel(
    "loss_funnel", read, finding, chart, table, lambda _context: (INDICATOR,), drill="unit", asks=("versus",)
)
