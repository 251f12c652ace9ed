"""Codes that several ledgers share."""

UNIT_KINDS = ("city", "county", "municipal_department", "county_department", "township")
SECTORS = (
    "public_security", "market_regulation", "natural_resources", "housing", "urban_management", "human_resources",
    "ecology", "transport", "health", "education", "agriculture", "emergency_management", "water", "culture_tourism",
    "commerce", "civil_affairs", "justice", "finance", "statistics", "development_reform", "audit", "veterans",
    "science_technology", "industry", "government_services", "township",
)  # fmt: skip
# The fields in which one body may be given all powers of penalty (article 11); each is that of a system.
CENTRALISED_FIELDS = (
    "urban_management", "market_regulation", "ecology", "culture_tourism", "transport", "agriculture",
    "emergency_management", "natural_resources",
)  # fmt: skip
DEFENDANT_ROLES = ("first", "co")
