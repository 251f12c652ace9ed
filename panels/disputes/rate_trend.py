"""Has the loss rate really changed, or does it only vary? Month by month on a p-chart."""

import pandas as pd

from assessment.control import Summary, every_month, p_chart
from assessment.indicators import BY_KEY
from assessment.rates import small_sample
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.disputes.control_words import (
    control_chart,
    control_columns,
    month_in_words,
    of_period,
    point_in_words,
    spoken_of,
    with_signals,
)
from panels.phrases import base_line, extent_in_words
from wording import Wording

INDICATOR = BY_KEY["loss_rate"]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a month, from the first month of the data to the last of the selection: numerator, denominator (of the
    extent of the selection), then as ``p_chart``.
    """
    first, last = context.choices.first_month, context.selection.period.last
    keys = (INDICATOR.numerator, INDICATOR.denominator)
    tallies = tally_values(reader, keys, extent_of(reader.units(), context.selection), first, last)
    wide = tallies.pivot_table(index="month", columns="tally_key", values="value", aggfunc="sum").reindex(
        columns=list(keys)
    )
    counts = wide.fillna(0).astype(int).set_axis(["numerator", "denominator"], axis=1).reset_index()
    every = every_month(counts, first, last, 0)
    return every[["numerator", "denominator"]].join(p_chart(every))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The month of the selection beyond a limit, or its run or trend; else that all is within usual variation."""
    words, label = context.words, context.words(f"indicator.{INDICATOR.key}.label")
    base = base_line(context, INDICATOR.key, words("rate_trend.base", extent=extent_in_words(context)))
    if not context.knows(INDICATOR.key):
        return Finding(words("ranking.not_in_ledgers", indicator=label), "plain", base)
    summary = of_period(figures, context)
    if not summary.months:
        return Finding(words("ranking.no_cases", indicator=label), "plain", base)
    if summary.limits in ("short", "alike"):
        return Finding(words(f"trend.{summary.limits}"), "plain", base)
    if summary.limits == "rare":
        return Finding(words("rate_trend.rare", indicator=label, rate=_of_period(figures, context)), "plain", base)
    point = spoken_of(summary)
    if point is None:
        return Finding(_as_usual(summary, label, context), "plain", base)
    few = small_sample(point["denominator"], context.small)
    values = {**point, "said": _rate_in_words(point, words)}
    sentence = point_in_words(values, _share, label, context) + _others(summary, words)
    sentence += words("sentence.separator") + words("rate_trend.few") if few else ""
    return Finding(sentence, _level(point["signal"], point["side"], few=few), base)


def _of_period(figures: pd.DataFrame, context: Context) -> str:
    """The rate of all selected months together."""
    period = context.selection.period
    inside = figures[[period.first <= month <= period.last for month in figures["month"]]]
    lost, closed = int(inside["numerator"].sum()), int(inside["denominator"].sum())
    return _rate_in_words({"value": lost / closed, "numerator": lost, "denominator": closed}, context.words)


def _level(signal: str, side: str, *, few: bool) -> Level:
    """A low rate is the better one; a month of enough cases beyond a limit is graver than a run or a trend."""
    if side in ("below", "falling"):
        return "good"
    return "bad" if signal == "outside" and not few else "watch"


def _as_usual(summary: Summary, label: str, context: Context) -> str:
    words, last = context.words, summary.last
    assert last is not None
    if summary.months == 1:
        values = {"month": month_in_words(last["month"], context), "rate": _rate_in_words(last, words)}
        return words("rate_trend.one_as_usual", indicator=label, **values)
    return words("rate_trend.as_usual", n=summary.months, indicator=label, centre=_share(last["centre"], words))


def _others(summary: Summary, words: Wording) -> str:
    """Say how many other months have signals; without any, how many vary as usual."""
    usual, more = summary.months - summary.signals, summary.signals - 1
    if more:
        return words("sentence.separator") + words("rate_trend.more", n=more)
    return words("sentence.comma") + words("rate_trend.rest", n=usual) if usual else ""


def _share(value: float, words: Wording) -> str:
    return words.percent(value)


def _rate_in_words(row: "pd.Series | dict[str, float]", words: Wording) -> str:
    """Return a rate with its counts: 28.9%（13/45）."""
    counts = {name: words.number(row[name]) for name in ("numerator", "denominator")}
    return words("rate_with_base", rate=words.percent(row["value"]), **counts)


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "control", a single lane; months without cases have no point."""
    words = context.words
    if not figures["denominator"].any() or not context.knows(INDICATOR.key):
        return Chart("control", pd.DataFrame())
    point = spoken_of(of_period(figures, context))
    rates = [_rate_in_words(row, words) if row["denominator"] else words("no_cases") for _, row in figures.iterrows()]
    months = zip(figures["month"], rates, strict=True)
    labels = [_label(month, text, words) if point and month == point["month"] else "" for month, text in months]
    return control_chart(figures.assign(lane="", said=rates, label=labels), _share, context, share=True)


def _label(month: "pd.Timestamp", text: str, words: Wording) -> str:
    return words("rate_trend.label", month=words.label("month_name", month.month), value=text)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every month with its cases and limits, the latest on top."""
    words = context.words
    named = with_signals(figures, words).sort_values("month", ascending=False)
    month, *rest = control_columns(words, "share", "share")
    cases = [
        Column(part, words(f"indicator.{INDICATOR.key}.{part}"), "integer") for part in ("numerator", "denominator")
    ]
    return Table(named, (month, *cases, *rest))


RATE_TREND = Panel("rate_trend", read, finding, chart, table, lambda _context: (INDICATOR.key,))
