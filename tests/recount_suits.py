"""The recount of suits, in which several rows are about one case: co-defendants, and one instance after another.

Written from the text of the rules alone, like the rest of the recount.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tests.recount_rules import HEADS, LOST, Row, Verdict

RANKS = {"first": 1, "second": 2, "retrial": 3}
NO_JUDGMENT = {"mediated", "withdrawn", "withdrawn_after_change", "transferred", "terminated"}
# The level at which it counts, the row, the indicator and the verdict.
Counted = tuple[str, Row, str, Verdict]


def suits(rows: Iterable[Row], rules: Iterable[Row], county_of: Mapping[int, str | None]) -> Iterator[Counted]:
    """Appearance, the chief's, speech and final loss of every row that counts at a level."""
    rows = list(rows)
    defendants: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        defendants[row["case_no"], row["instance"]].append(row)
    switch = sorted((rule["from_date"], int(rule["value"])) for rule in rules if rule["rule"] == "co_defendants_attend")
    for row in rows:
        together = defendants[row["case_no"], row["instance"]]
        yield from _heard("own", row, together if _one_for_all(row, switch) else [row])
        for level, flag in (("whole", "counts_for_county"), ("city", "counts_for_city")):
            if row[flag]:
                yield from _heard(level, row, together)
    yield from _final(rows, county_of)


def _one_for_all(row: Row, switch: list[tuple[dt.date, int]]) -> bool:
    """Whether the head of one defendant counts for all, by the rule in force on the day of the hearing."""
    in_force = [value for since, value in switch if row["heard_on"] is not None and since <= row["heard_on"]]
    return bool(in_force[-1] if in_force else 1)


def _heard(level: str, row: Row, defendants: list[Row]) -> Iterator[Counted]:
    """Of a row that does not say who came from its own organ nobody knows, unless somebody came who counts."""
    day, own = row["heard_on"], row["head_attended"]
    if day is None:
        return
    there = [each for each in defendants if each["head_attended"] in HEADS]
    # In a unit's own figure it is its own chief that counts.
    a_chief = "chief" in ([own] if level == "own" else [each["head_attended"] for each in there])
    yield level, row, "appearance_rate", (day, None if own is None and not there else bool(there))
    yield level, row, "chief_appearance_rate", (day, None if own is None and not a_chief else a_chief)
    spoke = [each["head_spoke"] for each in there]
    if own is None and row["head_spoke"] is not False:
        # Nobody knows whether a head of its own was there and spoke.
        spoke.append(None)
    if own is None or there:
        known = bool(there) and (any(spoke) or None not in spoke)
        yield level, row, "speaking_rate", (day, any(spoke) if known else None)


def _final(rows: Iterable[Row], county_of: Mapping[int, str | None]) -> Iterator[Counted]:
    """Each case once for every unit, county and the city: by the last judgment that took effect there."""
    cases: dict[tuple[str, object, str], list[Row]] = defaultdict(list)
    rows = list(rows)
    numbers = {row["case_no"] for row in rows}
    missing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        if row["first_instance_case_no"]:
            missing[row["first_instance_case_no"]].add((row["instance"], row["case_no"]))
    for row in rows:
        if row["effective_on"] is None or row["outcome"] in NO_JUDGMENT:
            continue
        first = row["first_instance_case_no"]
        # A missing first instance makes one case of an appeal and a retrial, not of two appeals.
        several = first and len(missing[first]) != len({instance for instance, _number in missing[first]})
        number = row["case_no"] if not first or (first not in numbers and several) else first
        cases["own", row["unit_id"], number].append(row)
        cases["whole", county_of[row["unit_id"]], number].append(row)
        cases["city", None, number].append(row)
    flags = {"whole": "counts_for_county", "city": "counts_for_city"}
    for (level, whose, _number), judgments in cases.items():
        last = max(judgments, key=lambda row: (RANKS[row["instance"]], row["effective_on"], row["case_no"]))
        same = [row for row in judgments if (row["case_no"], row["instance"]) == (last["case_no"], last["instance"])]
        counted = [row for row in same if level == "own" or row[flags[level]]]
        if (level == "whole" and whose is None) or not counted:
            continue
        effective_on, outcome = counted[0]["effective_on"], counted[0]["outcome"]
        yield level, counted[0], "final_loss_rate", (effective_on, None if outcome is None else outcome in LOST)
