"""What a load did to what is judged: scores, proposed vetoes, and figures that were published."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from data_access.store.engine import reader_engine

# The first and the last month that a load touched; None where there is no such limit.
Months = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class Rescored:
    """A unit whose score is another after the load; None where there is none."""

    unit: str
    before: float | None
    now: float | None


@dataclass(frozen=True)
class VetoChange:
    """A unit that the load brought a proposed veto by a clause, or took it from."""

    unit: str
    clause: str
    proposed: bool


@dataclass(frozen=True)
class PublicationChange:
    """A publication, and its units of which the load changed a figure that it rests on, so that they no longer agree.

    The city's own figures stand under ''.
    """

    publication_no: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """``rescored`` and ``vetoes`` are of the running assessment year; ``rescored`` is None where it has no scheme."""

    rescored: tuple[Rescored, ...] | None
    vetoes: tuple[VetoChange, ...] = ()
    publications: tuple[PublicationChange, ...] = ()


# Compares the data before a load with those after it: the months touched, and the month up to which scores are.
EffectsOf = Callable[[Connection, Connection, Months, dt.date], Effects]


@contextmanager
def as_committed(connection: Connection) -> Iterator[Connection]:
    """The database as it was before the open transaction of a connection, to be read."""
    engine = reader_engine(connection.engine.url.render_as_string(hide_password=False))
    try:
        with engine.connect() as before, before.begin():
            yield before
    finally:
        engine.dispose()
