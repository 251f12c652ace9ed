"""Who a merged unit's cases are counted for: by the scheme's setting itself, or the unit that it ended in."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Merger(NamedTuple):
    """A unit, the one it was merged into, and the last day on which it was there."""

    unit: str
    successor: str
    last_day: dt.date


def passed_on(mergers: Iterable[Merger], end: dt.date) -> dict[str, str]:
    """By unit the one that answers for its cases at ``end``, the last day of a period: the last of a chain of mergers.

    A merger takes effect on the day after the unit's last; a unit whose last day is ``end`` was there to the end and
    answers for itself. Who would end in a circle of mergers passes nothing on, since nobody is left to answer.
    """
    into = {each.unit: each.successor for each in mergers if each.last_day < end}
    found = {unit: _last(unit, into) for unit in into}
    return {unit: last for unit, last in found.items() if last}


def _last(unit: str, into: Mapping[str, str]) -> str:
    """The last successor of a merged unit; '' where the mergers go round in a circle."""
    seen, at = {unit}, into[unit]
    while at in into:
        if at in seen:
            return ""
        seen.add(at)
        at = into[at]
    return at
