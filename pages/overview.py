"""总览: how are we doing, and what needs attention now?"""

import streamlit as st

from panels.attention import ATTENTION
from panels.county_tiles import COUNTY_TILES, has_places
from panels.forms_differ import FORMS_DIFFER
from panels.freshness import FRESHNESS_GLANCE
from panels.headings import of_city
from panels.key_figures import KEY_FIGURES, WEAKEST
from panels.ranking import RANKING_GLANCE
from panels.scores_glance import SCORES_GLANCE
from ui.apart import figures_of
from ui.archive import is_scored
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(
    view,
    lambda: of_city(figures_of(ATTENTION, view), view.figures(KEY_FIGURES), view.finding(KEY_FIGURES), view.context),
)
draw(KEY_FIGURES, view, leads=True)
# One pair of columns: of two, the first left a blank. On a phone what is urgent comes second.
left, right = st.container(key="by_turns").columns([9, 11], gap="large")
with left:
    draw(SCORES_GLANCE if is_scored(view.context) else RANKING_GLANCE, view)
with right:
    draw(ATTENTION, view)
with left:
    if has_places(view.reader):
        draw(COUNTY_TILES, view)
    draw(WEAKEST, view)
with right:
    draw(FRESHNESS_GLANCE, view)
# Its rows need the whole width, and below either column it would leave a blank beside it.
if view.context.choices.has_forms:
    draw(FORMS_DIFFER, view)
