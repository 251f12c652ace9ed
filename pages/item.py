"""整改事项: one rectification item with its events."""

from ui.records import draw_record
from ui.view import current_view

draw_record(current_view(), "rectification")
