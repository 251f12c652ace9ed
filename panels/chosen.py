"""The unit of the group that a panel looks at closely."""

import pandas as pd

from data_access.reading.members import members
from data_access.reading.reader import Reader
from panels.declare import Context
from panels.peers import left_by_filters
from panels.scores import SCORES


def chosen_unit(reader: Reader, context: Context) -> str:
    """The code of the unit chosen if it is of the group, else of the one the scores speak of, else of the first; of
    those that the filters leave, where they leave any.

    A unit that is there no more when the period ends is not scored and so not chosen. Empty for a group without units.
    """
    selection = context.selection
    units = members(reader, selection.group, selection.period, at_its_end=True)
    left = left_by_filters(units, context)
    codes = (units if left.empty or selection.closely else left)["code"].tolist()
    if selection.closely in codes or not codes:
        return selection.closely if codes else ""
    question = (selection.group, selection.period)
    about = reader.kept("about", question, lambda: SCORES.finding(SCORES.figures(reader, context), context).about)
    return str(about) if about in codes else str(codes[0])


def the_chosen(figures: pd.DataFrame) -> pd.Series | None:
    """The chosen unit's row of figures that mark it in the column ``chosen``; None where it has none."""
    chosen = figures[figures["chosen"].astype(bool)] if len(figures) else figures
    return None if chosen.empty else chosen.iloc[0]


def as_of(context: Context) -> str:
    """The base of a finding that counts nothing."""
    return context.words("standing.as_of", as_of=context.words.date(context.as_of))
