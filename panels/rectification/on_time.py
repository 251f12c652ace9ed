"""Who closes in time? The rate by the original due date over the peer group, and the heading of the page."""

import pandas as pd

from data_access.reading.reader import Reader
from panels import ranking
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.peers import city_row
from panels.phrases import change_in_words, rate_with_base
from panels.rectification.asked import RATE


def _by_rate(context: Context) -> Context:
    return context.with_(indicator=RATE)


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row a member and one for the city; columns as ``peer_standing``."""
    return ranking.read(reader, _by_rate(context))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    return ranking.finding(figures, _by_rate(context))


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "ranking"; the unit looked at closely, where there is one, in the accent colour."""
    drawn, closely = ranking.chart(figures, _by_rate(context)), context.selection.closely
    head = dict.fromkeys(("value", "value_text"), context.words("on_time.head"))
    data = drawn.data
    if closely in set(data["code"]):
        tones = data["tone"].where(data["tone"] != "accent", "plain")
        data = data.assign(tone=tones.where(data["code"] != closely, "accent"))
    return Chart(drawn.kind, data, {**drawn.labels, **head}, drawn.options)


def table(figures: pd.DataFrame, context: Context) -> Table:
    return ranking.table(figures, _by_rate(context))


def headline(lights: Finding, figures: pd.DataFrame, context: Context) -> str:
    """What is open and how grave, then the rate of the unit looked at closely, or of the city, and its change."""
    words, closely = context.words, context.selection.closely
    members = figures[figures["level"] == "member"].set_index("code")
    if closely and closely not in members.index:
        return lights.sentence
    row = members.loc[closely] if closely else city_row(figures, RATE)
    if not row["denominator"]:
        return lights.sentence
    change = change_in_words(row["change"], RATE, words) if context.selection.compared else ""
    rated = rate_with_base(row, words)
    sentence = words("on_time.headline", unit=row["unit"], rate=rated) if closely else words("on_time.city", rate=rated)
    parts = [lights.sentence, words("sentence.comma").join(filter(None, (sentence, change)))]
    return words("sentence.separator").join(parts)


def asked(_context: Context) -> tuple[str, ...]:
    return (RATE,)


ON_TIME_BY_UNIT = Panel("on_time_by_unit", read, finding, chart, table, asked, drill="focus", opens="unit")
