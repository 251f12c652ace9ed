"""A control chart in words and marks: what trends of counts and of rates have in common."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from assessment.control import CHANGES_OF_LAW, SIGNALS, Point, Summary, summary
from data_access.asked.periods import Period
from data_access.asked.selection import period_in_words
from panels.declare import CellKind, Chart, Column, Context
from wording import Wording

# How a value of the chart is written: a count or a share.
Write = Callable[[float, Wording], str]


def month_in_words(month: dt.date, context: Context) -> str:
    """7 月; with its year where the selected months are of several years."""
    words, period = context.words, context.selection.period
    if period.first.year == period.last.year:
        return words.label("month_name", month.month)
    return period_in_words(Period("month", month, month), words)


def of_period(chart: pd.DataFrame, context: Context) -> Summary:
    """The signals of the selected months; the months before only made the limits."""
    return summary(chart, context.selection.period.first, context.selection.period.last)


def selected(chart: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The selected months."""
    period = context.selection.period
    return chart[[period.first <= month <= period.last for month in chart["month"]]]


def spoken_of(months: Summary) -> Point | None:
    """The month a sentence speaks of: the latest with the gravest signal; None where all vary as usual."""
    return next((point for signal in SIGNALS if (point := months.latest[signal]) is not None), None)


def beside(chart: pd.DataFrame, point: Point, context: Context) -> pd.DataFrame:
    """The selected months with a value that the sentence on a point does not speak of: none of its run or trend."""
    up_to = chart.loc[chart["value"].notna() & (chart["month"] <= point["month"]), "month"]
    spoken = up_to.tail(1 if point["signal"] == "outside" else int(point["length"]))
    inside = selected(chart, context)
    return inside[inside["value"].notna() & ~inside["month"].isin(spoken)]


def more_in_words(others: pd.DataFrame, words: Wording) -> str:
    """另有 2 个月异常: how many of the months beside a point have a signal of their own; '' for none."""
    more = int(others["signal"].ne("").sum())
    return words("trend.more", n=more) if more else ""


def point_in_words(point: Point, write: Write, name: str, context: Context) -> str:
    """A month beyond a limit, or a run or trend that ends in it, in words: 7 月行政复议 61 件，超出上限 52."""
    words, signal = context.words, point["signal"]
    values = {"month": month_in_words(point["month"], context), "name": name}
    if signal == "outside":
        limit = point["high"] if point["side"] == "above" else point["low"]
        value = str(point.get("said") or write(point["value"], words))
        return words(f"trend.outside.{point['side']}", **values, value=value, limit=write(limit, words))
    values["centre"] = write(point["centre"], words)
    return words(f"trend.{signal}.{point['side']}", n=int(point["length"]), **values)


def control_chart(charts: pd.DataFrame, write: Write, context: Context, **options: Any) -> Chart:
    """Kind "control" of rows as the chart functions return them, with lane (words, '' for a single one), said (the
    value as it is written, with its base), label (the words at the points that are spoken of, else '') and code (the
    link to the rows of a month)."""
    words = context.words
    data = charts[["lane", "value", "centre", "low", "high", "signal", "label", "code"]].assign(
        month=pd.to_datetime(charts["month"]),
        value_text=[_pointed_at(row, write, words) for row in charts.to_dict("records")],
    )
    lanes = list(dict.fromkeys(charts["lane"]))
    ends = [_end(lane, charts[charts["lane"] == lane], write, words) for lane in lanes]
    known = {"lanes": lanes, "breaks": _breaks(charts, words),
             "ends": pd.DataFrame(ends, columns=["lane", "centre_text", "high_text", "low_text"])}  # fmt: skip
    return Chart("control", data, options={**known, **options})


def _pointed_at(row: dict[str, Any], write: Write, words: Wording) -> str:
    """The tip of a month: its value and, where there are any, the limits it is held against."""
    values = {"month": f"{row['month']:%Y-%m}", "value": row["said"]}
    if pd.isna(row["high"]):
        return words("trend.point", **values)
    return words("trend.point_within", **values, low=write(row["low"], words), high=write(row["high"], words))


def _end(lane: str, rows: pd.DataFrame, write: Write, words: Wording) -> tuple[str, str, str, str]:
    """The texts at the right end of a lane: the centre and the limits of its last month; '' where one is missing."""
    last = rows.dropna(subset=["high"]).tail(1)
    if last.empty:
        return lane, "", "", ""
    row = last.iloc[0]
    low = words("trend.low", value=write(row["low"], words)) if row["low"] > 0 else ""
    return (
        lane,
        words("trend.centre", value=write(row["centre"], words)),
        words("trend.high", value=write(row["high"], words)),
        low,
    )


def _breaks(charts: pd.DataFrame, words: Wording) -> pd.DataFrame:
    """The changes of law within the months drawn: month, text."""
    inside = [change for change in CHANGES_OF_LAW if charts["month"].min() < change.month <= charts["month"].max()]
    rows = [(pd.Timestamp(change.month), words(f"trend.change.{change.key}")) for change in inside]
    return pd.DataFrame(rows, columns=["month", "text"])


def control_columns(words: Wording, value: CellKind, limits: CellKind, opens: str = "") -> tuple[Column, ...]:
    """The columns of a table of control charts, how values and limits are written, and where the values' links are."""
    return (
        Column("month", words("table.month"), "month"),
        Column("value", words("trend.head.value"), value, opens),
        Column("centre", words("trend.head.centre"), limits),
        Column("low", words("trend.head.low"), limits),
        Column("high", words("trend.head.high"), limits),
        Column("signal_text", words("table.status")),
    )


def with_signals(charts: pd.DataFrame, words: Wording) -> pd.DataFrame:
    """Adds what is said of each month's place (``_status``), and months as dates with a time, for tables."""
    texts = [words(_status(row)) for row in charts.to_dict("records")]
    return charts.assign(month=pd.to_datetime(charts["month"]), signal_text=texts)


def _status(row: dict[str, Any]) -> str:
    """The key of what is said of a month: unknown, its signal, without limits, beyond them and too small to be called
    so, or within."""
    if row["unknown"]:
        return "trend.unknown"
    if row["signal"]:
        return f"trend.signal.{row['signal']}"
    if pd.isna(row["high"]):
        return "trend.signal.no_limits"
    return "trend.signal.none" if row["low"] <= row["value"] <= row["high"] else "trend.signal.few"
