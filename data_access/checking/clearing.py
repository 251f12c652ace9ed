"""The word in a cell that asks to empty what stands; a blank cell leaves it."""

import unicodedata

from data_access.checking.placeholders import DIGIT
from data_access.files.cell_text import plain
from data_access.ledgers.workbook_marks import CLEAR_MARK

# Without brackets the Chinese word is that one, too: nobody has it for a text. An English “clear” may be one.
_BARE = CLEAR_MARK["zh"].strip("（）")
_WORDS = frozenset((*map(plain, CLEAR_MARK.values()), _BARE))
# Other brackets, and quotation marks, as people copy the word from a sentence.
_BRACKETS = str.maketrans("[]【】〔〕〈〉《》「」{}", "()()()()()()()")
_QUOTES = '“”"‘’'
# A cell that is longer, with white space in it, is prose.
_LONGEST = 16
# How such a word begins.
_OPENING = frozenset((*'(（[［【〔〈《「{｛“"‘', _BARE[0]))


def asks_to_clear(value: object) -> bool:
    """Whether a cell asks that what stands be emptied: （清空）, 【清空】, 清空 or (clear), in any brackets."""
    # Looked at without being read, as most cells are.
    # Numbers of cases open with a bracket, too, and no such word has a digit.
    if not isinstance(value, str) or len(value) > _LONGEST or value.strip()[:1] not in _OPENING or DIGIT.search(value):
        return False
    return plain(unicodedata.normalize("NFKC", value).translate(_BRACKETS).strip().strip(_QUOTES)) in _WORDS
