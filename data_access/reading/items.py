"""Rectification items at any date: counted by light and by age, listed page by page, and how long they took.

Every statement is cut to the viewer's scope and has a total order; what an item was on a day is in ``item_states``.
"""

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Date, Select, Subquery, case, func, literal, select, text

from assessment.lights import SEVERITY
from data_access.asked.page_keys import AGE_BANDS, AGES
from data_access.ledgers.rectification import RECTIFICATION, stands
from data_access.reading.extent import Extent
from data_access.reading.item_states import RANKS, open_items_at, same_item, within
from data_access.reading.mergers import counted_units, county_of, sector_of
from data_access.reading.reader import Reader
from data_access.store import tables as t
from data_access.store.engine import days_between

# The most rows of a download.
MOST_ROWS = 20_000
PAGE_SIZE = 50


def light_counts(
    reader: Reader, extent: Extent, at: dt.date, by: str, units: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Open items by light; one statement. ``by`` is county, sector or source; ``units`` says where each unit is counted
    (``mergers.counted_units``; None: where it is).

    Columns: group (code of the county, sector or source; '' for units without), light, items; only groups with items.
    """
    open_ = open_items_at(extent, at)
    group = _group(by, open_.c, counted_units(reader, ()) if units is None else units)
    statement = (
        select(group.label("group"), open_.c.rank, func.count().label("items"))
        .join_from(open_, t.unit, open_.c.unit_id == t.unit.c.unit_id)
        .group_by(text("1"), open_.c.rank)
        .order_by(text("1"), open_.c.rank)
    )
    return _with_lights(_with_codes(reader, by, reader.rows(open_, statement)))


def _with_lights(items: pd.DataFrame) -> pd.DataFrame:
    """The lights by their names instead of their ranks."""
    return items.assign(light=[SEVERITY[rank] for rank in items["rank"]]).drop(columns="rank")


def _group(by: str, items: Any, units: pd.DataFrame) -> ColumnElement[Any]:
    """What an item is counted under: a county by its number, else a code."""
    if by == "county":
        return county_of(units)
    return sector_of(units) if by == "sector" else items.source


def _with_codes(reader: Reader, by: str, items: pd.DataFrame) -> pd.DataFrame:
    if by == "county":
        units = reader.units()
        items["group"] = items["group"].map(dict(zip(units["unit_id"], units["code"], strict=True)))
    return items.assign(group=items["group"].astype(object).fillna(""))


def age_counts(reader: Reader, extent: Extent, at: dt.date) -> pd.DataFrame:
    """Open items by age and by whether they are past the due date in force; one statement.

    Columns: age (place in ``AGES``, one more for the oldest), past (0 or 1), items; only what there is.
    """
    open_ = open_items_at(extent, at)
    past = case((open_.c.due_in_force < at, 1), else_=0)
    statement = select(_age(open_.c, at).label("age"), past.label("past"), func.count().label("items"))
    return reader.rows(open_, statement.group_by(text("1"), text("2")).order_by(text("1"), text("2")))


def _age(items: Any, at: dt.date) -> ColumnElement[int]:
    """The age of an open item: its place in ``AGES``, one more for the oldest."""
    days = days_between(items.assigned_on, literal(at, Date))
    return case(*((days <= limit, place) for place, limit in enumerate(AGES)), else_=len(AGES))


def item_page(
    reader: Reader,
    extent: Extent,
    at: dt.date,
    light: str = "",
    source: str = "",
    order: str = "worst",
    page: int = 1,
    size: int = PAGE_SIZE,
    *,
    age: str = "",
    term: str = "",
) -> tuple[pd.DataFrame, int]:
    """One page of the open items and how many there are in all; one statement, another where the page does not exist.

    ``age`` is one of ``AGE_BANDS``, ``term`` one of ``TERMS``; '' asks for all, as with light and source.
    ``order``: worst (the gravest light, then the longest past due), due, assigned or unit. A page after the last
    one is answered by the first. Columns: code, unit (name), those of ``open_items_at`` without unit_id and rank,
    category, severity, issue, past (days past the due date in force, negative before it), light.
    """
    items = open_items_at(extent, at)
    asked = _asked(items.c, at, light, source, age, term)
    listed = _listed(reader, items, asked, order)
    shown = listed.limit(size).offset((page - 1) * size).subquery()
    texts, own = RECTIFICATION.table.c, [column for column in shown.c if column.name != "unit_id"]
    statement = (
        select(
            t.unit.c.code,
            t.unit.c.name.label("unit"),
            *own,
            texts.category,
            texts.severity,
            texts.issue,
            days_between(shown.c.due_in_force, literal(at, Date)).label("past"),
        )
        .join_from(shown, t.unit, shown.c.unit_id == t.unit.c.unit_id)
        .join(RECTIFICATION.table, same_item(shown.c))
        .order_by(*_ordered(order, shown.c))
    )
    items = reader.rows(shown, statement)
    if items.empty and page > 1:
        return item_page(reader, extent, at, light, source, order, 1, size, age=age, term=term)
    return _with_lights(items.drop(columns="all")), int(items["all"].iat[0]) if len(items) else 0


def _asked(items: Any, at: dt.date, light: str, source: str, age: str, term: str) -> list[ColumnElement[bool]]:
    """The conditions on the items that are asked for."""
    conditions = []
    if light:
        conditions.append(items.rank == RANKS[light])
    if source:
        conditions.append(items.source == source)
    if age:
        conditions.append(_age(items, at) == AGE_BANDS.index(age))
    if term:
        conditions.append(items.due_in_force < at if term == "past" else items.due_in_force >= at)
    return conditions


def _listed(reader: Reader, items: Subquery, asked: list[ColumnElement[bool]], order: str) -> Select[Any]:
    """The items that are listed, in order, each with how many there are; texts are read of those on the page only."""
    listed = select(*items.c, func.count().over().label("all")).where(*asked)
    listed = listed.order_by(*_ordered(order, items.c))
    if order == "unit":
        listed = listed.join_from(items, t.unit, items.c.unit_id == t.unit.c.unit_id)
    return reader.scoped(items, listed)


def _ordered(order: str, items: Any) -> tuple[ColumnElement[Any], ...]:
    """A total order of items; by unit of items joined with their units."""
    by_unit = (func.coalesce(t.unit.c.sort_order, 1_000_000), t.unit.c.code)
    first = {
        "worst": (items.rank, items.due_in_force),
        "due": (items.due_in_force, items.rank),
        "assigned": (items.assigned_on, items.rank),
        "unit": (*by_unit, items.rank, items.due_in_force),
    }[order]
    return *first, items.item_no, items.unit_id


def durations(
    reader: Reader, extent: Extent, assigned: tuple[dt.date, dt.date], as_of: dt.date, by: str = ""
) -> pd.DataFrame:
    """How long the items assigned between two days took, as a survival curve needs it; one statement.

    ``by`` is county, sector, source or '' for all together. Columns: group, days (from assignment to closing, or to
    ``as_of`` where still open), closed (0 or 1), items.
    """
    item = t.item_state.c
    group = _group(by, item, counted_units(reader, ())) if by else literal("")
    days = days_between(item.assigned_on, func.coalesce(item.closed_on, literal(as_of, Date)))
    closed = case((item.closed_on.is_(None), 0), else_=1)
    statement = (
        select(group.label("group"), days.label("days"), closed.label("closed"), func.count().label("items"))
        .join_from(t.item_state, t.unit, item.unit_id == t.unit.c.unit_id)
        .where(stands(as_of), item.assigned_on.between(*assigned), within(item.unit_id, extent))
        .group_by(text("1"), text("2"), text("3"))
        .order_by(text("1"), text("2"), text("3"))
    )
    return _with_codes(reader, by, reader.rows(t.item_state, statement))
