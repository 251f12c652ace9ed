"""Where the lines of findings and stamps end: what belongs together is not parted by the end of a line."""

import re

from markupsafe import Markup

from panels.html.whole import marked
from wording import JOINER, Wording, together

# What a figure is of: a short clause up to it ("2026 年立法计划完成 74.5%"), whom it is compared with ("低于全市"), or
# a name of three before it; the measure word of a figure before stands with that one ("2 年由第 6 位"). What ends a
# clause after a figure ("7 个环节"), and a clause of one word ("优势明显") or a short name among English words. A
# figure and the sign behind it.
_WHOLE = re.compile(
    r"((?<![\u00a0\u3400-\u9fff])[\u3400-\u9fff]{2,10}(?=\u00a0\d)|(?<=\d\u00a0)[\u3400-\u9fff]{5,7}(?=\u00a0\d)"
    r"|(?<!\u00a0)[\u4f4e\u9ad8]\u4e8e[\u3400-\u9fff]{2,4}(?=\u00a0\d)|(?<!\u00a0)[\u3400-\u9fff]{3}(?=\u00a0\d)"
    r"|(?<=\d\u00a0)[\u3400-\u9fff]{2,4}(?![\u00a0\u3400-\u9fff])"
    r"|(?<![\u00a0\u3400-\u9fff])[\u3400-\u9fff]{2,4}(?![\u00a0\u3400-\u9fff])|\d[\d.,/%]*[、，；])"
)
# The place before the dot between two parts of a stamp.
_BEFORE_DOT = re.compile(r"[ \u3000](?=·)")


def finding_in_lines(sentence: str, words: Wording) -> Markup:
    """A finding that keeps a Chinese name whole and beside its figure, where a column is so narrow that lines end
    between any characters. What is whole is marked and no letter added, so that the text is found as it is.
    """
    return marked(whole_and_other(words.unbroken(sentence).strip()), Markup("<span>{}</span>").format)


def whole_and_other(sentence: str) -> list[str]:
    """The pieces of a sentence of ``Wording.unbroken``, by turns: what may be parted, what stays whole, and so on."""
    return _WHOLE.split(sentence)


def stamp_in_lines(stamp: str) -> str:
    """A stamp none of whose lines begins with the dot between its parts."""
    return _BEFORE_DOT.sub(lambda blank: blank[0].replace(" ", "\u00a0") + JOINER, together(stamp))
