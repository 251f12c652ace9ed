"""Demonstration sites with what their events make of them, and what suggestions about them rest on.

Rows of facts, cut to the viewer's scope, each statement with a total order. Sites are few, so the rules read the events
in Python.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import Select, case, func, or_, select

from assessment.demonstration import STATE_AFTER, SiteEvent, contradicts, history, lacking
from assessment.eligibility import VETOING
from data_access.ledgers.demonstration_event import DEMONSTRATION_EVENT
from data_access.ledgers.demonstration_site import DEMONSTRATION_SITE
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.reading.extent import Extent
from data_access.reading.item_states import open_items_at
from data_access.reading.reader import Reader
from data_access.store import tables as t

_UNIT = ("unit_id", "code", "short_name", "kind", "sector", "peer_group")
_SITE = ("site_no", "name", "level", "highlight")
STATE_COLUMNS = ["state", "since", "plated_on", "last_exchange", "events", "recorded_state", "recorded_since",
                 "contradicted", "lacks"]  # fmt: skip
SITE_COLUMNS = ["unit_id", "code", "unit", "short_name", "kind", "sector", "peer_group", "county", *_SITE,
                *STATE_COLUMNS]  # fmt: skip
EVENT_COLUMNS = ["occurred_on", "kind", "seq", "batch", "note"]


def sites(reader: Reader, as_of: dt.date) -> pd.DataFrame:
    """Every site with its state at a day, in reading order of the units; two statements.

    Columns: unit_id, code, unit, short_name (the name where there is none), kind, sector, peer_group ('' for none),
    county (code; '' for a department of the city), site_no, name, level, highlight ('' for none), state, since,
    plated_on, last_exchange (dates or None), events (how many by then), recorded_state, recorded_since (what the
    ledger's columns say), contradicted (whether they say something else than the events), lacks (codes of
    ``assessment.demonstration.lacking``). The events decide the state; without any the columns do.
    """
    rows = reader.rows(DEMONSTRATION_SITE.table, _all_sites())
    rows = rows.assign(
        unit_id=rows["unit_id"].astype(int),
        short_name=rows["short_name"].fillna(rows["unit"]),
        peer_group=rows["peer_group"].fillna(""),
        county=rows["code"].map(reader.units().set_index("code")["county"]).fillna(""),
        highlight=rows["highlight"].fillna(""),
    )
    events = _events_by_site(reader)
    states = [
        _state_of(row, events.get((row["unit_id"], row["site_no"]), []), as_of) for row in rows.to_dict("records")
    ]
    state = pd.DataFrame(states, columns=STATE_COLUMNS, index=rows.index, dtype=object)
    return pd.concat([rows.drop(columns=["state", "state_since"]), state], axis=1)[SITE_COLUMNS]


def _all_sites() -> Select[Any]:
    unit, site = t.unit.c, DEMONSTRATION_SITE.table.c
    return (
        select(
            unit.name.label("unit"),
            *(unit[name] for name in _UNIT),
            *(site[name] for name in (*_SITE, "state", "state_since")),
        )
        .join_from(DEMONSTRATION_SITE.table, t.unit, site.unit_id == unit.unit_id)
        .order_by(func.coalesce(unit.sort_order, 1_000_000), unit.code, site.site_no)
    )


def _events_by_site(reader: Reader) -> dict[tuple[int, str], list[SiteEvent]]:
    event = DEMONSTRATION_EVENT.table.c
    statement = select(event.unit_id, event.site_no, event.occurred_on, event.kind, event.seq).order_by(
        event.unit_id, event.site_no, event.occurred_on, event.kind, event.seq
    )
    events: dict[tuple[int, str], list[SiteEvent]] = {}
    for row in reader.rows(DEMONSTRATION_EVENT.table, statement).itertuples(index=False):
        events.setdefault((int(row.unit_id), row.site_no), []).append(
            SiteEvent(row.occurred_on, row.kind, int(row.seq))
        )
    return events


def _state_of(row: dict[str, object], events: list[SiteEvent], as_of: dt.date) -> dict[str, object]:
    """What events and columns of one site say."""
    state, since = str(row["state"]), _day(row["state_since"])
    by_events = history(events, as_of)
    combined = by_events if by_events.state else replace(by_events, state=state, since=since)
    return {
        "state": combined.state,
        "since": combined.since,
        "plated_on": combined.plated_on,
        "last_exchange": combined.last_exchange,
        "events": combined.events,
        "recorded_state": state,
        "recorded_since": since,
        "contradicted": contradicts(by_events, state, since),
        "lacks": lacking(combined, str(row["highlight"]), as_of),
    }


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) and not pd.isna(value) else None


def site_events(reader: Reader, code: str, site_no: str, as_of: dt.date) -> pd.DataFrame:
    """What happened to one site up to a day, in order: occurred_on, kind, seq, batch, note; one statement."""
    event = DEMONSTRATION_EVENT.table.c
    steps = {kind: place for place, kind in enumerate(STATE_AFTER)}
    statement = (
        select(*(event[name] for name in EVENT_COLUMNS))
        .join_from(DEMONSTRATION_EVENT.table, t.unit, event.unit_id == t.unit.c.unit_id)
        .where(t.unit.c.code == code, event.site_no == site_no, event.occurred_on <= as_of)
        .order_by(event.occurred_on, case(steps, value=event.kind, else_=len(steps)), event.seq)
    )
    return reader.rows(DEMONSTRATION_EVENT.table, statement)


def recorded_vetoes(reader: Reader, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Recorded vetoes that count between two days, of every unit: code, clause; one statement.

    For units whose group no scheme scores; those of the others stand in the veto ledger of their group. As there,
    codes and dates are read of every unit, whoever asks.
    """
    event = VETO_EVENT.table.c
    statement = (
        select(t.unit.c.code, event.clause)
        .join_from(VETO_EVENT.table, t.unit, event.unit_id == t.unit.c.unit_id)
        .where(event.source == "recorded", event.status.in_(VETOING))
        .where(or_(event.occurred_on.is_(None), event.occurred_on <= last))
        .where(or_(event.ends_on.is_(None), event.ends_on >= first))
        .order_by(t.unit.c.code, event.veto_no)
    )
    return reader.frame(statement)


def overdue_items(reader: Reader, unit_ids: Sequence[int], as_of: dt.date) -> pd.DataFrame:
    """How many rectification items of these units are open past the due date in force: code, overdue.

    Only units that have any; one statement. What is open and when it is due is as on the page of the items.
    """
    open_ = open_items_at(Extent("own", tuple(unit_ids)), as_of)
    statement = (
        select(t.unit.c.code, func.count().label("overdue"))
        .join_from(open_, t.unit, open_.c.unit_id == t.unit.c.unit_id)
        .where(open_.c.due_in_force < as_of)
        .group_by(t.unit.c.code)
        .order_by(t.unit.c.code)
    )
    return reader.rows(open_, statement)
