"""Reconsideration cases: received, decided on, accepted, closed, and sometimes taken to court."""

from dataclasses import dataclass

import numpy as np

from data_access.demo.acceptance import with_late_decisions
from data_access.demo.case_numbers import reconsideration_numbers
from data_access.demo.city import CITY, COUNTIES_PER_SIZE, Units
from data_access.demo.matters import (
    ACCEPTANCE,
    DIRECT_CORRECTIONS,
    MODES_BEFORE,
    MODES_SINCE,
    OTHER_MATTERS,
    OTHER_RESULTS_BEFORE,
    OTHER_RESULTS_SINCE,
    RECONSIDERATION_MATTERS,
    matters_of,
)
from data_access.demo.names import TOWNS_PER_COUNTY
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    AS_OF,
    Columns,
    Dates,
    Draws,
    Integers,
    Objects,
    again,
    days,
    happened,
    joined,
    optional,
    pick,
    pick_by,
    working,
    year_of,
    year_place,
)
from data_access.demo.workload import RECONSIDERATION_SHARES, dated_records, expected

TABLE = "reconsideration"
# The revised law brought a jump of applications in 2024.
FACTOR = (0.575, 0.58, 0.975, 0.98, 1.0)
SCALE = 1.22
REVISED_LAW = np.datetime64("2024-01-01")
LAST_WORKING_DAY = working(np.array([AS_OF], dtype="datetime64[D]"))
DIRECT_CORRECTION = np.array([0.095, 0.09, 0.08, 0.075, 0.07])
AVERAGE_LOSS = 0.13
BLANK = 0.02
DECISIONS = (
    "day", "decide", "acceptance", "procedure", "span", "late", "suspended", "mode", "corrected", "outcome", "blank",
    "suggestion", "answer", "sued", "sued_days", "co", "matter",
)  # fmt: skip


@dataclass(frozen=True)
class SuedCases:
    """Reconsideration cases that were taken to court; ``organ`` is the co-defendant's place, −1 for none."""

    unit: Integers
    case_no: Objects
    matter: Objects
    sued_on: Dates
    organ: Integers


def generate_reconsideration(units: Units, seed: int, rows: int) -> tuple[Columns, SuedCases]:
    """The ledger's columns, and what goes on to court."""
    expected_records = expected(units, seed, RECONSIDERATION_SHARES, SCALE * rows, FACTOR)
    unit, received, draws = dated_records(units, seed, TABLE, expected_records, DECISIONS)
    columns, organ = _cases(units, seed, unit, received, draws)
    columns["case_no"] = reconsideration_numbers(units, unit, year_of(received))
    sued = _sued(units, unit, organ, columns)
    return joined([columns, _co_respondents(units, unit, columns, draws)]), sued


def _cases(units: Units, seed: int, unit: Integers, received: Dates, draws: Draws) -> tuple[Columns, Integers]:
    decided = np.minimum(working(received + days(draws["decide"], 1, 6)), LAST_WORKING_DAY)
    acceptance = pick(draws["acceptance"], ACCEPTANCE)
    accepted = np.where(acceptance == "accepted", decided, np.datetime64("NaT"))
    organ = _organs(units, unit)
    codes = np.array([*units.codes, None], dtype=object)
    keys = [matters_of(RECONSIDERATION_MATTERS, *pair) for pair in zip(units.kinds, units.sectors, strict=True)]
    weights = {**RECONSIDERATION_MATTERS, "other": OTHER_MATTERS}
    columns = {
        "unit_id": codes[unit],
        "defendant_role": np.full(len(unit), "first", dtype=object),
        "organ_id": codes[organ],
        "matter": pick_by(np.array(keys, dtype=object)[unit], draws["matter"], weights),
        "received_on": received,
        "decision_on_acceptance_on": decided,
        "acceptance": acceptance,
        "accepted_on": accepted,
        **_course(accepted, draws),
    }
    columns |= _results(units, seed, unit, columns["closed_on"], draws)
    return with_late_decisions(units, seed, organ, columns, draws), organ


def _organs(units: Units, unit: Integers) -> Integers:
    """Since one organ a level hears all cases: the county for its units, the city for departments and counties."""
    governments = units.governments
    own_county = governments[np.maximum(units.county[unit], 0)]
    below = np.isin(units.kinds[unit], ("county_department", "township"))
    return np.where(below, own_county, np.where(units.kinds[unit] == "city", -1, units.place(CITY)))


