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
