"""Kind "scores": units in order, each score in its parts, how sure its place is, and whether it may be awarded."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

from assessment.robustness import surely_ahead_of_next
from panels.declare import Chart
from panels.html.plain import records
from panels.html.shares import along, percent
from panels.html.widths import has_long

PARTS = ("daily", "annual", "external")
FULL = 100.0
# More units than this stand closer together.
COMPACT_ABOVE = 14
# A part shorter than this share of the longest is seen to have no room for a figure that others have.
COMPARABLE = 2 / 3


def scores(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a unit from the first place on: code, place_text, moved_text, unit, daily, annual, external
    (points of the total, None where unknown), daily_text, annual_text, external_text, adjustment_text, score,
    score_text, rank, low, high (places), badge, badge_text, note, note_href (what it opens), ahead_of (codes; a line is
    drawn below a row that is surely ahead of the next), tone ("accent" or "plain"), href, name_href.

    options: worst (the last place), glance (parts without numbers, no change, interval or note; a screen has room for
    their names), projected; labels: place, moved, unit, daily, annual, external, score, interval, eligibility.
    """
    rows = records(chart.data)
    worst = int(chart.options.get("worst", 0))
    rooms = {part: _room([row[part] for row in rows]) for part in PARTS}
    drawn = [{**row, "parts": list(_parts(row, rooms)), "interval": _interval(row, worst)} for row in rows]
    glance = bool(chart.options.get("glance"))
    # A component that a scheme has no items of is no part of any score.
    known = [part for part in PARTS if any(row[part] is not None for row in rows)]
    return {
        "parts": known or PARTS,
        "runs": list(_runs(drawn)),
        "worst": worst,
        "glance": glance,
        "named": not glance or bool(chart.options.get("projected")),
        "moved": not glance and any(row["moved_text"] for row in rows),
        "adjusted": not glance and any(row["adjustment_text"] for row in rows),
        "compact": len(rows) > COMPACT_ABOVE,
        "lines": 1 + len(rows),
        "long": glance and has_long(row["unit"] for row in rows),
    }


def _runs(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows from one line to the next."""
    lines = surely_ahead_of_next([row["code"] for row in rows], [row["ahead_of"] for row in rows])
    numbers = accumulate(lines, initial=0)
    for _, of_run in groupby(zip(numbers, rows, strict=False), key=lambda pair: pair[0]):
        yield [row for _, row in of_run]


def _room(points: Sequence[float | None]) -> float:
    """The points of the shortest part of a column, whose room decides whether its figures are written: in all rows or
    in none. One that is far shorter than the longest has no say.
    """
    known = [each for each in points if each]
    return min((each for each in known if each >= COMPARABLE * max(known)), default=0.0)


def _parts(row: Mapping[str, Any], rooms: Mapping[str, float]) -> Iterator[dict[str, str]]:
    """Each known part as long as its points, one after the other, and what of it is more than its figure's room."""
    for part in PARTS:
        if (points := row[part]) is not None and points > 0:
            beyond = max(points - rooms[part], 0.0)
            yield {
                "name": part,
                "points": row[f"{part}_text"],
                "width": percent(points / FULL),
                "beyond": percent(beyond / FULL),
            }


def _interval(row: Mapping[str, Any], worst: int) -> dict[str, str] | None:
    """From the best to the worst place the figures allow, and the place itself, in percent of the scale."""
    low, high, rank = (row[name] for name in ("low", "high", "rank"))
    if low is None or high is None or rank is None:
        return None
    start, end, place = (along(each, 1, worst) for each in (low, high, rank))
    text = f"{low:.0f}–{high:.0f}"
    return {"from": percent(start), "width": percent(end - start), "place": percent(place), "text": text}
