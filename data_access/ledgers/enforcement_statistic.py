"""What enforcement is done by (article 12): the usual acts, the six flexible methods, and gentler means."""

from data_access.ledgers.columns import UNIT, code, count, date
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Volume
from data_access.ledgers.tally import Tally

# What a case file is kept of, and a review looks at (article 15).
USUAL_ACTS = ("penalty", "licence", "levy", "compulsion")
# Reasons given throughout, exhortation, a reminder before, admonition for a slight wrong, a talk, a visit afterwards.
FLEXIBLE_METHODS = ("reasoned", "exhortation", "reminder", "admonition", "talk", "visit")
# The systems whose departments enforce most, in the demo city.
ENFORCING = ("market_regulation", "urban_management", "transport", "ecology")
GENTLER_MEANS = ("guidance", "planning", "contract", "reward")

ENFORCEMENT_STATISTIC = Ledger(
    "enforcement_statistic",
    "执法方式月报",
    "Enforcement by method",
    ("unit_id", "month", "kind"),
    (
        UNIT,
        date("month", "月份", "Month", "2026-03-01", required=True, event=False),
        code(
            "kind",
            "执法方式",
            "Method",
            (*USUAL_ACTS, *FLEXIBLE_METHODS, *GENTLER_MEANS),
            "enforcement_kind",
            required=True,
        ),
        count("cases", "件数", "Cases", "12"),
    ),
    dated_by=("month",),
    named_by="kind",
)

_rows, _of = ENFORCEMENT_STATISTIC.table, ENFORCEMENT_STATISTIC.table.c
_acts = Tally(
    "enforcement_acts",
    _rows,
    _of.month,
    lambda _rules: _of.kind.in_((*USUAL_ACTS, *FLEXIBLE_METHODS)),
    value=_of.cases,
    deciding=(_of.cases,),
)
TALLIES = (
    Tally("enforcement_cases", _rows, _of.month, value=_of.cases, facet=_of.kind, deciding=(_of.cases,)),
    _acts,
    _acts.hit("enforcement_flexible", _of.kind.in_(FLEXIBLE_METHODS)),
)

ENTRY = Entry(
    ENFORCEMENT_STATISTIC, TALLIES, volume=Volume(2, ("municipal_department", "county_department"), ENFORCING)
)
