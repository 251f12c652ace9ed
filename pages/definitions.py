"""指标说明: what does each indicator mean, which settings were in force, can it be proved, and what is no data?"""

import streamlit as st

from panels.definitions.indicators import DEFINITIONS
from panels.definitions.not_data import CLAUSES_WITHOUT_DATA
from panels.definitions.proof import PROOF
from panels.definitions.settings import SETTINGS
from ui.definitions import draw_claim, draw_settings_day
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, DEFINITIONS)
draw(DEFINITIONS, view, leads=True)
left, right = st.columns(2, gap="large")
with left:
    draw_settings_day(view)
    draw(SETTINGS, view)
with right:
    draw_claim(view)
    draw(PROOF, view)
    draw(CLAUSES_WITHOUT_DATA, view)
