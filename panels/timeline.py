"""What happened in a unit, month by month?"""

import pandas as pd

from assessment.indicators import SMALL_DENOMINATOR
from data_access.reading.reader import Reader
from data_access.reading.records import timeline
from panels.declare import Chart, Column, Context, Finding, Panel, Table

LANES = ("litigation", "reconsideration", "rectification", "material")
ADVERSE = {("litigation", "lost"), ("rectification", "overdue"), ("material", "missing")} | {
    ("reconsideration", outcome) for outcome in ("revoked", "altered", "confirmed_illegal", "ordered_to_perform")
}


def timeline_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """What happened by month: lane, kind, month, events."""
    return timeline(reader, context.selection.unit, context.selection.period, context.as_of)


def _adverse(figures: pd.DataFrame) -> pd.Series:
    kinds = zip(figures["lane"], figures["kind"], strict=True)
    return pd.Series([kind in ADVERSE for kind in kinds], index=figures.index, dtype=bool)


def timeline_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The number of adverse events, if any; of enough of them the month with most."""
    words = context.words
    base = words("timeline.base")
    if figures.empty:
        return Finding(words("timeline.nothing"), "plain", base)
    bad = figures[_adverse(figures)]
    if bad.empty:
        return Finding(words("timeline.no_adverse", n=int(figures["events"].sum())), "good", base)
    total = int(bad["events"].sum())
    if total < SMALL_DENOMINATOR:
        return Finding(words("timeline.adverse", n=total), "watch", base)
    worst = bad.groupby("month")["events"].sum().sort_values(ascending=False, kind="stable")
    month, most = pd.Timestamp(worst.index[0]), int(worst.iloc[0])
    when = words("period.month", year=month.year, month=month.month)
    return Finding(words("timeline.worst", n=total, month=when, most=words.number(most)), "watch", base)


def timeline_chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "timeline": adverse above ordinary events, each with its number; what they were is said when pointed at."""
    words, period = context.words, context.selection.period
    lanes = [words.label("ledger_short", lane) for lane in LANES]
    tips = [words(f"timeline.{lane}.{kind}", n=int(events)) for lane, kind, events in _triples(figures)]
    detailed = figures.assign(adverse=_adverse(figures), text=tips)
    data = detailed.groupby(["lane", "month", "adverse"], as_index=False).agg(
        events=("events", "sum"), text=("text", lambda texts: words("sentence.comma").join(texts))
    )
    data = data.assign(
        month=pd.to_datetime(data["month"]),
        lane=[words.label("ledger_short", lane) for lane in data["lane"]],
        label=[words.number(events) for events in data["events"]],
    )
    return Chart("timeline", data, options={"lanes": lanes, "first": period.first, "last": period.last})


def timeline_table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(
        month=pd.to_datetime(figures["month"]),
        lane=[words.label("ledger", lane) for lane in figures["lane"]],
        kind=[words(f"timeline.{lane}.{kind}", n=int(n)) for lane, kind, n in _triples(figures)],
    )
    columns = (
        Column("month", words("table.month"), "month"),
        Column("lane", words("table.ledger")),
        Column("kind", words("table.event")),
        Column("events", words("table.items"), "integer"),
    )
    return Table(named, columns)


def _triples(figures: pd.DataFrame) -> list[tuple[str, str, int]]:
    return list(zip(figures["lane"], figures["kind"], figures["events"], strict=True))


TIMELINE = Panel("timeline", timeline_figures, timeline_finding, timeline_chart, timeline_table)
