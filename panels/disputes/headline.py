"""The heading of the page: the loss rate, how it has changed, and who has been falling."""

import pandas as pd

from assessment.course import STEPS
from assessment.indicators import BY_KEY
from assessment.rates import is_better
from assessment.standing import with_rates
from assessment.verdict import TOLD
from panels.declare import Context
from panels.disputes.rate_trend import all_as_usual
from panels.disputes.worst import RIGHT, sides, worst_units
from panels.peers import shown
from panels.phrases import (
    change_in_words,
    compared_in_words,
    extent_in_words,
    rate_with_base,
    side_in_words,
)
from wording import Wording


def headline(trend: pd.DataFrame, standing: pd.DataFrame, context: Context) -> str:
    """One sentence of the figures of ``RATE_TREND`` (of the extent of the selection) and ``APPEARANCE_AND_LOSS``."""
    words = context.words
    sentence = _rate_and_change(trend, standing, context)
    close = context.selection.focus
    members = shown(standing, context)
    members = members[members["code"] == close] if close else members
    # Where article 18 goes by the judgments in effect, the figures are of another rate than the heading.
    worst = worst_units(members, standing, RIGHT) if RIGHT in sides(context) else members.iloc[:0]
    if len(worst) != 1:
        return sentence
    row = worst.iloc[0]
    return sentence + words("sentence.separator") + _of_worst(row, words, alone=bool(close))


def _of_worst(row: pd.Series, words: Wording, *, alone: bool) -> str:
    """Who is worst and, when it is so, that it has been falling; the unit looked at closely is named already."""
    values = {} if alone else {"unit": row["unit"], "rate": words.percent(row["rate"])}
    ending = "_alone" if alone else ""
    if row["falling"]:
        return words(f"headline.falling{ending}", **values, n=STEPS)
    return words(f"headline.apart{ending}", **values)


def _rate_and_change(trend: pd.DataFrame, standing: pd.DataFrame, context: Context) -> str:
    """The extent's loss rate with its base, and what may be said of the difference from the compared period."""
    words = context.words
    label = words(f"indicator.{RIGHT}.label")
    if not context.knows(RIGHT):
        return words("ranking.not_in_ledgers", indicator=label)
    row = _row(trend, context)
    if not row["denominator"]:
        return words("ranking.no_cases", indicator=label)
    sentence = words(
        "headline.rate",
        extent=extent_in_words(context),
        rate=rate_with_base({**row, "missing": _missing(standing, context)}, words),
    )
    return words("sentence.comma").join(filter(None, (sentence, _change(row, trend, context))))


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


def _change(row: pd.Series, trend: pd.DataFrame, context: Context) -> str:
    """比上年同期高 3.2 个百分点，有变差苗头; where the chart of the months finds nothing, no change is said either."""
    words = context.words
    if row["verdict"] not in TOLD:
        return change_in_words(row, context)
    if all_as_usual(trend, context):
        return words("headline.as_usual")
    side = "up" if row["change"] > 0 else "down"
    points = words.number(100 * abs(row["change"]), 1)
    said = words(f"headline.{side}", compared=compared_in_words(context), points=points)
    if row["verdict"] != "unclear":
        return said
    side = "better" if is_better(row["change"], BY_KEY[RIGHT].better) else "worse"
    return words("sentence.comma").join((said, words(f"key_figures.{side_in_words(side, row['verdict'])}")))
