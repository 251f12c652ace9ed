"""案卷评查: how good are case files, what is most often wrong in them, and which are examples?"""

import streamlit as st

from panels.enforcement.case_files import CASE_FILES, EXCELLENT_DOCUMENTS, FAILED_FILES, GUIDING_CASES
from panels.enforcement.figures import FILE_FIGURES, FILES_BY_UNIT
from panels.enforcement.file_defects import FILE_DEFECTS
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, CASE_FILES)
columns = (
    (CASE_FILES, FILE_DEFECTS, FAILED_FILES, GUIDING_CASES),
    (FILE_FIGURES, FILES_BY_UNIT, EXCELLENT_DOCUMENTS),
)
for column, panels in zip(st.columns(2, gap="large"), columns, strict=True):
    with column:
        for panel in panels:
            draw(panel, view, leads=panel in (CASE_FILES, FILE_FIGURES))
