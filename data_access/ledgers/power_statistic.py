"""Powers (article 10), as they stand at the end of each month: run online, with measured discretion, and adjusted."""

from data_access.ledgers.columns import UNIT, count, date
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Volume
from data_access.ledgers.tally import Tally

POWER_STATISTIC = Ledger(
    "power_statistic",
    "行政权力月报",
    "Powers by month",
    ("unit_id", "month"),
    (
        UNIT,
        date("month", "月份", "Month", "2026-03-01", required=True, event=False),
        count("powers", "行政权力事项", "Powers", "310"),
        count("powers_online", "网上运行事项", "Powers run online", "260", part_of="powers"),
        count(
            "powers_with_discretion_standard",
            "有裁量基准事项",
            "Powers with a discretion standard",
            "250",
            part_of="powers",
        ),
        count("added", "当月新增事项", "Added in the month", "1"),
        count("removed", "当月取消事项", "Removed in the month", "1"),
    ),
    dated_by=("month",),
)

_months, _of = POWER_STATISTIC.table, POWER_STATISTIC.table.c
_online = Tally(
    "powers", _months, _of.month, value=_of.powers, kind="statement", deciding=(_of.powers, _of.powers_online)
)
_measured = Tally(
    "powers_of_discretion",
    _months,
    _of.month,
    value=_of.powers,
    kind="statement",
    deciding=(_of.powers, _of.powers_with_discretion_standard),
)
TALLIES = (
    _online,
    _online.hit("powers_online", value=_of.powers_online),
    _measured,
    _measured.hit("powers_with_standard", value=_of.powers_with_discretion_standard),
    Tally("powers_adjusted", _months, _of.month, value=_of.added + _of.removed, deciding=(_of.added, _of.removed)),
)

ENTRY = Entry(POWER_STATISTIC, TALLIES, volume=Volume(kinds=("county", "municipal_department")))
