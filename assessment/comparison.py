"""One clause of the veto rule (article 18) over the units of a peer group: who is on the bad side, and among the last.

Rates are compared as integers, never as floats.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from assessment.scheme import AverageMethod, Scheme

# Numerator and denominator of a rate.
Count = tuple[int, int]


@dataclass(frozen=True)
class Clause:
    """One half of the veto rule: its indicator, and whether a low or a high rate is the bad end."""

    key: str
    indicator: str
    low_is_bad: bool

    def worse(self, own: Count, other: Count) -> bool:
        """Whether a rate is strictly worse than another; both have cases."""
        difference = own[0] * other[1] - other[0] * own[1]
        return difference < 0 if self.low_is_bad else difference > 0

    def flipped(self, own: Count) -> Count:
        """The same cases with one existing outcome turned from bad to good."""
        return (own[0] + 1, own[1]) if self.low_is_bad else (own[0] - 1, own[1])

    def with_further(self, own: Count, good: int) -> Count:
        """The cases after ``good`` further ones with the good outcome."""
        return (own[0] + good if self.low_is_bad else own[0], own[1] + good)


CLAUSES = (Clause("appearance", "appearance_rate", True), Clause("loss", "loss_rate", False))
BY_KEY = {clause.key: clause for clause in CLAUSES}


@dataclass(frozen=True)
class Average:
    """The mean of rates over those with cases: pooled Σx/Σn, or the mean of their rates."""

    counts: tuple[Count, ...]
    method: AverageMethod

    def value(self, before: Count = (0, 0), after: Count = (0, 0)) -> Count:
        """The average as a fraction, after one unit's cases changed; pooled it is not reduced, so that it shows cases.

        With one row the two methods are the same, and a change of the unit is a change of that row's cases.
        """
        if self.method == "pooled" or len(self.counts) == 1:
            cases, base = (sum(column) for column in zip(*self.counts, strict=True))
            return cases - before[0] + after[0], base - before[1] + after[1]
        moved = Fraction(*after) - Fraction(*before) if before[1] else Fraction()
        mean = (self._sum_of_rates + moved) / len(self.counts)
        return mean.numerator, mean.denominator

    @cached_property
    def _sum_of_rates(self) -> Fraction:
        return sum((Fraction(*count) for count in self.counts), Fraction())


@dataclass(frozen=True)
class Comparison:
    """The units of a peer group that have cases, compared under one clause."""

    clause: Clause
    counts: Mapping[str, Count]
    average: Average
    last_n: int

    def place(self, code: str, own: Count) -> int:
        """Competition place from the bad end (1 = worst) of a unit with the cases ``own``, the others as they are."""
        worse = (self.clause.worse(count, own) for other, count in self.counts.items() if other != code)
        return 1 + sum(worse)

    def vetoed(self, code: str, own: Count | None = None) -> bool:
        """On the bad side of the average and among the last, with its cases or with others in their stead."""
        before = self.counts[code]
        after = own or before
        average = self.average.value(before, after)
        return self.clause.worse(after, average) and self.place(code, after) <= self.last_n


def comparisons(scheme: Scheme, group_counts: pd.DataFrame, city_counts: pd.DataFrame) -> Iterator[Comparison]:
    """One comparison for each clause for which any unit of the group has cases. Frames as in ``veto_proposals``.

    Raises ``ValueError`` when units have cases but the city, whose average is asked for, has none.
    """
    for clause in CLAUSES:
        counts = dict(zip(*_with_cases(group_counts, clause, "code"), strict=True))
        if not counts:
            continue
        if scheme.average_scope == "peer_group":
            rows = list(counts.values())
        else:
            rows = _with_cases(city_counts, clause, "indicator")[1]
        if not rows:
            raise ValueError(f"expected the city's counts of {clause.indicator}, got none")
        yield Comparison(clause, counts, Average(tuple(rows), scheme.average_method), scheme.veto_last_n)


def _with_cases(frame: pd.DataFrame, clause: Clause, name: str) -> tuple[list[str], list[Count]]:
    rows = frame[(frame["indicator"] == clause.indicator) & (frame["denominator"] > 0)]
    counts = zip(rows["numerator"].astype(int).tolist(), rows["denominator"].astype(int).tolist(), strict=True)
    return [str(value) for value in rows[name]], list(counts)
