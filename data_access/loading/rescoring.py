"""What a load did to scores: those of the running assessment year before it and after it, over the same months."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection

from assessment.scoring import score
from data_access.asked.periods import Period
from data_access.loading.batches import Rescored
from data_access.reading.assessed import read_inputs
from data_access.reading.assessment_inputs import scheme_for
from data_access.reading.members import members
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING

# The score of a unit by peer group and the unit's name; None where it has none.
ScoresByUnit = dict[tuple[str, str], float | None]


def scores_to(connection: Connection, month: dt.date) -> ScoresByUnit | None:
    """Every unit's score from January to a month as it is counted now; None where the year has no scheme."""
    reader, period = Reader(connection, ALL_SEEING), Period("custom", month.replace(month=1), month)
    scheme = scheme_for(reader, month.year)
    if scheme is None:
        return None
    scores: ScoresByUnit = {}
    for group in scheme.groups:
        if members(reader, group, period, at_its_end=True).empty:
            continue
        inputs = read_inputs(reader, group, period, scheme)
        names = dict(zip(inputs.units["code"], inputs.units["unit"], strict=True))
        totals = score(scheme, group, inputs.counts, inputs.marks, inputs.reviews, list(names)).totals
        for row in totals.to_dict("records"):
            scores[group, str(names[row["code"]])] = None if pd.isna(row["score"]) else float(row["score"])
    return scores


def rescored(before: ScoresByUnit | None, now: ScoresByUnit | None) -> tuple[Rescored, ...] | None:
    """The units whose score differs, the largest change first; None where one of the two is missing."""
    if before is None or now is None:
        return None
    found = [Rescored(place[1], before.get(place), now.get(place)) for place in dict.fromkeys([*before, *now])]
    changed = [each for each in found if each.before != each.now]
    return tuple(sorted(changed, key=lambda each: (-abs((each.now or 0) - (each.before or 0)), each.unit)))
