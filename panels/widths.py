"""How wide a text is, about, before a browser has laid it out."""

import unicodedata
from collections.abc import Iterable

# In a font of Chinese characters letters and figures are about half as wide as high.
NARROW, FULL = 0.53, 1.0
# Wide, full-width, and ambiguous: signs such as — and ● that such a font draws at full width.
_FULL_WIDTH = frozenset("WFA")


def text_width(texts: Iterable[object], size: float) -> float:
    """About how wide the longest of these texts is, in the unit of ``size``, the height of its letters.

    Widths are those of Unicode's East Asian Width; marks that stand on another character have none.
    """
    return max((sum(map(_width, str(text))) * size for text in texts), default=0.0)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return FULL if unicodedata.east_asian_width(character) in _FULL_WIDTH else NARROW
