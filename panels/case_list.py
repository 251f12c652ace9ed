"""Which cases are behind a figure? A ledger's rows of whom the page speaks, page by page, each to be opened."""

import pandas as pd

from data_access.asked.page_keys import WHOLE
from data_access.ledgers.all import BY_KEY, ENTRY_OF
from data_access.ledgers.litigation import LOST
from data_access.ledgers.reconsideration import CORRECTED
from data_access.reading.case_lists import MOST_ROWS, PAGE_SIZE, case_page
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.links import record_link
from panels.phrases import extent_in_words
from panels.registers import register_table
from wording import Wording


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``case_page`` of what the selection names, with total (rows of the whole list) and page in every row.

    The page ``WHOLE`` is the list from its first row to its last, or to ``MOST_ROWS``.
    """
    selection = context.selection
    size = MOST_ROWS if selection.page == WHOLE else PAGE_SIZE
    rows, total, number = case_page(
        reader,
        selection.ledger,
        selection.which,
        extent_of(reader, selection),
        selection.period,
        max(selection.page, 1),
        size,
    )
    return rows.assign(total=total, page=number)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many rows the list has, whose they are, and in which order they stand."""
    words, selection = context.words, context.selection
    values = {"extent": extent_in_words(context), "what": list_in_words(selection.ledger, selection.which, words)}
    base = words("case_list.base", as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("case_list.none", **values), "plain", base)
    total = int(figures["total"].iat[0])
    if total > len(figures):
        pages = -(-total // PAGE_SIZE)
        base = words("case_list.page", page=int(figures["page"].iat[0]), pages=pages) + base
    return Finding(words("case_list.total", n=total, **values), "plain", base)


def list_in_words(ledger: str, which: str, words: Wording) -> str:
    """行政诉讼 · 败诉: the ledger, and which of its rows."""
    name = words.label("ledger", ledger)
    return words("case_list.which", ledger=name, which=words(f"case_list.{ledger}.{which}")) if which else name


def _status(row: pd.Series, ledger: str) -> str:
    outcome = row["outcome"]
    if pd.isna(outcome):
        return "submitted"
    if ledger == "litigation":
        return "overdue" if outcome in LOST else "accepted"
    if ledger == "reconsideration":
        return "returned" if outcome in CORRECTED else "accepted"
    return "returned" if outcome in ("sued", "repeated") else "accepted"


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": outcome, unit, number and matter, and the day."""
    words, ledger = context.words, context.selection.ledger
    entry, labels = ENTRY_OF[ledger], BY_KEY[ledger].column("outcome").labels
    rows = [row for _, row in figures.iterrows()]
    also = [str(row[entry.also]) if entry.also else "" for row in rows]
    data = pd.DataFrame(
        {
            "code": [
                record_link(ledger, row["code"], row[entry.number], each) for row, each in zip(rows, also, strict=True)
            ],
            "order": range(len(rows)),
            "badge": [_status(row, ledger) for row in rows],
            "badge_text": [
                words("record.open") if pd.isna(row["outcome"]) else words.label(labels, row["outcome"]) for row in rows
            ],
            "name": [row["unit"] for row in rows],
            "text": [
                words("sentence.comma").join(str(row[name]) for name in (entry.number, "matter") if pd.notna(row[name]))
                for row in rows
            ],
            "note": [words.date(row["day"]) for row in rows],
        }
    )
    return Chart("rows", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """The rows with the ledger's own headings."""
    return register_table(figures, context.selection.ledger, context)


CASE_LIST = Panel(
    "case_list",
    read,
    finding,
    chart,
    table,
    drill="link",
    asks=("ledger", "which", "page"),
    ledgers=lambda context: (context.selection.ledger,),
)
