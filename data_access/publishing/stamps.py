"""Proving a data version that a page or an export carries: by counting everything anew, as long as its data stand."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Engine, func, select

from data_access.counting.counting import count
from data_access.counting.tallies import tally_hash
from data_access.loading.batches import STORED, UNDONE
from data_access.problems import Refused
from data_access.publishing.claims import Claim
from data_access.publishing.evidence import evidence
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.state import hold_lock, read_state
from data_access.store.tables import load_batch, monthly_tally
from data_access.upkeep.copying import prints_of

Standing = Literal["stands", "confirmed", "differs", "published", "altered", "replaced"]
# What a stamp says beside its version that cannot be so: a day the data did not stand at, a publication that is not
# there or was made later, made-up data where they are not.
Contradiction = Literal["day", "no_publication", "later_publication", "synthetic"]


@dataclass(frozen=True)
class Stamp:
    """What can be said of a data version.

    stands: its data still stand, and nothing was counted anew. confirmed, differs: so it was, ``tallies`` figures (or
    those that differ by key). published: they are kept in ``publication_no``. altered: they would be, had that not been
    altered. replaced: since ``on`` at the latest, by the load ``load_no``; both None when no load replaced it but an
    undo or a recount, of which no day is kept.
    """

    standing: Standing
    tallies: int = 0
    differing: tuple[str, ...] = ()
    publication_no: str = ""
    on: dt.date | None = None
    load_no: int | None = None


@dataclass(frozen=True)
class Contradicted:
    """What a stamp says beside its version that cannot be so, and what would be."""

    what: Contradiction
    said: str
    expected: str = ""


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
            state = read_state(connection)
            if state.tally_hash != tally_hash():
                raise Refused("verify.recount_first")
            _refuse_unknown(version, state.data_version)
            stamp = standing_of(Reader(connection, ALL_SEEING), version)
            return _recounted(connection, state.data_as_of) if stamp.standing == "stands" else stamp
        finally:
            # Roll back: the new count serves the comparison only.
            transaction.rollback()


def standing_of(reader: Reader, version: int) -> Stamp:
    """The same as far as it can be read, without counting anew: a page can prove no more."""
    latest = reader.state().data_version
    _refuse_unknown(version, latest)
    known = evidence(reader).values()
    # A publication raises the version and leaves the data as they are.
    made = {each.data_version + 1 for each in known if each.intact}
    if set(range(version + 1, latest + 1)) <= made:
        return Stamp("stands")
    same = [each for each in known if version in (each.data_version, each.data_version + 1)]
    if same:
        # Of two that kept it the one that can prove it.
        keeper = min(same, key=lambda each: not each.intact)
        return Stamp("published" if keeper.intact else "altered", publication_no=keeper.publication_no)
    return _replaced(reader, version)


def _refuse_unknown(version: int, latest: int) -> None:
    if not 0 < version <= latest:
        raise Refused("verify.no_version", value=str(version), expected=str(latest))


def contradictions(reader: Reader, claim: Claim, stamp: Stamp) -> Iterator[Contradicted]:
    """What a stamp says beside its version that this database cannot have said at it; nothing of what is not known."""
    state, known = reader.state(), evidence(reader)
    for day in claim.days:
        if (expected := _day_expected(reader, stamp, day)) is not None:
            yield Contradicted("day", day.isoformat(), expected.isoformat())
    if claim.publication_no and claim.version is not None:
        named = known.get(claim.publication_no)
        if named is None:
            yield Contradicted("no_publication", claim.publication_no)
        elif named.data_version >= claim.version:
            yield Contradicted("later_publication", claim.publication_no, str(named.data_version + 1))
    if claim.synthetic and not state.synthetic:
        yield Contradicted("synthetic", "")


def _day_expected(reader: Reader, stamp: Stamp, day: dt.date) -> dt.date | None:
    """The day that the data stood at, where a stamp's day cannot be one of it; None where it can, or nobody knows.

    A panel's stamp names the oldest day of its ledgers, so a standing version has several.
    """
    if stamp.standing == "stands":
        latest = reader.state().data_as_of
        return None if day in {latest, *reader.dates().days.values()} else latest
    if stamp.standing == "published" and (heading := evidence(reader)[stamp.publication_no].heading):
        return None if day <= heading.as_of else heading.as_of
    return None


def _recounted(connection: Connection, as_of: dt.date) -> Stamp:
    before = prints_of(connection, [monthly_tally])
    count(connection, as_of)
    after = prints_of(connection, [monthly_tally])
    differing = sorted({key for _table, key in {*before, *after} if key} - _same(before, after))
    return Stamp("differs" if differing else "confirmed", sum(each.rows for each in before.values()), tuple(differing))


def _same(before: Mapping[tuple[str, str], object], after: Mapping[tuple[str, str], object]) -> set[str]:
    return {key for (table, key), print_ in before.items() if after.get((table, key)) == print_}


def _replaced(reader: Reader, version: int) -> Stamp:
    batch = load_batch.c
    made_data = (batch.status.in_([STORED, UNDONE]), batch.data_version > version)
    first = select(func.min(batch.data_version)).where(*made_data).scalar_subquery()
    statement = select(batch.load_no, batch.loaded_at).where(*made_data, batch.data_version == first)
    found = reader.frame(statement.order_by(batch.load_id).limit(1))
    if found.empty:
        return Stamp("replaced")
    return Stamp("replaced", on=found["loaded_at"].iat[0].date(), load_no=int(found["load_no"].iat[0]))
