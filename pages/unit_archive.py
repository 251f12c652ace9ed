"""单位档案: one unit's standing, what happened and was decided, what is open and missing, and the cases."""

import streamlit as st

from panels.disputes.absences import ABSENCES
from panels.holdings import MATERIALS, OPEN_ITEMS
from panels.leader_records import LEADER_RECORDS
from panels.rank_history import RANK_HISTORY
from panels.reports import REPORTS
from panels.score_parts import SCORE_PARTS
from panels.scorecard import SCORECARD
from panels.timeline import TIMELINE
from panels.uses_of_results import USES_OF_RESULTS
from panels.whole_cases import WHOLE_CASES
from ui.archive import (
    among_its_peers,
    chosen_unit,
    draw_identity,
    draw_parts,
    draw_registers,
    heading_of,
    is_assessed,
)
from ui.choosing import draw_choices
from ui.draw import draw, heading
from ui.parts import parts_listed
from ui.unscored import draw_unscored
from ui.view import current_view

unit = chosen_unit(current_view())
view = among_its_peers(current_view(), unit)
context = view.context
heading(view, lambda: heading_of(view, unit, context), context)
draw_identity(view, unit, context)
with parts_listed(view, OPEN_ITEMS, MATERIALS):
    # What is open and what is lacking comes first to the eye, the long list of indicators first to the projector.
    urgent = st.container()
    draw(SCORECARD, view, context, leads=True)
    with urgent:
        for column, panel in zip(st.columns(2, gap="large"), (OPEN_ITEMS, MATERIALS), strict=True):
            with column:
                draw(panel, view, context)
    draw(TIMELINE, view, context)
    # One after the other in two columns that the browser makes equally long: which are there differs from unit to unit.
    with st.container(key="in_columns"):
        if is_assessed(view, context):
            for panel in (RANK_HISTORY, SCORE_PARTS, WHOLE_CASES):
                draw(panel, view, context)
        else:
            draw_unscored(view, context)
        draw_parts(view, context)
        for panel in (ABSENCES, LEADER_RECORDS):
            draw(panel, view, context)
        with st.container():
            if context.selection.reports:
                draw_choices(view, "reports")
            draw(REPORTS, view, context)
        draw(USES_OF_RESULTS, view, context)
    draw_registers(view, context)
