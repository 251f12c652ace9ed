"""Where an officer served, and from when to when (article 14): the file goes along, each unit keeps its own years."""

from data_access.ledgers.columns import UNIT, date, number
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

OFFICER_POSTING = Ledger(
    "officer_posting",
    "执法人员任职",
    "Officers' postings",
    ("unit_id", "officer_no", "from_on"),
    (
        UNIT,
        number("officer_no", "执法人员编号", "Officer no.", "ZF-0101-001", required=True, personal=True),
        date("from_on", "任职起", "From", "2019-07-01", required=True),
        date("to_on", "任职止", "To", "2024-06-30", not_before="from_on"),
    ),
    parent="officer",
    dated_by=("from_on",),
    lasting=True,
    indexes=(("number", "officer_no"),),
    done_on="to_on",
)

ENTRY = Entry(OFFICER_POSTING)
