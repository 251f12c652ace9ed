"""Litigation: cases of first instance, steered to each county's rates, then appeals and retrials."""

import numpy as np

from data_access.demo.appearance import attendance
from data_access.demo.case_numbers import appeal_numbers, courts, first_instance_numbers, retrial_numbers
from data_access.demo.city import Units
from data_access.demo.matters import (
    JUDGED,
    KEPT_OUTCOMES,
    LITIGATION_MATTERS,
    LOST_OUTCOMES,
    OTHER_MATTERS,
    PLAINTIFFS,
    UNHEARD_OUTCOMES,
    matters_of,
)
from data_access.demo.names import TOWNS_PER_COUNTY
from data_access.demo.profiles import profile, yearly_rates
from data_access.demo.reconsideration import SuedCases
from data_access.demo.steering import steer
from data_access.demo.streams import (
    YEARS,
    Columns,
    Dates,
    Draws,
    Flags,
    Integers,
    Objects,
    again,
    day_in_year,
    days,
    happened,
    joined,
    optional,
    pick,
    pick_by,
    records,
    whole_counts,
    working,
    year_of,
    year_place,
)
from data_access.demo.workload import LITIGATION_SHARES, expected

TABLE = "litigation"
# Cases that come from reconsideration are added to these.
SCALE = 0.86
HEARD = 0.88
BLANK = 0.02
APPEALED, OVERTURNED, RETRIED, RETRIAL_ALTERED = 0.36, 0.09, 0.04, 0.25
# Counties whose government is now and then sued together with a municipal department.
CO_COUNTIES = (0, 1, 3)
# Systems whose acts are now and then done together with a township.
WITH_TOWNS = ("natural_resources", "housing", "urban_management")
DECISIONS = (
    "day", "course", "hear_days", "close_days", "lost", "outcome", "blank", "steer", "appeal", "appeal_days",
    "overturned", "attended", "attended_steer", "head", "spoke", "absence", "plaintiff", "matter", "co", "suggestion",
)  # fmt: skip


def generate_litigation(units: Units, seed: int, rows: int, sued: SuedCases) -> Columns:
    """The ledger's columns: all instances of all defendants."""
    unit, filed, link, draws = _filed(units, seed, rows, sued)
    base = _first_instance(units, seed, rows, unit, filed, draws)
    base |= _origin(units, unit, link, sued, draws)
    base["co"] = _co_defendants(units, unit, link, sued, draws)
    second, second_draws = _second_instance(units, base, draws)
    third, third_draws = _retrials(base, second, second_draws)
    columns = joined([base, second, third])
    columns |= attendance(units, seed, columns, [draws, second_draws, third_draws])
    return _with_co_defendants(units, columns)


def _filed(units: Units, seed: int, rows: int, sued: SuedCases) -> tuple[Integers, Dates, Integers, Draws]:
    """Unit, day of filing, place among the sued reconsideration cases (−1: none) and draws of every case."""
    expected_records = expected(units, seed, LITIGATION_SHARES, SCALE * rows, None)
    counts = whole_counts(seed, TABLE, units.codes, expected_records)
    direct, year = records(counts)
    unit = np.concatenate([direct, sued.unit])
    link = np.concatenate([np.full(len(direct), -1), np.arange(len(sued.unit))])
    year = np.concatenate([year, np.zeros(len(sued.unit), dtype=np.int64)])
    grouped = np.argsort(unit, kind="stable")
    unit, link, year = unit[grouped], link[grouped], year[grouped]
    draws = Draws(seed, TABLE, units.codes, np.bincount(unit, minlength=len(units.codes)), DECISIONS)
    after_suit = np.append(sued.sued_on, np.datetime64("NaT"))[link] + days(draws["day"], 1, 7)
    filed = np.where(
        link < 0, day_in_year(np.where(link < 0, year, YEARS[0]), draws["day"]), happened(working(after_suit))
    )
    order = np.lexsort((filed, unit))
    kept = order[~np.isnat(filed[order]) & units.in_office(unit[order], filed[order])]
    return unit[kept], filed[kept], link[kept], draws.take(kept)


