"""One officer's file by number, from all units that it was written in: who, where and when, and what is on record.

Cut by ``Reader.file_rows``: the present unit reads all of it, a former one what it wrote itself.
"""

from typing import Any

import pandas as pd
from sqlalchemy import FromClause, select

from data_access.asked.periods import Period
from data_access.ledgers.leader_record import LEADER_RECORD
from data_access.ledgers.officer import OFFICER
from data_access.ledgers.officer_posting import OFFICER_POSTING
from data_access.ledgers.officer_record import OFFICER_RECORD
from data_access.reading.mergers import units_of
from data_access.reading.reader import Reader
from data_access.store import tables as t

SERVICE = ("name", "post", "duty", "joined_on", "left_on", "on_staffing_list", "certificate_no", "certificate_kind",
           "certified_on", "expires_on")  # fmt: skip


def services_of(reader: Reader, number: str) -> pd.DataFrame:
    """The officer's rows, the latest unit first: code, unit (name), then ``SERVICE``; one statement."""
    of = OFFICER.table
    return _written(reader, of, number, [of.c[name] for name in SERVICE], [of.c.joined_on.desc()])


def postings_of(reader: Reader, number: str) -> pd.DataFrame:
    """Where the officer served, the first posting first: code, unit, from_on, to_on; one statement."""
    of = OFFICER_POSTING.table
    return _written(reader, of, number, [of.c.from_on, of.c.to_on], [of.c.from_on])


def records_of(reader: Reader, number: str) -> pd.DataFrame:
    """What is on record, the newest first: code, unit, occurred_on, kind, seq, hours, value, note; one statement."""
    of = OFFICER_RECORD.table
    names = ("occurred_on", "kind", "seq", "hours", "value", "note")
    order = [of.c.occurred_on.desc(), of.c.kind, of.c.seq]
    return _written(reader, of, number, [of.c[name] for name in names], order)


def _written(reader: Reader, table: FromClause, number: str, columns: list[Any], order: list[Any]) -> pd.DataFrame:
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *columns)
        .join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id)
        .where(table.c.officer_no == number)
        .order_by(*order, t.unit.c.code)
    )
    return reader.file_rows(table, statement)


def leader_records(reader: Reader, code: str, period: Period) -> pd.DataFrame:
    """What was entered in the files of a unit's leaders, the newest first; a county stands for all its units.

    Columns: code, unit, occurred_on, leader_post, leader_name, note; one statement. ``period`` says who was merged.
    """
    of = LEADER_RECORD.table
    statement = (
        select(
            t.unit.c.code, t.unit.c.name.label("unit"), of.c.occurred_on, of.c.leader_post, of.c.leader_name, of.c.note
        )
        .join_from(of, t.unit, of.c.unit_id == t.unit.c.unit_id)
        .where(of.c.unit_id.in_(units_of(reader, code, period)))
        .order_by(of.c.occurred_on.desc(), t.unit.c.code, of.c.leader_post, of.c.seq)
    )
    return reader.rows(of, statement)
