"""Where an officer served, and from when to when (article 14): the file goes along, each unit keeps its own years."""

from sqlalchemy import column, select, table

from data_access.ledgers.columns import UNIT, date, number
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.hints import Hint
from data_access.problems import POSTED_BEFORE_JOINING

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

_of = OFFICER_POSTING.table.c
# The officer himself stands in a ledger that knows this one.
_officer = table("officer", *(column(name, _of[name].type) for name in ("unit_id", "officer_no")),
                 column("joined_on", _of.from_on.type)).c  # fmt: skip
_joined = (
    select(_officer.joined_on)
    .where(_officer.unit_id == _of.unit_id, _officer.officer_no == _of.officer_no)
    .correlate(OFFICER_POSTING.table)
    .scalar_subquery()
)

ENTRY = Entry(OFFICER_POSTING, hints=(Hint(POSTED_BEFORE_JOINING, "from_on", _of.from_on < _joined, _joined),))
