"""What was entered of a unit's enforcement in the files of its leaders (article 14)?"""

import pandas as pd

from data_access.reading.officer_file import leader_records
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.records import Head, Record, Row, at_most, records

SHOWN = 6


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``leader_records`` of the unit, a county's with those of all its units."""
    return leader_records(reader, context.selection.unit, context.selection.period)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many entries there are, and when the last was made."""
    words = context.words
    base = words("as_of", as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("leader_records.none"), "plain", base)
    day = words.date(figures["occurred_on"].iat[0])
    return Finding(words("leader_records.some", n=len(figures), day=day), "plain", base)


def row(entry: Record, context: Context) -> Row:
    """In whose file, of which unit, what and when."""
    words = context.words
    note = "" if pd.isna(entry["note"]) else str(entry["note"])
    return Row("accepted", words.label("leader_post", entry["leader_post"]), str(entry["unit"]), note,
               words.date(entry["occurred_on"]))  # fmt: skip


HEADS = (
    Head("occurred_on", "officer_events.head.day", "date"),
    Head("unit", "table.unit"),
    Head("leader_post", "leader_records.head.leader", vocabulary="leader_post"),
    Head("leader_name", "leader_records.head.name"),
    Head("note", "officer_events.head.text"),
)
LEADER_RECORDS = records(
    "leader_records",
    read,
    finding,
    row,
    HEADS,
    first=at_most(SHOWN),
    drill="",
    ledgers=("leader_record",),
    population="whole",
    ignores=("period", "compare"),
)
