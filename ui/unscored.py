"""Where a period has no scores: that its ranking goes by an indicator, why, and the period that has some."""

import streamlit as st

from data_access.asked.selection import SCORE, period_in_words
from panels.declare import Context
from panels.links import HERE, link_to
from panels.scores import why_no_scores
from ui.address import selection_of
from ui.apart import on_page_only
from ui.literal import literal
from ui.view import View
from ui.ways import draw_ways


def _asks_for_scores(view: View, context: Context) -> bool:
    """Whether the page would show scores: its link asks for them, or it is about a unit of a group that has some."""
    if "indicator" in view.page.keys:
        return selection_of(view.context.choices, view.page)[0].by_score
    return context.selection.group in context.choices.scored_groups


@on_page_only
def draw_unscored(view: View, context: Context) -> None:
    """Said once on a page that would show scores, in place of the panels that need them; nothing where there are."""
    words, choices, selection = view.words, context.choices, context.selection
    if choices.scores(selection.group, selection.period) or not _asks_for_scores(view, context):
        return
    with st.container(key="unscored", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(literal(why_no_scores(context)))
        if (period := choices.scored_period(selection.group, selection.period)) is not None:
            way = words("unscored.way", period=period_in_words(period, words))
            own = {"indicator": SCORE} if "indicator" in view.page.keys else {}
            draw_ways(view, [(way, link_to(HERE, grain=period.grain, period=period.code, **own))])
