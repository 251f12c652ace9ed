"""县区排名: who is ahead, who is behind, is the difference real, and who may be awarded?"""

import streamlit as st

from panels.funnel import FUNNEL
from panels.rank_history import RANK_HISTORY
from panels.rank_moves import RANK_MOVES
from panels.ranking import RANKING
from panels.score_parts import SCORE_PARTS
from panels.scores import SCORES
from panels.whole_cases import WHOLE_CASES
from ui.closer import draw_closer
from ui.draw import draw, heading
from ui.filters import draw_unit_choice
from ui.unscored import draw_unscored
from ui.view import current_view

view = current_view()
leading = SCORES if view.context.selection.by_score else RANKING
heading(view, leading)
draw_unscored(view, view.context)
if leading is RANKING:
    draw(RANKING, view, leads=True)
    draw(FUNNEL, view)
else:
    with st.container(key="beside"):
        left, right = st.columns([13, 6], gap="large")
    with left:
        draw(SCORES, view, leads=True)
    with right:
        draw_unit_choice(view)
        with st.container(key="closely"):
            for panel in (RANK_HISTORY, RANK_MOVES):
                draw(panel, view)
    with st.container(key="in_columns"):
        for panel in (SCORE_PARTS, WHOLE_CASES):
            draw(panel, view)
    draw_closer(view)
