"""Were the ledgers handed in? A unit's reports against its reporting duty, ledger by ledger."""

import pandas as pd

from data_access.reading.data_quality import reports_owed
from data_access.reading.extent import Extent
from data_access.reading.mergers import counted_with
from data_access.reading.reader import Reader
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.mergers import unit_column, with_merged_units
from panels.owed_reports import LATE, NOTHING, REPORTED, SILENT, is_late, reports_table
from panels.records import Row, listed

MONTHS_NAMED = 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Every report owed in the period by the unit, or by one merged into it; columns as ``reports_owed``."""
    unit, period = context.selection.unit, context.selection.period
    owing = Extent("own", tuple(counted_with(reader, unit, period)))
    return reports_owed(reader, owing, period, context.as_of)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the reports due are missing."""
    words = context.words
    base = words("reports.base", as_of=words.date(context.as_of)) + with_merged_units(figures, context)
    if asked := context.selection.reports:
        base += words("reports.only", state=words.label("report_state", asked), n=len(asked_for(figures, context)))
    if figures.empty:
        return Finding(words("reports.no_duty"), "plain", base)
    missing = int((figures["state"] == SILENT).sum())
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
    return SILENT if (part["state"] == SILENT).any() else REPORTED


def _said(part: pd.DataFrame, context: Context) -> str:
    counts = part["state"].value_counts()
    nothing = int(counts.get(NOTHING, 0))
    made = nothing + int(counts.get(REPORTED, 0))
    return context.words("reports.row", due=len(part), made=made, nothing=nothing)


def _note(part: pd.DataFrame, context: Context) -> str:
    """The months that are missing (the last ones where they are many), and how many came late."""
    words = context.words
    missing = [f"{month:%Y-%m}" for month in part.loc[part["state"] == SILENT, "month"]]
    late = int(is_late(part).sum())
    said = [words("reports.lacking", months=words.join(missing[-MONTHS_NAMED:]))] if missing else []
    return words("sentence.separator").join([*said, *([words("reports.late", n=late)] if late else [])])


def asked_for(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The reports that the link asks for, as a cause of lost points does: those missing, or late; else all."""
    asked = context.selection.reports
    if asked == LATE:
        return figures[is_late(figures)]
    return figures[figures["state"] == asked] if asked else figures


def table(figures: pd.DataFrame, context: Context) -> Table:
    """The reports one by one, or those alone that the link asks for."""
    asked = asked_for(figures, context)
    return reports_table(asked, unit_column(asked, context.words), context.words)


REPORTS = Panel(
    "reports",
    read,
    finding,
    chart,
    table,
    ledgers=("ledger_report",),
    needs=("reporting_duty",),
    names_missing=True,
    population="own",
    asks=("reports",),
    ignores=("compare",),
)
