"""Proving a data version that a page or an export carries: by counting everything anew, as long as its data stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Engine, func, select

from data_access.counting.counting import count
from data_access.counting.tallies import tally_hash
from data_access.loading.batches import STORED, UNDONE
from data_access.problems import Refused
from data_access.publishing.evidence import evidence
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.state import hold_lock, read_state
from data_access.store.tables import load_batch, monthly_tally
from data_access.upkeep.copying import prints_of

Standing = Literal["confirmed", "differs", "published", "altered", "replaced"]


@dataclass(frozen=True)
class Stamp:
    """What can be said of a data version.

    confirmed, differs: its data still stand and were counted anew, ``tallies`` figures (or those that differ by key).
    published: they are kept in ``publication_no``. altered: they would be, had that not been altered. replaced: since
    ``on`` at the latest, by the load ``load_no``; both None when no load replaced it but an undo or a recount, of which
    no day is kept.
    """

    standing: Standing
    tallies: int = 0
    differing: tuple[str, ...] = ()
    publication_no: str = ""
    on: dt.date | None = None
    load_no: int | None = None


def latest_version(engine: Engine) -> int:
    """The data version as it stands."""
    with engine.connect() as connection:
        return int(read_state(connection).data_version)


def verify_stamp(engine: Engine, version: int) -> Stamp:
    """Whether the figures of a data version can be proved, and how. ``problems.Refused`` for one that never was."""
    with engine.connect() as connection:
        transaction = connection.begin()
        hold_lock(connection)
        try:
            return _stamp(connection, version)
        finally:
            # Roll back: the new count serves the comparison only.
            transaction.rollback()


def _stamp(connection: Connection, version: int) -> Stamp:
    state = read_state(connection)
    if not 0 < version <= state.data_version:
        raise Refused("verify.no_version", value=str(version), expected=str(state.data_version))
    if state.tally_hash != tally_hash():
        raise Refused("verify.recount_first")
    known = evidence(Reader(connection, ALL_SEEING)).values()
    # A publication raises the version and leaves the data as they are.
    made = {each.data_version + 1 for each in known if each.intact}
    if set(range(version + 1, state.data_version + 1)) <= made:
        return _recounted(connection, state.data_as_of)
    same = [each for each in known if version in (each.data_version, each.data_version + 1)]
    if same:
        # Of two that kept it the one that can prove it.
        keeper = min(same, key=lambda each: not each.intact)
        return Stamp("published" if keeper.intact else "altered", publication_no=keeper.publication_no)
    return _replaced(connection, version)


def _recounted(connection: Connection, as_of: dt.date) -> Stamp:
    before = prints_of(connection, [monthly_tally])
    count(connection, as_of)
    after = prints_of(connection, [monthly_tally])
    differing = sorted({key for _table, key in {*before, *after} if key} - _same(before, after))
    return Stamp("differs" if differing else "confirmed", sum(each.rows for each in before.values()), tuple(differing))


def _same(before: Mapping[tuple[str, str], object], after: Mapping[tuple[str, str], object]) -> set[str]:
    return {key for (table, key), print_ in before.items() if after.get((table, key)) == print_}


def _replaced(connection: Connection, version: int) -> Stamp:
    batch = load_batch.c
    made_data = (batch.status.in_([STORED, UNDONE]), batch.data_version > version)
    first = select(func.min(batch.data_version)).where(*made_data).scalar_subquery()
    statement = select(batch.load_no, batch.loaded_at).where(*made_data, batch.data_version == first)
    made = connection.execute(statement.order_by(batch.load_id)).first()
    return Stamp("replaced") if made is None else Stamp("replaced", on=made.loaded_at.date(), load_no=made.load_no)
