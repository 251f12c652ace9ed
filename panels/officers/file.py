"""Where does an officer serve, and is the certificate in force (articles 13 and 14)?"""

import datetime as dt
from typing import Any

import pandas as pd

from assessment.certificates import certificate_state
from data_access.ledgers.counting_rules import in_force
from data_access.ledgers.officer import OFFICER
from data_access.reading.officer_file import services_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Context, Finding, Level, Panel, Table
from panels.fields import fields_chart, fields_table, heading, said
from panels.officers.facts import LEDGERS, nothing
from wording import Wording

LEVELS: dict[str, Level] = {"expired": "bad", "none": "bad", "expiring": "watch", "unknown": "watch"}
TOLD = ("name", "officer_no", "post", "duty", "on_staffing_list", "certificate_kind", "certificate_no", "certified_on")
# Whether the certificate is in force stands behind so many of these.
STATE_AFTER = 4


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``services_of`` with ``state`` of the certificate."""
    rows, day = services_of(reader, context.selection.officer), context.as_of
    notice = in_force(context.choices.rules, "certificate_expiry_days", day, day)[-1][1]
    states = [
        certificate_state(_known(row.certificate_kind), _known(row.certified_on), _known(row.expires_on), day, notice)
        for row in rows.itertuples()
    ]
    return rows.assign(state=states)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Who it is, where, and until when the certificate is valid."""
    words = context.words
    base = words("officer_file.base", as_of=words.date(context.as_of))
    if figures.empty:
        return nothing(context, base)
    row = figures.iloc[0]
    name = words("officer_file.nameless") if pd.isna(row["name"]) else str(row["name"])
    if pd.notna(row["left_on"]):
        gone = words("officer_file.gone", name=name, unit=row["unit"], day=words.date(row["left_on"]))
        return Finding(gone, "plain", base, str(row["code"]))
    sentence = words("officer_file.heading", name=name, unit=row["unit"], state=_state(row, context))
    return Finding(sentence, LEVELS.get(row["state"], "plain"), base, str(row["code"]))


def _state(row: pd.Series, context: Context) -> str:
    words, ends = context.words, row["expires_on"]
    if pd.isna(ends) or row["state"] == "unknown":
        return words(f"officer_file.state.{row['state']}")
    return words(f"officer_file.state.{row['state']}", day=words.date(ends), days=(ends - context.as_of).days)


def _known(value: Any) -> Any:
    return None if value is None or value != value else value


def fields_of(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Name and value of what the latest unit says, then every unit with the time of service there."""
    if figures.empty:
        return pd.DataFrame(columns=["name", "value"])
    words, row = context.words, figures.iloc[0]
    told = row.to_dict() | {"officer_no": context.selection.officer}
    fields = [(heading(OFFICER.column(name), words), said(told[name], OFFICER.column(name), words)) for name in TOLD]
    fields.insert(STATE_AFTER, (words("officer_file.head.state"), _state(row, context)))
    fields += [(each.unit, served(each.joined_on, each.left_on, words)) for each in figures.itertuples()]
    return pd.DataFrame(fields, columns=["name", "value"])


def served(first: dt.date, last: dt.date | None, words: Wording) -> str:
    """2019-07-01 至 2024-06-30, or since when."""
    if _known(last) is None:
        return words("officer_file.serves", first=words.date(first))
    return words("officer_file.served", first=words.date(first), last=words.date(last))


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "fields": what is filled in; the table has the blanks, too."""
    return fields_chart(fields_of(figures, context), context)


def table(figures: pd.DataFrame, context: Context) -> Table:
    return fields_table(fields_of(figures, context), context)


OFFICER_FILE = Panel(
    "officer_file", read, finding, chart, table, asks=("officer",), ledgers=LEDGERS, population="record",
    told_of="itself",
)  # fmt: skip
