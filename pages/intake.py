"""台账入库: ledgers are brought, tried and loaded, and a load is taken back."""

from ui.intake import draw_intake
from ui.view import current_desk

draw_intake(*current_desk())
