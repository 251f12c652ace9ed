"""Kind "scores": units in bands, each score in its parts, how sure its place is, and whether it may be awarded."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.shares import along, percent

PARTS = ("daily", "annual", "external")
FULL = 100.0
# More units than this stand closer together.
COMPACT_ABOVE = 14
# How high a band's heading is beside a row.
HEADING = 0.7


def scores(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a unit from the first place on: code, place_text, moved_text, unit, daily, annual, external
    (points of the total, None where unknown), adjustment_text, score, score_text, rank, low, high (places), badge,
    badge_text, note, band, band_text (heading above the first row of a band; '' draws its line only), tone ("accent"
    or "plain"), href, name_href.

    options: worst (the last place), glance (parts without numbers, no change, interval or note); labels: place, moved,
    unit, daily, annual, external, score, interval, eligibility.
    """
    rows = records(chart.data)
    worst = int(chart.options.get("worst", 0))
    bands = [_band(list(of_band), worst) for _, of_band in groupby(rows, key=lambda row: row["band"])]
    glance = bool(chart.options.get("glance"))
    return {
        "bands": bands,
        "worst": worst,
        "glance": glance,
        "moved": not glance and any(row["moved_text"] for row in rows),
        "adjusted": not glance and any(row["adjustment_text"] for row in rows),
        "compact": len(rows) > COMPACT_ABOVE,
        "lines": round(1 + len(rows) + HEADING * sum(bool(band["text"]) for band in bands), 1),
    }


def _band(rows: Sequence[Mapping[str, Any]], worst: int) -> dict[str, Any]:
    drawn = [{**row, "parts": list(_parts(row)), "interval": _interval(row, worst)} for row in rows]
    return {"text": rows[0]["band_text"], "rows": drawn}


def _parts(row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Each known part as long as its points, one after the other."""
    for part in PARTS:
        if (points := row[part]) is not None and points > 0:
            yield {"name": part, "points": f"{points:.1f}", "width": percent(points / FULL)}


def _interval(row: Mapping[str, Any], worst: int) -> dict[str, str] | None:
    """From the best to the worst place the figures allow, and the place itself, in percent of the scale."""
    low, high, rank = (row[name] for name in ("low", "high", "rank"))
    if low is None or high is None or rank is None:
        return None
    start, end, place = (along(each, 1, worst) for each in (low, high, rank))
    text = f"{low:.0f}–{high:.0f}"
    return {"from": percent(start), "width": percent(end - start), "place": percent(place), "text": text}
