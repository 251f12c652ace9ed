"""单位档案: one unit's standing, what happened, what is open, what is missing, and the cases themselves."""

import streamlit as st

from panels.holdings import MATERIALS, OPEN_ITEMS
from panels.reports import REPORTS
from panels.scorecard import SCORECARD
from panels.timeline import TIMELINE
from ui.archive import archive_context, chosen_unit, draw_identity, draw_neighbours, draw_registers
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
unit = chosen_unit(view)
context = archive_context(view, unit)
draw_neighbours(view, unit)
finding = SCORECARD.finding(view.figures(SCORECARD, context), context)
heading(view, view.words("archive.heading", unit=unit["name"], finding=finding.sentence), context)
draw_identity(view, unit)
left, right = st.columns([3, 2], gap="large")
with left:
    draw(SCORECARD, view, context, leads=True)
with right:
    draw(OPEN_ITEMS, view, context)
    draw(MATERIALS, view, context)
draw(TIMELINE, view, context)
draw(REPORTS, view, context)
draw_registers(view, context)
