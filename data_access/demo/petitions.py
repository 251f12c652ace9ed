"""Petitions: what people bring to a unit, some of it after a reconsideration that did not end their dispute."""

from collections.abc import Mapping

import numpy as np

from data_access.demo.case_numbers import petition_numbers
from data_access.demo.city import Units
from data_access.demo.matters import (
    OTHER_PETITIONS,
    PETITION_CHANNELS,
    PETITION_CHANNELS_EARLY,
    PETITION_MATTERS,
    matters_of,
)
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    Columns,
    Dates,
    Draws,
    Flags,
    Integers,
    Objects,
    again,
    days,
    happened,
    optional,
    pick,
    pick_by,
    working,
    year_of,
    year_place,
)
from data_access.demo.workload import PETITION_SHARES, dated_records, expected

TABLE = "petition"
AFTER = "petition/after"
DECISIONS = ("day", "matter", "channel", "span", "slow", "outcome", "ended", "again", "rated", "satisfied", "blank")
AFTER_DECISIONS = ("comes", "wait", *DECISIONS[2:])
SCALE = 3.3
FACTOR = (0.78, 0.84, 0.92, 1.0, 1.02)
# From letters and visits to the network, year by year.
MOVED = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
AT_SOURCE = np.array([0.79, 0.81, 0.83, 0.845, 0.86])
SATISFIED = np.array([0.79, 0.81, 0.83, 0.85, 0.87])
RATED = np.array([0.50, 0.54, 0.58, 0.62, 0.65])
# Who mends its findings in time also settles its petitions.
IN_STEP = 0.3
USUALLY_MENDED = np.array([0.62, 0.67, 0.72, 0.77, 0.81])
AT_SOURCE_WORDS = {"resolved": 62, "explained": 27, "transferred": 11}
NOT_AT_SOURCE_WORDS = {"repeated": 72, "sued": 28}
BLANK = 0.015
# How often a petition follows a reconsideration, by its outcome.
COMES_AFTER = {"upheld": 0.13, "dismissed": 0.11, "terminated": 0.06, "withdrawn": 0.05}
COMES_ELSE = 0.02


def generate_petitions(units: Units, seed: int, rows: int, reconsideration: Columns) -> Columns:
    """The ledger's columns: every petition received by the as-of date, by unit and day.

    Some name the reconsideration case of the same unit (``reconsideration``: the columns of that ledger) they follow.
    """
    expected_records = expected(units, seed, PETITION_SHARES, SCALE * rows, FACTOR)
    unit, received, draws = dated_records(units, seed, TABLE, expected_records, DECISIONS)
    keys = [matters_of(PETITION_MATTERS, *pair) for pair in zip(units.kinds, units.sectors, strict=True)]
    weights = {**PETITION_MATTERS, "other": OTHER_PETITIONS}
    own = {
        "unit": unit,
        "received_on": received,
        "matter": pick_by(np.array(keys, dtype=object)[unit], draws["matter"], weights),
        "reconsideration_case_no": np.full(len(unit), None, dtype=object),
        **_course(units, seed, unit, received, draws),
    }
    petitions = _by_unit_and_day(own, _after_reconsideration(units, seed, reconsideration))
    place = petitions.pop("unit")
    numbers = petition_numbers(units, place, year_of(petitions["received_on"]))
    return {"unit_id": np.array(units.codes, dtype=object)[place], "petition_no": numbers, **petitions}


def _by_unit_and_day(own: Columns, after: Columns) -> Columns:
    both = {name: np.concatenate([own[name], after[name]]) for name in own}
    order = np.lexsort((both["received_on"], both["unit"]))
    return {name: column[order] for name, column in both.items()}


def _after_reconsideration(units: Units, seed: int, cases: Columns) -> Columns:
    """The petitions that follow a closed case; only the first respondent is asked again."""
    places = {code: place for place, code in enumerate(units.codes)}
    first = cases["defendant_role"] == "first"
    case = {name: cases[name][first] for name in ("unit_id", "case_no", "matter", "closed_on", "outcome")}
    unit = np.array([places[code] for code in case["unit_id"]], dtype=np.int64)
    draws = Draws(seed, AFTER, units.codes, np.bincount(unit, minlength=len(units.codes)), AFTER_DECISIONS)
    chance = np.array([COMES_AFTER.get(word, COMES_ELSE) for word in case["outcome"]])
    received = happened(working(case["closed_on"] + days(draws["wait"], 8, 75)), draws["comes"] < chance)
    comes = np.flatnonzero(~np.isnat(received))
    comes = comes[units.in_office(unit[comes], received[comes])]
    return {
        "unit": unit[comes],
        "received_on": received[comes],
        "matter": case["matter"][comes],
        "reconsideration_case_no": case["case_no"][comes],
        **_course(units, seed, unit[comes], received[comes], draws.take(comes)),
    }


def _course(units: Units, seed: int, unit: Integers, received: Dates, draws: Draws) -> Columns:
    """Channel, closing and what people said of it."""
    channel = np.where(
        again(draws["channel"], 1) < MOVED[year_place(received)],
        pick(draws["channel"], PETITION_CHANNELS),
        pick(draws["channel"], PETITION_CHANNELS_EARLY),
    )
    closed = happened(_closed(received, channel == "online", draws))
    is_closed, place = ~np.isnat(closed), year_place(closed)
    step = IN_STEP * (yearly_rates(units, seed, "on_time")[unit, place] - USUALLY_MENDED[place])
    outcome = _outcome(draws, np.asarray(draws["outcome"] < AT_SOURCE[place] + step))
    recorded = is_closed & (draws["blank"] >= BLANK)
    # Now and then a petition comes again although it had been answered.
    repeated = (outcome == "repeated") | ((outcome == "explained") & (draws["again"] < 0.04))
    rated = is_closed & (draws["rated"] < RATED[place])
    content = SATISFIED[place] + step - np.where(np.isin(outcome, ("repeated", "sued")), 0.35, 0.0)
    return {
        "channel": channel,
        "closed_on": closed,
        "outcome": optional(recorded, outcome),
        "repeated": optional(recorded, repeated),
        "rated": optional(is_closed & (again(draws["blank"], 1) >= BLANK), rated),
        "satisfied": optional(rated & (again(draws["blank"], 2) >= BLANK), draws["satisfied"] < content),
    }


def _closed(received: Dates, online: Flags, draws: Draws) -> Dates:
    """Petitions are to be dealt with within 60 days; what comes online goes faster, year by year more so."""
    quicker = np.where(online, 12 + 3.5 * year_place(received), 0)
    taken = np.floor(12 + draws["span"] * (44 - quicker)).astype("timedelta64[D]")
    late = days(again(draws["slow"], 1), 61, 110)
    return np.maximum(working(received + np.where(draws["slow"] < 0.04, late, taken)), received)


def _outcome(draws: Draws, at_source: Flags) -> Objects:
    words: Mapping[bool, Objects] = {
        True: pick(draws["ended"], AT_SOURCE_WORDS),
        False: pick(draws["ended"], NOT_AT_SOURCE_WORDS),
    }
    return np.where(at_source, words[True], words[False]).astype(object)
