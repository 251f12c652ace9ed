"""Words and signs that fill a cell and say nothing: to whoever reads the ledger such a cell is blank."""

import re

from data_access.checking.written_words import BLANK, meanings
from data_access.files.cell_text import plain
from data_access.ledgers.declare import LedgerColumn

# "As above" does say something, but not here: ``fill_down`` reads it where it is asked to.
DITTO = "ditto"
# 未开庭 says of a day of hearing that there was none, and of an absence why.
UNDATED = "undated"
# What says nothing is said in few words.
LONGEST = 16
DIGIT = re.compile(r"\d")
_BRACKETS = "()[]【】〔〕"
# Strokes, dots and dashes alone; ticks and crosses are answers, and a question is for a person to answer.
_STROKES = re.compile(r"[/\\|.…·•,、。_~\-‐‑‒–—―─−〜]+")


def is_placeholder(value: object) -> bool:
    """Whether a cell holds a word for "nothing to say" (``assets/words.toml``), or strokes alone."""
    # Most cells are numbers and dates, and none of these words has a digit.
    if not isinstance(value, str) or len(value) > LONGEST or DIGIT.search(value):
        return False
    return _said(value) not in ("", UNDATED) or _STROKES.fullmatch(plain(value)) is not None


def is_undated(value: object, column: LedgerColumn) -> bool:
    """Whether a cell of dates says that what has the date was not done."""
    return column.kind == "date" and isinstance(value, str) and len(value) <= LONGEST and _said(value) == UNDATED


def is_ditto(value: object) -> bool:
    """Whether a cell says that it holds what the cell above holds."""
    return isinstance(value, str) and len(value) <= LONGEST and not DIGIT.search(value) and _said(value) == DITTO


def answers_first(column: LedgerColumn) -> bool:
    """Whether such a word may be an answer in a column: "none" is a code of some, and "no" where that is asked."""
    return column.kind in ("code", "flag")


def _said(value: str) -> str:
    said = meanings(BLANK).get(plain(value).strip(_BRACKETS).rstrip("。."))
    return said[0].code if said else ""
