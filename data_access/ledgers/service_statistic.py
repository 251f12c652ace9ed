"""Service centres (article 9), month by month: what can be done online and at a window, how fast, and in time."""

from data_access.ledgers.columns import UNIT, count, date, decimal, flag
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Volume
from data_access.ledgers.tally import Tally

# What an office knows of a month: items, windows and the network as they stand at its end, cases handled within it.
SERVICE_STATISTIC = Ledger(
    "service_statistic",
    "政务服务月报",
    "Service centres by month",
    ("unit_id", "month"),
    (
        UNIT,
        date("month", "月份", "Month", "2026-03-01", required=True, event=False),
        count("items", "审批服务事项", "Service items", "240"),
        count("items_online", "可网上办理事项", "Items online", "190", part_of="items"),
        count("handled", "当月办结件", "Cases handled", "360"),
        count("handled_in_time", "按时办结件", "Handled in time", "340", part_of="handled"),
        decimal("days_promised", "承诺时限合计（工作日）", "Working days promised, in all", "2400", amount=True),
        decimal("days_used", "实际用时合计（工作日）", "Working days used, in all", "1500", amount=True),
        count("windows", "窗口数", "Windows", "18"),
        count("windows_authorised", "授权到位窗口", "Authorised windows", "15", part_of="windows"),
        flag("networked", "两级联网", "Networked on both levels", "yes"),
    ),
    dated_by=("month",),
)

_months, _of = SERVICE_STATISTIC.table, SERVICE_STATISTIC.table.c
_items = Tally(
    "service_items", _months, _of.month, value=_of["items"], kind="statement", deciding=(_of["items"], _of.items_online)
)
_handled = Tally("services_handled", _months, _of.month, value=_of.handled, deciding=(_of.handled, _of.handled_in_time))
_promised = Tally(
    "service_days_promised", _months, _of.month, value=_of.days_promised, deciding=(_of.days_promised, _of.days_used)
)
_windows = Tally(
    "service_windows",
    _months,
    _of.month,
    value=_of.windows,
    kind="statement",
    deciding=(_of.windows, _of.windows_authorised),
)
_centres = Tally("service_centres", _months, _of.month, kind="statement", deciding=(_of.networked,))
TALLIES = (
    _items,
    _items.hit("service_items_online", value=_of.items_online),
    _handled,
    _handled.hit("services_in_time", value=_of.handled_in_time),
    _promised,
    _promised.hit("service_days_used", value=_of.days_used),
    _windows,
    _windows.hit("service_windows_authorised", value=_of.windows_authorised),
    _centres,
    _centres.hit("service_centres_networked", _of.networked),
)

ENTRY = Entry(SERVICE_STATISTIC, TALLIES, volume=Volume(kinds=("county", "municipal_department")))
