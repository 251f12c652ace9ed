"""The workbook that a unit fills in once: the ledgers it keeps, with the rows of a period that are known already.

Nobody is asked twice: a row that stands loads again as it is, and a blank cell in it changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from data_access.asked.periods import Period
from data_access.asked.selection import period_in_words
from data_access.counting.reporters import Reporters
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.dated import dated, dated_within
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import unit_ids
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.store.tables import unit
from data_access.workbooks.filled_workbook import stored_rows, write_rows
from data_access.workbooks.template import Book
from data_access.workbooks.whole_file import TEMPLATE


@dataclass(frozen=True)
class OfUnit:
    """What is known of a unit: its code and name, and by ledger, in the order of all, its rows of a period."""

    code: str
    name: str
    period: Period
    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def rows(self) -> int:
        return sum(map(len, self.tables.values()))


def known_of_unit(connection: Connection, unit_id: int, period: Period) -> OfUnit:
    """The ledgers that a unit keeps and its rows in a period; those yet open from before are among them."""
    about = connection.execute(select(unit.c.code, unit.c.name).where(unit.c.unit_id == unit_id)).one()
    codes = {number: code for code, number in unit_ids(connection).items()}
    tables = {
        ledger.key: list(stored_rows(connection, ledger, codes, _known(ledger, unit_id, period)))
        for ledger in _kept(connection, unit_id)
    }
    return OfUnit(about.code, about.name, period, tables)


def write_unit_workbook(path: Path, known: OfUnit, language: str = "zh") -> None:
    """Write the workbook; a ledger without a row has its example. Raises ``problems.Refused`` when it cannot be."""
    book = Book(path, language, TEMPLATE)
    words = book.words
    book.say(words("template.of_unit", unit=known.name, code=known.code, period=period_in_words(known.period, words),
                   n=known.rows))  # fmt: skip
    for key, rows in known.tables.items():
        ledger = BY_KEY[key]
        sheet = write_rows(book, ledger, rows)
        if not rows:
            book.example(sheet, ledger)
        book.offer(sheet, 0, (known.code,))
    book.close()


def _kept(connection: Connection, unit_id: int) -> Iterator[Ledger]:
    """The ledgers that a unit, or its county, must report, and those that units of its kind keep already, with what
    belongs to them; all that units fill in where neither is known."""
    asked = [ledger for ledger in LEDGERS if ledger.is_fact and not ledger.by_office]
    kept = {ledger.key for ledger in asked if _is_kept(connection, ledger, unit_id)} or {each.key for each in asked}
    return (ledger for ledger in asked if {ledger.key, ledger.parent} & kept)


def _is_kept(connection: Connection, ledger: Ledger, unit_id: int) -> bool:
    reporters = Reporters(connection)
    if reporters.of(unit_id, ledger.key):
        return True
    if ledger is LEDGER_REPORT:
        return any(reporters.of(unit_id, each) for each in reporters.ledgers)
    kind = reporters.units[unit_id].kind
    rows = select(ledger.table.c.unit_id).join(unit, unit.c.unit_id == ledger.table.c.unit_id)
    return connection.execute(rows.where(unit.c.kind == kind).limit(1)).first() is not None


def _known(ledger: Ledger, unit_id: int, period: Period) -> ColumnElement[bool]:
    """The rows of a unit: of a child those of its known parents, of others those of the period and those open in it."""
    own = ledger.table.c.unit_id == unit_id
    if ledger.parent and (ledger.lasting or not ledger.dated_by):
        parent = BY_KEY[ledger.parent]
        number = ledger.number_column
        numbers = select(parent.table.c[number]).where(_known(parent, unit_id, period))
        return and_(own, ledger.table.c[number].in_(numbers))
    if not ledger.dated_by:
        return own
    within = dated_within(ledger, period.first, period.end)
    if not ledger.done_on:
        return and_(own, within)
    still = func.coalesce(ledger.table.c[ledger.done_on], period.end) >= period.first
    return and_(own, or_(within, and_(_begun(ledger, period), still)))


def _begun(ledger: Ledger, period: Period) -> ColumnElement[bool]:
    """Whether a row had begun by the end of a period: by the first of its dates."""
    if ledger.column(ledger.dated_by[0]).is_year:
        return ledger.table.c[ledger.dated_by[0]] <= period.last.year
    first = next(column.name for column in ledger.columns if column.kind == "date")
    return func.coalesce(ledger.table.c[first], dated(ledger)) <= period.end
