"""The units and what can be chosen, read once per data version."""

from dataclasses import replace
from functools import partial

from data_access.asked.choices import Choices
from data_access.publishing.publications import published_periods
from data_access.reading.available import choices_for
from data_access.reading.cached import kept
from data_access.reading.own_indicators import own_declared
from data_access.reading.reader import Reader
from data_access.reading.readiness import State


def choices_of(reader: Reader, state: State) -> Choices:
    """What can be chosen; hands the units and the days of the ledgers over to the reader."""
    # What there is, is the same for everybody, but before an audience not its names.
    scope = f"audience {reader.viewer.audience}" if reader.viewer.audience else "everyone"
    keep = partial(kept, question="", state=state, since=reader.since)
    reader.remember_units(keep("units", scope=scope, compute=reader.units))
    reader.remember_dates(keep("dates", scope="everyone", compute=reader.dates))
    choices = keep("choices", scope=scope, compute=lambda: _choices(reader, state))
    assert isinstance(choices, Choices)
    # What was chosen from may have been read before another city's indicators were.
    keep("own_declared", scope="everyone", compute=lambda: own_declared(reader)).adopt()
    # Nor is it the same what of it is open.
    return replace(choices, only_published=not reader.viewer.sees_unpublished)


def _choices(reader: Reader, state: State) -> Choices:
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return replace(choices, published=published_periods(reader))
