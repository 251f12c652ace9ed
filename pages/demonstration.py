"""示范点: which demonstration sites should be adjusted, and where does every one stand?"""

import streamlit as st

from panels.demonstration.highlights import HIGHLIGHTS
from panels.demonstration.site_board import SITE_BOARD
from panels.demonstration.site_map import SITE_MAP
from panels.demonstration.site_timeline import SITE_TIMELINE
from panels.demonstration.suggested_adjustments import SUGGESTED_ADJUSTMENTS
from ui.apart import draws_something
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
# Every site has its card.
somebody_has_a_site = draws_something(SITE_BOARD, view)
heading(view, SUGGESTED_ADJUSTMENTS)
left, right = st.columns([12, 8], gap="large")
with left:
    draw(SUGGESTED_ADJUSTMENTS, view, leads=True)
    if somebody_has_a_site:
        draw(HIGHLIGHTS, view)
with right:
    draw(SITE_MAP, view)
# The heading has said so.
if somebody_has_a_site:
    draw(SITE_BOARD, view)
    draw(SITE_TIMELINE, view)
