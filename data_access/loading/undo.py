"""Undo a load: put its rows back as they stood before, unless a later load touched them."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, select, update
from sqlalchemy.exc import IntegrityError

from data_access.counting.case_marks import corrected_rows, mark_all, related_rows
from data_access.counting.ledger_dates import read_dates, refresh_dates
from data_access.counting.recounting import CONCERN_EVERY_UNIT, count_touched
from data_access.counting.touched import Touched
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.scheme_store import published_schemes
from data_access.ledgers.unit import UNITS
from data_access.loading.batches import STORED, UNDONE
from data_access.loading.change_log import KEPT_OF_STATE, STATE, from_json
from data_access.loading.loads import batches_of, refuse_part
from data_access.loading.undo_units import UndoneUnits
from data_access.problems import Refused
from data_access.store.load_tables import load_change, load_unit
from data_access.store.state import hold_lock, raise_version, read_state
from data_access.store.tables import load_batch
from data_access.store.writing import bulk_insert, upsert


@dataclass(frozen=True)
class UndoneLedger:
    """How many rows of a ledger the undoing took out, and how many it put back as they stood."""

    ledger: str
    taken_out: int
    put_back: int


@dataclass(frozen=True)
class Undone:
    load_no: int
    ledgers: tuple[UndoneLedger, ...]
    data_version: int
    data_as_of: dt.date | None


@dataclass(frozen=True)
class Whose:
    """Whose loads may be undone: of one who loaded them, with rows of these units alone (codes); None for all."""

    loaded_by: str | None = None
    units: frozenset[str] | None = None


def undo(engine: Engine, load: str, whose: Whose | None = None) -> Undone:
    """Undo a load (see ``loads.batches_of``) in one transaction, count anew and raise the data version.

    Raises ``problems.Refused`` when there is no such load or only a part of one is named, when it stored nothing or is
    undone already, and when a later load touched one of its rows; that load is then named.
    """
    try:
        with engine.begin() as connection:
            hold_lock(connection)
            return _Undoing(connection, undoable(connection, load, whose)).run()
    except IntegrityError as error:
        raise Refused("undo.reference_gone", value=load) from error


def undoable(connection: Connection, load: str, whose: Whose | None = None) -> list[Any]:
    """Return the batches of a load that can be undone; raises ``problems.Refused`` when they themselves forbid it.

    ``load`` is the load's own number or its data version, not the number of one of its batches. ``whose``: a load of
    somebody else, or one with rows of other units, is refused, too.
    """
    batches = batches_of(connection, load)
    refuse_part(batches, load)
    if any(batch.status == UNDONE for batch in batches):
        raise Refused("undo.already", value=load)
    if any(batch.rows_inserted is None for batch in batches):
        raise Refused("undo.too_old", value=load)
    ids = [batch.load_id for batch in batches]
    if whose is not None:
        _refuse_others(connection, batches, ids, whose, load)
    changes = select(load_change.c.change_id).where(load_change.c.load_id.in_(ids)).limit(1)
    wrote = any(batch.rows_stored or batch.rows_removed for batch in batches)
    if batches[0].status != STORED or not (wrote or connection.execute(changes).first()):
        raise Refused("undo.nothing", value=load)
    return batches


def _refuse_others(connection: Connection, batches: list[Any], ids: list[int], whose: Whose, load: str) -> None:
    if whose.loaded_by is not None and any(batch.loaded_by != whose.loaded_by for batch in batches):
        raise Refused("undo.of_another", value=load)
    if whose.units is None:
        return
    others = select(load_unit.c.unit).where(load_unit.c.load_id.in_(ids), load_unit.c.unit.not_in(whose.units))
    for code in connection.execute(others.order_by(load_unit.c.unit).limit(1)).scalars():
        raise Refused("undo.of_other_units" if code else "undo.of_all_units", value=load, expected=code)


def _refuse_published(connection: Connection, rows: list[Row]) -> None:
    used = sorted(published_schemes(connection) & {(row["year"], row["version"]) for row in rows})
    if used:
        raise Refused("undo.scheme_published", value=str(used[0][0]), expected=str(used[0][1]))


def _refuse_for(later: Any) -> None:
    raise Refused("undo.touched_later", value=str(later.load_no or later.load_id), expected=later.source_name)


@dataclass
class _Undoing:
    connection: Connection
    batches: list[Any]

    def __post_init__(self) -> None:
        self.ids = [batch.load_id for batch in self.batches]
        self.touched = Touched()

    @cached_property
    def entries(self) -> list[Any]:
        query = select(load_change).where(load_change.c.load_id.in_(self.ids)).order_by(load_change.c.change_id)
        return list(self.connection.execute(query))

    def run(self) -> Undone:
        state = read_state(self.connection)
        self._refuse_when_changed_later()
        ledgers = [batch.ledger for batch in self.batches if batch.ledger]
        of_units = UndoneUnits(self.connection, [entry for entry in self.entries if entry.ledger == UNITS.key])
        undone = [self._restore(batch) for batch in self.batches if batch.ledger not in (None, UNITS.key)]
        taken_out, put_back = of_units.restore(max(self.ids))
        self._refuse_orphans()
        changes = self._state_before(state)
        if of_units.entries:
            mark_all(self.connection)
        self.connection.execute(update(load_batch).where(load_batch.c.load_id.in_(self.ids)).values(status=UNDONE))
        before, dates = read_dates(self.connection), refresh_dates(self.connection)
        everything = bool(of_units.entries) or not {*ledgers}.isdisjoint(CONCERN_EVERY_UNIT) or dates != before
        count_touched(self.connection, state, dates, self.touched, everything=everything)
        version = raise_version(self.connection, **changes, data_as_of=dates.latest)
        if taken_out or put_back:
            undone.insert(0, UndoneLedger(UNITS.key, taken_out, put_back))
        return Undone(min(self.ids), tuple(undone), version, dates.latest)

    def _refuse_when_changed_later(self) -> None:
        """Refuse when a later load changed or removed a row of this one: its change log then names this load."""
        later = (
            select(load_batch)
            .join_from(load_change, load_batch, load_change.c.load_id == load_batch.c.load_id)
            .where(load_change.c.before_load_id.in_(self.ids), load_batch.c.status == STORED)
            .order_by(load_batch.c.load_id)
        )
        batch = self.connection.execute(later).first()
        if batch:
            _refuse_for(batch)

    def _restore(self, batch: Any) -> UndoneLedger:
        ledger = BY_KEY[batch.ledger]
        table = ledger.table
        mine = [entry for entry in self.entries if entry.load_id == batch.load_id and entry.ledger == ledger.key]
        before = [from_json(table, entry.before) for entry in mine]
        self._refuse_when_back(ledger, before, batch.load_id)
        written = [
            dict(row)
            for row in self.connection.execute(select(table).where(table.c.load_id == batch.load_id)).mappings()
        ]
        if ledger in (SCHEME, SCHEME_ITEM):
            _refuse_published(self.connection, [*written, *before])
        self.connection.execute(delete(table).where(table.c.load_id == batch.load_id))
        bulk_insert(self.connection, table, before)
        corrected = self._corrected(ledger, [*written, *before]) if ledger.several_defendants else []
        self.touched.add(ledger, [*written, *before, *corrected])
        return UndoneLedger(ledger.key, len(written), len(before))

    def _refuse_when_back(self, ledger: Ledger, before: list[Row], load_id: int) -> None:
        """Refuse when a row that this load removed was loaded again since."""
        standing = related_rows(self.connection, ledger, before)
        for row in before:
            now = standing.get(key_of(ledger, row))
            if now is not None and now["load_id"] != load_id:
                query = select(load_batch).where(load_batch.c.load_id == now["load_id"])
                _refuse_for(self.connection.execute(query).one())

    def _corrected(self, ledger: Ledger, rows: list[Row]) -> list[Row]:
        standing = list(related_rows(self.connection, ledger, rows).values())
        corrected = corrected_rows(self.connection, ledger, standing)
        upsert(self.connection, ledger.table, corrected, ledger.natural_key)
        return corrected

    def _refuse_orphans(self) -> None:
        """Refuse when an event would lose its item: a later load may have added events to items of this one."""
        for ledger in LEDGERS:
            if not ledger.parent:
                continue
            child, parent = ledger.table, BY_KEY[ledger.parent].table
            key = BY_KEY[ledger.parent].natural_key
            same = and_(*(child.c[name] == parent.c[name] for name in key))
            orphans = (
                select(load_batch)
                .select_from(child)
                .join(load_batch, child.c.load_id == load_batch.c.load_id)
                .join(parent, same, isouter=True)
                .where(parent.c[key[0]].is_(None))
                .order_by(load_batch.c.load_id.desc())
            )
            batch = self.connection.execute(orphans).first()
            if batch:
                _refuse_for(batch)

    def _state_before(self, state: Any) -> dict[str, Any]:
        """Return the columns of the state to put back; a later load that changed one too takes over ours."""
        before = {name: value for entry in self.entries if entry.ledger == STATE for name, value in _content(entry)}
        later = (
            select(load_change)
            .join(load_batch, load_change.c.load_id == load_batch.c.load_id)
            .where(load_change.c.ledger == STATE, load_change.c.load_id > max(self.ids), load_batch.c.status == STORED)
            .order_by(load_change.c.load_id)
        )
        for entry in self.connection.execute(later).all():
            content = dict(_content(entry))
            inherited = {name: before.pop(name) for name in content if name in before}
            if inherited:
                text = json.dumps(content | inherited, ensure_ascii=False)
                mine = load_change.c.change_id == entry.change_id
                self.connection.execute(update(load_change).where(mine).values(before=text))
        return {name: value for name, value in before.items() if value != getattr(state, name)}


def _content(entry: Any) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in json.loads(entry.before).items() if name in KEPT_OF_STATE]
