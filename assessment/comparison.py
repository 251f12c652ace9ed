"""One clause of the veto rule (article 18) over the units of a peer group: who is on the bad side, and among the last.

Rates are compared as integers, never as floats.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import pandas as pd

from assessment.scheme import LOSS_BASIS, AverageMethod, LossBasis, Scheme

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

    def has_bad(self, own: Count) -> bool:
        """Whether any of the cases has the bad outcome."""
        return own[0] < own[1] if self.low_is_bad else own[0] > 0

    def flipped(self, own: Count, outcomes: int = 1) -> Count:
        """The same cases with so many existing outcomes turned from bad to good."""
        return (own[0] + outcomes if self.low_is_bad else own[0] - outcomes, own[1])

    def with_further(self, own: Count, good: int) -> Count:
        """The cases after ``good`` further ones with the good outcome."""
        return (own[0] + good if self.low_is_bad else own[0], own[1] + good)


APPEARANCE = Clause("appearance", "appearance_rate", True)
LOSS: dict[LossBasis, Clause] = {
    "first_instance": Clause("loss", "loss_rate", False),
    "effective": Clause("loss", "final_loss_rate", False),
}


def clauses(scheme: Scheme | None) -> tuple[Clause, Clause]:
    """The two clauses of article 18, appearance before loss, as a scheme (None: as usual) has them."""
    return APPEARANCE, LOSS[scheme.loss_basis if scheme else LOSS_BASIS]


def clause_indicators(scheme: Scheme | None) -> tuple[str, str]:
    """The rates that the two clauses read."""
    appearance, loss = clauses(scheme)
    return appearance.indicator, loss.indicator


@dataclass(frozen=True)
class Average:
    """The mean of rates over those with cases: pooled Σx/Σn, or the mean of their rates.

    ``rows``: by member of the peer group the units whose rates are its rows of the city's mean, each with its place in
    ``counts``: a county has a row for each of its units. Empty where a member is itself the row, or where it is not
    told (publications of format 1). ``reversed`` says of each of ``counts`` how many of its losses did not stand.
    """

    counts: tuple[Count, ...]
    method: AverageMethod
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reversed: tuple[int, ...] = ()

    @property
    def of_rates(self) -> bool:
        """Whether it is a mean of several rates; of one row the two methods are the same."""
        return self.method == "mean_of_rates" and len(self.counts) > 1

    def value(self) -> Count:
        """The average as a fraction; pooled it is not reduced, so that it shows cases."""
        if not self.of_rates:
            cases, base = (sum(column) for column in zip(*self.counts, strict=True))
            return cases, base
        return self._mean(Fraction())

    def changed(self, *changes: tuple[Count, Count]) -> Count:
        """The average after the cases of some of its rows, or of what it is pooled of, have changed: before, after."""
        if not self.of_rates:
            cases, base = self.value()
            moved = [(after[0] - before[0], after[1] - before[1]) for before, after in changes]
            return cases + sum(each for each, _ in moved), base + sum(each for _, each in moved)
        return self._mean(sum((Fraction(*after) - Fraction(*before) for before, after in changes), Fraction()))

    def _mean(self, moved: Fraction) -> Count:
        mean = (self._sum_of_rates + moved) / len(self.counts)
        return mean.numerator, mean.denominator

    @cached_property
    def _sum_of_rates(self) -> Fraction:
        return sum((Fraction(*count) for count in self.counts), Fraction())


@dataclass(frozen=True)
class Without:
    """Where a unit would stand if its losses that were reversed since were none: how many these are, its cases then,
    its place from the bad end, whether its rate would still be worse than the average, and still be vetoed.
    """

    reversed: int
    own: Count
    place: int
    worse: bool
    vetoed: bool


@dataclass(frozen=True)
class Comparison:
    """The units of a peer group that have cases, compared under one clause.

    ``reversed``: by unit how many of its losses were reversed since; units without any may be left out.
    """

    clause: Clause
    counts: Mapping[str, Count]
    average: Average
    last_n: int
    reversed: Mapping[str, int] = field(default_factory=dict)

    def place(self, code: str, own: Count) -> int:
        """Competition place from the bad end (1 = worst) of a unit with the cases ``own``, the others as they are."""
        worse = (self.clause.worse(count, own) for other, count in self.counts.items() if other != code)
        return 1 + sum(worse)

    def vetoed(self, code: str) -> bool:
        """On the bad side of the average and among the last."""
        return self._vetoed(code, self.counts[code], self.average.value())

    def tells_units_of(self, code: str) -> bool:
        """Whether the units that a member stands for have rates of their own in the average."""
        return self.average.of_rates and code in self.average.rows

    def cases_of(self, code: str) -> Mapping[str, Count]:
        """The units of a member whose cases could change, with these: itself where they have no rates of their own."""
        if not self.tells_units_of(code):
            return {code: self.counts[code]}
        return {unit: self.average.counts[row] for unit, row in self.average.rows[code].items()}

    def vetoed_after(self, code: str, unit: str, change: Callable[[Count], Count]) -> bool:
        """The same after a change of the cases of one of ``cases_of``; they are the member's and the average's, too."""
        cases = self.cases_of(code)[unit]
        return self._vetoed(code, change(self.counts[code]), self.average.changed((cases, change(cases))))

    def without_reversed(self, code: str) -> Without | None:
        """Where the unit would stand without its losses reversed since, in its count and the average alike, the other
        units as they are; None where it has none. The cases stay: they were closed, and not lost.
        """
        number = self.reversed.get(code, 0)
        if not number:
            return None
        own = self.clause.flipped(self.counts[code], number)
        average = self.average.changed(*self._reversals(code, number))
        worse, place = self.clause.worse(own, average), self.place(code, own)
        return Without(number, own, place, worse, worse and place <= self.last_n)

    def _reversals(self, code: str, number: int) -> Iterator[tuple[Count, Count]]:
        """The rows of the average in which losses of a member were reversed, before and after."""
        if not self.tells_units_of(code):
            yield self.counts[code], self.clause.flipped(self.counts[code], number)
            return
        for row in self.average.rows[code].values():
            cases = self.average.counts[row]
            yield cases, self.clause.flipped(cases, self.average.reversed[row])

    def _vetoed(self, code: str, own: Count, average: Count) -> bool:
        return self.clause.worse(own, average) and self.place(code, own) <= self.last_n


def comparisons(scheme: Scheme, group_counts: pd.DataFrame, city_counts: pd.DataFrame) -> Iterator[Comparison]:
    """One comparison for each clause for which any unit of the group has cases. Frames as in ``veto_proposals``.

    Raises ``ValueError`` when units have cases but the city, whose average is asked for, has none.
    """
    for clause in clauses(scheme):
        members, cases = _with_cases(group_counts, clause)
        codes = members["code"].astype(str).tolist()
        counts = dict(zip(codes, cases, strict=True))
        if not counts:
            continue
        average = Average(tuple(cases), scheme.average_method)
        if scheme.average_scope == "city":
            units, averaged = _with_cases(city_counts, clause)
            average = Average(tuple(averaged), scheme.average_method, _rows_of(units, counts), _reversed(units))
        if not average.counts:
            raise ValueError(f"expected the city's counts of {clause.indicator}, got none")
        since = dict(zip(codes, _reversed(members), strict=True))
        yield Comparison(clause, counts, average, scheme.veto_last_n, since)


def _with_cases(frame: pd.DataFrame, clause: Clause) -> tuple[pd.DataFrame, list[Count]]:
    """The rows of a clause's indicator that have cases, and these."""
    rows = frame[(frame["indicator"] == clause.indicator) & (frame["denominator"] > 0)]
    counts = zip(rows["numerator"].astype(int).tolist(), rows["denominator"].astype(int).tolist(), strict=True)
    return rows, list(counts)


def _reversed(rows: pd.DataFrame) -> tuple[int, ...]:
    """Of each row how many of its losses were reversed since; none where nobody counted them (older publications)."""
    return tuple(rows["reversed"].astype(int)) if "reversed" in rows else (0,) * len(rows)


def _rows_of(rows: pd.DataFrame, members: Collection[str]) -> dict[str, dict[str, int]]:
    """By member the units that it stands for, with their places among the rows: itself, or the units of a county."""
    found: dict[str, dict[str, int]] = {}
    if "code" not in rows or "county" not in rows:
        return found
    for place, (code, county) in enumerate(zip(rows["code"], rows["county"], strict=True)):
        member = county if county in members else code
        if member in members:
            found.setdefault(str(member), {})[str(code)] = place
    return found
