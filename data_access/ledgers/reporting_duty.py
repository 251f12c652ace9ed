"""Who must hand in which ledger by when."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from data_access.ledgers.codes import UNIT_KINDS
from data_access.ledgers.columns import code, date
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.problems import BAD_DUE_DAY

# Ledgers that units hand in period by period, so that silence can be told from "nothing to report" and from nought.
REPORTED_LEDGERS = ("litigation", "reconsideration", "rectification")
FREQUENCIES = ("month", "quarter", "year")
# The days that a month may have; where the next month has fewer, its last day counts.
DAYS_OF_MONTH = (1, 31)

REPORTING_DUTY = Ledger(
    "reporting_duty",
    "报送要求",
    "Reporting duties",
    ("unit_kind", "ledger"),
    (
        code("unit_kind", "单位类别", "Unit kind", UNIT_KINDS, "unit_kind", required=True, default="county"),
        code("ledger", "台账", "Ledger", REPORTED_LEDGERS, "ledger", required=True, default="litigation"),
        code("frequency", "报送周期", "Frequency", FREQUENCIES, "frequency", required=True, default="month"),
        LedgerColumn("due_day", "次月几日前", "Due on day of next month", "integer", required=True, example="10"),
        date("from_month", "自何月起", "From month", "2026-01-01", required=True, event=False),
    ),
    never_blank=(
        "frequency",
        "due_day",
        "from_month",
    ),
)


def _bad_due_day(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    first, last = DAYS_OF_MONTH
    for row in rows:
        day = row.values["due_day"]
        if isinstance(day, int) and not first <= day <= last:
            yield Fault(row, "due_day", str(day), BAD_DUE_DAY, (f"{first}", f"{last}"))


ENTRY = Entry(REPORTING_DUTY, rules=(_bad_due_day,))
