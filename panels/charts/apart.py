"""Texts moved apart so that none touches another."""

from collections.abc import Sequence

# The least distance between the middles of two lines of text, in pixels.
LINE = 21


def apart(heights: Sequence[float], top: float, bottom: float, line: float = LINE) -> list[float]:
    """Heights as near to those wanted as can be, in the same order, none nearer to the next than ``line``.

    They stand between ``top`` and ``bottom``; when there are too many for that, they go beyond the top.
    """
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    at: list[float] = []
    for index in order:
        at.append(max(heights[index], at[-1] + line if at else top))
    floor = bottom
    for number in reversed(range(len(at))):
        at[number] = min(at[number], floor)
        floor = at[number] - line
    back = dict(zip(order, at, strict=True))
    return [back[index] for index in range(len(heights))]


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most about ``width`` pixels: between words, and between any two Chinese characters.

    No line begins with a punctuation mark that closes. A Chinese character is as wide as it is high.
    """
    lines, line, used = [], "", 0.0
    for piece in _pieces(text):
        wide = sum(1.0 if ord(character) > 0x2E80 else 0.53 for character in piece) * size
        if line and used + wide > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + piece, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines


# Signs that never begin a line, and signs that never end one.
_CLOSING, _OPENING = "，。；：、）”〕》％%!?！？,.;:)", ("（", "“", "〔", "《")


def _pieces(text: str) -> list[str]:
    """What stays together on a line: a word with the blank after it, a Chinese character with what closes after it."""
    pieces: list[str] = []
    for character in text:
        chinese = ord(character) > 0x2E80
        joins = pieces and (
            character in _CLOSING
            or pieces[-1].endswith(_OPENING)
            or (not chinese and not pieces[-1].endswith(" ") and ord(pieces[-1][-1]) <= 0x2E80)
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
