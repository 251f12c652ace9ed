"""Rows of ledgers that plant no story, made from the declaration alone: types, codes, dates in order, a volume."""

import datetime as dt
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from data_access.asked.periods import months_from
from data_access.demo.city import Units
from data_access.demo.streams import AS_OF, FIRST_DAY, YEARS, Columns, stream
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Volume

Row = dict[str, Any]
# Of the cells that may be blank so many are, as in any ledger.
BLANK = 0.05
YES = 0.8
# Days from one date of a row to the next, on average.
NEXT_STEP = 25
USUAL_NUMBER = 5


def derived_rows(ledger: Ledger, volume: Volume, units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns for every unit of the volume's kinds; the same arguments give the same rows.

    An example that is a number is taken for a usual one. ``rows`` multiplies what is not by month or year.
    """
    made: list[Row] = []
    for code, kind in zip(units.codes, units.kinds, strict=True):
        if kind in volume.kinds:
            drawn = stream(seed, ledger.key, code)
            made += [_row(ledger, code, key, drawn) for key in _keys(ledger, volume.a_year * rows, drawn)]
    return {
        column.name: np.array([row[column.name] for row in made] + [None], dtype=object)[:-1]
        for column in ledger.columns
    }


def _keys(ledger: Ledger, a_year: float, drawn: np.random.Generator) -> Iterator[Row]:
    """The key of each row and the date that places it: one a year or month where the key says so, else by volume."""
    words = [[(name, code) for code in ledger.column(name).codes] for name in _code_keys(ledger)]
    for place in _places(ledger, a_year, drawn):
        for chosen in product(*words):
            yield place | dict(chosen)


def _code_keys(ledger: Ledger) -> list[str]:
    return [name for name in ledger.natural_key if ledger.column(name).kind == "code"]


def _places(ledger: Ledger, a_year: float, drawn: np.random.Generator) -> Iterator[Row]:
    if "year" in ledger.natural_key:
        yield from ({"year": year} for year in YEARS)
        return
    if "month" in ledger.natural_key:
        yield from ({"month": month} for month in months_from(FIRST_DAY, AS_OF.replace(day=1)))
        return
    number, dated = ledger.natural_key[1], ledger.dated_by[0]
    for year in YEARS:
        last = min(dt.date(year, 12, 31), AS_OF)
        part = (last - dt.date(year, 1, 1)).days / 365
        for running in range(int(drawn.poisson(a_year * part))):
            day = dt.date(year, 1, 1) + dt.timedelta(int(drawn.integers((last - dt.date(year, 1, 1)).days + 1)))
            yield {number: f"{ledger.key.upper()}-{year}-{running + 1:04d}", dated: day}


def _row(ledger: Ledger, code: str, key: Row, drawn: np.random.Generator) -> Row:
    row: Row = {"unit_id": code} | key
    for column in ledger.columns:
        if column.name not in row:
            blank = not column.required and column.name not in ledger.natural_key and drawn.random() < BLANK
            row[column.name] = None if blank else _value(column, row, drawn)
    return row


def _value(column: LedgerColumn, row: Row, drawn: np.random.Generator) -> Any:
    if column.kind == "date":
        return _day(column, row, drawn)
    if column.kind == "code":
        weights = 1 / np.arange(1, len(column.codes) + 1)
        return column.codes[int(drawn.choice(len(column.codes), p=weights / weights.sum()))]
    if column.kind == "flag":
        return bool(drawn.random() < YES)
    if column.kind in ("integer", "decimal"):
        if column.default is not None:
            return column.default
        usual = float(column.example or USUAL_NUMBER)
        return int(drawn.poisson(usual)) if column.kind == "integer" else round(usual * drawn.uniform(0.8, 1.2), 1)
    if column.kind == "unit" or (column.kind == "number" and not column.required):
        return row["unit_id"] if column.required else None
    return column.example or column.zh


def _day(column: LedgerColumn, row: Row, drawn: np.random.Generator) -> dt.date | None:
    """Some weeks after the date it may not come before, or after the first of the row; what is to come is blank."""
    earlier = row.get(column.not_before) if column.not_before else _first_day(row)
    if earlier is None:
        return None if not column.required else AS_OF
    day = earlier + dt.timedelta(1 + int(drawn.exponential(NEXT_STEP)))
    if not column.event or day <= AS_OF:
        return day
    return max(earlier, AS_OF) if column.required else None


def _first_day(row: Row) -> dt.date | None:
    if "year" in row:
        return dt.date(row["year"], 1, 1)
    return next((value for value in row.values() if isinstance(value, dt.date)), None)
