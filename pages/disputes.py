"""争议化解: who loses in court, is it getting worse, and how do disputes come up, end and go on?"""

import streamlit as st

from panels.disputes.absences import ABSENCES
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.chain import DISPUTE_CHAIN
from panels.disputes.concentration import MATTER_CONCENTRATION
from panels.disputes.doubtful_cases import DOUBTFUL_CASES
from panels.disputes.headline import headline
from panels.disputes.in_time import IN_TIME
from panels.disputes.loss_funnel import LOSS_FUNNEL
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.disputes.meetings import JOINT_MEETINGS
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.disputes.petitions import PETITIONS
from panels.disputes.rate_trend import RATE_TREND
from panels.disputes.suggestions import SUGGESTIONS_ANSWERED
from panels.disputes.trend import DISPUTE_TREND
from ui.draw import draw, heading
from ui.view import current_view

view = current_view()
heading(view, lambda: headline(view.figures(RATE_TREND), view.figures(APPEARANCE_AND_LOSS), view.context))
# Beside each other stand columns of about the same height.
for columns in (
    ((APPEARANCE_AND_LOSS, ABSENCES), (LOSS_FUNNEL, RATE_TREND)),
    ((COUNTY_SECTOR_MATRIX,), (MATTER_CONCENTRATION,)),
    (
        (DISPUTE_TREND, IN_TIME, JOINT_MEETINGS, DOUBTFUL_CASES),
        (DISPUTE_CHAIN, OUTCOME_MIX, SUGGESTIONS_ANSWERED, PETITIONS),
    ),
):
    pair = st.container(key=f"pair_{columns[0][0].key}").columns([11, 10], gap="large")
    for column, panels in zip(pair, columns, strict=True):
        with column:
            for panel in panels:
                draw(panel, view)
