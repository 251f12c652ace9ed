"""One row of a ledger field by field: headings and values as readers write them, the chart and the table of them."""

from typing import Any

import pandas as pd

from data_access.ledgers.declare import LedgerColumn
from panels.declare import Chart, Column, Context, Table
from wording import Wording, begun


def is_blank(value: Any) -> bool:
    return bool(value is None or value is pd.NaT or value != value or value == "")


def heading(column: LedgerColumn, words: Wording) -> str:
    """What the ledger calls a column."""
    return column.zh if words.language == "zh" else column.en


def said(value: Any, column: LedgerColumn, words: Wording) -> str:
    """A value of a column; what is blank is a dash."""
    if is_blank(value):
        return words.label("", None)
    if column.codes:
        return words.label(column.labels, value)
    if column.kind == "flag":
        return begun(words("yes" if value else "no"))
    if column.kind == "date":
        return words.date(value)
    return words.number(value) if column.kind == "integer" else str(value)


def fields_chart(fields: pd.DataFrame, context: Context) -> Chart:
    """Kind "fields" of name and value: what is filled in; the table has the blanks, too."""
    filled = fields[fields["value"] != context.words.label("", None)]
    return Chart("fields", filled.assign(order=range(len(filled)), code=""))


def fields_table(fields: pd.DataFrame, context: Context) -> Table:
    words = context.words
    return Table(fields, (Column("name", words("record.head.field")), Column("value", words("record.head.value"))))
