"""指标说明: what does each indicator mean, and what of the policy is no data?"""

from panels.definitions.indicators import DEFINITIONS
from panels.definitions.not_data import CLAUSES_WITHOUT_DATA
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, DEFINITIONS)
draw(DEFINITIONS, view, leads=True)
draw(CLAUSES_WITHOUT_DATA, view)
