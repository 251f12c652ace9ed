"""Which cases cannot be right as the ledgers have them? Data quality: they count as they are until they are mended."""

import pandas as pd

from data_access.reading.doubtful import doubtful_rows
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import record_link
from panels.phrases import extent_in_words
from wording import Wording

LEDGERS = ("litigation", "reconsideration", "petition")
ROWS_SHOWN = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The doubtful rows of the ledgers of disputes, of whatever period; columns as ``doubtful.doubtful_rows``, and all:
    how many there are, also beyond those listed.
    """
    rows, total = doubtful_rows(reader, extent_of(reader, context.selection), LEDGERS)
    return rows.assign(all=total)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("doubtful_cases.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("doubtful_cases.none"), "plain", base)
    return Finding(words("doubtful_cases.some", n=int(figures["all"].iat[0])), "watch", base)


def _reasons(hints: str, words: Wording) -> str:
    return words.join([words.label("hint", code) for code in hints.split()])


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": the first cases; a row opens its case."""
    words, rows = context.words, figures.head(ROWS_SHOWN)
    data = pd.DataFrame(
        {
            "code": [record_link(row.ledger, row.code, row.number, row.also) for row in rows.itertuples()],
            "order": range(len(rows)),
            "badge": "differs",
            "badge_text": words("doubtful_cases.badge"),
            "name": rows["unit"],
            "text": rows["number"],
            "note": [_reasons(hints, words) for hints in rows["hints"]],
        }
    )
    return Chart("rows", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(
        ledger=[words(f"ledger.{key}") for key in figures["ledger"]],
        reasons=[_reasons(hints, words) for hints in figures["hints"]],
    )
    heads = {"unit": "table.unit", **{name: f"doubtful_cases.head.{name}" for name in ("ledger", "number", "reasons")}}
    return Table(named, tuple(Column(name, words(head)) for name, head in heads.items()))


DOUBTFUL_CASES = Panel("doubtful_cases", read, finding, chart, table, drill="link", ledgers=LEDGERS)
