"""Scores, places, vetoes and awards of a small city in plain Python with fractions, from the text of the rules alone.

Nothing of ours is asked: the rows come from the tables, the figures from the recount. A merged unit is one whose
successor belongs to the same county, so that the county counts the same whoever its cases are counted for.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from data_access.ledgers.all import BY_KEY
from tests.audit.known_by_hand import ByHand, Row, is_there, month_end, months_between
from tests.audit.random_city import scored_indicators
from tests.recount import Figure, Key

LOSS_OF = {"first_instance": "loss_rate", "effective": "final_loss_rate"}
COMPONENTS = ("daily", "annual", "external")
# A decided veto that stands; one proposed is not yet decided, one lifted or rejected is over.
IN_FORCE = ("confirmed", "appealed")


@dataclass
class Standing:
    """What follows for one unit: a score of two decimals (None: no total), places, and what is open about it."""

    score: Fraction | None
    place: int | None = None
    award: int | None = None
    eligible: bool = True
    missing: set[tuple[str, str]] = field(default_factory=set)
    blocked: bool = False
    proposed: dict[str, str] = field(default_factory=dict)
    uncleared: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Assessment:
    """One peer group in the months from January to ``last``."""

    by_hand: ByHand
    figures: Mapping[Key, Figure]
    blanks: Mapping[Key, int]
    group: str
    last: dt.date

    @property
    def first(self) -> dt.date:
        return self.last.replace(month=1)

    @property
    def last_day(self) -> dt.date:
        return month_end(self.last)

    @property
    def level(self) -> str:
        """Counties are judged by the whole county, everybody else alone."""
        return "whole" if self.group == "counties" else "own"

    @property
    def scheme(self) -> Row:
        of_year = [row for row in self.by_hand.rows["scheme"] if row["year"] == self.last.year]
        return max(of_year, key=lambda row: row["version"])

    def members(self) -> dict[str, Row]:
        """The units of the group that are there at the end of the period."""
        units = self.by_hand.units.values()
        return {
            unit["code"]: unit for unit in units if unit["peer_group"] == self.group and is_there(unit, self.last_day)
        }

    # --- A figure ------------------------------------------------------------------------------------------------

    def counted(self, level: str, code: str, indicator: str) -> tuple[float, float, int]:
        """Numerator, denominator and blank rows of the period, or of its last month where each says its end."""
        of_end = scored_indicators()[indicator][2] == "month_end"
        months = [self.last] if of_end else months_between(self.first, self.last)
        keys = [(level, each, month, indicator) for each in self._with_merged(level, code) for month in months]
        figures = [self.figures.get(key, (0, 0)) for key in keys]
        return sum(x for x, _ in figures), sum(n for _, n in figures), sum(self.blanks.get(key, 0) for key in keys)

    def of_member(self, code: str, indicator: str) -> tuple[float, float, int]:
        """The same of a member; no case is known where its ledger does not reach the period."""
        x, n, blank = self.counted(self.level, code, indicator)
        return (0, 0, blank) if self.is_unknown(code, indicator) else (x, n, blank)

    def is_unknown(self, code: str, indicator: str) -> bool:
        """Whether the ledger of a unit, of a county that of each of its units, ends before the period begins."""
        ledger, number = scored_indicators()[indicator][0], self.by_hand.number[code]
        if self.by_hand.reached_by_all(ledger) is None:
            return False
        whole = [each for each, unit in self.by_hand.units.items() if number in (each, unit["county_id"])]
        table = BY_KEY[ledger].table_name
        return all(
            self.by_hand.known_to(table, each) < self.first for each in (whole if self.level == "whole" else [number])
        )

    def _with_merged(self, level: str, code: str) -> Iterable[str]:
        """The unit, and those merged into it where their cases pass on; a whole county has its units anyway."""
        number = self.by_hand.number[code] if level == "own" else 0
        into = [unit["code"] for unit in self.by_hand.units.values() if unit["merged_into"] == number]
        return [code, *(each for unit in into if self._has_passed(unit) for each in self._with_merged(level, unit))]

    def _has_passed(self, code: str) -> bool:
        """Whether another unit answers for the cases of one that was merged before the last day of the period."""
        unit = self.by_hand.units[self.by_hand.number[code]]
        gone = unit["merged_into"] and unit["active_to"] and unit["active_to"] < self.last_day
        return bool(gone) and self.scheme["merged_cases"] == "successor"

    def missing_reports(self, code: str, indicator: str) -> int:
        """Reports not handed in of the ledger that a figure rests on: of all who report for the unit, or the county."""
        ledger = scored_indicators()[indicator][0]
        number = self.by_hand.number[code]
        whole = [each for each, unit in self.by_hand.units.items() if number in (each, unit["county_id"])]
        if self.level == "whole":
            reporters = {self.by_hand.reporter(each, ledger) for each in whole} - {None}
            return sum(self.by_hand.missing(each, ledger, self.first, self.last) for each in reporters if each)
        # A unit alone misses nothing of the time before and after it was there.
        own = [self.by_hand.number[each] for each in self._with_merged("own", code)]
        pairs = [(self.by_hand.reporter(each, ledger), self.by_hand.units[each]) for each in own]
        return sum(self.by_hand.missing(by, ledger, self.first, self.last, unit) for by, unit in pairs if by)

    def is_silent(self, code: str, indicator: str) -> bool:
        """Not reported: a report of the period is missing, or more cells are blank than the scheme allows."""
        _, n, blank = self.of_member(code, indicator)
        limit = exact(self.scheme["blank_limit"])
        return self.missing_reports(code, indicator) > 0 or blank * 100 > limit * (n + blank)

    # --- Points --------------------------------------------------------------------------------------------------

    def points(self, code: str, item: Row) -> Fraction | str:
        """What an item gives, 0–100, or why it gives nothing: missing, unknown, not applicable."""
        if item["component"] == "daily":
            return self._daily(code, item)
        rows, column, mark = self.by_hand.rows, "reviewer_group", "mean_score"
        of_unit = rows["external_review"]
        if item["component"] == "annual":
            of_unit = [row for row in rows["assessment_mark"] if row["component"] == "annual"]
            column, mark = "item", "score"
        own = [row for row in of_unit if self._is_of(row, code) and row[column] == item["key"]]
        if not own:
            return "missing"
        return exact(own[0][mark]) / exact(own[0].get("maximum") or 100) * 100

    def _is_of(self, row: Row, code: str) -> bool:
        return (row["unit_id"], row["year"]) == (self.by_hand.number[code], self.last.year)

    def _daily(self, code: str, item: Row) -> Fraction | str:
        if self.is_silent(code, item["key"]):
            return "missing"
        x, n, _ = self.of_member(code, item["key"])
        if self.is_unknown(code, item["key"]):
            return "unknown"
        if not n:
            return "not applicable"
        floor, target = exact(item["floor"]), exact(item["target"])
        return cut((exact(x) / exact(n) - floor) / (target - floor) * 100, 0, 100)

    def items(self) -> list[Row]:
        name = (self.scheme["year"], self.scheme["version"], self.group)
        return [row for row in self.by_hand.rows["scheme_item"]
                if (row["year"], row["version"], row["peer_group"]) == name]  # fmt: skip

    def score(self, code: str) -> Standing:
        """Weighted means of means; who has nothing to show for an item or a component shares its weight out."""
        standing = Standing(None)
        total, weights, blocked = Fraction(0), Fraction(0), False
        for component in COMPONENTS:
            sums, of = Fraction(0), Fraction(0)
            for item in (each for each in self.items() if each["component"] == component):
                points = self.points(code, item)
                if points in ("missing", "unknown"):
                    standing.missing.add((component, item["key"]))
                    blocks = item["missing_policy"] == "block"
                    # What a unit has not handed in leaves it no total; a mark that others owe it, or a ledger that
                    # has not come so far, is left out, and nothing can be published until it is there.
                    blocked |= blocks and component == "daily" and points == "missing"
                    points = "left out" if blocks else Fraction(0)
                if isinstance(points, Fraction):
                    sums, of = sums + exact(item["weight"]) * points, of + exact(item["weight"])
            if of:
                weight = exact(self.scheme[f"w_{component}"])
                total, weights = total + weight * sums / of, weights + weight
        standing.blocked = blocked
        if weights and not blocked:
            standing.score = halves_up(cut(total / weights + self._adjustments(code), 0, 100))
        return standing

    def _adjustments(self, code: str) -> Fraction:
        own = [row for row in self.by_hand.rows["assessment_mark"]
               if row["component"] == "adjustment" and self._is_of(row, code)]  # fmt: skip
        cap = exact(self.scheme["adjustment_cap"])
        return cut(sum((exact(row["score"]) for row in own), Fraction(0)), -cap, cap)

    # --- Vetoes --------------------------------------------------------------------------------------------------

    def average(self, indicator: str) -> Fraction | None:
        """Whose mean, and which mean, as the scheme says; None where nobody has a case."""
        if self.scheme["average_scope"] == "city":
            pooled = [self.counted("city", "", indicator)]
            each = [self.counted("own", code, indicator) for code in self.by_hand.number if not self._has_passed(code)]
        else:
            each = pooled = [self.of_member(code, indicator) for code in self.members()]
        if self.scheme["average_method"] == "pooled":
            x, n = sum(one[0] for one in pooled), sum(one[1] for one in pooled)
            return exact(x) / exact(n) if n else None
        rates = [exact(x) / exact(n) for x, n, _ in each if n]
        return sum(rates, Fraction(0)) / len(rates) if rates else None

    def veto(self, standings: Mapping[str, Standing], clause: str, indicator: str, sign: int) -> None:
        """Below the average and among the last; ``sign`` turns a rate that is bad where it is high."""
        average = self.average(indicator)
        counts = {code: self.of_member(code, indicator) for code in standings}
        rates = {code: sign * exact(x) / exact(n) for code, (x, n, _) in counts.items() if n}
        for code, standing in standings.items():
            worse = sum(other < rates[code] for other in rates.values()) if code in rates else 0
            below = code in rates and average is not None and rates[code] < sign * average
            if below and worse < self.scheme["veto_last_n"]:
                standing.proposed[clause] = f"{counts[code][0]}/{counts[code][1]}"
            if self.is_silent(code, indicator):
                standing.uncleared.add(clause)

    def is_out(self, code: str, standing: Standing) -> bool:
        """Whether a decided veto is in force in the period, or the unit cannot be cleared or has no total."""
        return (
            standing.blocked
            or bool(standing.uncleared)
            or any(
                event["unit_id"] == self.by_hand.number[code]
                and event["status"] in IN_FORCE
                and self._holds(event, standing)
                for event in self.by_hand.rows["veto_event"]
            )
        )

    def _holds(self, event: Row, standing: Standing) -> bool:
        """A computed one while its figure is today's; a recorded one from its first day, or its year, to its last."""
        if event["source"] == "computed":
            return event["year"] == self.last.year and standing.proposed.get(event["clause"]) == event["figure"]
        begins = event["occurred_on"] or dt.date(event["year"], 1, 1)
        return begins <= self.last_day and (event["ends_on"] or self.first) >= self.first

    # --- All of it -----------------------------------------------------------------------------------------------

    def standings(self) -> dict[str, Standing]:
        found = {code: self.score(code) for code in self.members()}
        self.veto(found, "appearance", "appearance_rate", 1)
        self.veto(found, "loss", LOSS_OF[self.scheme["loss_basis"]], -1)
        for code, standing in found.items():
            standing.eligible = not self.is_out(code, standing)
        rank(found.values(), lambda each: True, "place")
        rank(found.values(), lambda each: each.eligible, "award")
        return found


def rank(standings: Iterable[Standing], takes_part: Callable[[Standing], bool], name: str) -> None:
    """1, 2, 2, 4: a place is how many have a higher score, and one."""
    ranked: dict[Fraction, list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.score is not None and takes_part(standing):
            ranked[standing.score].append(standing)
    place = 1
    for score in sorted(ranked, reverse=True):
        for standing in ranked[score]:
            setattr(standing, name, place)
        place += len(ranked[score])


def exact(number: object) -> Fraction:
    """A number as it is written: 33.3 is 333/10."""
    return Fraction(str(number))


def cut(value: Fraction, low: Fraction | int, high: Fraction | int) -> Fraction:
    return min(max(value, Fraction(low)), Fraction(high))


def halves_up(value: Fraction) -> Fraction:
    """Rounded to hundredths, halves up."""
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)
