"""行政执法: how do service centres, powers, methods and case files stand?"""

import streamlit as st

from panels.enforcement.case_files import CASE_FILES, FAILED_FILES
from panels.enforcement.certificates import CERTIFICATES
from panels.enforcement.figures import (
    ENFORCEMENT_FIGURES,
    SERVICES_BY_UNIT,
    STANDARDS_BY_UNIT,
    TRAINING_BY_UNIT,
)
from panels.enforcement.methods import METHODS
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, ENFORCEMENT_FIGURES)
draw(ENFORCEMENT_FIGURES, view, leads=True)
columns = (
    (SERVICES_BY_UNIT, METHODS, TRAINING_BY_UNIT),
    (STANDARDS_BY_UNIT, CASE_FILES, FAILED_FILES, CERTIFICATES),
)
for column, panels in zip(st.columns([11, 10], gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view)
