"""What has room at which width of a list: the browser decides, by classes that name the width.

``styles/widths.css`` shows an element of class ``from-40`` where its list is at least 40 em wide, and one of class
``until-40`` where it is narrower. Widths of texts are reckoned here only to choose among the few widths there are: what
is reckoned too narrow is wrapped, never cut.
"""

import re
from collections.abc import Iterable

from panels.widths import text_width

# The widths at which something changes, in em of the frame's letters; a projector of 4:3 has 122 of them.
WIDTHS = (16, 20, 24, 28, 32, 36, 40, 45, 50, 57, 64, 72, 80, 90, 100, 115, 122, 130, 145, 160)
NEVER = "never"
# Letters differ from font to font.
SLACK = 1.02
# On the page letters of a list in em of its frame's; on the projector an em of the frame is a hundredth of the screen's
# height, and letters are between ``SMALLEST`` and ``LARGEST`` of these.
ON_PAGE, SMALLEST, LARGEST = 1.065, 2.15, 4.0
# What headline and foot leave to the rows, in hundredths of the screen's height.
ROOM = 66.0
# A name of more full-width letters than these is a column of too many lines beside its marks in half a small desk.
LONGEST_BESIDE = 15
_CHINESE = "\u2e80-\uffef"
_RUNS = re.compile(f"[^{_CHINESE}]+|[{_CHINESE}]+")
# Punctuation goes with the character that it opens or closes.
_LETTER = f"[（《〔]*[{_CHINESE}][，；：、。）》〕]*"
_PAIRS = re.compile(f"(?:{_LETTER}){{1,3}}$|(?:{_LETTER}){{2}}|[^ {_CHINESE}]+ ?|  *")


def from_width(needed: float, letters: float) -> str:
    """The class-name ending of the least width that has room for so many em of letters; "never" where none has."""
    return next((str(width) for width in WIDTHS if needed * letters <= width), NEVER)


def in_em(texts: Iterable[str]) -> float:
    """How wide the longest of these texts is on one line, in em of its letters."""
    return SLACK * text_width(texts, 1.0)


def has_long(names: Iterable[str]) -> bool:
    """Whether a list has names that stand above their marks where it is narrow (each kind's style sheet says where)."""
    return text_width(names, 1) > LONGEST_BESIDE


def pieces(text: str) -> list[str]:
    """What of the words of a head stays together on a line: of Chinese two characters, and no single one at the end."""
    return [piece for word in _RUNS.findall(text) for piece in _PAIRS.findall(word)]


def letters(projected: bool, rows: float, row_height: float) -> float:
    """The size of the letters of a list of so many rows, each ``row_height`` times as high, in em of its frame."""
    return min(max(SMALLEST, ROOM / max(rows, 1) / row_height), LARGEST) if projected else ON_PAGE
