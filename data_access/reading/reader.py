"""The only way to read. Aggregates come from ``monthly_tally``; rows are cut to the viewer's scope here."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Engine,
    FromClause,
    Select,
    Text,
    false,
    func,
    select,
    true,
)

from data_access.counting.ledger_dates import LedgerDates, read_dates
from data_access.ledgers.declare import LONGEST_NAME
from data_access.ledgers.officer import written_or_followed
from data_access.privacy import masked
from data_access.reading.covered import (
    MASK,
    beginning,
    covered_names,
    covered_number,
    cut,
    is_name_of_a_unit,
    is_number,
    with_covered_units,
)
from data_access.reading.every_unit import every_unit
from data_access.reading.hidden import OF_ASSESSMENT, UNPUBLISHED, Hidden, counted, is_of_assessment, joined, ledger_of
from data_access.reading.personal import is_personal
from data_access.reading.readiness import OutdatedError, State, said_when_not_ready, state_of
from data_access.reading.scope import within
from data_access.reading.viewer import Viewer
from data_access.store.tables import unit

Keep = Callable[[str, Hashable, Callable[[], Any]], Any]


class Reader:
    """Reads on one connection within one transaction, so that all figures of a page are of one data version."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self.viewer = viewer
        self._units: pd.DataFrame | None = None
        self._dates: LedgerDates | None = None
        self._frames: dict[Hashable, tuple[pd.DataFrame, Hidden]] = {}
        self._kept: dict[tuple[str, str], Any] = {}
        self._keep: Keep = lambda _name, _question, compute: compute()
        self._outdated = False
        # Who came first computes first; whoever reads for nobody who waits says so (``turns.LAST``).
        self.since = monotonic()
        self._hidden: dict[str, int] | None = None
        self._allowed: frozenset[str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be read with; a page's reader is closed with its run."""
        return not self._connection.closed

    def forget(self) -> None:
        """Let go of what was read, so that what outlives the page does not keep it in memory; units stay."""
        self._frames.clear()
        self._kept.clear()

    def frame(self, statement: Any) -> pd.DataFrame:
        """The rows of a statement over dimensions and aggregates.

        Raises ``ValueError`` when it selects a personal column: those are read by ``rows`` alone, which masks them.
        Of an assessment that may be seen only once it is published there are no rows.
        """
        # A statement in words tells nothing of its columns; only tests write such.
        selected = getattr(statement, "selected_columns", ())
        if personal := [column.name for column in selected if is_personal(column)]:
            raise ValueError(
                f"expected a statement without personal columns, got {', '.join(personal)}; use Reader.rows"
            )
        if not self.viewer.sees_unpublished and is_of_assessment(selected):
            self.note_hidden({UNPUBLISHED: 1})
            statement = select(statement.subquery()).where(false())
        return self._covered(selected, self._frame(statement))

    def _frame(self, statement: Any) -> pd.DataFrame:
        result = self._execute(statement)
        # pandas asks every row of SQLAlchemy's for attributes that it does not have; a plain one it takes as it is.
        return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))

    def _covered(self, selected: Iterable[ColumnElement[Any]], rows: pd.DataFrame) -> pd.DataFrame:
        """Rows without the numbers of records, and without the names of units outside the audience, if there is one."""
        for column in selected if self.viewer.audience else ():
            if is_number(column):
                rows[column.name] = rows[column.name].map(covered_number, na_action="ignore")
            elif is_name_of_a_unit(column):
                rows[column.name] = rows[column.name].replace(self._covered_names())
        return rows

    def _covered_names(self) -> dict[str, str]:
        """By the name of a unit outside the audience what stands in its place."""
        known = self.kept("names", "", lambda: self._frame(select(unit.c.code, unit.c.name, unit.c.short_name)))
        return covered_names(known, self.units())

    def rows(self, table: FromClause, statement: Select[Any], *, whole: bool = False) -> pd.DataFrame:
        """The rows of a statement over facts, cut to the viewer's units.

        Identity-card and mobile numbers are masked in every text, names and numbers of persons where the viewer may not
        see them. Of a text that is longer than any that is loaded today, which only older rows hold, this is the
        beginning, unless it is asked for ``whole``: a page of many such rows would not come through.
        """
        return self._masked(self.scoped(table, statement), whole)

    def file_rows(self, table: FromClause, statement: Select[Any]) -> pd.DataFrame:
        """The rows of officers' files: of the viewer's units, and of all units those of who serves in his now.

        So a file follows its officer, and a former unit keeps its own years. Nobody who may not see names sees any, nor
        is told whether there are some.
        """
        allowed = self.allowed()
        theirs = true() if allowed is None else written_or_followed(table, allowed)
        return self._masked(statement.where(theirs if self.viewer.sees_names else false()), whole=True)

    def _masked(self, statement: Select[Any], whole: bool) -> pd.DataFrame:
        rows = self._frame(statement)
        for column in statement.selected_columns:
            values = rows[column.name]
            if isinstance(column.type, Text):
                rows[column.name] = values.map(masked if whole else beginning, na_action="ignore")
            if is_personal(column) and not self.viewer.sees_names:
                rows[column.name] = values.where(values.isna(), MASK)
        return self._covered(statement.selected_columns, rows)

    def count(self, table: FromClause, condition: ColumnElement[bool]) -> int:
        """How many rows of facts fulfil a condition within the viewer's units."""
        statement = self.scoped(table, select(func.count()).select_from(table).where(condition))
        return int(self._execute(statement).scalar_one())

    def _execute(self, statement: Any) -> CursorResult[Any]:
        if self._outdated:
            raise OutdatedError
        return self._connection.execute(statement)

    def scoped(self, table: FromClause, statement: Select[Any]) -> Select[Any]:
        """A statement over facts, cut to the viewer's units; what it leaves out is noted where somebody asks.

        Rows of an assessment are cut off whole for those who may see none before it is published.
        """
        seen, hides = self._seen(table)
        if hides is None:
            return statement
        if self._hidden is not None:
            outside = counted(statement, ~seen)
            self.note_hidden({hides: int(self._execute(outside).scalar_one())})
        return statement.where(seen)

    def _seen(self, table: FromClause) -> tuple[ColumnElement[bool], str | None]:
        """What of the rows of facts may be seen, and the ledger that some may be hidden of; None where all are seen."""
        allowed, ledger = self.allowed(), ledger_of(table)
        if ledger in OF_ASSESSMENT and not self.viewer.sees_unpublished:
            return false(), UNPUBLISHED
        if allowed is None:
            return true(), None
        return within(table, ledger, allowed, self.viewer), ledger

    def allowed(self) -> frozenset[str] | None:
        """The codes of the units whose rows the viewer may see; None for all."""
        if self._allowed is None and (self.viewer.units is not None or self.viewer.audience):
            self._allowed = self.viewer.allowed(self.units())
        return self._allowed

    @contextmanager
    def noting(self) -> Iterator[Hidden]:
        """Note, while an answer is read, how many rows of each ledger the viewer's scope hides of it.

        An answer that was kept brings along what was hidden of it when it was read.
        """
        outer, found = self._hidden, dict[str, int]()
        self._hidden = found
        try:
            yield found
        finally:
            self._hidden = outer
            self.note_hidden(found)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Read something without noting what is hidden of it: it only chooses, or says so by itself."""
        outer, self._hidden = self._hidden, None
        try:
            yield
        finally:
            self._hidden = outer

    def note_hidden(self, hidden: Hidden) -> None:
        """Say that something is hidden of the answer that is being read."""
        if self._hidden is not None:
            joined(self._hidden, hidden)

    def _noted(self, compute: Callable[[], Any]) -> tuple[Any, Hidden]:
        with self.noting() as hidden:
            return compute(), hidden

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Statements of one part of a page: one that fails leaves those of the other parts possible.

        PostgreSQL refuses every further statement of a transaction in which one failed, unless it goes back to a
        savepoint; SQLite does not.
        """
        if self._connection.dialect.name != "postgresql":
            yield
            return
        with self._connection.begin_nested():
            yield

    def state(self) -> State:
        """The data version and date; ``DatabaseNotReadyError`` when another program or command must come first."""
        return state_of(self._connection)

    def only_what_is_kept(self) -> None:
        """Answer from now on with what was kept of an earlier version alone: every statement raises ``OutdatedError``.

        So no page mixes the figures of two versions.
        """
        self._outdated = True

    def keep_with(self, keep: Keep) -> None:
        """Hand over where answers are kept for longer than this reader lives, under its data version and scope."""
        self._keep = keep

    def kept(self, name: str, question: Hashable, compute: Callable[[], Any]) -> Any:
        """A costly answer that several panels share, computed once; ``question`` must have a complete ``repr``.

        Nobody may change it: all who ask on one page get the same.
        """
        key = (name, repr(question))
        if key not in self._kept:
            self._kept[key] = self._keep(name, question, lambda: self._noted(compute))
        answer, hidden = self._kept[key]
        self.note_hidden(hidden)
        return answer

    def remember_units(self, units: pd.DataFrame) -> None:
        """Hand over the units read under the same data version, so that they are not read again."""
        self._units = units

    def units(self) -> pd.DataFrame:
        """Every unit in reading order: unit_id, code, name, kind, county (code), sector, peer_group and the rest.

        Read once per reader. "county" is the code of the county a unit belongs to, also of a county itself.
        """
        if self._units is None:
            self._units = self._read_units()
        return self._units

    def _read_units(self) -> pd.DataFrame:
        units = self._frame(every_unit())
        # A name of a row stored before names had a greatest length stands on every page.
        units = units.assign(name=[cut(name, LONGEST_NAME) for name in units["name"]])
        return with_covered_units(units, self.viewer.named(units)) if self.viewer.audience else units

    def remember_dates(self, dates: LedgerDates) -> None:
        """Hand over the days read under the same data version, so that they are not read again."""
        self._dates = dates

    def dates(self) -> LedgerDates:
        """Up to which day each ledger is known, and of whom; read once per reader."""
        if self._dates is None:
            self._dates = read_dates(self._connection)
        return self._dates

    def once(self, question: Hashable, compute: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A frame that several panels of one page ask for, read once; each gets a copy."""
        if question not in self._frames:
            self._frames[question] = self._noted(compute)
        frame, hidden = self._frames[question]
        self.note_hidden(hidden)
        return frame.copy()


@contextmanager
def reading(engine: Engine, viewer: Viewer) -> Iterator[Reader]:
    """A reader for the length of one page.

    ``DatabaseNotReadyError`` when the database cannot be reached, and when it fails while the page is read.
    """
    with said_when_not_ready(engine), engine.connect() as connection, connection.begin():
        reader = Reader(connection, viewer)
        yield reader
        reader.forget()
