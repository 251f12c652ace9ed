"""One record by its key: all its fields, its events, what is linked to it, and the load and row it came from."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, and_, or_, select

from assessment.lights import ItemDates
from data_access.ledgers.all import BY_KEY, ENTRIES, LEDGERS
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import stands
from data_access.reading.reader import Reader
from data_access.store import tables as t

# The ledgers whose rows can be opened one by one.
OPENED = {entry.ledger.key: entry for entry in ENTRIES if entry.opens}
# The tables of events, by the key of the ledger whose rows the events belong to.
EVENTS = {each.parent: each.table for each in LEDGERS if each.parent in OPENED and "occurred_on" in each.natural_key}
# The load and row that a record came from; None for rows stored before loads kept them.
ORIGIN = ("load_no", "source_name", "loaded_at", "load_row")


def one_record(reader: Reader, ledger: str, code: str, number: str, also: str = "") -> pd.DataFrame:
    """The row of a record, or none: code, unit, the ledger's own columns, then ``ORIGIN``; one statement.

    Columns that name another unit hold its code.
    """
    opened = OPENED[ledger]
    table, batch, organ = opened.ledger.table, t.load_batch, t.unit.alias("organ")
    columns: list[ColumnElement[Any]] = [
        table.c[column.name] for column in BY_KEY[ledger].columns if column.kind != "unit"
    ]
    joined = table.join(t.unit, table.c.unit_id == t.unit.c.unit_id)
    joined = joined.outerjoin(batch, table.c.load_id == batch.c.load_id)
    if "organ_id" in table.c:
        joined = joined.outerjoin(organ, table.c.organ_id == organ.c.unit_id)
        columns.append(organ.c.name.label("organ_id"))
    origin = [batch.c.load_no, batch.c.source_name, batch.c.loaded_at, table.c.load_row]
    conditions = [t.unit.c.code == code, table.c[opened.number] == number]
    if opened.also:
        conditions.append(table.c[opened.also] == also)
    statement = select(t.unit.c.code, t.unit.c.name.label("unit"), *columns, *origin).select_from(joined)
    return reader.rows(table, statement.where(*conditions), whole=True)


def item_standing(reader: Reader, code: str, number: str, on: dt.date) -> pd.DataFrame:
    """How one item of rectification stood on a day: the names of ``lights.ItemDates``; no row before its assignment."""
    item = t.item_state.c
    statement = (
        select(*(item[name] for name in ItemDates.__annotations__))
        .join_from(t.item_state, t.unit, item.unit_id == t.unit.c.unit_id)
        .where(t.unit.c.code == code, item.item_no == number, stands(on))
    )
    return reader.rows(t.item_state, statement)


def events_of(reader: Reader, ledger: str, code: str, number: str) -> pd.DataFrame:
    """The events of a record in order: occurred_on, kind, seq and what the ledger's events say more; one statement.

    Empty for ledgers without events.
    """
    if ledger not in EVENTS:
        return pd.DataFrame(columns=["occurred_on", "kind", "seq", "note"])
    event, key = EVENTS[ledger], OPENED[ledger].number
    columns = [column for column in event.c if column.name not in ("unit_id", key, "load_id", "load_row")]
    statement = (
        select(*columns)
        .join_from(event, t.unit, event.c.unit_id == t.unit.c.unit_id)
        .where(t.unit.c.code == code, event.c[key] == number)
        .order_by(event.c.occurred_on, event.c.seq, event.c.kind)
    )
    return reader.rows(event, statement, whole=True)


LINKED = ["ledger", "code", "unit", "number", "also", "dated", "outcome"]


def linked_cases(reader: Reader, ledger: str, record: Mapping[str, Any]) -> pd.DataFrame:
    """The other records about the same dispute: ``LINKED``, by ledger and date; one statement a ledger.

    A suit is linked to its other instances and co-defendants and to the reconsideration it followed, a
    reconsideration to the suits and petitions that name it, a petition to the reconsideration it names.
    """
    parts = []
    for other, where in _links(ledger, record):
        opened = OPENED[other]
        table = opened.ledger.table
        dated = table.c.filed_on if other == "litigation" else table.c.received_on
        statement = (
            select(t.unit.c.code, t.unit.c.name.label("unit"), table.c[opened.number].label("number"),
                   table.c[opened.also].label("also") if opened.also else t.unit.c.merged_into.label("also"),
                   dated.label("dated"), table.c.outcome)
            .join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id)
            .where(where)
            .order_by(dated, table.c[opened.number], t.unit.c.code)
        )  # fmt: skip
        cases = reader.rows(table, statement).assign(ledger=other)
        if not opened.also:
            cases["also"] = ""
        parts.append(cases[LINKED])
    filled = [part for part in parts if len(part)]
    cases = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=LINKED)
    own = (cases["ledger"] == ledger) & (cases["number"] == record[OPENED[ledger].number])
    own &= (cases["code"] == record["code"]) & cases["also"].fillna("").eq(record.get(OPENED[ledger].also) or "")
    return cases[~own].reset_index(drop=True)


def _links(ledger: str, record: Mapping[str, Any]) -> list[tuple[str, ColumnElement[bool]]]:
    suit, review, petition = LITIGATION.table.c, RECONSIDERATION.table.c, PETITION.table.c
    if ledger == "litigation":
        first = record["first_instance_case_no"] or ""
        # Words in the place of a number tie nothing together.
        numbers = [record["case_no"], *([first] if any(map(str.isdigit, first)) else [])]
        same = or_(suit.case_no.in_(numbers), suit.first_instance_case_no.in_(numbers))
        before = _named(RECONSIDERATION.table, record["reconsideration_case_no"])
        return [("litigation", same), *before]
    if ledger == "reconsideration":
        number = record["case_no"]
        return [
            ("reconsideration", review.case_no == number),
            ("litigation", suit.reconsideration_case_no == number),
            ("petition", petition.reconsideration_case_no == number),
        ]
    return _named(RECONSIDERATION.table, record["reconsideration_case_no"]) if ledger == "petition" else []


def _named(table: FromClause, number: str | None) -> list[tuple[str, ColumnElement[bool]]]:
    return [("reconsideration", and_(table.c.case_no == number))] if number else []
