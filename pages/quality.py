"""数据质量: what was handed in, what is blank, odd, contradicted or rejected, and how far does each ledger reach?"""

import streamlit as st

from panels.disputes.doubtful_cases import DOUBTFUL_CASES
from panels.forms_differ import FORMS_DIFFER
from panels.freshness import FRESHNESS
from panels.quality.blanks import BLANKS
from panels.quality.load_history import LOAD_HISTORY
from panels.quality.outliers import OUTLIERS
from panels.quality.rejected_rows import REJECTED_ROWS
from panels.quality.report_matrix import REPORT_MATRIX
from panels.rectification.contradictions import CONTRADICTIONS
from ui.apart import figures_of
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, REPORT_MATRIX)
draw(REPORT_MATRIX, view, leads=True)
rejected = figures_of(REJECTED_ROWS, view)
# Where nothing was rejected, or not for this reader, the history of loads says all there is to say.
of_loads = (LOAD_HISTORY,) if rejected is not None and rejected.empty else (LOAD_HISTORY, REJECTED_ROWS)
columns = ((BLANKS, CONTRADICTIONS, DOUBTFUL_CASES, *of_loads), (OUTLIERS, FORMS_DIFFER, FRESHNESS))
for column, panels in zip(st.columns(2, gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view)
