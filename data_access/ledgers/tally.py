"""What a tally is: one declaration of what is counted, by which date and for whom."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, FromClause, and_, case, func, not_, or_, true
from sqlalchemy.sql import visitors

from data_access.ledgers.counting_rules import CountingRules, Level
from data_access.store.tables import FACET_LENGTH

Condition = Callable[[CountingRules], ColumnElement[bool]]
# How a tally is read over a period: summed up, as at the end of its last month, or as of its year.
At = Literal["flow", "month_end", "year"]
# "stock" counts the rows that are there at the end of each month, "statement" rows that say themselves what stood at
# the end of theirs, "yearly" rows of a year, which hold in each of its months.
TallyKind = Literal["flow", "stock", "statement", "yearly"]
# The facet of a row whose facet is blank.
UNKNOWN_FACET = "unknown"
# Between columns of which one is enough.
ALTERNATIVE = " | "
# The end of the key of a tally that is counted as its rows stood a year before.
YEAR_BEFORE = "@year_before"
_AT: dict[TallyKind, At] = {"flow": "flow", "stock": "month_end", "statement": "month_end", "yearly": "year"}


def every_row(_rules: CountingRules) -> ColumnElement[bool]:
    """The condition of a tally that counts all rows of its table."""
    return true()


@dataclass(frozen=True)
class Tally:
    """One count (or sum of ``value``) by unit and month.

    ``month_of`` is the date a flow or a statement belongs to; for a stock the date from which a row can be part of it,
    for a yearly tally the column of the year. ``facet`` splits the count by a column; the total is always kept under
    the facet ''.

    ``deciding`` are the columns without which nobody can say whether a row counts: a row that is blank there is in
    neither part of a rate; ``blank`` counts such rows. Where other cells of the row may decide in a column's stead, it
    is the expression of what is known, labelled with the column's name; where other rows of its case or the counting
    rules do, ``decided`` is the condition (never null) under which a row is known to count or not. ``needs`` names
    further columns (``ledger.column``, or several of which each will do) that a ledger must have had. ``of`` is the key
    of the tally whose rows this one's are a part of. ``counted`` is the word that it counts by where that is not the
    one of its ledger's rows.
    """

    key: str
    table: FromClause
    month_of: ColumnElement[Any]
    where: Condition = every_row
    value: ColumnElement[Any] | None = None
    facet: ColumnElement[Any] | None = None
    unit_of: Literal["unit_id", "organ_id"] = "unit_id"
    kind: TallyKind = "flow"
    deciding: tuple[ColumnElement[Any], ...] = ()
    needs: tuple[str, ...] = ()
    of: str = ""
    decided: Condition | None = field(default=None, kw_only=True)
    counts_blank: bool = field(default=False, kw_only=True)
    counted: str = field(default="", kw_only=True)
    counts_rows: bool = field(default=False, kw_only=True)

    @property
    def several_defendants(self) -> bool:
        """Whether one case may stand in several units' rows, so that county and city must count it once."""
        return "counts_for_city" in self.table.c and self.unit_of == "unit_id"

    @property
    def by_free_text(self) -> bool:
        """Whether it is told apart by what somebody wrote, and not by the codes of a column."""
        return self.facet is not None and not isinstance(self.facet, Column)

    @property
    def at(self) -> At:
        return _AT[self.kind]

    def condition(self, rules: CountingRules) -> ColumnElement[bool]:
        """Which rows count: those of ``where`` that are blank in no deciding column."""
        decided = [self.decided(rules)] if self.decided else map(known, self.deciding)
        return and_(self.where(rules), *decided)

    def lacks(self, column: ColumnElement[Any], rules: CountingRules) -> ColumnElement[bool]:
        """Whether a row does not count because it is blank in a deciding column, and nothing decides in its stead."""
        blank = column.is_(None)
        return and_(blank, not_(self.decided(rules))) if self.decided else blank

    def counted_for(self, level: Level, rules: CountingRules) -> ColumnElement[bool]:
        """Which rows count at a level: a unit's own; for a county and the city each case of several defendants once."""
        condition = self.condition(replace(rules, level=level))
        if level == "own" or not self.several_defendants:
            return condition
        return and_(condition, self.table.c.counts_for_county if level == "whole" else self.table.c.counts_for_city)

    def hit(
        self,
        key: str,
        condition: Condition | ColumnElement[bool] = every_row,
        *,
        value: ColumnElement[Any] | None = None,
        facet: ColumnElement[Any] | None = None,
        needs: tuple[str, ...] = (),
    ) -> "Tally":
        """A tally of those of this one's rows that fulfil a condition, or of another ``value`` of the same rows."""

        def where(rules: CountingRules) -> ColumnElement[bool]:
            return and_(self.where(rules), condition(rules) if callable(condition) else condition)

        value = self.value if value is None else value
        return replace(self, key=key, where=where, value=value, facet=facet, needs=needs, of=self.key)

    def blank(self, key: str) -> "Tally":
        """A tally of the rows that would count if they were not blank in a deciding column: 未填."""

        def where(rules: CountingRules) -> ColumnElement[bool]:
            blank = not_(self.decided(rules)) if self.decided else or_(*(column.is_(None) for column in self.deciding))
            return and_(self.where(rules), blank)

        return replace(self, key=key, where=where, value=None, facet=None, deciding=(), decided=None, needs=(),
                       of=self.key, counts_blank=True)  # fmt: skip

    def rows(self, key: str) -> "Tally":
        """A tally of the rows whose values this one sums up, by the same facet: what its blank rows are a part of."""
        return replace(self, key=key, value=None, needs=(), of=self.key, counts_rows=True)

    def a_year_before(self, events: frozenset[str]) -> "Tally":
        """This tally as its rows stood on the same day of the year before: what happened since had not happened yet.

        ``events`` are the columns of the table that say on which day something happened.
        """
        if self.kind != "flow":
            raise ValueError(
                f"expected a flow, got {self.key}, a {self.kind}: it is tested at every month's end anyway"
            )

        def where(rules: CountingRules) -> ColumnElement[bool]:
            then = self.condition(replace(rules, as_of=rules.year_before))
            return _as_of(and_(then, known(self.month_of)), self.table, events, rules.year_before)

        return replace(self, key=self.key + YEAR_BEFORE, where=where, facet=None, deciding=(), decided=None, needs=(),
                       of=self.of and self.of + YEAR_BEFORE)  # fmt: skip


