"""Kind "chain": how many are left at each step, one bar a step, each with what it is of the step before."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import from_width, in_em, letters

# Of letters of the list: the height of a row, the size of a number, the room beside words in a bar and between the
# words after it, and the widest place that a note (in a narrow list) and that labels take before they are wrapped.
ROW_HEIGHT, VALUE_SIZE, PADDING, GAPS = 3.0, 1.3, 1.0, 1.6
WIDEST_NOTE, NARROW_NOTE, WIDEST_LABEL = 11.0, 9.5, 14.0


def chain(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a step: order (from 0), label, value, value_text, note (what it is of the step before), part (how
    many of it are drawn darker, None none), part_text, tone ("plain" or "accent"), href ('' cannot be opened).
    """
    rows = sorted(records(chart.data), key=lambda row: float(row["order"]))
    most = max((row["value"] or 0.0 for row in rows), default=0.0) or 1.0
    size = letters(bool(chart.options.get("projected")), len(rows), ROW_HEIGHT)
    label = min(in_em(row["label"] for row in rows), WIDEST_LABEL) + 1
    for row in rows:
        row["share"] = max(row["value"] or 0.0, 0.0) / most
        # A line may end before the bracket of n/d: a browser would end it within its figures.
        row["note"] = row["note"].replace("（", "\N{ZERO WIDTH SPACE}（")
        row["words"], row["narrow_words"] = (_words(row, most_note) for most_note in (WIDEST_NOTE, NARROW_NOTE))
    return {"rows": [{**row, **_part(row, rows, label, size)} for row in rows]}


def _words(row: Mapping[str, Any], widest_note: float) -> float:
    """The room that the words of a step take after its bar."""
    return VALUE_SIZE * in_em([row["value_text"]]) + GAPS + min(in_em([row["note"]]), widest_note)


def _part(row: Mapping[str, Any], rows: list[dict[str, Any]], label: float, size: float) -> dict[str, Any]:
    """The darker part as a share of its bar; from which width of the list its words have room in it, and after it."""
    value, part = row["value"] or 0.0, min(max(row["part"] or 0.0, 0.0), row["value"] or 0.0)
    found = {"part_width": 100 * part / value if part else 0.0, "within": "", "after": "", "beside": ""}
    if not part or not row["part_text"]:
        return found

    def needed(share: float) -> float:
        """The width at which this share of the bar holds the words, and every row its own words after its bar."""
        longest = (in_em([row["part_text"]]) + PADDING) / (row["share"] * share)
        return label + max(float(each["words"] + each["share"] * longest) for each in rows)

    within = needed(part / value)
    after = needed(1 - part / value) if part < value else within
    return found | {
        "within": from_width(within, size),
        "after": from_width(after, size),
        "beside": from_width(min(within, after), size),
    }