def _first_instance(units: Units, seed: int, rows: int, unit: Integers, filed: Dates, draws: Draws) -> Columns:
    court_code, court = courts(units, unit)
    with_hearing = draws["course"] < HEARD
    hearing = working(filed + days(draws["hear_days"], 24, 70))
    heard = happened(hearing, with_hearing)
    ended = np.where(
        with_hearing, hearing + days(draws["close_days"], 8, 55), filed + days(draws["close_days"], 12, 60)
    )
    closed = _held_open(units, seed, rows, unit, happened(working(ended)))
    recorded = ~np.isnat(closed) & (draws["blank"] >= BLANK)
    lost = _lost(units, seed, unit, closed, recorded & with_hearing, recorded, draws)
    kept_words = np.where(with_hearing, pick(draws["outcome"], KEPT_OUTCOMES), pick(draws["outcome"], UNHEARD_OUTCOMES))
    number = first_instance_numbers(units, unit, year_of(filed), court_code)
    return {
        "unit": unit,
        "case_no": number,
        "instance": np.full(len(unit), "first", dtype=object),
        "first_instance_case_no": np.full(len(unit), None),
        "court": court,
        "filed_on": filed,
        "heard_on": heard,
        "closed_on": closed,
        "outcome": optional(recorded, np.where(lost, pick(draws["outcome"], LOST_OUTCOMES), kept_words)),
        "judicial_suggestion": optional(~np.isnat(closed), draws["suggestion"] < 0.03),
    }


def _held_open(units: Units, seed: int, rows: int, unit: Integers, closed: Dates) -> Dates:
    """A county with few closings in the last year: its latest ones are still pending."""
    closed = closed.copy()
    for county in range(len(units.governments)):
        most = profile(county, seed).closed_at_most_2026
        if most is None:
            continue
        this_year = np.flatnonzero((units.county[unit] == county) & (year_of(closed) == YEARS[-1]))
        closed[this_year[np.argsort(closed[this_year], kind="stable")][most * rows :]] = np.datetime64("NaT")
    return closed


def _lost(
    units: Units, seed: int, unit: Integers, closed: Dates, movable: Flags, recorded: Flags, draws: Draws
) -> Flags:
    rates = yearly_rates(units, seed, "loss")
    place = year_place(closed)
    lost = movable & (draws["lost"] < rates[unit, place] / HEARD)
    return steer(lost, movable, recorded, units.county[unit], place, draws["steer"], rates[units.governments])


def _origin(units: Units, unit: Integers, link: Integers, sued: SuedCases, draws: Draws) -> Columns:
    """Matter, plaintiff, and the reconsideration case it came from."""
    keys = [matters_of(LITIGATION_MATTERS, *pair) for pair in zip(units.kinds, units.sectors, strict=True)]
    own = pick_by(np.array(keys, dtype=object)[unit], draws["matter"], {**LITIGATION_MATTERS, "other": OTHER_MATTERS})
    return {
        "matter": np.where(link < 0, own, _with_none(sued.matter)[link]),
        "plaintiff_kind": pick(draws["plaintiff"], PLAINTIFFS),
        "reconsideration_case_no": _with_none(sued.case_no)[link],
    }


def _with_none(values: Objects) -> Objects:
    """The values and a None, which is what the place −1 finds."""
    return np.array([*values, None], dtype=object)


def _co_defendants(units: Units, unit: Integers, link: Integers, sued: SuedCases, draws: Draws) -> Integers:
    """Place of a second defendant: the organ that upheld the act, a county government or a township; −1 for none."""
    governments, chance = units.governments, draws["co"]
    organ = np.append(sued.organ, -1)[link]
    county = np.array([governments[place] for place in CO_COUNTIES])[np.floor(again(chance, 1) * 3).astype(int)]
    with_county = (units.kinds[unit] == "municipal_department") & (chance < 0.06)
    departments = np.sum(units.kinds == "county_department") // len(governments)
    town = governments[np.maximum(units.county[unit], 0)] + departments + 1
    town = town + np.floor(again(chance, 1) * TOWNS_PER_COUNTY).astype(np.int64)
    joint = (units.kinds[unit] == "county_department") & np.isin(units.sectors[unit], WITH_TOWNS) & (chance < 0.08)
    direct = np.where(with_county, county, np.where(joint, town, -1))
    return np.where(link < 0, direct, organ)


