"""Reviews of case files and their defects: most are good, about a quarter excellent, one in a hundred fails."""

import numpy as np

from data_access.demo.city import Units
from data_access.demo.streams import (
    YEARS,
    Columns,
    Draws,
    Integers,
    Numbers,
    Objects,
    day_in_year,
    number_within,
    optional,
    pick,
    records,
    stream,
    whole_counts,
    year_of,
)
from data_access.ledgers.case_file_review import VETO_FAULTS

TABLE = "case_file_review"
DECISIONS = ("day", "kind", "score", "veto", "fault", "document", "guiding", "blank", "defects")
# How many files of a unit are reviewed in a year, by who keeps them; departments that enforce have more.
A_YEAR = {"municipal_department": 4.0, "county_department": 2.0}
ENFORCING = {
    "public_security", "market_regulation", "natural_resources", "urban_management", "human_resources", "ecology",
    "transport", "emergency_management",
}  # fmt: skip
KINDS = {"penalty": 62, "licence": 22, "compulsion": 11, "levy": 5}
USUAL_SCORE, SPREAD, BETWEEN_UNITS = 84.0, 5.5, 3.0
EXCELLENT, GOOD, PASSED = 90, 80, 60
VETOED, EXCELLENT_DOCUMENT, GUIDING, BLANK = 0.008, 0.12, 0.25, 0.015
MOST_DEFECTS = 3
# Points that an item of the standard costs.
DEFECTS = {
    "文书填写不规范": (1, 26), "送达回证不全": (2, 20), "裁量理由未说明": (3, 15), "证据未注明来源": (2, 13),
    "未告知陈述申辩权": (4, 7), "审批手续不全": (3, 7), "案卷装订不规范": (1, 12),
}  # fmt: skip


def generate_case_files(units: Units, seed: int, rows: int) -> tuple[Columns, Columns]:
    """The columns of the reviews, and those of the defects found in them."""
    expected = np.array(
        [[A_YEAR.get(kind, 0.0) * (2 if sector in ENFORCING else 0.5)] * len(YEARS)
         for kind, sector in zip(units.kinds, units.sectors, strict=True)]
    )  # fmt: skip
    counts = whole_counts(seed, TABLE, units.codes, expected) * rows
    unit, year = records(counts)
    draws = Draws(seed, TABLE, units.codes, counts.sum(axis=1), DECISIONS)
    reviewed = day_in_year(year, draws["day"])
    there = units.in_office(unit, reviewed)
    unit, reviewed, draws = unit[there], reviewed[there], draws.take(there)
    order = np.lexsort((reviewed, unit))
    unit, reviewed, draws = unit[order], reviewed[order], draws.take(order)
    usual = np.array(
        [USUAL_SCORE + BETWEEN_UNITS * stream(seed, f"{TABLE}/level", code).normal() for code in units.codes]
    )
    # The sum of three even numbers is near enough to a bell.
    bell = (draws["score"] + (draws["score"] * 97) % 1 + (draws["score"] * 8_191) % 1 - 1.5) * 2
    score: Numbers = np.clip(usual[unit] + SPREAD * bell, 40, 100).round()
    vetoed = draws["veto"] < VETOED
    recorded = draws["blank"] >= BLANK
    codes = np.array(units.codes, dtype=object)[unit]
    names = units.frame["short_name"].to_numpy()[unit]
    numbers = _numbers(names, year_of(reviewed))
    reviews = {
        "unit_id": codes,
        "file_no": numbers,
        "kind": pick(draws["kind"], KINDS),
        "reviewed_on": reviewed,
        "score": optional(recorded & ~vetoed, score),
        "grade": optional(recorded, np.where(vetoed, "failed", _grades(score))),
        "veto_fault": optional(vetoed & recorded, pick(draws["fault"], dict.fromkeys(VETO_FAULTS, 1))),
        "excellent_document": (score >= EXCELLENT) & ~vetoed & (draws["document"] < EXCELLENT_DOCUMENT),
        "guiding_case": (score >= EXCELLENT) & ~vetoed & (draws["guiding"] < GUIDING * EXCELLENT_DOCUMENT),
    }
    return reviews, _defects(codes, numbers, 100 - score, draws)


def _grades(score: Numbers) -> Objects:
    return np.select([score >= EXCELLENT, score >= GOOD, score >= PASSED], ["excellent", "good", "passed"], "failed")


def _numbers(names: Objects, year: Integers) -> Objects:
    running = number_within(names, year) + 1
    numbers = [f"{name}评〔{each}〕{number}号" for name, each, number in zip(names, year, running, strict=True)]
    return np.array(numbers, dtype=object)


def _defects(codes: Objects, numbers: Objects, lost: Numbers, draws: Draws) -> Columns:
    """Up to three items of a file that lost points, each once."""
    weights = {item: weight for item, (_points, weight) in DEFECTS.items()}
    found: list[tuple[object, object, str, float]] = []
    for turn in range(MOST_DEFECTS):
        item = pick((draws["defects"] * (3 + 40 * turn)) % 1.0, weights)
        found += [
            (codes[place], numbers[place], str(item[place]), float(DEFECTS[item[place]][0]))
            for place in np.flatnonzero(lost > 4 * (turn + 1))
        ]
    once = list({each[:3]: each for each in found}.values())
    columns = ("unit_id", "file_no", "item", "points")
    return {name: np.array([row[place] for row in once], dtype=object) for place, name in enumerate(columns)} | {
        "seq": np.full(len(once), 1, dtype=object)
    }
