"""How does the city's enforcement stand: service centres, powers, methods, case files (articles 9 to 15)?"""

from panels.key_figures import key_figures_of
from panels.ranking import ranking_by

INDICATORS = (
    "service_in_time_rate",
    "service_online_share",
    "powers_online_share",
    "discretion_standard_share",
    "flexible_enforcement_share",
    "file_failed_share",
)
ENFORCEMENT_FIGURES = key_figures_of("enforcement_figures", INDICATORS)
SERVICES_BY_UNIT = ranking_by(
    "services_by_unit", "service_in_time_rate", "table.rate", population="listed", drill="unit"
)
STANDARDS_BY_UNIT = ranking_by(
    "standards_by_unit", "discretion_standard_share", "table.rate", population="listed", drill="unit"
)
TRAINING_BY_UNIT = ranking_by("training_by_unit", "training_share", "table.rate", population="listed", drill="unit")
