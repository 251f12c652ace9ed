"""Has the loss rate really changed, or does it only vary? Month by month on a p-chart."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from assessment.control import Point, every_month, p_chart
from assessment.indicators import BY_KEY
from data_access.counting.behind import behind
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import untold_months
from data_access.reading.gaps import unknown_months
from data_access.reading.lists_behind import ALL, HIT
from data_access.reading.reader import Reader
from panels.declare import Chart, Context, Finding, Level, Panel, Table
from panels.disputes.control_words import (
    beside,
    control_chart,
    control_columns,
    month_in_words,
    more_in_words,
    of_period,
    point_in_words,
    selected,
    spoken_of,
    with_signals,
)
from panels.forms_alone import forms_of, with_forms
from panels.phrases import base_line, extent_in_words, rate_with_base, share_with_base, verdict_in_words
from panels.rows_behind import counted_column, in_month, part_link, with_rows
from wording import Wording

INDICATOR = BY_KEY["loss_rate"]
BLANK = "first_instance_unknown"
COUNTS = ["numerator", "denominator", "blank"]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a month, from the first month of the data to the last of the selection: numerator, denominator and blank
    (of the extent of the selection), unknown (whether the ledger tells nothing of the month), then as ``p_chart``.
    """
    first, last = context.choices.first_month, context.selection.period.last
    keys, extent = (INDICATOR.numerator, INDICATOR.denominator, BLANK), extent_of(reader, context.selection)
    tallies = tally_values(reader, keys, extent, first, last)
    wide = tallies.pivot_table(index="month", columns="tally_key", values="value", aggfunc="sum").reindex(
        columns=list(keys)
    )
    counts = wide.fillna(0).astype(int).set_axis(COUNTS, axis=1).reset_index()
    every = every_month(counts, first, last, 0)
    gaps = unknown_months(reader, extent, behind(INDICATOR.key).ledger, first, last)
    unknown = every["month"].isin(gaps | untold_months(reader, keys[:2], extent, first, last))
    every.loc[unknown, COUNTS] = 0
    figures = every[COUNTS].assign(unknown=unknown).join(p_chart(every, small=context.small))
    return with_forms(figures, keys[:2], reader, extent, context)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The month of the selection beyond a limit, or its run or trend; else that all is within usual variation."""
    words, label = context.words, context.words(f"indicator.{INDICATOR.key}.label")
    base = base_line(context, INDICATOR.key, words("rate_trend.base", extent=extent_in_words(context)))
    if not context.knows(INDICATOR.key):
        return Finding(words("ranking.not_in_ledgers", indicator=label), "plain", base)
    summary = of_period(figures, context)
    if not summary.months:
        known = "no_cases" if _known_at_all(figures, context) else "not_yet_known"
        none = "trend.of_forms" if forms_of(figures) else f"ranking.{known}"
        return Finding(words(none, indicator=label), "plain", base)
    if summary.limits in ("short", "alike"):
        return Finding(words(f"trend.{summary.limits}"), "plain", base)
    if summary.limits == "rare":
        return Finding(words("rate_trend.rare", indicator=label, rate=_of_period(figures, context)), "plain", base)
    point = spoken_of(summary)
    if point is None:
        return Finding(_as_usual(figures, label, context), "plain", base)
    sentence = point_in_words({**point, "said": rate_with_base(point, words)}, _share, label, context)
    sentence += _others(point, figures, context)
    return Finding(sentence, _level(point["signal"], point["side"]), base)


def _known_at_all(figures: pd.DataFrame, context: Context) -> bool:
    """Whether the ledger tells of any of the selected months."""
    return not selected(figures, context)["unknown"].all()


def _of_period(figures: pd.DataFrame, context: Context) -> str:
    """The rate of all selected months together."""
    inside = _inside(figures, context)
    lost, closed, blank = (int(inside[name].sum()) for name in COUNTS)
    return share_with_base(lost, closed, context.words, blank, "case")


def _inside(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The selected months with cases."""
    period = context.selection.period
    inside = figures[[period.first <= month <= period.last for month in figures["month"]]]
    return inside[inside["denominator"] > 0]


