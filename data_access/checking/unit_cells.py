"""The units that the cells of a sheet name: in their file, on the day of their row, and said to the user."""

import datetime as dt
from dataclasses import dataclass

from data_access.checking.conversion import Refusal
from data_access.checking.intake import Intake, plain
from data_access.checking.unit_directory import Place, UnitDirectory
from data_access.files.cell_text import as_text
from data_access.files.sources import is_blank
from data_access.problems import AMBIGUOUS_UNIT, NEW_UNIT, READ_AS

# The typed cells of a sheet by column.
Columns = dict[str, list[object]]


@dataclass(frozen=True)
class Dated:
    """A name that one unit or another had, at different times: which one is meant, the day of the row says."""

    refusal: Refusal


def place_of_file(intake: Intake, units: UnitDirectory) -> Place | None:
    """The county whose file it is, if that is certain."""
    named = [column.name for column in intake.ledger.columns if column.kind == "unit" and column.required]
    values = {as_text(value) for name in named for value in intake.columns.get(name, ()) if not is_blank(value)}
    return units.place_of(values, (intake.sheet.name, intake.sheet.source, *intake.sheet.titles)) if named else None


def or_dated(units: UnitDirectory, value: object, result: str | Refusal) -> object:
    several = isinstance(result, Refusal) and result.code == AMBIGUOUS_UNIT
    return Dated(result) if isinstance(result, Refusal) and several and units.is_dated(as_text(value)) else result


def find_by_day(intake: Intake, columns: Columns, units: UnitDirectory) -> None:
    """Read the names that several units had by the first date of their row, in place."""
    for name, cells in columns.items():
        for position, cell in enumerate(cells if intake.ledger.column(name).kind == "unit" else ()):
            if not isinstance(cell, Dated):
                continue
            raw = intake.columns[name][position]
            dates = (columns.get(dated, ())[position : position + 1] for dated in intake.ledger.dated_by)
            day = next((each[0] for each in dates if each and isinstance(each[0], dt.date)), None)
            cells[position] = units.find_on(as_text(raw), day)
            if cells[position] is None:
                intake.reject(position, name, raw, cell.refusal.code, cell.refusal.expected)


def say_how_read(intake: Intake, columns: Columns, units: UnitDirectory) -> None:
    """Say once of each name in a good row that it was read as a unit of another name, or becomes a new unit."""
    names = [column.name for column in intake.ledger.columns if column.kind == "unit"]
    for name in names:
        told: set[object] = set()
        cells = zip(intake.columns.get(name, ()), columns.get(name, ()), strict=False)
        for position, (value, code) in enumerate(cells):
            if value in told or not isinstance(code, str) or position in intake.rejected:
                continue
            told.add(value)
            if code in units.created:
                intake.warn(position, name, as_text(value), NEW_UNIT, [code])
            elif units.guessed.get(plain(as_text(value))) == code:
                intake.warn(position, name, as_text(value), READ_AS, [units.shown(code)])
