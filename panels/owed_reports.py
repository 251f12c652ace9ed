"""The reports that units owed, as their archives and the quality of the data tell them: the same states and table."""

import pandas as pd

from panels.declare import Column, Table
from wording import Wording

REPORTED, NOTHING, LATE, SILENT = STATES = ("reported", "nothing_to_report", "late", "not_reported")


def is_late(owed: pd.DataFrame) -> pd.Series:
    """Which of the reports owed came after the day they were due; one without the day it came is not called late:
    nobody knows."""
    late: pd.Series = (owed["state"] != SILENT) & (owed["reported_on"] > owed["due_on"])
    return late


def reports_table(owed: pd.DataFrame, units: tuple[Column, ...], words: Wording) -> Table:
    """A row a report; ``units`` are the columns that say whose it is, none where that is always one."""
    named = owed.assign(
        ledger=[words.label("ledger", ledger) for ledger in owed["ledger"]],
        month=pd.to_datetime(owed["month"]),
        state=[words.label("report_state", state) for state in owed["state"]],
    )
    columns = (
        *units,
        Column("ledger", words("table.ledger")),
        Column("month", words("table.month"), "month"),
        Column("state", words("table.status")),
        Column("due_on", words("table.due_on"), "date"),
        Column("reported_on", words("table.submitted_on"), "date"),
    )
    return Table(named, columns)
