"""What stands behind an indicator: its tallies, the ledger its rows stand in, the columns it cannot do without."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Column, ColumnClause, ColumnElement, Label
from sqlalchemy.sql import visitors

from assessment.indicators import BY_KEY as INDICATORS
from assessment.indicators import Indicator
from data_access.counting.tallies import BY_KEY, ledger_of, sql_text
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.ledgers.tally import ALTERNATIVE, Tally


@dataclass(frozen=True)
class Behind:
    """``of`` is None where the city's own counts, which come on forms alone, are below the line.

    ``blank`` counts the rows that are blank in a deciding column of the base; None where no column decides alone.
    ``rows`` counts the rows that a base sums up; None where the base counts rows itself.
    ``needs`` are columns, named as in ``Tally``, without which it cannot be counted: a ledger that never had them
    leaves the indicator unknown, not nought.
    """

    of: Tally | None
    hit: Tally | None
    blank: Tally | None
    rows: Tally | None
    ledger: str
    needs: frozenset[str]


def behind(key: str) -> Behind:
    """What stands behind the indicator ``key``, shipped or the city's own.

    Raises ``ValueError`` with what was expected when its document names no tally, a hit of another base, reversals of
    something else than the hit, another way of reading it over a period, or a sum over a column that may be blank where
    the base is not.
    """
    return _behind(INDICATORS[key])


@cache
def _behind(indicator: Indicator) -> Behind:
    key = indicator.key
    if indicator.own and not _is_declared(indicator):
        return Behind(None, None, None, None, _ledger_of_own(indicator), frozenset())
    of, hit = _tally(indicator, indicator.of), _tally(indicator, indicator.hit) if indicator.hit else None
    if hit is not None and hit.of != of.key:
        raise ValueError(
            f"indicator {key}: expected a hit declared on {of.key}, got {hit.key} of {hit.of or 'no tally'}"
        )
    if indicator.reversed and _tally(indicator, indicator.reversed).of != indicator.hit:
        raise ValueError(f"indicator {key}: expected {indicator.reversed} declared on {indicator.hit or 'a hit'}")
    if of.at != indicator.at:
        raise ValueError(f"indicator {key}: its tally {of.key} is read as {of.at}, expected at = {of.at!r}")
    if undecided := _undecided_values(of, hit):
        raise ValueError(f"indicator {key}: expected {of.key} to name {undecided} as deciding, for it may be blank")
    blank = next((each for each in BY_KEY.values() if each.counts_blank and each.of == of.key), None)
    rows = next((each for each in BY_KEY.values() if each.counts_rows and each.of == of.key), None)
    ledger = ledger_of(of.key)
    return Behind(of, hit, blank, rows, ledger, frozenset(_needs(ledger, of, hit)))


def _is_declared(indicator: Indicator) -> bool:
    """Whether a city's own indicator is one that could be shipped: its numerator is declared on its denominator."""
    of, hit = BY_KEY.get(indicator.of), BY_KEY.get(indicator.hit)
    return of is not None and of.at == indicator.at and (not indicator.hit or (hit is not None and hit.of == of.key))


def _ledger_of_own(indicator: Indicator) -> str:
    """The one ledger that both counts are of; that of forms where they are of several."""
    ledgers = {ledger_of(indicator.numerator), ledger_of(indicator.denominator)}
    return ledgers.pop() if len(ledgers) == 1 else REPORTED_COUNT.key


def needs_of(tally: Tally) -> frozenset[str]:
    """The columns without which a tally cannot be counted, named as in ``Tally``."""
    return frozenset(_needs(ledger_of(tally.key), tally, None))


def _tally(indicator: Indicator, key: str) -> Tally:
    if key not in BY_KEY:
        raise ValueError(f"indicator {indicator.key}: expected the key of a tally, got {key!r}")
    return BY_KEY[key]


def _undecided_values(of: Tally, hit: Tally | None) -> str:
    """Columns that only one part of a rate sums up and that are not deciding: a blank one would count as 0 of 10."""
    if hit is None or _same(of.value, hit.value):
        return ""
    decided = {sql_text(column) for column in of.deciding}
    values = [tally.value for tally in (of, hit) if isinstance(tally.value, Column)]
    return ", ".join(value.name for value in values if sql_text(value) not in decided)


def _same(one: ColumnElement[object] | None, other: ColumnElement[object] | None) -> bool:
    return (one is None) == (other is None) and (one is None or other is None or sql_text(one) == sql_text(other))


def columns_of(part: ColumnElement[object]) -> list[str]:
    """The columns an expression rests on; of one that is labelled the column in whose stead it stands."""
    if isinstance(part, Label):
        return [part.name]
    return [element.name for element in visitors.iterate(part) if isinstance(element, ColumnClause)]


def _needs(ledger: str, of: Tally, hit: Tally | None) -> Iterator[str]:
    declared = {column.name: column for column in ENTRY_OF[ledger].ledger.columns}
    parts = [of.month_of, of.table.c[of.unit_of]]
    # What is summed up of several columns is declared by the tally: one of them may do without the others.
    parts += [tally.value for tally in (of, hit) if tally is not None and isinstance(tally.value, Column)]
    # A need that names a column beside another says what stands in its stead.
    instead = {each for need in of.needs for each in need.split(ALTERNATIVE)}
    for name in (name for part in (*parts, *of.deciding) for name in columns_of(part)):
        column = declared.get(name)
        # A required column is always filled; so is one with a default.
        if column is not None and not column.required and column.default is None:
            yield from {f"{ledger}.{column.name}"} - instead
    yield from of.needs
    yield from hit.needs if hit else ()
