"""How wide a text is, about, before a browser has laid it out."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

# In a font of Chinese characters letters and figures are about half as wide as high.
NARROW, FULL = 0.53, 1.0
# Wide, full-width, and ambiguous: signs such as — and ● that such a font draws at full width.
_FULL_WIDTH = frozenset("WFA")
_PIECES = re.compile("[\u2e80-\uffef]|[^\\s\u2e80-\uffef]+\\s*|\\s+")


def text_width(texts: Iterable[object], size: float) -> float:
    """About how wide the longest of these texts is, in the unit of ``size``, the height of its letters.

    Widths are those of Unicode's East Asian Width; marks that stand on another character have none.
    """
    return max((sum(map(_width, str(text))) * size for text in texts), default=0.0)


def in_lines(text: str, widest: float) -> str:
    """The text in lines of at most so many full-width letters, broken between Chinese characters and at blanks."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and text_width([lines[-1] + piece.rstrip()], 1) > widest:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


@cache
def _width(character: str) -> float:
    # Marks on another character, and what only says where a line may end.
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    return FULL if unicodedata.east_asian_width(character) in _FULL_WIDTH else NARROW
