"""The only way to read. Aggregates come from ``monthly_tally``; rows are cut to the viewer's scope here."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Select,
    Text,
    case,
    func,
    literal,
    select,
)

from assessment.indicators import INDICATORS
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP, Choices, Selection
from data_access.counting.tallies import level_key
from data_access.privacy import masked
from data_access.reading.extent import Extent, units_under
from data_access.reading.readiness import State, said_when_not_ready, state_of
from data_access.reading.sums import as_rates, members_of, rate_sums, report_sums, stored_keys, tally_sums
from data_access.reading.viewer import Viewer
from data_access.store.tables import load_batch, monthly_tally, scheme_item, unit

CITY_ID = 0
# Personal names in rows, masked for those who may not see them.
NAMES = frozenset({"responsible_person", "checker", "actor", "extension_approved_by", "assessor"})
MASK = "＊＊"
# A checksum is no text; its digits mean nothing.
NO_TEXTS = frozenset({"sha256"})


Keep = Callable[[str, Hashable, Callable[[], Any]], Any]


class Reader:
    """Reads on one connection within one transaction, so that all figures of a page are of one data version."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self.viewer = viewer
        self._units: pd.DataFrame | None = None
        self._rates: dict[object, pd.DataFrame] = {}
        self._kept: dict[tuple[str, str], Any] = {}
        self._keep: Keep = self._keep_for_this_page

    def frame(self, statement: Any) -> pd.DataFrame:
        """The rows of a statement over dimensions and aggregates."""
        result = self._connection.execute(statement)
        return pd.DataFrame(result.all(), columns=list(result.keys()))

    def rows(self, table: FromClause, statement: Select[Any]) -> pd.DataFrame:
        """The rows of a statement over facts, cut to the viewer's units.

        Identity-card and mobile numbers are masked in every text, personal names where the viewer may not see them.
        """
        found = self.frame(self.scoped(table, statement))
        texts = {column.name for column in statement.selected_columns if isinstance(column.type, Text)} - NO_TEXTS
        for column in texts:
            found[column] = found[column].map(masked, na_action="ignore")
        if not self.viewer.sees_names:
            for column in NAMES & set(found.columns):
                found[column] = found[column].where(found[column].isna(), MASK)
        return found

    def count(self, table: FromClause, wanted: ColumnElement[bool]) -> int:
        """How many rows of facts fulfil a condition within the viewer's units."""
        statement = self.scoped(table, select(func.count()).select_from(table).where(wanted))
        return int(self._connection.execute(statement).scalar_one())

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
        return self.frame(statement)

    def choices(self, units: pd.DataFrame, as_of: dt.date) -> Choices:
        """What can be chosen, from the units, the months that have counts and the columns loaded; two statements."""
        first = self._connection.execute(select(func.min(monthly_tally.c.month))).scalar_one()
        last_month = as_of.replace(day=1)
        present = set(units["peer_group"].dropna())
        named = [group for group in (COUNTIES_GROUP, MUNICIPAL_GROUP) if group in present]
        groups = tuple(named + sorted(present - set(named)))
        scored = self._scored_groups()
        counties = units[units["kind"] == "county"]
        sectors = dict.fromkeys(units["sector"].dropna())
        return Choices(
            min(first or last_month, last_month),
            last_month,
            groups,
            tuple(zip(counties["code"], counties["name"], strict=True)),
            tuple(sectors),
            tuple(units["code"]),
            groups[0] if groups else "",
            self.unknown_indicators(),
            tuple(group for group in groups if group in scored),
            as_of=as_of,
            names=dict(zip(units["code"], units["name"], strict=True)),
        )

    def _scored_groups(self) -> set[str]:
        return set(self._connection.execute(select(scheme_item.c.peer_group).distinct()).scalars())

    def unknown_indicators(self) -> tuple[str, ...]:
        """Indicators that need a column no stored sheet ever had; one statement."""
        batch = load_batch.c
        stored = select(batch.ledger, batch.columns).where(batch.status == "stored").distinct()
        have = {
            f"{row.ledger}.{column}"
            for row in self._connection.execute(stored)
            for column in (row.columns or "").split(",")
        }
        return tuple(indicator.key for indicator in INDICATORS if not have.issuperset(indicator.needs))

    def rates(self, selection: Selection, indicators: Sequence[str]) -> pd.DataFrame:
        """Counts behind indicators for every member of the peer group and the city; one statement.

        Columns: level (member, city, own), unit_id (0 for the city), indicator, numerator, denominator,
        numerator_compared, denominator_compared (integers; absent counts are 0). "own" is the chosen county's
        government by itself. Members without any count do not appear: join with the units, since missing is not nought.
        Panels of one page that ask the same share one read.
        """
        asked = (selection.period, selection.compared, selection.group, selection.unit, tuple(indicators))
        if asked not in self._rates:
            self._rates[asked] = self._read_rates(selection, indicators)
        return self._rates[asked].copy()

    def _read_rates(self, selection: Selection, indicators: Sequence[str]) -> pd.DataFrame:
        parts = [
            rate_sums(indicators, selection, "member", *members_of(selection.group)),
            rate_sums(indicators, selection, "city", literal(CITY_ID), literal(True)),
        ]
        if selection.unit:
            parts.append(rate_sums(indicators, selection, "own", unit.c.unit_id, unit.c.code == selection.unit))
        long = self.frame(parts[0].union_all(*parts[1:]))
        return as_rates(long, indicators)

    def reports(self, selection: Selection) -> pd.DataFrame:
        """What the members of the peer group owed and handed in over the period; one statement.

        Columns: unit_id, ledger, due, missing, of_nothing (reports due by now, never handed in, "nothing to report").
        """
        asked = ("reports", selection.period, selection.group)
        if asked not in self._rates:
            self._rates[asked] = self._read_reports(selection)
        return self._rates[asked]

    def _read_reports(self, selection: Selection) -> pd.DataFrame:
        return self.frame(report_sums(selection))

    def monthly(self, indicators: Sequence[str], first: dt.date, last: dt.date, code: str = "") -> pd.DataFrame:
        """Counts by month of one unit (a county as a whole), or of the city when ``code`` is empty; one statement.

        Columns: month, indicator, numerator, denominator (integers), only months with a denominator.
        """
        level, who = self._level(code)
        keys = stored_keys(indicators, level)
        statement = (
            select(monthly_tally.c.month, monthly_tally.c.tally_key, func.sum(monthly_tally.c.value).label("value"))
            .join_from(monthly_tally, unit, monthly_tally.c.unit_id == unit.c.unit_id)
            .where(monthly_tally.c.tally_key.in_(keys), monthly_tally.c.facet == "", who)
            .where(monthly_tally.c.month.between(first, last))
            .group_by(monthly_tally.c.month, monthly_tally.c.tally_key)
        )
        wide = self.frame(statement).pivot(index="month", columns="tally_key", values="value")
        parts = []
        for key in indicators:
            numerator, denominator = stored_keys([key], level)
            part = wide.reindex(columns=[numerator, denominator]).fillna(0).astype(int).set_axis(
                ["numerator", "denominator"], axis=1
            )  # fmt: skip
            parts.append(part[part["denominator"] > 0].assign(indicator=key).reset_index())
        return pd.concat(parts, ignore_index=True)

    def tallied(
        self, keys: Sequence[str], extent: Extent, first: dt.date, last: dt.date, by: Sequence[str] = ("month",)
    ) -> pd.DataFrame:
        """Sums of tallies over an extent and the months ``first`` to ``last``; one statement, kept for this page.

        Columns: those of ``by`` (of month, facet, unit_id), tally_key, value. By facet the sums of each facet, else
        the totals; what was never counted has no row. A stock over several months must be read by month.
        """
        asked = ("tallied", tuple(keys), extent, first, last, tuple(by))
        if asked not in self._rates:
            self._rates[asked] = self._read_tallied(keys, extent, first, last, by)
        return self._rates[asked].copy()

    def _read_tallied(
        self, keys: Sequence[str], extent: Extent, first: dt.date, last: dt.date, by: Sequence[str]
    ) -> pd.DataFrame:
        stored = {level_key(key, extent.level): key for key in keys}
        found = self.frame(tally_sums(tuple(stored), extent, first, last, by))
        if "facet" in by:
            found["facet"] = found["facet"].map(masked, na_action="ignore")
        return found.assign(tally_key=found["tally_key"].map(stored), value=found["value"].astype(float))

    def unit_ids(self, code: str) -> list[int]:
        """The units that make up what is shown under a code: a county with all its units, or the unit alone."""
        return units_under(self.units(), code)

    def _level(self, code: str) -> tuple[str, ColumnElement[bool]]:
        if not code:
            return "city", literal(True)
        members = self.unit_ids(code)
        kinds = self.units().set_index("code")["kind"]
        return "whole" if kinds.get(code) == "county" else "own", unit.c.unit_id.in_(members)


@contextmanager
def reading(engine: Engine, viewer: Viewer) -> Iterator[Reader]:
    """A reader for the length of one page.

    ``DatabaseNotReadyError`` when the database cannot be reached, and when it fails while the page is read.
    """
    with said_when_not_ready(engine), engine.connect() as connection, connection.begin():
        yield Reader(connection, viewer)
