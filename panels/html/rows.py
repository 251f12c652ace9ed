"""Kind "rows": a badge, a name, a text and a note each; names share a column that is as wide as they need."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import in_em

# A name of more em than these goes on in a further line; the second where its text has little room.
LONGEST, LONGEST_IN_LITTLE_ROOM = 10.5, 7.0
# How much wider than that a part may be which would be broken for so little.
OVER = 2.0
# The longest text, in em, whose lines end at its signs alone.
SHORT = 45.0
# Names are bold, which letters of the reckoning are not.
BOLD = 0.3
# Where a line of a name ends first of all: behind its signs and at its blanks; a word ends nowhere within.
_ENDS = re.compile(r"(?<=[，、；：]) *| +")
_WORD = re.compile(r"[A-Za-z'’-]+")


def rows(chart: Chart) -> Mapping[str, Any]:
    """Columns: see the template."""
    listed = records(chart.data)
    names = [str(row["name"] or "") for row in listed]
    return {
        "rows": listed,
        "most": column_of(names, LONGEST),
        "least": column_of(names, LONGEST_IN_LITTLE_ROOM),
    }


def is_of_parts(name: str) -> bool:
    """Whether a name, as that of a unit and a quarter, has places where its line ends first of all, and lines that hold
    what is between them: else one would begin with the sign.
    """
    parts = _ENDS.split(name)
    return len(parts) > 1 and in_em(parts) <= LONGEST + OVER


def is_in_clauses(text: str | None) -> bool:
    """Whether a text is so short that its lines end at its signs: the last of a paragraph's would be ragged."""
    return bool(text) and in_em([str(text)]) <= SHORT


def column_of(names: Sequence[str], longest: float) -> float:
    """How wide a column of names is, in em, where one of more than ``longest`` takes further, equally long lines."""
    return BOLD + max((_line_of(name, longest) for name in names), default=0.0)


def _line_of(name: str, longest: float) -> float:
    whole = in_em([name])
    if whole <= longest:
        return whole
    parts = _ENDS.split(name)
    # Of several parts none is broken; a single one is, and a word never.
    kept = [in_em([part]) for part in parts if len(parts) > 1 or _WORD.fullmatch(part)]
    # Each line holds whole letters, of an em: eleven take six and five, and a third line where there are 5.5.
    line = math.ceil(whole / math.ceil(whole / longest))
    return max(line, *(width for width in kept if width <= LONGEST + OVER), 0.0)
