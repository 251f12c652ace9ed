"""数据质量: what was handed in, what is blank, contradicted or rejected, and how far does each ledger reach?"""

import streamlit as st

from panels.disputes.doubtful_cases import DOUBTFUL_CASES
from panels.forms_differ import FORMS_DIFFER
from panels.freshness import FRESHNESS
from panels.quality.blanks import BLANKS
from panels.quality.load_history import LOAD_HISTORY
from panels.quality.report_matrix import REPORT_MATRIX
from panels.rectification.contradictions import CONTRADICTIONS
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, REPORT_MATRIX)
draw(REPORT_MATRIX, view, leads=True)
columns = ((BLANKS, FORMS_DIFFER, LOAD_HISTORY), (CONTRADICTIONS, DOUBTFUL_CASES, FRESHNESS))
for column, panels in zip(st.columns(2, gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view)
