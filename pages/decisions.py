"""决策与文件: are decisions taken by the rules, plans kept, and documents filed?"""

import streamlit as st

from panels.decisions.evaluations import EVALUATIONS
from panels.decisions.expiring import EXPIRING
from panels.decisions.figures import ACCOUNTABILITY, DECISION_FIGURES
from panels.decisions.filing import FILING_BY_MONTH, FILING_BY_UNIT
from panels.decisions.five_steps import FIVE_STEPS
from panels.decisions.legislation_plan import LEGISLATION_PLAN
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, DECISION_FIGURES)
draw(DECISION_FIGURES, view, leads=True)
draw(FIVE_STEPS, view)
# Decisions and what becomes of documents; how both are made: the two columns are about equally high.
columns = ((EVALUATIONS, ACCOUNTABILITY, EXPIRING), (LEGISLATION_PLAN, FILING_BY_UNIT, FILING_BY_MONTH))
for column, panels in zip(st.columns([11, 10], gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view)
