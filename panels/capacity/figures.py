"""How do the plan, legal service, leaders and legal bodies stand (articles 1, 2, 19 and 21)?"""

from panels.key_figures import key_figures_of
from panels.ranking import ranking_by

INDICATORS = (
    "plan_on_schedule_share",
    "legal_service_on_time_rate",
    "legal_service_adopted_share",
    "reviewed_before_appointment_share",
    "law_exam_pass_share",
    "legal_posts_filled_ratio",
)
CAPACITY_FIGURES = key_figures_of("capacity_figures", INDICATORS)
LEADERS_TRAINED = ranking_by(
    "leaders_trained_by_unit", "leaders_training_attendance", "table.rate", population="listed", drill="unit"
)
