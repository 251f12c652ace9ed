"""The only way to read. Aggregates come from ``monthly_tally``; rows are cut to the viewer's scope here."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
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
    case,
    func,
    select,
)

from data_access.counting.ledger_dates import LedgerDates, read_dates
from data_access.ledgers.declare import LONGEST_NAME, LONGEST_TEXT
from data_access.privacy import masked
from data_access.reading.personal import is_personal
from data_access.reading.readiness import OutdatedError, State, said_when_not_ready, state_of
from data_access.reading.viewer import Viewer
from data_access.store.tables import unit


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _beginning(text: str) -> str:
    """What is masked stays so: a number that is cut in two would be found no more."""
    return _cut(masked(text), LONGEST_TEXT)


# What stands in place of a person's name for those who may not see it.
MASK = "＊＊"


Keep = Callable[[str, Hashable, Callable[[], Any]], Any]


class Reader:
    """Reads on one connection within one transaction, so that all figures of a page are of one data version."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self.viewer = viewer
        self._units: pd.DataFrame | None = None
        self._dates: LedgerDates | None = None
        self._frames: dict[Hashable, pd.DataFrame] = {}
        self._kept: dict[tuple[str, str], Any] = {}
        self._keep: Keep = self._keep_for_this_page
        self._outdated = False

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
        """
        # A statement in words tells nothing of its columns; only tests write such.
        selected = getattr(statement, "selected_columns", ())
        if personal := [column.name for column in selected if is_personal(column)]:
            raise ValueError(
                f"expected a statement without personal columns, got {', '.join(personal)}; use Reader.rows"
            )
        return self._frame(statement)

    def _frame(self, statement: Any) -> pd.DataFrame:
        result = self._execute(statement)
        return pd.DataFrame(result.all(), columns=list(result.keys()))

    def rows(self, table: FromClause, statement: Select[Any], *, whole: bool = False) -> pd.DataFrame:
        """The rows of a statement over facts, cut to the viewer's units.

        Identity-card and mobile numbers are masked in every text, personal names where the viewer may not see them. Of
        a text that is longer than any that is loaded today, which only older rows hold, this is the beginning, unless
        it is asked for ``whole``: a page of many such rows would not come through.
        """
        rows = self._frame(self.scoped(table, statement))
        for column in statement.selected_columns:
            values = rows[column.name]
            if isinstance(column.type, Text):
                rows[column.name] = values.map(masked if whole else _beginning, na_action="ignore")
            if is_personal(column) and not self.viewer.sees_names:
                rows[column.name] = values.where(values.isna(), MASK)
        return rows

    def count(self, table: FromClause, condition: ColumnElement[bool]) -> int:
        """How many rows of facts fulfil a condition within the viewer's units."""
        statement = self.scoped(table, select(func.count()).select_from(table).where(condition))
        return int(self._execute(statement).scalar_one())

    def _execute(self, statement: Any) -> CursorResult[Any]:
        if self._outdated:
            raise OutdatedError
        return self._connection.execute(statement)

    def scoped(self, table: FromClause, statement: Select[Any]) -> Select[Any]:
        if self.viewer.units is None:
            return statement
        allowed = select(unit.c.unit_id).where(unit.c.code.in_(self.viewer.units))
        return statement.where(table.c.unit_id.in_(allowed))

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
        """A costly answer that several panels share, computed once; ``question`` must have a complete ``repr``."""
        return self._keep(name, question, compute)

    def _keep_for_this_page(self, name: str, question: Hashable, compute: Callable[[], Any]) -> Any:
        key = (name, repr(question))
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]

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
        county, successor = unit.alias("county"), unit.alias("successor")
        statement = (
            select(
                *(column for column in unit.c if column.name not in ("county_id", "merged_into")),
                case((unit.c.kind == "county", unit.c.code), else_=county.c.code).label("county"),
                successor.c.code.label("merged_into"),
            )
            .select_from(unit)
            .join(county, unit.c.county_id == county.c.unit_id, isouter=True)
            .join(successor, unit.c.merged_into == successor.c.unit_id, isouter=True)
            .order_by(func.coalesce(unit.c.sort_order, 1_000_000), unit.c.code)
        )
        units = self.frame(statement)
        # A name of a row stored before names had a greatest length stands on every page.
        return units.assign(name=[_cut(name, LONGEST_NAME) for name in units["name"]])

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
            self._frames[question] = compute()
        return self._frames[question].copy()


@contextmanager
def reading(engine: Engine, viewer: Viewer) -> Iterator[Reader]:
    """A reader for the length of one page.

    ``DatabaseNotReadyError`` when the database cannot be reached, and when it fails while the page is read.
    """
    with said_when_not_ready(engine), engine.connect() as connection, connection.begin():
        reader = Reader(connection, viewer)
        yield reader
        reader.forget()
