"""示范点详情: one demonstration site with its events."""

from ui.records import draw_record
from ui.view import current_view

draw_record(current_view(), "demonstration_site")
