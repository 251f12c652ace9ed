"""Who must hand in which ledger by when."""

from data_access.ledgers.codes import UNIT_KINDS
from data_access.ledgers.columns import code, date
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry

# Ledgers that units hand in period by period, so that silence can be told from "nothing to report" and from nought.
REPORTED_LEDGERS = ("litigation", "reconsideration", "rectification")
FREQUENCIES = ("month", "quarter", "year")

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

ENTRY = Entry(REPORTING_DUTY)
