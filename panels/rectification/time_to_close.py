"""How long until an item is closed? Open items count for as long as they have lasted (Kaplan and Meier)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.survival import curve, kaplan_meier, median, time_until
from data_access.ledgers.tally import UNKNOWN_FACET
from data_access.reading.extent import Extent
from data_access.reading.items import durations
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.rectification.asked import base_over, days, extent, nothing
from panels.rows_behind import counted_column, tally_link, whose
from panels.seen import part_in_words
from wording import rounded

CITY, WHOLE = "city", "whole"
# The share of items still open below which the rest of the curve is left out of the picture.
TAIL = 0.02


@dataclass(frozen=True)
class Course:
    """One curve: its items, how many are still open, the median with its 95 % interval (None: not reached)."""

    series: str
    items: int
    open: int
    steps: pd.DataFrame
    median: float | None
    low: float | None
    high: float | None


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Items assigned in the period by how long they took: series ("whole" for all of the extent, "city" beside a single
    unit, else a source), days, closed (0 or 1), items.
    """
    assigned, as_of = days(context), context.as_of
    by_source = durations(reader, extent(reader, context), assigned, as_of, "source")
    parts = [_added_up(by_source, WHOLE), by_source.rename(columns={"group": "series"})]
    # Of some rows alone no figure of the city can be made.
    if context.selection.closely and len(by_source) and reader.allowed() is None:
        parts.append(_added_up(durations(reader, Extent("city"), assigned, as_of), CITY))
    return pd.concat(parts, ignore_index=True)[["series", "days", "closed", "items"]]


def _added_up(counts: pd.DataFrame, series: str) -> pd.DataFrame:
    return counts.groupby(["days", "closed"], as_index=False)["items"].sum().assign(series=series)


def courses(figures: pd.DataFrame) -> list[Course]:
    """Every curve, that of all first, then the city's, then the sources by their number of items."""
    sizes = figures.groupby("series")["items"].sum()
    order = sorted(sizes.index, key=lambda name: (name != WHOLE, name != CITY, -sizes[name], name))
    return [_course(name, figures[figures["series"] == name]) for name in order]


def _course(series: str, rows: pd.DataFrame) -> Course:
    closed = rows["items"].where(rows["closed"] == 1, 0)
    counts = pd.DataFrame({"days": rows["days"], "closed": closed, "censored": rows["items"] - closed})
    steps = kaplan_meier(counts)
    ends = (time_until(steps, of=end) for end in ("low", "high"))
    return Course(series, int(rows["items"].sum()), int(counts["censored"].sum()), steps, median(steps), *ends)


def _slowest(all_courses: list[Course], small: int) -> Course | None:
    """The source that takes longest, where it has enough items and surely takes longer than all together."""
    whole = all_courses[0].median if all_courses else None
    slow = [
        each for each in all_courses
        if each.series not in (WHOLE, CITY) and each.items >= small
        and whole is not None and each.low is not None and each.low > whole
    ]  # fmt: skip
    return max(slow, key=lambda each: (each.median or float("inf"), each.series), default=None)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The median over all, beside the city's or the slowest source's."""
    words, base = context.words, base_over("time_to_close.base", context)
    all_courses = courses(figures)
    if not all_courses:
        return nothing(context, "time_to_close.none", base, "plain")
    whole, slowest = all_courses[0], _slowest(all_courses, context.small)
    sentence = _median_in_words(whole, "time_to_close.half", "time_to_close.not_half", context)
    if context.selection.closely and len(all_courses) > 1 and all_courses[1].series == CITY:
        sentence += words("sentence.comma") + _median_in_words(
            all_courses[1], "time_to_close.city", "time_to_close.city_not", context
        )
    elif slowest and slowest.median is not None:
        values = {"source": words.label("rectification_source", slowest.series)}
        sentence += words("sentence.comma") + words("time_to_close.slowest", n=int(rounded(slowest.median)), **values)
    if whole.items < context.small:
        sentence += words("time_to_close.few")
    return Finding(sentence, "watch" if slowest else "plain", base)


def _median_in_words(course: Course, key: str, unknown: str, context: Context) -> str:
    words = context.words
    values = {"items": words.number(course.items), "open": words.number(course.open)}
    if course.median is None:
        return words(unknown, **values)
    return words(key, n=int(rounded(course.median)), **values)


def _shown(figures: pd.DataFrame, context: Context) -> Iterator[tuple[Course, str]]:
    """The curves drawn, with their tones: all and the city, or all, the slowest and the commonest source."""
    all_courses = courses(figures)
    if context.selection.closely:
        yield from (
            (each, "accent" if each.series == WHOLE else "ink")
            for each in all_courses[:2]
            if each.series in (WHOLE, CITY)
        )
        return
    slowest = _slowest(all_courses, context.small)
    yield from ((each, "ink") for each in all_courses[:1])
    yield from ((each, "accent") for each in all_courses if each is slowest)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "steps": the share still open by days since assignment; medians are marked."""
    words = context.words
    parts, medians, last = [], [], 0.0
    for course, tone in _shown(figures, context):
        name = _series_in_words(course.series, figures, context)
        corners = curve(course.steps)
        said = [words.percent(share) for share in corners["share"]]
        parts.append(corners.assign(series=name, tone=tone, share_text=said))
        reached = time_until(course.steps, TAIL)
        last = max(last, reached if reached is not None else float(course.steps["days"].max()))
        has_median = course.median is not None
        text = words("time_to_close.median", n=int(rounded(course.median or 0)), series=name) if has_median else name
        medians.append({"series": name, "days": course.median if has_median else float("nan"), "text": text})
    data = (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=["days", "share", "series", "tone", "share_text"])
    )
    labels = {"x": words("time_to_close.x"), "y": words("time_to_close.y")}
    options = {"medians": pd.DataFrame(medians, columns=["series", "days", "text"]), "last": max(last, 1.0)}
    return Chart("steps", data, labels, options)


def _series_in_words(series: str, figures: pd.DataFrame, context: Context) -> str:
    if series == WHOLE:
        return part_in_words(figures, context)
    return context.words("city") if series == CITY else context.words.label("rectification_source", series)


def _opened(course: Course) -> str:
    """The link to the items of a curve."""
    if course.series in (WHOLE, CITY):
        return tally_link("rectification_assigned", course.items, **(whose("") if course.series == CITY else {}))
    return tally_link("rectification_assigned", course.items, course.series or UNKNOWN_FACET)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every curve in figures: items, still open, the median and its interval."""
    words = context.words
    names = ("series", "items", "open", "median", "low", "high")
    rows = [[getattr(each, name) for name in names] for each in courses(figures)]
    steps = pd.DataFrame(rows, columns=names)
    steps = steps.assign(
        series=[_series_in_words(series, figures, context) for series in steps["series"]],
        items_opens=[_opened(each) for each in courses(figures)],
    )
    columns = (
        Column("series", words("table.source")),
        counted_column("items", words("time_to_close.head.items")),
        Column("open", words("time_to_close.head.open"), "integer"),
        Column("median", words("time_to_close.head.median"), "integer"),
        Column("low", words("time_to_close.head.low"), "integer"),
        Column("high", words("time_to_close.head.high"), "integer"),
    )
    return Table(steps.astype(dict.fromkeys(("median", "low", "high"), "Float64")), columns)


TIME_TO_CLOSE = Panel(
    "time_to_close",
    read,
    finding,
    chart,
    table,
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("compare",),
)
