"""The headings of pages that several panels have a say in, by the order of what weighs most (``weight``), and the line
on a unit's standing below its heading.
"""

import pandas as pd

from assessment.score_frames import DECIMALS
from panels.attention import counts
from panels.declare import Context, Finding
from panels.key_figures import moved_in_words, spoken_of
from panels.rectification.asked import RATE
from panels.scorecard import own_rows
from panels.seen import as_seen, hidden_of
from panels.veto_words import award_note
from panels.weight import Point, Weight, weightiest
from wording import Wording, within

# The rows of ``attention`` that weigh more than any place or change, and how much.
ATTENTION_WEIGHTS: dict[str, Weight] = {
    "vetoed": "veto", "proposed": "veto", "supervised": "supervised", "overdue": "overdue",
}  # fmt: skip
# What the lights of open items weigh.
LIGHT_WEIGHTS: dict[str, Weight] = {"supervised": "supervised", "overdue": "overdue"}
# The standings of a unit that keep it from awards, or may.
HELD_BACK = ("vetoed", "silent", "proposed")


def of_city(attention: pd.DataFrame | None, key_figures: pd.DataFrame, change: Finding, context: Context) -> str:
    """The heading of the overview: what hangs over the city's units now, then what has changed.

    The figures of ``ATTENTION`` (None where they failed) and of ``KEY_FIGURES``, and what these find.
    """
    words = context.words
    grave = weightiest([] if attention is None else _grave(attention, words), words)
    if not grave:
        return change.sentence
    moved = [moved_in_words(row, context) for row in spoken_of(key_figures)] or [change.sentence]
    now = as_seen(words("overview.now", said=grave), hidden_of(attention), context)
    return words("sentence.separator").join((now, *map(within, moved)))


def _grave(attention: pd.DataFrame, words: Wording) -> list[Point]:
    found = counts(attention)
    return [
        Point(weight, words(f"attention.{kind}", n=found[kind]))
        for kind, weight in ATTENTION_WEIGHTS.items()
        if found.get(kind)
    ]


def of_unit(
    scores: pd.DataFrame | None,
    items: pd.DataFrame | None,
    standing: pd.DataFrame | None,
    scorecard: Finding,
    context: Context,
) -> str:
    """The heading of an archive: vetoes, open items by gravity, the place by score, then the scorecard's finding.

    The figures of ``SCORES``, ``OPEN_ITEMS`` and ``SCORECARD``; None where they failed.
    """
    points = [*_of_scores(scores, context), *_of_items(items, standing, context)]
    # That a unit is neither first nor last is no news beside what is.
    if not points or scorecard.level != "plain":
        points.append(Point("place", within(scorecard.sentence)))
    return weightiest(points, context.words)


def _of_scores(scores: pd.DataFrame | None, context: Context) -> list[Point]:
    """Whether the unit is kept from awards, and its place by score with its grade."""
    own = scores[scores["code"] == context.selection.unit] if scores is not None and len(scores) else None
    if own is None or own.empty:
        return []
    words, row, points = context.words, own.iloc[0], []
    if row["status"] in HELD_BACK:
        points.append(Point("veto", words(f"archive.{row['status']}")))
    if scores is not None and pd.notna(row["score"]):
        grade, scored = words.label("grade", row["grade"]), int(scores["score"].notna().sum())
        said = words("archive.place", n=scored, place=int(row["rank"]), grade=grade)
        if scored == 1:
            said = words("archive.alone", score=words.number(row["score"], DECIMALS), grade=grade)
        points.append(Point("place", said))
    return points


def _of_items(items: pd.DataFrame | None, standing: pd.DataFrame | None, context: Context) -> list[Point]:
    """How many open items are supervised and overdue, and how few were closed on time where any are.

    Of a unit some of whose items are hidden nothing: the heading has no room to say of which they are.
    """
    if items is None or items.empty or hidden_of(items):
        return []
    counts = items["light"].value_counts()
    points = [
        Point(weight, context.words(f"open_items.{light}", n=int(counts[light])))
        for light, weight in LIGHT_WEIGHTS.items()
        if light in counts
    ]
    return points + ([Point("overdue", _on_time(standing, context))] if points else [])


def _on_time(standing: pd.DataFrame | None, context: Context) -> str:
    """按期整改 0/8: of the items due, how many were closed on time; '' where nobody knows of any."""
    if standing is None:
        return ""
    own = own_rows(standing, context)
    row = own[(own["indicator"] == RATE) & (own["denominator"] > 0) & ~own["silent"].astype(bool)]
    if row.empty:
        return ""
    cases = {name: context.words.number(row[name].iat[0]) for name in ("numerator", "denominator")}
    return context.words("archive.on_time", **cases)


def standing_in_words(row: pd.Series, words: Wording, *, alone: bool = False) -> list[tuple[str, str]]:
    """A unit's score with place and grade, and whether it may be awarded: pairs of a head's name and its words.

    ``alone``: nobody else of its group has a score, so that it has no place among others.
    """
    note = award_note(row, words)
    if pd.isna(row["score"]):
        none = words("scores.no_total", lacking=note) if row["status"] == "silent" else words("scores.nothing_counted")
        return [("score", none)]
    place, score = int(row["rank"]), words.number(row["score"], DECIMALS)
    award = words(f"badge.{row['status']}") + (f"{words('sentence.comma')}{note}" if note else "")
    if pd.notna(row["award_place"]) and row["status"] != "failed" and not alone:
        award += words("scores.award_place", place=int(row["award_place"]))
    grade = words.label("grade", row["grade"])
    own = words("scores.own_alone", score=score, grade=grade)
    own = own if alone else words("scores.own", score=score, place=place, grade=grade)
    return [("score", own), ("awards", award)]
