"""执法人员档案: one officer by number, for those who may see names; the file follows the officer."""

import streamlit as st

from panels.officers.events import OFFICER_EVENTS
from panels.officers.file import OFFICER_FILE
from panels.officers.training import OFFICER_TRAINING
from ui.apart import figures_of
from ui.draw import draw, heading
from ui.records import say_absent
from ui.view import current_view

view = current_view()
found = figures_of(OFFICER_FILE, view)
heading(view, OFFICER_FILE)
if found is not None and found.empty:
    say_absent(view)
else:
    left, right = st.columns([11, 10], gap="large")
    with left:
        draw(OFFICER_FILE, view, leads=True)
        draw(OFFICER_TRAINING, view)
    with right:
        draw(OFFICER_EVENTS, view)
