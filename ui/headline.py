"""A heading as newspapers set it: what weighs most on a line of large letters, what else there is to say below it."""

import re
from collections.abc import Callable

from panels.widths import text_width
from ui.lines import whole_and_other
from ui.literal import literal, with_whole
from wording import Wording

# How many full-width letters of a heading a line holds on the narrowest desk (1366 px).
ONE_LINE = 45.0
# A sentence is told in parts by semicolons, the weightiest first.
_AFTER_PART = re.compile(r"(?<=；)|(?<=; )")
# Browsers keep a percentage and the bracket behind it on one line; where a phone has no room for both, they would break
# within a figure or behind the bracket.
_BEFORE_BASE = re.compile(r"(?<=%)(?=（)")


def in_two_sizes(sentence: str) -> tuple[str, str]:
    """The parts of a sentence that have room on one line, and the others; all of it where no part has, or all have."""
    ends = [found.start() for found in _AFTER_PART.finditer(sentence) if 0 < found.start() < len(sentence)]
    fitting = [end for end in ends if text_width([sentence[:end]], 1) <= ONE_LINE]
    if not fitting or text_width([sentence], 1) <= ONE_LINE:
        return sentence, ""
    return sentence[: fitting[-1]], sentence[fitting[-1] :]


def headline(sentence: str, words: Wording) -> str:
    """The Markdown of a heading: the rest is Streamlit's small text, whose line and size the style sheet gives."""
    parts = in_two_sizes(sentence)
    loosened = (_BEFORE_BASE.sub("\N{ZERO WIDTH SPACE}", words.unbroken(part)) for part in parts)
    return _in_markdown(*(with_whole(whole_and_other(part)) for part in loosened))


def projected_headline(sentence: str, words: Wording, longest: float, width: Callable[[str], float]) -> str:
    """The same for a screen, whose lines hold more.

    ``longest``: what piece of it, by ``width``, may also be broken between characters (``Wording.unbroken``).
    """
    return _in_markdown(*(literal(words.unbroken(part, longest, width)) for part in in_two_sizes(sentence)))


def _in_markdown(first: str, rest: str) -> str:
    return f"{first}:small[{rest}]" if rest else first