def _as_of(
    condition: ColumnElement[bool], table: FromClause, events: frozenset[str], day: ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition over rows in which no event after a day has happened yet."""
    columns = {id(column): case((column <= day, column)) for column in table.c if column.name in events}
    stood: ColumnElement[bool] = visitors.replacement_traverse(
        condition, {}, lambda element, **_options: columns.get(id(element))
    )
    return stood


def with_blanks(tallies: Iterable[Tally]) -> Iterator[Tally]:
    """The tallies, and after each base with deciding columns the count of its blank rows, if it has none declared.

    A base that is a sum has the count of its rows, too: of a row of a hundred cases and a blank one half is unknown.
    """
    tallies = tuple(tallies)
    counted = {tally.of for tally in tallies if tally.counts_blank}
    for tally in tallies:
        yield tally
        if tally.deciding and not tally.of and tally.key not in counted:
            yield tally.blank(f"{tally.key}_blank")
            if tally.value is not None:
                yield tally.rows(f"{tally.key}_rows")


def all_of(*conditions: ColumnElement[bool]) -> Condition:
    """A condition that no counting rule changes."""
    return lambda _rules: and_(*conditions)


def known(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.is_not(None)


def by_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of free texts as a facet: so much of each text as a facet can hold; a blank is unknown, not a total."""
    return func.nullif(func.substr(column, 1, FACET_LENGTH), "")
