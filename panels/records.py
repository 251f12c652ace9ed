"""A panel of records, said once: how a record is drawn as a row, and which columns its table has."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from data_access.reading.reader import Reader
from panels.declare import CellKind, Chart, Column, Context, Finding, Panel, Table
from wording import Wording


@dataclass(frozen=True)
class Row:
    """A record as kind "rows" draws it; ``code`` is what a click on it opens, '' for nothing."""

    badge: str
    badge_text: str
    name: str = ""
    text: str = ""
    note: str = ""
    code: str = ""


@dataclass(frozen=True)
class Head:
    """A column of the table: of the frame, its heading's key, how it is written; a code in a vocabulary's words."""

    name: str
    heading: str
    kind: CellKind = "text"
    vocabulary: str = ""


def listed(rows: Iterable[Row]) -> Chart:
    """Kind "rows" of these rows, in their order."""
    data = pd.DataFrame([asdict(row) for row in rows], columns=list(Row.__dataclass_fields__))
    return Chart("rows", data.assign(order=range(len(data))))


def records(
    key: str,
    read: Callable[[Reader, Context], pd.DataFrame],
    finding: Callable[[pd.DataFrame, Context], Finding],
    row: Callable[[Any, Context], Row],
    heads: tuple[Head, ...],
    **more: Any,
) -> Panel:
    """The panel whose chart lists the frame's rows as ``row`` says, given named tuples, and whose table has ``heads``.

    ``more`` is what else a ``Panel`` takes.
    """

    def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
        return listed(row(each, context) for each in figures.itertuples())

    def table(figures: pd.DataFrame, context: Context) -> Table:
        words = context.words
        coded = {each.name: _in_words(figures[each.name], each, words) for each in heads if each.vocabulary}
        columns = tuple(Column(each.name, words(each.heading), each.kind) for each in heads)
        return Table(figures.assign(**coded), columns)

    return Panel(key, read, finding, chart, table, **more)


def _in_words(codes: pd.Series, head: Head, words: Wording) -> list[str]:
    return [words.label(head.vocabulary, code) for code in codes]
