"""查阅记录: who looked at what?"""

from ui.apart import on_page_only
from ui.audit import draw_access_log
from ui.view import current_view

on_page_only(draw_access_log)(current_view())
