"""案件清单: which cases are behind a figure?"""

from data_access.reading.form_rows import own_list
from panels.case_list import CASE_LIST
from panels.form_rows import FORM_ROWS
from ui.apart import figures_of
from ui.draw import draw, heading
from ui.records import draw_case_list, draw_list_choice
from ui.view import current_view

view = current_view()
if own_list(view.context.selection.which):
    heading(view, FORM_ROWS)
    draw(FORM_ROWS, view, leads=True)
else:
    heading(view, CASE_LIST)
    draw_list_choice(view)
    draw_case_list(view)
    forms = figures_of(FORM_ROWS, view)
    if forms is None or not forms.empty:
        draw(FORM_ROWS, view)
