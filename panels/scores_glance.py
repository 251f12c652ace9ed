"""Who is first and who is last, at a glance: the ranking of scores as the first page shows it."""

from dataclasses import replace

import pandas as pd

from data_access.asked.selection import group_in_words
from panels.declare import Chart, Context, Finding
from panels.scores import SCORES, drawn, finding, first_in_words, last_in_words, provisional, shown_units

GLANCE_ENDS = 5


def glance_chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """The chart "scores"; of more than ten units the first five and the last five."""
    units = shown_units(figures, context)
    if len(units) > 2 * GLANCE_ENDS:
        units = pd.concat([units.head(GLANCE_ENDS), units.tail(GLANCE_ENDS)])
    return drawn(units, len(figures), found, context, glance=True)


def glance_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Who is first and who is last; who may not be awarded stands in the rows."""
    words = context.words
    scored = figures[figures["score"].notna()]
    full = finding(figures, context)
    if len(scored) < 2 or scored["rank"].max() == 1:
        return full
    last = scored[scored["rank"] == scored["rank"].max()]
    sentences = [first_in_words(scored, words), last_in_words(last, words)]
    group = group_in_words(context.selection.group, words)
    ends = words("scores.glance_ends", ends=GLANCE_ENDS) if len(scored) > 2 * GLANCE_ENDS else ""
    base = words("scores.glance_base", group=group, as_of=words.date(context.as_of)) + ends
    base += provisional(figures, words)
    return Finding(words("sentence.separator").join(sentences), "plain", base, full.about)


SCORES_GLANCE = replace(SCORES, key="scores_glance", finding=glance_finding, chart=glance_chart)
