"""The heading of the page: whom article 18 concerns, who loses most, then the loss rate and how it has changed."""

import pandas as pd

from assessment.indicators import BY_KEY
from assessment.rates import is_better
from assessment.standing import with_rates
from assessment.verdict import TOLD
from data_access.asked.selection import COUNTIES_GROUP
from panels.benchmark import against_in_words, judged
from panels.declare import Context
from panels.disputes.worst import RIGHT, sides, with_course, worst_units
from panels.peers import shown
from panels.phrases import (
    change_in_words,
    compared_in_words,
    extent_in_words,
    rate_with_base,
    side_in_words,
)
from panels.weight import Point, weightiest


def headline(trend: pd.DataFrame, standing: pd.DataFrame, context: Context) -> str:
    """One sentence of the figures of ``RATE_TREND`` (of the extent of the selection) and ``APPEARANCE_AND_LOSS``."""
    members, close = shown(standing, context), context.selection.focus
    if close:
        members = members[members["code"] == close]
    change = Point("change", _rate_and_change(trend, standing, context))
    if not follows_systems(context):
        return change.sentence
    points = [
        Point("veto", _article_18(members, context)),
        # The one sentence about a unit looked at closely says where it stands, too.
        Point("place", "" if close else _worst(standing, context)),
        change,
    ]
    return weightiest(points, context.words)


def follows_systems(context: Context) -> bool:
    """Whether the units compared are of the systems chosen; counties count all of theirs, which is another population
    than that of the rate beside them."""
    selection = context.selection
    return bool(selection.focus) or not selection.sectors or selection.group != COUNTIES_GROUP


def _article_18(members: pd.DataFrame, context: Context) -> str:
    """How many of the units shown article 18 concerns; of the unit looked at closely that it does."""
    of_them = members.loc[members["vetoed"].astype(bool), "unit"].unique()
    if not len(of_them):
        return ""
    if context.selection.focus:
        return context.words("headline.article_18_alone", unit=of_them[0])
    return context.words("headline.article_18", n=len(of_them))


def _worst(standing: pd.DataFrame, context: Context) -> str:
    """Who has the worst loss rate beyond chance, with the verdict on it; '' for nobody, and for several that tie."""
    # Where article 18 goes by the judgments in effect, the figures are of another rate than the heading.
    rows = worst_units(standing, RIGHT, context) if RIGHT in sides(context) else standing.iloc[:0]
    if len(rows) != 1:
        return ""
    row = rows.iloc[0]
    values = {"unit": row["unit"], "indicator": context.words(f"indicator.{RIGHT}.label")}
    said = context.words("ranking.one", **values, rate=context.words.percent(row["rate"]),
                         against=against_in_words(row, context))  # fmt: skip
    return with_course(said, [row], context.words)


def _of_close(standing: pd.DataFrame, context: Context) -> str:
    """The verdict on the unit looked at closely, and its course; '' where there is none to give."""
    rows = judged(standing, RIGHT, context) if RIGHT in sides(context) else standing.iloc[:0]
    rows = rows[rows["code"] == context.selection.focus] if context.selection.focus else rows.iloc[:0]
    if rows.empty:
        return ""
    return with_course(against_in_words(rows.iloc[0], context), [rows.iloc[0]], context.words)


def _rate_and_change(trend: pd.DataFrame, standing: pd.DataFrame, context: Context) -> str:
    """The extent's loss rate with its base, and what may be said of the difference from the compared period."""
    words = context.words
    label = words(f"indicator.{RIGHT}.label")
    if not context.knows(RIGHT):
        return words("ranking.not_in_ledgers", indicator=label)
    row = _row(trend, context)
    if not row["denominator"]:
        return words("headline.no_cases", extent=extent_in_words(context), indicator=label)
    sentence = words(
        "headline.rate",
        extent=extent_in_words(context),
        rate=rate_with_base({**row, "missing": _missing(standing, context)}, words),
    )
    parts = (sentence, _of_close(standing, context), _change(row, context))
    # Few cases bear neither verdict, which is said once.
    return words("sentence.comma").join(dict.fromkeys(filter(None, parts)))


def _missing(standing: pd.DataFrame, context: Context) -> int:
    """The reports that are missing behind the rate of the city or of the unit looked at closely; 0 of a filter."""
    selection = context.selection
    if not selection.focus and (selection.counties or selection.sectors):
        return 0
    whose = standing["code"].eq(selection.focus) if selection.focus else standing["level"].eq("city")
    return int(standing.loc[whose & standing["indicator"].eq(RIGHT), "missing"].fillna(0).sum())


def _row(trend: pd.DataFrame, context: Context) -> pd.Series:
    """The counts over the months of both periods, as ``with_rates``."""
    counts: dict[str, object] = {"indicator": RIGHT}
    for suffix, period in (("", context.selection.period), ("_compared", context.selection.compared)):
        inside = trend[[period is not None and period.first <= month <= period.last for month in trend["month"]]]
        counts |= {f"{name}{suffix}": int(inside[name].sum()) for name in ("numerator", "denominator", "blank")}
    return with_rates(pd.DataFrame([counts]), context.small).iloc[0]


def _change(row: pd.Series, context: Context) -> str:
    """同比上升 3.2 个百分点，接近界限."""
    words = context.words
    if row["verdict"] not in TOLD:
        return change_in_words(row, context)
    points = words.number(100 * abs(row["change"]), 1)
    direction = "up" if row["change"] > 0 else "down"
    key = f"headline.{direction}.{context.selection.compare}"
    said = words(key, compared=compared_in_words(context), points=points)
    side = "better" if is_better(row["change"], BY_KEY[RIGHT].better) else "worse"
    return words("sentence.comma").join((said, words(f"key_figures.{side_in_words(side, row['verdict'])}")))
