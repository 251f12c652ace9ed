"""How large a headline is projected: as large as it has room on few lines, and its chart room to be read."""

import math
import re
from collections.abc import Sequence

from panels.widths import text_width
from ui.headline import in_two_sizes
from wording import JOINER

# Of each size of headline: how many full-width characters a line holds, and how high it is on a screen of 1920×1080.
LINE_LENGTHS = {"large": 19.0, "middle": 23.0, "small": 28.0, "smallest": 34.0, "least": 40.0}
LINE_HEIGHTS = {"large": 112, "middle": 91, "small": 75, "smallest": 61, "least": 52}
# As many lines as a headline should have, and as many as it may have in the smallest letters but one.
MOST_LINES, LINES_AT_WORST = 2, 3
# What headline and foot leave to the chart on such a screen, and how much it is enlarged for its letters to be read.
BESIDE_WORDS, ENLARGED = 908, 1.75
# What stands below a headline in smaller letters: how many a line holds, and how high it is.
REST_LENGTH, REST_LINE = 41.0, 56
# The letters of the foot on such a screen, how high a line of them is and how long.
FOOT_SIZE, FOOT_LINE, FOOT_LENGTH = 21, 29, 1620
# Where a line of a sentence may end: after punctuation or a blank, and between a word and its bracket.
_ENDS = re.compile(r"(?<=[，；：、。 ])(?!\u2060)|(?<=[\u4e00-\u9fff])(?=（)")
_BRACKETS, _COMMAS = re.compile(r"（[^（）]+）"), re.compile(r"[，；：、](?=[^）])")


def headline_size(sentence: str, chart_height: float = 0, foot: Sequence[str] = ()) -> str:
    """The largest size in which the sentence takes two lines and leaves its chart room to be read from the last row.

    What stands below in smaller letters is one of the two. No line ends within a word of it where a smaller size holds
    the word whole.

    ``chart_height`` in pixels, as drawn; ``foot``: what stands below it. Where no size is small enough it is the
    smallest but one, and the smallest for what takes more than three lines in that.
    """
    first, rest = in_two_sizes(sentence)
    *usual, least = LINE_LENGTHS
    fitting = [
        size
        for size in usual
        if longest_piece(first) <= LINE_LENGTHS[size]
        and _lines(first, LINE_LENGTHS[size]) <= MOST_LINES - bool(rest)
        and ENLARGED * chart_height <= left_to_chart(sentence, size, foot)
    ]
    if fitting:
        # The next smaller one where that keeps what a rate rests on in one line.
        return next((size for size in fitting[:2] if _keeps_brackets(first, LINE_LENGTHS[size])), fitting[0])
    at_worst = _lines(first, LINE_LENGTHS[usual[-1]]) + bool(rest)
    return usual[-1] if at_worst <= LINES_AT_WORST else least


def left_to_chart(sentence: str, size: str, foot: Sequence[str]) -> float:
    """How many lines of a screen of 1920×1080 a headline of this size and the foot leave to the chart."""
    first, rest = in_two_sizes(sentence)
    print_lines = sum(math.ceil(text_width([text], FOOT_SIZE) / FOOT_LENGTH) for text in foot)
    room = BESIDE_WORDS - FOOT_LINE * print_lines - (REST_LINE * _lines(rest, REST_LENGTH) if rest else 0)
    return room - _lines(first, LINE_LENGTHS[size]) * LINE_HEIGHTS[size]


def with_whole_brackets(sentence: str, length: float) -> str:
    """The sentence with no line's end before or within a bracket (2/9，1 件未填), where that takes no more lines.

    In the smallest letters it may take one more.
    """
    most = MOST_LINES if length < LINE_LENGTHS["smallest"] else LINES_AT_WORST
    within = _BRACKETS.sub(lambda bracket: _COMMAS.sub(rf"\g<0>{JOINER}", bracket[0]), sentence)
    for whole in (within.replace("（", f"{JOINER}（"), within):
        # As it is drawn, where no line ends at the blanks around figures.
        first = in_two_sizes(whole)[0].replace(" ", "\N{NO-BREAK SPACE}")
        if longest_piece(first) <= length and _lines(first, length) <= most:
            return whole
    return sentence


def _keeps_brackets(sentence: str, length: float) -> bool:
    return "（" not in sentence or with_whole_brackets(sentence, length) != sentence


def longest_piece(sentence: str) -> float:
    """How many full-width characters the longest part of it has in which no line may end."""
    return text_width(_ENDS.split(sentence), 1)


def _lines(sentence: str, length: float) -> int:
    """How many lines of a length it takes when lines end at punctuation or a blank, as the style sheet has it."""
    lines, used = 1, 0.0
    for piece in filter(None, _ENDS.split(sentence)):
        wide = text_width([piece], 1)
        if used and used + wide > length:
            lines, used = lines + 1, 0.0
        # What is longer than a line is broken wherever the line ends.
        lines += int((used + wide) // (length + 0.001)) if wide > length else 0
        used = (used + wide) % length if wide > length else used + wide
    return lines
