"""The word in a cell that asks to empty what stands; a blank cell leaves it."""

from data_access.files.cell_text import plain
from data_access.ledgers.workbook_marks import CLEAR_MARK

_WORDS = frozenset(map(plain, CLEAR_MARK.values()))
# A cell that is longer, with white space in it, is prose.
_LONGEST = 16
# How such a word begins, in either width.
_OPENING = frozenset("(（")


def asks_to_clear(value: object) -> bool:
    """Whether a cell asks that what stands be emptied: （清空） or (clear), brackets of either width."""
    # Looked at without being read, as most cells are.
    return (
        isinstance(value, str) and len(value) <= _LONGEST and value.strip()[:1] in _OPENING and plain(value) in _WORDS
    )
