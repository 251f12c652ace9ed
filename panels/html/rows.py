"""Kind "rows": a badge, a name, a text and a note each; names share a column that is as wide as they need."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from panels.declare import Chart
from panels.html.plain import records
from panels.html.whole import kept, of_two_lines
from panels.html.widths import in_em
from wording import together

# A name of more em than these goes on in a further line; the second where its text has little room.
LONGEST, LONGEST_IN_LITTLE_ROOM = 10.5, 7.0
# A text of no more em than these has room beside whole names; the second where there is little room.
BESIDE_WHOLE_NAMES, BESIDE_IN_LITTLE_ROOM = 17.0, 12.0
# The shape, the rim and the distances of a badge, name and text; and the distance between text and note, all in em.
AROUND, BETWEEN = 5.5, 1.1
# The shape and the rim of a badge and its distance to what follows; and how many lines a name may take beside a text.
SHAPE, MOST_LINES = 3.2, 3
# What names of three lines and more take of a projected list, and notes of what stands behind the names where text and
# note have no room on one line: at least and at most, in hundredths.
NAME_SHARES, NOTE_SHARES = (28, 34), (30, 75)
# A text of no more em than these (the number of a case, a title) is not parted for its note on a projected line.
UNPARTED = 14.0
# How much wider than that a part may be which would be broken for so little.
OVER = 2.0
# The longest text, in em, whose lines end at its signs alone.
SHORT = 45.0
# Names are bold, which letters of the reckoning are not.
BOLD = 0.3
# Where a line of a name ends first of all: behind its signs and at its blanks, behind the place of a unit and behind
# the office that it is part of (澄衡市|公安局|交通警察支队); what is between is not parted, unless it is this long.
_ENDS = re.compile(r"((?<=[，、；：]) *| +)")
_OF_A_UNIT = re.compile(
    r"^[\u3400-\u9fff]{2,3}?[\u5e02\u533a\u53bf](?=[\u3400-\u9fff]{3})|.+?\u5c40(?=[\u3400-\u9fff]{4})|.+",
    re.DOTALL,
)
LONGEST_PART = 9.5
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SIGN = re.compile("[，；：、。,;:→]")


def rows(chart: Chart) -> Mapping[str, Any]:
    """Columns: see the template."""
    listed = records(chart.data)
    names = [str(row["name"] or "") for row in listed]
    badges, texts, notes = (in_em(str(row[name] or "") for row in listed) for name in ("badge_text", "text", "note"))
    whole = column_of(names, LONGEST)
    # Names of two lines leave a long text its room; of longer ones there would be many lines beside a blank.
    shorter = column_of(names, LONGEST_IN_LITTLE_ROOM) if in_em(names) <= 2 * LONGEST_IN_LITTLE_ROOM else whole
    return {
        "rows": listed,
        "most": whole,
        "less": shorter if texts > BESIDE_WHOLE_NAMES else whole,
        "least": shorter if texts > BESIDE_IN_LITTLE_ROOM else whole,
        "long": in_em(names) > MOST_LINES * LONGEST,
        "badges": badges + SHAPE if badges else 0.0,
        "beside": badges + AROUND + texts + notes + BETWEEN,
        "below": badges + AROUND + max(texts, notes),
        "name": share_of(in_em(names), texts + notes, NAME_SHARES) if in_em(names) > 2 * LONGEST else 0,
        "texts": texts + BETWEEN,
        "note": share_of(_of_two_lines(listed, "note"), _of_two_lines(listed, "text"), NOTE_SHARES),
    }


def in_parts(name: str) -> Markup:
    """A name whose lines end between its parts; no letter is added, so that it is found and copied as it is."""
    whole_parts = _whole_parts(name)
    return Markup("").join(kept(part) if part in whole_parts else escape(part) for part in _parts_of(name))


def _parts_of(name: str) -> list[str]:
    """What a name is made of, the blanks between included."""
    return [part for between in _ENDS.split(together(name)) for part in _OF_A_UNIT.findall(between)]


def _whole_parts(name: str) -> list[str]:
    """Those of its parts, of which a name must have several, that no line parts; browsers part no other words."""
    parts = [part for part in _parts_of(name) if part.strip()]
    return [part for part in parts if len(parts) > 1 and _CHINESE.search(part) and in_em([part]) <= LONGEST_PART]


def is_in_clauses(text: str | None) -> bool:
    """Whether a text is so short that its lines end at its signs: the last of a paragraph's would be ragged."""
    return bool(text) and in_em([str(text)]) <= SHORT


def is_unparted(text: str | None) -> bool:
    """Whether a text keeps its line beside a note on the projector: a short one without clauses."""
    return in_em([str(text or "")]) <= UNPARTED and not _SIGN.search(str(text or ""))


def _of_two_lines(listed: Sequence[Mapping[str, Any]], name: str) -> float:
    """How wide a column must be, in em, if its texts take two lines each; a paragraph counts whole."""
    texts = [str(row[name] or "") for row in listed]
    return max((of_two_lines(text) if is_in_clauses(text) else in_em([text]) for text in texts), default=0.0)


def column_of(names: Sequence[str], longest: float) -> float:
    """How wide a column of names is, in em, where one of more than ``longest`` takes further, equally long lines."""
    return BOLD + max((_line_of(name, longest) for name in names), default=0.0)


def share_of(width: float, others: float, limits: tuple[int, int]) -> int:
    """What one of two columns takes of their room, in hundredths: as its longest words do of both, within limits."""
    least, most = limits
    return round(min(max(100 * width / max(width + others, 1), least), most))


def _line_of(name: str, longest: float) -> float:
    whole = in_em([name])
    if whole <= longest:
        return whole
    # A word is broken nowhere, and no part of several.
    whole_parts = [*_whole_parts(name), *(part for part in _parts_of(name) if not _CHINESE.search(part))]
    # Each line holds whole letters, of an em: eleven take six and five, and a third line where there are 5.5.
    line = math.ceil(whole / math.ceil(whole / longest))
    return max(line, *(width for part in whole_parts if (width := in_em([part])) <= LONGEST + OVER), 0.0)
