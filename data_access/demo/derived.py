"""Rows of ledgers that plant no story, made from the declaration alone: types, codes, dates in order, a volume."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np

from data_access.asked.periods import months_from
from data_access.demo.city import Units
from data_access.demo.streams import AS_OF, FIRST_DAY, YEARS, Columns, stream
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Volume

Row = dict[str, Any]
# Of the cells that may be blank so many are, as in any ledger; fewer where the same is written down every month.
BLANK, STEADY_BLANK = 0.05, 0.004
# How often a flag says yes and how much of a whole a part is: a unit differs from another by some points.
YES, SURE = 0.8, 12
MONTHS = 12
# A number that is written down every month or year stays about the same in a unit.
STEADY = 0.04
# Of what is told apart by a code one is so much rarer or more frequent than another.
UNLIKE = (0.3, 2.2)
# What is lacking of the whole gets less by so much in a year.
MENDED = 0.08
# Days from one date of a row to the next, on average.
NEXT_STEP = 25
USUAL_NUMBER = 5


def derived_rows(ledger: Ledger, volume: Volume, units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns for every unit of the volume's kinds; the same arguments give the same rows.

    An example that is a number is taken for a usual one. ``rows`` multiplies what is not by month or year.
    """
    made: list[Row] = []
    codes = [code for name in _code_keys(ledger) for code in ledger.column(name).codes]
    often = {code: float(stream(seed, ledger.key, code).uniform(*UNLIKE)) for code in codes}
    for place, (code, kind, sector) in enumerate(zip(units.codes, units.kinds, units.sectors, strict=True)):
        if volume.keeps(kind, sector):
            drawn = stream(seed, ledger.key, code)
            yes = {column.name: float(drawn.beta(YES * SURE, (1 - YES) * SURE)) for column in ledger.columns}
            own = [_row(ledger, code, key, yes, often, drawn) for key in _keys(ledger, volume.a_year * rows, drawn)]
            there = units.in_office(np.full(len(own), place), np.array(list(map(_first_day, own)), "datetime64[D]"))
            made += [row for row, kept in zip(own, there, strict=True) if kept]
    return {
        column.name: np.array([row[column.name] for row in made] + [None], dtype=object)[:-1]
        for column in ledger.columns
    }


def _keys(ledger: Ledger, a_year: float, drawn: np.random.Generator) -> Iterator[Row]:
    """The key of each row and the date that places it: one a year or month where the key says so, else by volume."""
    words = [[(name, code) for code in ledger.column(name).codes] for name in _code_keys(ledger)]
    for place in _places(ledger, a_year, drawn):
        for chosen in product(*words):
            if not ("month" in place and chosen) or drawn.random() < a_year / MONTHS:
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
    if [number] == _code_keys(ledger):
        # A unit has a row of each code, and no number tells two of one code apart.
        yield {dated: FIRST_DAY + dt.timedelta(int(drawn.integers((AS_OF - FIRST_DAY).days + 1)))}
        return
    by_year = ledger.column(dated).is_year
    for year in YEARS:
        last = min(dt.date(year, 12, 31), AS_OF)
        part = (last - dt.date(year, 1, 1)).days / 365
        for running in range(int(drawn.poisson(a_year * part))):
            day = dt.date(year, 1, 1) + dt.timedelta(int(drawn.integers((last - dt.date(year, 1, 1)).days + 1)))
            yield {number: _numbered(ledger.column(number), year, running + 1), dated: year if by_year else day}


def _numbered(column: LedgerColumn, year: int, running: int) -> str:
    """A number as the column's example is written, of a year: CL-2026-01 gives CL-2024-17."""
    example = re.fullmatch(r"(.*?)(?:19|20)\d\d(.*?)(\d+)(\D*)", column.example)
    before, between, digits, after = example.groups() if example else ("", "-", "0001", "")
    return f"{before}{year}{between}{running:0{len(digits)}d}{after}"


def _row(
    ledger: Ledger, code: str, key: Row, yes: dict[str, float], often: dict[str, float], drawn: np.random.Generator
) -> Row:
    row: Row = {"unit_id": code} | key
    usual = prod(often.get(str(each), 1.0) for each in key.values())
    for column in ledger.columns:
        if column.name not in row:
            may_be = not column.required and column.name not in ledger.natural_key
            blank = may_be and drawn.random() < (STEADY_BLANK if _is_steady(row) else BLANK)
            row[column.name] = None if blank else _value(column, row, yes[column.name], usual, drawn)
    return row


def _value(column: LedgerColumn, row: Row, yes: float, usual: float, drawn: np.random.Generator) -> Any:
    if column.kind == "date":
        return _day(column, row, drawn)
    if column.kind == "code":
        weights = 1 / np.arange(1, len(column.codes) + 1)
        return column.codes[int(drawn.choice(len(column.codes), p=weights / weights.sum()))]
    steady = _is_steady(row)
    if column.kind == "flag":
        return yes >= YES - 1 / SURE if steady else bool(drawn.random() < yes)
    if column.part_of:
        return None if row[column.part_of] is None else int(drawn.binomial(row[column.part_of], _mended(yes, row)))
    if column.kind in ("integer", "decimal"):
        return column.default if column.default is not None else _number(column, yes * usual, steady, drawn)
    if column.kind == "unit" or (column.kind == "number" and not column.required):
        return row["unit_id"] if column.required else None
    return column.example or column.zh


def _is_steady(row: Row) -> bool:
    """Whether the row says what stood at the end of a month or in a year."""
    return "month" in row or "year" in row


def _mended(share: float, row: Row) -> float:
    """A share of a whole after the years that have gone by since the first."""
    years = (row["month"].year if "month" in row else row.get("year", YEARS[0])) - YEARS[0]
    return float(1 - (1 - share) * (1 - MENDED) ** years)


def _number(column: LedgerColumn, yes: float, steady: bool, drawn: np.random.Generator) -> float:
    """About the usual number; in a ledger by month or year about the row's own, which ``yes`` makes more or less."""
    usual = float(column.example or USUAL_NUMBER) * (yes / YES if steady else 1)
    if column.kind == "decimal":
        return round(usual * drawn.uniform(1 - STEADY, 1 + STEADY) if steady else usual * drawn.uniform(0.8, 1.2), 1)
    # A small number stays small at random, a large one changes by a few of a hundred.
    return (
        round(usual * drawn.uniform(1 - STEADY, 1 + STEADY))
        if steady and usual > 1 / STEADY
        else int(drawn.poisson(usual))
    )


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
