"""案件: one suit, reconsideration or petition, everything the ledger says of it."""

from ui.records import draw_record
from ui.view import current_view

view = current_view()
draw_record(view, view.context.selection.ledger)
