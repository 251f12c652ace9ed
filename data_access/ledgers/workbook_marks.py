"""The words by which a workbook of ours is known, and its version."""

import hashlib

from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import ColumnKind

# How a template is laid out, beside what stands in it.
SHAPE = "0006"
# Marks of the blank workbook; like headers they are the contract of a file, in both languages.
EXAMPLE_MARK = {"zh": "示例:", "en": "Example:"}


GUIDE_SHEET = {"zh": "填写说明", "en": "Guide"}


# The sheet of a scheme's workbook that says what each rule needs.
RULES_SHEET = {"zh": "计分方法说明", "en": "Rules"}


CHOICES_SHEET = {"zh": "选项", "en": "Choices"}


# The sheet of a workbook of problems that lists what is wrong, equal problems in one line; it is not read back.
LIST_SHEET = {"zh": "问题清单", "en": "List of problems"}


# The last column of a workbook of problems; its sentences are for the unit and are not read back.
PROBLEM_HEADER = {"zh": "导入问题", "en": "Load problem"}


# What is written into a cell that shall lose its value; a blank cell leaves what stands.
CLEAR_MARK = {"zh": "（清空）", "en": "(clear)"}


def template_version() -> str:
    """Changes whenever the name of a sheet, a header, what a column takes or a code changes; not with the database."""
    contract = [
        (ledger.zh, ledger.en, [(c.name, c.zh, c.en, _takes(c.kind), c.required, c.codes) for c in ledger.columns])
        for ledger in LEDGERS
    ]
    return f"{SHAPE}-{hashlib.sha256(repr(contract).encode()).hexdigest()[:8]}"


def is_current(version: str) -> bool:
    """Whether a workbook of that version has the sheets, headers and codes of today."""
    return version == template_version()


def _takes(kind: ColumnKind) -> str:
    # Numbers of records were texts once, and are still written as such.
    return "text" if kind == "number" else kind
