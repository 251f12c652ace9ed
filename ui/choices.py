"""The units and what can be chosen, read once per data version."""

from dataclasses import replace

from data_access.asked.choices import Choices
from data_access.publishing.publications import published_periods
from data_access.reading.available import choices_for
from data_access.reading.cached import kept
from data_access.reading.reader import Reader
from data_access.reading.readiness import State
from data_access.store.engine import database_url


def choices_of(reader: Reader, state: State) -> Choices:
    """What can be chosen; hands the units and the days of the ledgers over to the reader."""
    about = {"data_version": state.data_version, "database": database_url(), "scope": "everyone"}
    reader.remember_units(kept("units", "", compute=reader.units, **about))  # type: ignore[arg-type]
    reader.remember_dates(kept("dates", "", compute=reader.dates, **about))  # type: ignore[arg-type]
    choices = kept("choices", "", compute=lambda: _choices(reader, state), **about)  # type: ignore[arg-type]
    assert isinstance(choices, Choices)
    return choices


def _choices(reader: Reader, state: State) -> Choices:
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return replace(choices, published=published_periods(reader))
