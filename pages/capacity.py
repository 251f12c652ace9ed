"""能力与规划: how do the plan, legal services, leaders, legal bodies and archives stand?"""

import streamlit as st

from panels.capacity.archive_coverage import ARCHIVE_COVERAGE
from panels.capacity.figures import CAPACITY_FIGURES, LEADERS_TRAINED
from panels.capacity.leaders import UNREVIEWED
from panels.capacity.legal_bodies import LEGAL_BODIES
from panels.capacity.legal_services import LEGAL_SERVICES
from panels.capacity.plan import OVERDUE_TASKS, PLAN
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, CAPACITY_FIGURES)
draw(CAPACITY_FIGURES, view, leads=True)
columns = ((PLAN, OVERDUE_TASKS, UNREVIEWED), (LEGAL_SERVICES, LEGAL_BODIES, ARCHIVE_COVERAGE, LEADERS_TRAINED))
for column, panels in zip(st.columns([11, 10], gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view)
