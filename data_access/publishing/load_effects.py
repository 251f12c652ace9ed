"""What a load did to scores, vetoes and published figures: those before it and after it, over the same months."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection

from assessment.eligibility import veto_proposals
from assessment.scoring import score
from data_access.asked.periods import Period
from data_access.loading.effects import Effects, Months, PublicationChange, Rescored, VetoChange
from data_access.publishing.changed_inputs import CITY, ChangedInput, changed_inputs
from data_access.publishing.evidence import evidence
from data_access.publishing.publications import in_force, published
from data_access.reading.assessed import read_inputs
from data_access.reading.assessment_inputs import scheme_for
from data_access.reading.members import members
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING


class _Judged(NamedTuple):
    """By peer group and unit's name the score (None: none), and the clauses by which a veto is proposed."""

    scores: Mapping[tuple[str, str], float | None]
    vetoes: frozenset[tuple[str, str]]


def effects_of(before: Connection, now: Connection, months: Months, month: dt.date) -> Effects:
    """Compare what stood ``before`` a load with what stands ``now``; scores and vetoes from January to ``month``.

    Only publications of the touched ``months`` are looked at.
    """
    readers = [Reader(connection, ALL_SEEING) for connection in (before, now)]
    was, is_now = (_judged(reader, month) for reader in readers)
    publications = tuple(_changed_publications(readers[0], readers[1], months))
    if was is None or is_now is None:
        return Effects(None, publications=publications)
    vetoes = [VetoChange(*each, proposed=each in is_now.vetoes) for each in sorted(was.vetoes ^ is_now.vetoes)]
    return Effects(_rescored(was, is_now), tuple(vetoes), publications)


def _judged(reader: Reader, month: dt.date) -> _Judged | None:
    """Every unit as it is counted there; None where the year has no scheme."""
    period = Period("custom", month.replace(month=1), month)
    scheme = scheme_for(reader, month.year)
    if scheme is None:
        return None
    scores: dict[tuple[str, str], float | None] = {}
    vetoes: set[tuple[str, str]] = set()
    for group in scheme.groups:
        if members(reader, group, period, at_its_end=True).empty:
            continue
        inputs = read_inputs(reader, group, period, scheme)
        names = dict(zip(inputs.units["code"], inputs.units["unit"], strict=True))
        totals = score(scheme, group, inputs.counts, inputs.marks, inputs.reviews, list(names)).totals
        for row in totals.to_dict("records"):
            scores[group, str(names[row["code"]])] = None if pd.isna(row["score"]) else float(row["score"])
        proposals = veto_proposals(scheme, inputs.counts, inputs.city)
        vetoes |= {(str(names[row["code"]]), str(row["clause"])) for row in proposals.to_dict("records")}
    return _Judged(scores, frozenset(vetoes))


def _rescored(before: _Judged, now: _Judged) -> tuple[Rescored, ...]:
    """The units whose score differs, the largest change first."""
    places = dict.fromkeys([*before.scores, *now.scores])
    found = [Rescored(place[1], before.scores.get(place), now.scores.get(place)) for place in places]
    changed = [each for each in found if each.before != each.now]
    return tuple(sorted(changed, key=lambda each: (-abs((each.now or 0) - (each.before or 0)), each.unit)))


def _changed_publications(before: Reader, now: Reader, months: Months) -> Iterator[PublicationChange]:
    """Yield the publications in force with units of which the load changed a figure, away from what was published."""
    first, last = (month or limit for month, limit in zip(months, (dt.date.min, dt.date.max), strict=True))
    intact = {number for number, found in evidence(now).items() if found.intact}
    for row in in_force(now).to_dict("records"):
        number = str(row["publication_no"])
        if number not in intact or row["last"] < first or row["first"] > last:
            continue
        was, is_now = _differing(before, number), _differing(now, number)
        units = sorted(unit for unit, changed in is_now.items() if changed != was.get(unit))
        if units:
            yield PublicationChange(number, tuple(units))


def _differing(reader: Reader, number: str) -> dict[str, list[ChangedInput]]:
    """By the unit's name ('' for the city) the inputs that are not as they were published."""
    found: dict[str, list[ChangedInput]] = {}
    then = published(reader, number)
    for group, frozen in then.groups.items():
        now = read_inputs(reader, group, then.period, then.scheme)
        names = {CITY: CITY}
        for units in (frozen.inputs.units, now.units):
            names |= dict(zip(units["code"], units["unit"], strict=True))
        for code, changed in changed_inputs(frozen.inputs, now).items():
            found.setdefault(names[code], []).extend(changed)
    return found
