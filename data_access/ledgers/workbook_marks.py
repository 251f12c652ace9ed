"""The words by which a workbook of ours is known, and its version."""

import hashlib

from data_access.ledgers.all import LEDGERS
from data_access.store.tables import SCHEMA_VERSION

# Marks of the blank workbook; like headers they are the contract of a file, in both languages.
EXAMPLE_MARK = {"zh": "示例:", "en": "Example:"}


GUIDE_SHEET = {"zh": "填写说明", "en": "Guide"}


CHOICES_SHEET = {"zh": "选项", "en": "Choices"}


# The last column of a workbook of problems: what is said there to the unit is not read back.
PROBLEM_HEADER = {"zh": "导入问题", "en": "Load problem"}


def template_version() -> str:
    """Changes whenever a sheet, header or code changes."""
    return f"{SCHEMA_VERSION}-{hashlib.sha256(repr(LEDGERS).encode()).hexdigest()[:8]}"
