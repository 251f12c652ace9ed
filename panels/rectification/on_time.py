"""Who closes in time? The rate by the original due date over the peer group, and the heading of the page."""

import pandas as pd

from panels.declare import Context, Finding
from panels.peers import city_row
from panels.phrases import change_in_words, rate_with_base
from panels.ranking import ranking_by
from panels.rectification.asked import RATE

ON_TIME_BY_UNIT = ranking_by("on_time_by_unit", RATE, "on_time.head", drill="focus", opens="unit", population="listed")


def headline(lights: Finding, figures: pd.DataFrame, context: Context) -> str:
    """What is open and how grave, then the rate of the unit looked at closely, or of the city, and its change."""
    words, closely = context.words, context.selection.closely
    members = figures[figures["level"] == "member"].set_index("code")
    if closely and closely not in members.index:
        return lights.sentence
    row = members.loc[closely] if closely else city_row(figures, RATE)
    if not row["denominator"]:
        return lights.sentence
    change = change_in_words(row, context) if context.selection.compared else ""
    rated = rate_with_base(row, words)
    sentence = words("on_time.headline", unit=row["unit"], rate=rated) if closely else words("on_time.city", rate=rated)
    parts = [lights.sentence, words("sentence.comma").join(filter(None, (sentence, change)))]
    return words("sentence.separator").join(parts)
