"""简报: what was published, whom did it name, and what might the next issue say?"""

import streamlit as st

from panels.bulletins.draft import DRAFT
from panels.bulletins.issues import ISSUES, RESEARCH
from panels.bulletins.mentions import MENTIONS
from ui.draft import draw_draft, draw_sought
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, MENTIONS)
draw_sought(view)
left, right = st.columns(2, gap="large")
with left:
    draw(MENTIONS, view, leads=True)
with right:
    draw(ISSUES, view)
draw(DRAFT, view)
draw_draft(view)
draw(RESEARCH, view)