def _judged(figures: pd.DataFrame, context: Context) -> int:
    """How many of the selected months have enough cases to be held against limits."""
    return int((_inside(figures, context)["denominator"] >= context.small).sum())


def _level(signal: str, side: str) -> Level:
    """A low rate is the better one; a month beyond a limit is graver than a run or a trend."""
    if side in ("below", "falling"):
        return "good"
    return "bad" if signal == "outside" else "watch"


def _as_usual(figures: pd.DataFrame, label: str, context: Context) -> str:
    """That all judged months are as usual, and how many have too few cases to be judged."""
    words, inside, judged = context.words, _inside(figures, context), _judged(figures, context)
    last, few = inside.iloc[-1], len(inside) - judged
    if not judged:
        return words("rate_trend.few", indicator=label, rate=_of_period(figures, context), small=context.small)
    if len(inside) == 1:
        values = {"month": month_in_words(last["month"], context), "rate": rate_with_base(last, words)}
        return words("rate_trend.one_as_usual", indicator=label, **values)
    usual = words("rate_trend.as_usual", n=judged, indicator=label, centre=_share(last["centre"], words))
    return usual + (words("sentence.comma") + words("trend.few_months", n=few) if few else "")


def _others(point: Point, figures: pd.DataFrame, context: Context) -> str:
    """Say how many other months have signals; without any, how many of those judged vary as usual."""
    words, others = context.words, beside(figures, point, context)
    if more := more_in_words(others, words):
        return words("sentence.separator") + more
    enough = others["denominator"] >= context.small
    key = "rest" if enough.all() else "rest_judged"
    return words("sentence.comma") + words(f"rate_trend.{key}", n=int(enough.sum())) if enough.any() else ""


def _share(value: float, words: Wording) -> str:
    return words.percent(value)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "control", a single lane; months without cases have no point."""
    words = context.words
    if not figures["denominator"].any() or not context.knows(INDICATOR.key):
        return Chart("control", pd.DataFrame())
    point = spoken_of(of_period(figures, context))
    rates = [rate_with_base({**row, "reason": _why_none(row)}, words) for row in figures.to_dict("records")]
    months = zip(figures["month"], rates, strict=True)
    labels = [_label(month, text, words) if point and month == point["month"] else "" for month, text in months]
    codes = [_opened(row) for row in figures.to_dict("records")]
    return control_chart(figures.assign(lane="", said=rates, label=labels, code=codes), _share, context, share=True)


def _opened(row: Mapping[str, Any]) -> str:
    """The link to the suits lost in a month, to all of them where none was."""
    return part_link(INDICATOR.key, HIT if row["numerator"] else ALL, in_month(row["month"])).removeprefix("@")


def _why_none(row: Mapping[str, Any]) -> str:
    return "trend.unknown" if row["unknown"] else "no_cases"


def _label(month: "pd.Timestamp", text: str, words: Wording) -> str:
    return words("rate_trend.label", month=words.label("month_name", month.month), value=text)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every month with its cases and limits, the latest on top; nothing is said of a month with few or no cases."""
    words = context.words
    named = with_signals(figures, words)
    few = named["signal"].eq("") & (named["denominator"] < context.small) & ~named["unknown"]
    named["signal_text"] = named["signal_text"].mask(few, verdict_in_words("few", words))
    nothing = named["denominator"].eq(0) & ~named["unknown"]
    named["signal_text"] = named["signal_text"].mask(nothing, words("no_cases"))
    named = named.sort_values("month", ascending=False)
    named[COUNTS] = named[COUNTS].where(~named["unknown"])
    month, *rest = control_columns(words, "share", "share")
    cases = [counted_column(part, words(f"indicator.{INDICATOR.key}.{part}")) for part in ("numerator", "denominator")]
    opened = with_rows(named.assign(indicator=INDICATOR.key), own=[in_month(month) for month in named["month"]])
    return Table(opened, (month, *cases, counted_column("blank", words("table.blank")), *rest))


RATE_TREND = Panel(
    "rate_trend",
    read,
    finding,
    chart,
    table,
    lambda _context: (INDICATOR.key,),
    drill="link",
    ignores=("compare",),
)
