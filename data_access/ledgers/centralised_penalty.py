"""Centralised powers of penalty (article 11): the fields in which each county has begun, and their auxiliary staff."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, func, literal, or_, select, table, true, union_all

from data_access.ledgers.codes import CENTRALISED_FIELDS
from data_access.ledgers.columns import UNIT, code, count, date
from data_access.ledgers.counting_rules import CENTRALISED, CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, View
from data_access.ledgers.hints import Hint
from data_access.ledgers.tally import Tally, known
from data_access.problems import COUNTIES_ALONE
from data_access.store.tables import unit

CENTRALISED_PENALTY = Ledger(
    "centralised_penalty",
    "相对集中行政处罚权",
    "Centralised penalties",
    ("unit_id", "field"),
    (
        replace(UNIT, example="C01"),
        code("field", "领域", "Field", CENTRALISED_FIELDS, "sector", required=True),
        # Blank as long as the county has not begun.
        date("started_on", "启动日期", "Started on", "2024-03-01"),
        count("auxiliary_staff", "辅助人员数", "Auxiliary staff", "40"),
        count("auxiliary_assessed", "已考核辅助人员数", "Auxiliary staff assessed", "38", part_of="auxiliary_staff"),
        # How many people there are is known from the day on which they were counted.
        date("counted_on", "人数清点日期", "Staff counted on", "2026-06-30"),
    ),
    dated_by=("started_on", "counted_on"),
    named_by="field",
)

_rows, _of = CENTRALISED_PENALTY.table, CENTRALISED_PENALTY.table.c
# Every field of every county, from the day on which the first of them began: a field that nobody wrote down has not.
centralised_due = table(
    "centralised_due",
    *(column(name, _of[name].type) for name in ("unit_id", "field", "started_on")),
    *(column(name, _of.started_on.type) for name in ("since", "active_from", "active_to")),
)
_due = centralised_due.c


def _centralised_due() -> Select[tuple[Any, ...]]:
    fields = union_all(*(select(literal(field).label("field")) for field in CENTRALISED_FIELDS)).subquery("fields")
    since = select(func.min(_of.started_on)).scalar_subquery()
    of_county = and_(_of.unit_id == unit.c.unit_id, _of.field == fields.c.field)
    return (
        select(
            unit.c.unit_id,
            fields.c.field,
            _of.started_on,
            since.label("since"),
            unit.c.active_from,
            unit.c.active_to,
        )
        .select_from(unit)
        .join(fields, true())
        .join(_rows, of_county, isouter=True)
        .where(unit.c.kind == "county")
    )


def _required(rules: CountingRules) -> ColumnElement[bool]:
    """The fields asked of a county that is there at the end of the month."""
    day = rules.month_end
    asked = (and_(_due.field == field, rules.value(CENTRALISED + field, day) == 1) for field in CENTRALISED_FIELDS)
    there = (
        or_(_due.active_from.is_(None), _due.active_from <= day),
        or_(_due.active_to.is_(None), _due.active_to >= day),
    )
    return and_(or_(*asked), *there)


def _started(rules: CountingRules) -> ColumnElement[bool]:
    return and_(known(_due.started_on), _due.started_on <= rules.month_end)


_fields = Tally(
    "centralised_required",
    centralised_due,
    _due.since,
    _required,
    kind="stock",
    needs=("centralised_penalty.started_on",),
)
_staff = Tally(
    "auxiliary_staff",
    _rows,
    _of.counted_on,
    value=_of.auxiliary_staff,
    kind="stock",
    deciding=(_of.auxiliary_staff, _of.auxiliary_assessed),
)
TALLIES = (
    _fields,
    _fields.hit("centralised_started", _started),
    _staff,
    _staff.hit("auxiliary_assessed", value=_of.auxiliary_assessed),
)

# What a department writes of the fields is stored, and no coverage counts it.
_county = select(unit.c.unit_id).where(unit.c.kind == "county").correlate(None)
HINTS = (Hint(COUNTIES_ALONE, "unit_id", and_(known(_of.started_on), _of.unit_id.not_in(_county))),)

ENTRY = Entry(CENTRALISED_PENALTY, TALLIES, hints=HINTS, view=View(centralised_due.name, _centralised_due))
