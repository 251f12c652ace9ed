"""Reports (article 18): which ledger a unit has handed in for which month."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, column, extract, or_, select, table

from data_access.ledgers.columns import UNIT, code, date, flag
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, View
from data_access.ledgers.reporting_duty import REPORTED_LEDGERS, REPORTING_DUTY
from data_access.ledgers.tally import Tally
from data_access.ledgers.unit import active_on
from data_access.store.engine import day_of_next_month, month_of
from data_access.store.tables import calendar, unit

LEDGER_REPORT = Ledger(
    "ledger_report",
    "报送情况",
    "Reports",
    ("unit_id", "ledger", "month"),
    (
        UNIT,
        code("ledger", "台账", "Ledger", REPORTED_LEDGERS, "ledger", required=True, default="litigation"),
        date("month", "月份", "Month", "2026-03-01", required=True, event=False),
        date("reported_on", "报送日期", "Reported on", "2026-04-08"),
        flag("nothing_to_report", "无案件可报", "Nothing to report", "yes", default=False),
    ),
    dated_by=("month",),
    counted="report",
)

_report, _duty = LEDGER_REPORT.table, REPORTING_DUTY.table
# Every report that a unit owes: its duties × the months they end in, handed in or not; so silence is counted.
report_due = table(
    "report_due",
    *(column(name, _report.c[name].type) for name in ("unit_id", "ledger", "month", "reported_on")),
    column("due_on", _report.c.month.type),
    column("state", _report.c.ledger.type),
)
# The months of the year in which a period of each frequency ends.
PERIOD_ENDS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "year": (12,)}


def _report_due() -> Select[tuple[object, ...]]:
    month = calendar.c.day
    due_on = day_of_next_month(month, _duty.c.due_day)
    ends = or_(
        *(
            and_(_duty.c.frequency == frequency, extract("month", month).in_(tuple(months)))
            for frequency, months in PERIOD_ENDS.items()
        )
    )
    handed_in = and_(
        _report.c.unit_id == unit.c.unit_id,
        _report.c.ledger == _duty.c.ledger,
        _report.c.month == month,
    )
    state = case(
        (_report.c.month.is_(None), "not_reported"),
        (_report.c.nothing_to_report, "nothing_to_report"),
        else_="reported",
    )
    return (
        select(
            unit.c.unit_id,
            _duty.c.ledger,
            month.label("month"),
            _report.c.reported_on,
            due_on.label("due_on"),
            state.label("state"),
        )
        .select_from(unit)
        .join(_duty, unit.c.kind == _duty.c.unit_kind)
        .join(calendar, and_(month_of(month) == month, month >= _duty.c.from_month, active_on(month), ends))
        .join(_report, handed_in, isouter=True)
    )


def is_due(day: dt.date | ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a report is due as of a day: whoever has the whole of that day to hand it in does not miss it yet."""
    handed_in = report_due.c.state != "not_reported"
    return or_(report_due.c.due_on < day, and_(report_due.c.due_on == day, handed_in))


def _due(rules: CountingRules) -> ColumnElement[bool]:
    return is_due(rules.as_of)


_reports = Tally("reports_due", report_due, report_due.c.month, _due, facet=report_due.c.ledger)
TALLIES = (
    _reports,
    _reports.hit("reports_missing", report_due.c.state == "not_reported", facet=report_due.c.ledger),
    # Handed in, whatever it says, but after the day it was due: what was never handed in is missing and not late.
    _reports.hit("reports_late", report_due.c.reported_on > report_due.c.due_on, facet=report_due.c.ledger),
    _reports.hit("reports_of_nothing", report_due.c.state == "nothing_to_report", facet=report_due.c.ledger),
)

ENTRY = Entry(LEDGER_REPORT, TALLIES, view=View("report_due", _report_due))
