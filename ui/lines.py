"""Where the lines of headings and stamps end: what belongs together is not parted by the end of a line."""

import re

from wording import JOINER, LONGEST_PIECE, Wording, together

# What a figure is of: a short clause up to it, or a name of three before it; the measure word of a figure before stands
# with that one ("2 年由第 6 位"). And what ends a clause after a figure ("7 个环节").
_WITH_FIGURE = re.compile(
    r"(?<![\u00a0\u3400-\u9fff])[\u3400-\u9fff]{2,8}(?=\u00a0\d)|(?<!\u00a0)[\u3400-\u9fff]{3}(?=\u00a0\d)"
    r"|(?<=\d\u00a0)[\u3400-\u9fff]{2,4}(?![\u00a0\u3400-\u9fff])"
)
# The place before the dot between two parts of a stamp.
_BEFORE_DOT = re.compile(r"(?<=[ \u3000])(?=·)")


def heading_in_lines(sentence: str, words: Wording, longest: float = LONGEST_PIECE) -> str:
    """A heading that keeps a Chinese name beside its figure in the narrowest column, where lines end anywhere else."""
    return _WITH_FIGURE.sub(lambda found: JOINER.join(found[0]), words.unbroken(sentence, longest))


def stamp_in_lines(stamp: str) -> str:
    """A stamp none of whose lines begins with the dot between its parts."""
    return _BEFORE_DOT.sub(JOINER, together(stamp))
