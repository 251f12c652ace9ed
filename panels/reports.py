"""Were the ledgers handed in? A unit's reports against its reporting duty, ledger by ledger."""

import pandas as pd

from data_access.reading.reader import Reader
from data_access.reading.records import reports
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.mergers import unit_column, with_merged_units
from panels.records import Row, listed

MONTHS_NAMED = 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Every report due in the period: unit, ledger, month, due_on, reported_on, state."""
    return reports(reader, context.selection.unit, context.selection.period, context.as_of)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the reports due are missing."""
    words = context.words
    base = words("reports.base", as_of=words.date(context.as_of)) + with_merged_units(figures, context)
    if asked := context.selection.reports:
        base += words("reports.only", state=words.label("report_state", asked), n=len(asked_for(figures, context)))
    if figures.empty:
        return Finding(words("reports.no_duty"), "plain", base)
    missing = int((figures["state"] == "not_reported").sum())
    if not missing:
        return Finding(words("reports.complete", n=len(figures)), "good", base)
    return Finding(words("reports.missing", n=missing, due=words.number(len(figures))), "bad", base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows", a row a ledger; nothing to open."""
    return listed(_row(part, context) for _, part in figures.groupby("ledger", sort=False))


def _row(part: pd.DataFrame, context: Context) -> Row:
    words, status = context.words, _status(part)
    name = words.label("ledger", part["ledger"].iat[0])
    return Row(status, words.label("badge", status), name, _said(part, context), _note(part, context))


def _status(part: pd.DataFrame) -> str:
    return "not_reported" if (part["state"] == "not_reported").any() else "reported"


def _said(part: pd.DataFrame, context: Context) -> str:
    counts = part["state"].value_counts()
    nothing = int(counts.get("nothing_to_report", 0))
    made = nothing + int(counts.get("reported", 0))
    return context.words("reports.row", due=len(part), made=made, nothing=nothing)


def _note(part: pd.DataFrame, context: Context) -> str:
    """The months that are missing (the last ones where they are many), and how many came late."""
    words = context.words
    missing = [f"{month:%Y-%m}" for month in part.loc[part["state"] == "not_reported", "month"]]
    late = int((part["reported_on"] > part["due_on"]).sum())
    said = [words("reports.lacking", months=words.join(missing[-MONTHS_NAMED:]))] if missing else []
    return words("sentence.separator").join([*said, *([words("reports.late", n=late)] if late else [])])


def asked_for(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The reports that the link asks for, as a cause of lost points does: those missing, or late; else all."""
    asked = context.selection.reports
    if asked == "late":
        return figures[figures["reported_on"] > figures["due_on"]]
    return figures[figures["state"] == asked] if asked else figures


def table(figures: pd.DataFrame, context: Context) -> Table:
    """The reports one by one, or those alone that the link asks for."""
    words = context.words
    figures = asked_for(figures, context)
    named = figures.assign(
        ledger=[words.label("ledger", ledger) for ledger in figures["ledger"]],
        month=pd.to_datetime(figures["month"]),
        state=[words.label("report_state", state) for state in figures["state"]],
    )
    columns = (
        *unit_column(figures, words),
        Column("ledger", words("table.ledger")),
        Column("month", words("table.month"), "month"),
        Column("state", words("table.status")),
        Column("due_on", words("table.due_on"), "date"),
        Column("reported_on", words("table.submitted_on"), "date"),
    )
    return Table(named, columns)


REPORTS = Panel(
    "reports",
    read,
    finding,
    chart,
    table,
    ledgers=("ledger_report",),
    names_missing=True,
    population="own",
    asks=("reports",),
    ignores=("compare",),
)
