"""案件清单: which cases are behind a figure?"""

from panels.case_list import CASE_LIST
from ui.draw import heading
from ui.records import draw_case_list, draw_list_choice
from ui.view import current_view

view = current_view()
heading(view, CASE_LIST)
draw_list_choice(view)
draw_case_list(view)
