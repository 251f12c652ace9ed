"""How do service centres, powers, methods (articles 9 to 12), training (13) and case files (15) stand?"""

from panels.key_figures import key_figures_of
from panels.ranking import ranking_by

INDICATORS = (
    "service_in_time_rate",
    "service_online_share",
    "powers_online_share",
    "discretion_standard_share",
    "flexible_enforcement_share",
    "centres_networked_share",
)
FILE_INDICATORS = ("file_failed_share", "file_excellent_share")
FILE_FIGURES = key_figures_of("file_figures", FILE_INDICATORS)
ENFORCEMENT_FIGURES = key_figures_of("enforcement_figures", INDICATORS)
SERVICES_BY_UNIT = ranking_by(
    "services_by_unit", "service_in_time_rate", "table.rate", population="listed", drill="unit"
)
STANDARDS_BY_UNIT = ranking_by(
    "standards_by_unit", "discretion_standard_share", "table.rate", population="listed", drill="unit"
)
FILES_BY_UNIT = ranking_by("files_by_unit", "file_mean_score", "table.rate", population="listed", drill="unit")
POWERS_ADJUSTED = ranking_by(
    "powers_adjusted_by_unit", "powers_adjusted", "table.rate", population="listed", drill="unit"
)
OFFICERS_TRAINED = ranking_by(
    "officers_trained_by_unit", "training_share", "table.rate", population="listed", drill="unit"
)
