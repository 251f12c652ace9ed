"""案件清单: which cases are behind a figure?"""

from panels.case_list import CASE_LIST
from ui.draw import draw, heading
from ui.records import draw_list_choice, draw_pages, total_of
from ui.view import current_view

view = current_view()
heading(view, CASE_LIST)
draw_list_choice(view)
draw(CASE_LIST, view, leads=True)
draw_pages(view, total_of(view))
