"""Texts in a few lines of about the same length, so that none holds a single character."""

from panels.charts.apart import wrapped
from panels.charts.marks import badge_text, text_width


def in_lines(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """The text in as few lines as ``width`` pixels allow, about equally long, at most ``most`` of them.

    Words are not broken: where a word or the rest is too long for its line, it is wider, and the mark's limit cuts it.
    """
    if text_width([text], size) <= width:
        return [text]
    lines = wrapped(text, width, size)
    if len(lines) > most:
        kept = lines[: most - 1]
        return [*kept, _rest(text, kept)]
    narrower = width
    while len(shorter := wrapped(text, narrower - size / 4, size)) == len(lines) and narrower > size:
        narrower, lines = narrower - size / 4, shorter
    return lines


def badge_lines(status: str, words: str, width: float, size: float) -> list[str]:
    """The words of a badge in up to two lines; the shape of its status stands before the first word."""
    shape = text_width([badge_text(status, "")], size)
    first, *rest = in_lines(words, width - shape, size)
    return [badge_text(status, first), *rest]


def _rest(text: str, lines: list[str]) -> str:
    """What of the text comes after these lines of it."""
    for line in lines:
        text = text.removeprefix(line).lstrip()
    return text
