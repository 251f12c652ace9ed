"""Reviews from outside (article 4): the public, companies, deputies, lawyers."""

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import Connection

from data_access.ledgers.columns import UNIT, YEAR, code, count, decimal
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.problems import BEYOND_HUNDRED, NO_RESPONDENTS

REVIEWER_GROUPS = ("public", "companies", "deputies", "lawyers")

EXTERNAL_REVIEW = Ledger(
    "external_review",
    "外部评议",
    "External reviews",
    ("unit_id", "year", "reviewer_group"),
    (
        UNIT,
        YEAR,
        code("reviewer_group", "评议群体", "Reviewers", REVIEWER_GROUPS, "reviewer_group", required=True),
        count("respondents", "有效问卷数", "Respondents", "120", required=True),
        decimal("mean_score", "平均分", "Mean score", "86.5", required=True),
    ),
    dated_by=("year",),
    named_by="reviewer_group",
    by_office=True,
)

MOST_POINTS = 100


def empty_reviews(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A review has somebody who answered, and a mean between 0 and 100."""
    for row in rows:
        mean = cast(float, row.values["mean_score"])
        if row.values["respondents"] == 0:
            yield Fault(row, "respondents", 0, NO_RESPONDENTS)
        elif not 0 <= mean <= MOST_POINTS:
            yield Fault(row, "mean_score", f"{mean:g}", BEYOND_HUNDRED)


ENTRY = Entry(EXTERNAL_REVIEW, rules=(empty_reviews,))