def _course(accepted: Dates, draws: Draws) -> Columns:
    """Procedure, suspension, extension and the day of closing."""
    since = accepted >= REVISED_LAW
    simplified = since & (draws["procedure"] < 0.14)
    extended = ~simplified & (draws["late"] > 0.88)
    suspended = np.where(draws["suspended"] < 0.06, 10 + np.floor(draws["suspended"] * 1_200), 0).astype(np.int64)
    needed = np.where(simplified, days(draws["span"], 9, 30), days(draws["span"], 24, 60)).astype(np.int64)
    needed = np.where(extended, days(draws["span"], 61, 89).astype(np.int64), needed)
    # One case in thirty runs over its limit.
    overrun = np.where(draws["late"] < 0.033, np.where(simplified, 31, 91) + 400 * draws["late"], needed)
    closed = happened(working(accepted + (overrun.astype(np.int64) + suspended).astype("timedelta64[D]")))
    is_closed, is_accepted = ~np.isnat(closed), ~np.isnat(accepted)
    modes = np.where(since, pick(draws["mode"], MODES_SINCE), pick(draws["mode"], MODES_BEFORE))
    mode_known = is_closed & (again(draws["mode"], 1) >= BLANK)
    return {
        "procedure": np.where(simplified, "simplified", "ordinary").astype(object),
        "hearing_mode": optional(mode_known, modes),
        "suspended_days": optional(is_accepted, suspended),
        "extended_days": optional(is_accepted, np.where(extended, 30, 0)),
        "closed_on": closed,
    }


def _results(units: Units, seed: int, unit: Integers, closed: Dates, draws: Draws) -> Columns:
    is_closed = ~np.isnat(closed)
    place = year_place(closed)
    conduct = np.clip(yearly_rates(units, seed, "loss")[unit, place] / AVERAGE_LOSS, 0.5, 1.6)
    corrected = is_closed & (draws["corrected"] < DIRECT_CORRECTION[place] * conduct)
    before, since = pick(draws["outcome"], OTHER_RESULTS_BEFORE), pick(draws["outcome"], OTHER_RESULTS_SINCE)
    words = np.where(
        corrected, pick(draws["outcome"], DIRECT_CORRECTIONS), np.where(closed < REVISED_LAW, before, since)
    )
    outcome = optional(is_closed & (draws["blank"] >= BLANK), words)
    opinion = corrected & (draws["suggestion"] < 0.38)
    proposal = is_closed & ~opinion & (draws["suggestion"] > 0.975)
    due = np.where(opinion, closed + 60, np.datetime64("NaT"))
    wait = np.where(draws["answer"] < 0.80, days(draws["answer"] / 0.8, 18, 59), days(draws["answer"], 50, 95))
    chance = np.where(outcome == "upheld", 0.26, np.where(outcome == "dismissed", 0.16, 0.02))
    chance = np.where(np.isin(outcome, ("mediated", "settled", "withdrawn", "withdrawn_after_change")), 0.0, chance)
    late_suit = draws["sued_days"] > 0.9
    sued_wait = np.where(late_suit, days(again(draws["sued_days"], 1), 16, 22), days(draws["sued_days"] / 0.9, 4, 15))
    return {
        "outcome": outcome,
        "suggestion": np.where(opinion, "opinion", np.where(proposal, "proposal", "none")).astype(object),
        "opinion_due_on": due,
        "opinion_answered_on": happened(working(closed + wait), opinion & (draws["answer"] < 0.94)),
        "sued_on": happened(working(closed + sued_wait), is_closed & (draws["sued"] < chance)),
    }


def _sued(units: Units, unit: Integers, organ: Integers, columns: Columns) -> SuedCases:
    """An organ that upheld the act is sued with its author (not drawn for counties added by a larger size)."""
    rows = np.flatnonzero(~np.isnat(columns["sued_on"]))
    unit, organ = unit[rows], organ[rows]
    drawn_in = (units.kinds[unit] != "county") | (units.county[unit] < COUNTIES_PER_SIZE)
    together = (columns["outcome"][rows] == "upheld") & drawn_in
    return SuedCases(
        unit,
        columns["case_no"][rows],
        columns["matter"][rows],
        columns["sued_on"][rows],
        np.where(together, organ, -1),
    )


def _co_respondents(units: Units, unit: Integers, columns: Columns, draws: Draws) -> Columns:
    """A few acts were done together with a township of the same county."""
    departments = units.kinds[unit] == "county_department"
    rows = np.flatnonzero(departments & (draws["co"] < 0.025))
    town = np.floor(again(draws["co"][rows], 1) * TOWNS_PER_COUNTY).astype(np.int64)
    governments = units.governments
    last_department = governments[units.county[unit[rows]]] + np.sum(units.kinds == "county_department") // len(
        governments
    )
    copied = {name: column[rows] for name, column in columns.items()}
    codes = np.array(units.codes, dtype=object)
    copied["unit_id"] = codes[last_department + 1 + town]
    copied["defendant_role"] = np.full(len(rows), "co", dtype=object)
    return copied
