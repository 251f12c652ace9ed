"""What is declared of a ledger beside its sheet: what is counted, what its rows must fulfil, how they are listed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func

from data_access.ledgers.declare import Ledger
from data_access.ledgers.hints import Hint
from data_access.ledgers.keys import Row
from data_access.ledgers.tally import Condition, Tally, with_blanks


@dataclass(frozen=True, eq=False)
class SheetRow:
    """A row on its way in: its place as a reader finds it (sheet and row) and its typed values, units by code."""

    place: str
    values: Row


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: the column to be mended, the value that came, and a code of ``problems``."""

    row: SheetRow
    column: str
    value: object
    code: str
    expected: tuple[str, ...] = ()


# Reads the rows of a ledger (and what stands in the database) and yields what is wrong.
RowRule = Callable[[Connection, Sequence[SheetRow]], Iterator[Fault]]
# Sets the marks of a ledger on all rows of the same cases: those rows, the rows of each case that has several
# defendants, and the county of each unit.
Marking = Callable[[Sequence[Row], Sequence[Sequence[Row]], Mapping[int, int | None]], None]


@dataclass(frozen=True)
class Register:
    """How the rows of a unit are listed: the columns shown, and the dates a period cuts them by (newest first).

    ``ended_by`` is the date on which a row ended, where rows last: those are listed that were there in the period.
    """

    columns: tuple[str, ...]
    dated_by: tuple[str, ...]
    ended_by: str = ""


@dataclass(frozen=True)
class CaseList:
    """Rows that fulfil ``where`` (None: all; by the rules in force), in the period by the date ``dated_by``.

    A list by several dates has what happened in the period at all. ``own`` lists each unit's own rows, also those that
    a county or the city counts once with another unit's. ``stock`` lists what was there at the period's end.
    """

    dated_by: tuple[ColumnElement[Any], ...]
    where: Condition | ColumnElement[bool] | None = None
    own: bool = False
    stock: bool = False


@dataclass(frozen=True)
class View:
    """A view that counting needs, for what no condition on one table can say: its name and its statement."""

    name: str
    definition: Callable[[], Select[Any]]


@dataclass(frozen=True)
class Volume:
    """How many rows a year a unit has in the demo city, where the ledger has no generator of its own.

    A ledger by month or year (``month`` or ``year`` in its key) has a row for each instead; where a code is in its key,
    too, ``a_year`` is in how many months of a year each code has one. ``kinds`` are the kinds of units that keep it,
    ``sectors`` their systems (none: all).
    """

    a_year: float = 1
    kinds: tuple[str, ...] = ("county", "municipal_department", "county_department")
    sectors: tuple[str, ...] = ()

    def keeps(self, kind: str, sector: str | None) -> bool:
        """Whether a unit of that kind and system keeps the ledger."""
        return kind in self.kinds and (not self.sectors or sector in self.sectors)


@dataclass(frozen=True)
class Entry:
    """One ledger in the list of all (``all.py``).

    ``rules`` name the rows that cannot be stored, ``hints`` those that are stored and cannot be right, ``references``
    those that a load says to name a record elsewhere that is not there.
    ``opens``: its rows have pages of their own. ``course`` are the dates that tell a case's course, in the order of a
    usual one, each with the column that says what happened on it ("" for none). ``lists`` are the lists of cases that
    a figure opens, by the name that a link gives ("" is the list of all). ``volume`` fills it in the demo city.
    ``marking`` sets its marks.
    """

    ledger: Ledger
    tallies: tuple[Tally, ...] = ()
    rules: tuple[RowRule, ...] = ()
    hints: tuple[Hint, ...] = ()
    references: tuple[Hint, ...] = ()
    view: View | None = None
    register: Register | None = None
    lists: Mapping[str, CaseList] = field(default_factory=dict)
    opens: bool = False
    course: tuple[tuple[str, str], ...] = ()
    volume: Volume | None = None
    marking: Marking | None = None

    @property
    def counted(self) -> tuple[Tally, ...]:
        """The tallies declared, with the counts of blank rows that follow from them."""
        return tuple(with_blanks(self.tallies))

    @property
    def listed(self) -> Register:
        """How its rows are listed: as declared, else with all columns, by the date that puts a row into a period."""
        columns = tuple(column.name for column in self.ledger.columns if column.kind != "unit")
        return self.register or Register(columns, self.ledger.dated_by)

    def list_of(self, which: str) -> CaseList:
        """The list of that name, else that of all rows."""
        if self.lists:
            return self.lists.get(which) or self.lists[""]
        dates = [self.ledger.table.c[name] for name in self.ledger.dated_by]
        # SQL's ``coalesce`` needs at least two arguments.
        return CaseList((func.coalesce(*dates) if len(dates) > 1 else dates[0],))

    @property
    def number(self) -> str:
        """The column of the number by which a row is opened within its unit."""
        return self.ledger.number_column

    @property
    def also(self) -> str:
        """The column that tells rows of one number apart ("" where none is needed)."""
        return self.ledger.natural_key[2] if len(self.ledger.natural_key) > 2 else ""
