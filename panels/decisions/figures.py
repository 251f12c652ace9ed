"""How does the city decide, make rules and file its documents (articles 6 to 8)?"""

from data_access.ledgers.major_decision import MAJOR_DECISION
from panels.case_list import Told, rows_of
from panels.key_figures import key_figures_of

INDICATORS = (
    "five_step_completeness",
    "decision_hearing_rate",
    "plan_completion",
    "interest_heard_share",
    "filing_timeliness",
    "filing_conformity",
)
DECISION_FIGURES = key_figures_of("decision_figures", INDICATORS)
_ACCOUNTED = Told("risk_result", ("title", "accountability"), {"high": "returned"})
ACCOUNTABILITY = rows_of("accountability", MAJOR_DECISION, _ACCOUNTED, "accountability")
