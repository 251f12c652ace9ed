"""整改跟踪: what is open and how grave, what was closed on paper, how long it takes, and which items?"""

import streamlit as st

from panels.rectification.burn_down import BURN_DOWN
from panels.rectification.contradictions import CONTRADICTIONS
from panels.rectification.lights import LIGHTS_PANEL
from panels.rectification.on_time import ON_TIME_BY_UNIT, headline
from panels.rectification.open_by_age import OPEN_BY_AGE
from panels.rectification.paper_closures import PAPER_CLOSURES
from panels.rectification.recurrences import RECURRENCES
from panels.rectification.time_to_close import TIME_TO_CLOSE
from ui.draw import draw, heading
from ui.item_list import draw_item_list, draw_moment
from ui.view import current_view

view = current_view()
heading(view, lambda: headline(view.finding(LIGHTS_PANEL), view.figures(ON_TIME_BY_UNIT), view.context))
draw_moment(view)
left, right = st.columns([11, 10], gap="large")
with left:
    draw(LIGHTS_PANEL, view, leads=True)
for column, panel in (
    (right, PAPER_CLOSURES),
    (left, ON_TIME_BY_UNIT),
    (right, OPEN_BY_AGE),
    (left, RECURRENCES),
    (right, TIME_TO_CLOSE),
    (right, BURN_DOWN),
    (left, CONTRADICTIONS),
):
    with column:
        draw(panel, view)
draw_item_list(view)
