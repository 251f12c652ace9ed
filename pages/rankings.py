"""县区排名: who is ahead, who is behind, and is the difference real?"""

from panels.ranking import RANKING
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, RANKING.finding(view.figures(RANKING), view.context).sentence)
draw(RANKING, view, leads=True)
