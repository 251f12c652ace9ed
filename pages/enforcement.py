"""行政执法: how do service centres, powers, methods of enforcement and officers stand?"""

import streamlit as st

from panels.enforcement.centralised import CENTRALISED
from panels.enforcement.certificates import CERTIFICATES
from panels.enforcement.figures import (
    ENFORCEMENT_FIGURES,
    OFFICERS_TRAINED,
    POWERS_ADJUSTED,
    SERVICES_BY_UNIT,
    STANDARDS_BY_UNIT,
)
from panels.enforcement.methods import METHODS
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, ENFORCEMENT_FIGURES)
draw(ENFORCEMENT_FIGURES, view, leads=True)
# Two rankings each: where they fold, both columns grow alike.
columns = (
    (SERVICES_BY_UNIT, POWERS_ADJUSTED, METHODS),
    (STANDARDS_BY_UNIT, CERTIFICATES, OFFICERS_TRAINED),
)
for column, panels in zip(st.columns([11, 10], gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view)
# A column a field needs the width of the page.
draw(CENTRALISED, view)
