"""The heading of the page: the loss rate, how it has changed, and who has been falling."""

import pandas as pd

from assessment.course import STEPS
from assessment.rates import rate
from assessment.standing import printed_change
from data_access.asked.periods import Period
from panels.declare import Context
from panels.disputes.worst import RIGHT, worst_units
from panels.peers import shown
from panels.phrases import extent_in_words
from wording import Wording


def headline(trend: pd.DataFrame, standing: pd.DataFrame, context: Context) -> str:
    """One sentence of the figures of ``RATE_TREND`` (of the extent of the selection) and ``APPEARANCE_AND_LOSS``."""
    words = context.words
    sentence = _rate_and_change(trend, context)
    close = context.selection.focus
    members = shown(standing, context)
    members = members[members["code"] == close] if close else members
    worst = worst_units(members, standing, RIGHT)
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


def _rate_and_change(trend: pd.DataFrame, context: Context) -> str:
    """The extent's loss rate, and the difference from the compared period where both have cases."""
    words, selection = context.words, context.selection
    label = words(f"indicator.{RIGHT}.label")
    if not context.knows(RIGHT):
        return words("ranking.not_in_ledgers", indicator=label)
    now = _rate_of(trend, selection.period)
    if now != now:
        return words("ranking.no_cases", indicator=label)
    sentence = words("headline.rate", extent=extent_in_words(context), rate=words.percent(now))
    before = _rate_of(trend, selection.compared)
    if before != before:
        return sentence
    points = 100 * printed_change(now, before)
    side = "same" if points == 0 else "up" if points > 0 else "down"
    compared = words(f"headline.compared.{selection.compare}")
    return sentence + words(f"headline.{side}", compared=compared, points=words.number(abs(points), 1))


def _rate_of(trend: pd.DataFrame, period: Period | None) -> float:
    """The loss rate over the months of a period; NaN without cases or without a period."""
    if period is None:
        return float("nan")
    rows = trend[[period.first <= month <= period.last for month in trend["month"]]]
    return rate(int(rows["numerator"].sum()), int(rows["denominator"].sum()))
