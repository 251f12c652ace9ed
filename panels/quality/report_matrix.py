"""Who handed in which ledger for which month: reported, nothing to report, late and silent are four things."""

import pandas as pd

from data_access.ledgers.reporting_duty import REPORTED_LEDGERS
from data_access.reading.data_quality import reports_owed
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.owed_reports import LATE, SILENT, STATES, is_late, reports_table
from panels.phrases import extent_in_words
from wording import Wording

# How many units and months the grid has room for; the table has them all.
UNITS_SHOWN, MONTHS_SHOWN = 12, 12
# The tint of a cell by the worst that stands in it.
STEPS = {SILENT: 4, LATE: 2}
# Between the signs of a cell, which would run together.
_APART = "\N{THIN SPACE}"


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Every report owed in the period; columns as ``reports_owed``, state one of ``owed_reports.STATES``."""
    owed = reports_owed(reader, extent_of(reader, context.selection), context.selection.period, context.as_of)
    return owed.assign(state=owed["state"].mask(is_late(owed), LATE))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many reports of how many are missing, whose they are most, and how many came late."""
    words = context.words
    base = words("report_matrix.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("report_matrix.no_duty"), "plain", base)
    base = words("report_matrix.signs", ledgers=_ledgers(figures, words), **_signs(words)) + base
    base = _left_out(figures, words) + base
    silent, late = (figures[figures["state"] == state] for state in (SILENT, LATE))
    parts = [words("reports.complete", n=len(figures))]
    if len(silent):
        parts = [words("reports.missing", n=len(silent), due=words.number(len(figures)))]
        most = silent["unit"].value_counts()
        most = most[most == most.max()]
        if len(most) == 1 and silent["unit"].nunique() > 1:
            parts.append(words("report_matrix.most", n=int(most.iat[0]), unit=most.index[0]))
    if len(late):
        parts.append(words("reports.late", n=len(late)))
    return Finding(
        words("sentence.comma").join(parts), "bad" if len(silent) else "watch" if len(late) else "good", base
    )


def _ledgers(figures: pd.DataFrame, words: Wording) -> str:
    return words.join(
        [words("report_matrix.ledger", ledger=words.label("ledger", ledger)) for ledger in _owed(figures)]
    )


def _owed(figures: pd.DataFrame) -> list[str]:
    """The ledgers that anybody owes, in the order of their declaration: that of the signs in a cell."""
    return [ledger for ledger in REPORTED_LEDGERS if (figures["ledger"] == ledger).any()]


def _signs(words: Wording) -> dict[str, str]:
    return {state: words(f"report_matrix.sign.{state}") for state in (*STATES, "not_owed")}


def _left_out(figures: pd.DataFrame, words: Wording) -> str:
    """What the grid has no room for, where it does not show all: the table has it."""
    units, months = figures["code"].nunique(), figures["month"].nunique()
    parts = []
    if units > UNITS_SHOWN:
        parts.append(words("report_matrix.units", n=units, shown=words.number(UNITS_SHOWN)))
    if months > MONTHS_SHOWN:
        parts.append(words("report_matrix.months", n=months, shown=words.number(MONTHS_SHOWN)))
    return "".join(parts)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": a row a unit (most silent first), a column a month, in a cell a sign a ledger."""
    if figures.empty:
        return Chart("grid", pd.DataFrame())
    words, units, ledgers = context.words, _units(figures), _owed(figures)
    months = sorted(figures["month"].unique())[-MONTHS_SHOWN:]
    shown = figures[figures["code"].isin(units["code"]) & figures["month"].isin(months)]
    states: dict[tuple[str, object], dict[str, str]] = {(row.code, row.month): {} for row in shown.itertuples()}
    for row in shown.itertuples():
        states[row.code, row.month][row.ledger] = row.state
    names = dict(zip(units["code"], units["unit"], strict=True))
    data = [_cell(names[code], code, month, found, ledgers, words) for (code, month), found in states.items()]
    options = {
        "rows": units.rename(columns={"unit": "label"})[["label", "code"]].assign(tone="plain"),
        "columns": pd.DataFrame({"label": [f"{month:%Y-%m}" for month in months], "badge": "", "tone": "plain"}),
    }
    return Chart("grid", pd.DataFrame(data), {}, options)


def _units(figures: pd.DataFrame) -> pd.DataFrame:
    """The units shown: those with most silence, then with most that was late, first; equals in reading order."""
    counted = figures.assign(silent=figures["state"] == SILENT, late=figures["state"] == LATE)
    sums = counted.groupby(["code", "unit"], sort=False)[["silent", "late"]].sum().reset_index()
    return sums.sort_values(["silent", "late"], ascending=False, kind="stable").head(UNITS_SHOWN)


def _cell(
    unit: str, code: str, month: object, found: dict[str, str], ledgers: list[str], words: Wording
) -> dict[str, object]:
    said = [
        words("report_matrix.state", ledger=words.label("ledger", ledger), state=words.label("report_state", state))
        for ledger, state in found.items()
    ]
    return {
        "row": unit,
        "column": f"{month:%Y-%m}",
        "text": _APART.join(words(f"report_matrix.sign.{found.get(ledger, 'not_owed')}") for ledger in ledgers),
        "step": max((STEPS.get(state, 0) for state in found.values()), default=0),
        "code": unit_link(code),
        "tip": words("report_matrix.tip", unit=unit, month=f"{month:%Y-%m}", states=words.join(said)),
    }


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a report, whoever owed it."""
    return reports_table(figures, (Column("unit", context.words("table.unit")),), context.words)


REPORT_MATRIX = Panel(
    "report_matrix",
    read,
    finding,
    chart,
    table,
    drill="link",
    opens="unit",
    ledgers=("ledger_report",),
    needs=("reporting_duty",),
    names_missing=True,
    ignores=("compare",),
)
