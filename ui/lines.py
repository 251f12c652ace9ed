"""Where the lines of findings and stamps end: what belongs together is not parted by the end of a line."""

import re
from functools import lru_cache

from markupsafe import Markup

from panels.html.whole import MOST_KEPT, marked
from panels.widths import text_width
from wording import JOINER, Wording, together

# What a figure is of: a short clause up to it ("2026 年立法计划完成 74.5%"), whom it is compared with ("低于全市"), or
# a name of three before it; the measure word of a figure before stands with that one ("2 年由第 6 位"). What ends a
# clause after a figure ("7 个环节"), and a clause of one word ("优势明显") or a short name among English words. A
# figure and the sign behind it.
_WHOLE = re.compile(
    r"((?<![\u00a0\u3400-\u9fff])[\u3400-\u9fff]{2,10}(?=\u00a0\d)|(?<=\d\u00a0)[\u3400-\u9fff]{5,7}(?=\u00a0\d)"
    r"|(?<!\u00a0)[\u4f4e\u9ad8]\u4e8e[\u3400-\u9fff]{2,4}(?=\u00a0\d)|(?<!\u00a0)[\u3400-\u9fff]{3}(?=\u00a0\d)"
    r"|(?<=\d\u00a0)[\u3400-\u9fff]{2,4}(?!\u00a0(?!→)|[\u3400-\u9fff])|\u622a\u81f3(?=\u00a0\d)"
    r"|(?<![\u00a0\u3400-\u9fff])[\u3400-\u9fff]{2,4}(?![\u00a0\u3400-\u9fff])|\d[\d.,/%]*[、，；])"
)
# A Chinese clause with its sign, which one within brackets or before quotes is not; and the longest, in full-width
# letters of a heading, that a line of a phone has room for: a longer one goes on in the next line wherever it must.
_CLAUSE = re.compile(r".+?(?:[，；：。？！](?![”》）]|[^（]*）)|$)", re.DOTALL)
SHORT_CLAUSE = 15.5
_CHINESE = re.compile(r"[\u3400-\u9fff]{2}")
_LINE_MAY_END = "\N{ZERO WIDTH SPACE}"
# What is wider than this, in the same letters, may be broken where a column is narrower than that of a phone.
_NARROW = 10.0
# The place before the dot between two parts of a stamp; and that within a period ("2025 年 1—10 月").
_BEFORE_DOT = re.compile(r"[ \u3000](?=·)")
_WITHIN_PERIOD = re.compile(r"(?<=\u5e74) (?=\d)")


def finding_in_lines(sentence: str, words: Wording) -> Markup:
    """A finding that keeps a Chinese name whole and beside its figure, where a column is so narrow that lines end
    between any characters. What is whole is marked and no letter added, so that the text is found as it is.
    """
    return _in_lines(words.unbroken(sentence).strip())


@lru_cache(MOST_KEPT)
def _in_lines(unbroken: str) -> Markup:
    return marked(whole_and_other(unbroken), _whole)


def _whole(piece: str) -> Markup:
    return Markup("<span{}>{}</span>").format(
        Markup(' class="clause"' if text_width([piece], 1) > _NARROW else ""), piece
    )


def whole_and_other(sentence: str) -> list[str]:
    """The pieces of a sentence of ``Wording.unbroken``, by turns: what may be parted, what stays whole, and so on.

    A short Chinese clause is whole, so that a phone parts no word of it (11 个|政府中 7 个已达到要求); of a longer one
    what is of one figure is.
    """
    pieces = [""]
    # A line may end behind the arrow before what a figure would become.
    for clause in _CLAUSE.findall(sentence.replace("→\u00a0", "→ ")):
        if _CHINESE.match(clause.lstrip("“0123456789.,%\u00a0")) and text_width([clause], 1) <= SHORT_CLAUSE:
            pieces += [clause, ""]
        else:
            first, *others = _split(clause)
            pieces[-1] += first
            pieces += others
    return pieces


def _split(clause: str) -> list[str]:
    """A longer clause by turns as above; places where its lines may end are none within what is whole."""
    pieces, at = [], 0
    for number, piece in enumerate(_WHOLE.split(clause.replace(_LINE_MAY_END, ""))):
        end, left = at, len(piece)
        while left or (not number % 2 and clause[end : end + 1] == _LINE_MAY_END):
            left -= clause[end] != _LINE_MAY_END
            end += 1
        pieces.append(piece if number % 2 else clause[at:end])
        at = end
    return pieces


def stamp_in_lines(stamp: str) -> str:
    """A stamp none of whose lines begins with the dot between its parts, nor ends within a period."""
    periods_whole = _WITHIN_PERIOD.sub("\u00a0", together(stamp))
    return _BEFORE_DOT.sub(lambda blank: blank[0].replace(" ", "\u00a0") + JOINER, periods_whole)