def _second_instance(units: Units, base: Columns, draws: Draws) -> tuple[Columns, Draws]:
    """Appeals; sets ``effective_on`` of the first instance, which is none while an appeal stands."""
    judged = np.isin(base["outcome"], JUDGED) & ~np.isnat(base["heard_on"])
    appealed = judged & (draws["appeal"] < APPEALED)
    closed: Dates = base["closed_on"]
    filed = working(closed + days(draws["appeal_days"], 18, 40))
    in_force = working(closed + np.where(judged, 16, 0).astype("timedelta64[D]"))
    base["effective_on"] = happened(in_force, ~appealed & (base["outcome"] != None))  # noqa: E711 - elementwise
    rows = np.flatnonzero(appealed & ~np.isnat(happened(filed)))
    part = draws.take(rows)
    second = _higher(base, rows, "second", filed[rows], again(part["appeal_days"], 1), part["overturned"] < OVERTURNED)
    second_filed: Dates = second["filed_on"]
    hearing = second_filed + days(again(part["hear_days"], 1), 18, 35)
    second["heard_on"] = happened(working(hearing), again(part["course"], 1) < 0.5)
    second["case_no"], second["court"] = appeal_numbers(units, second["unit"], year_of(second["filed_on"]))
    return second, part


def _retrials(base: Columns, second: Columns, draws: Draws) -> tuple[Columns, Draws]:
    in_force: Dates = second["effective_on"]
    filed = working(in_force + days(again(draws["appeal_days"], 2), 70, 160))
    rows = np.flatnonzero((again(draws["appeal"], 2) < RETRIED) & ~np.isnat(happened(filed)))
    part = draws.take(rows)
    altered = again(part["overturned"], 2) < RETRIAL_ALTERED
    third = _higher(second, rows, "retrial", filed[rows], again(part["appeal_days"], 3), altered)
    third["heard_on"] = happened(working(third["filed_on"] + 30), ~np.isnat(third["closed_on"]))
    third["case_no"] = retrial_numbers(third["unit"], year_of(third["filed_on"]))
    third["court"] = np.full(len(rows), "演示省高级人民法院", dtype=object)
    # The last judgment in force is the one that counts.
    second["effective_on"][rows[~np.isnat(third["closed_on"])]] = np.datetime64("NaT")
    return third, part


def _higher(lower: Columns, rows: Integers, instance: str, filed: Dates, drawn: np.ndarray, altered: Flags) -> Columns:
    """The next instance of some cases: the outcome is what finally stands on the act."""
    columns = {name: column[rows].copy() for name, column in lower.items()}
    closed = happened(working(filed + days(drawn, 45, 95)))
    before = columns["outcome"]
    reversed_ = np.where(np.isin(before, tuple(LOST_OUTCOMES)), "claim_dismissed", "revoked").astype(object)
    first = columns["case_no"] if instance == "second" else columns["first_instance_case_no"]
    return columns | {
        "instance": np.full(len(rows), instance, dtype=object),
        "first_instance_case_no": first,
        "filed_on": filed,
        "closed_on": closed,
        "outcome": optional(~np.isnat(closed), np.where(altered, reversed_, before)),
        "effective_on": closed.copy(),
        "judicial_suggestion": optional(~np.isnat(closed), False),
        "reconsideration_case_no": np.full(len(rows), None),
    }


def _with_co_defendants(units: Units, columns: Columns) -> Columns:
    """One row for each defendant of a case; the second one's attendance is its own."""
    co = columns.pop("co")
    codes = np.array(units.codes, dtype=object)
    together = np.flatnonzero(co >= 0)
    own = {name: column for name, column in columns.items() if not name.startswith("co_")}
    second = {name: columns.get(f"co_{name}", column)[together] for name, column in own.items()}
    second["unit"] = co[together]
    both = joined([own, second])
    both["defendant_role"] = np.repeat(np.array(["first", "co"], dtype=object), [len(co), len(together)])
    both["unit_id"] = codes[both.pop("unit")]
    return both
