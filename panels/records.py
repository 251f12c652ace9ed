"""A panel of records, said once: how a record is drawn as a row, and which columns its table has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from data_access.reading.reader import Reader
from panels.declare import CellKind, Chart, Column, Context, Drill, Finding, Panel, Table, not_loaded

# A row of figures by the names of its columns.
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A record as kind "rows" draws it; ``code`` is the link that it opens (``panels.links``), '' for none.

    ``text_href`` is what its text opens, with the sign of a link before it, where that is something else.
    """

    badge: str
    badge_text: str
    name: str = ""
    text: str = ""
    note: str = ""
    code: str = ""
    text_href: str = ""


@dataclass(frozen=True)
class Head:
    """A column of the table: of the frame, its heading's key, how it is written; a code in a vocabulary's words.

    ``said`` makes what stands in the column of a record, where that is something else than its value in the frame.
    ``opens`` makes the link that a record's cell opens, '' for none.
    """

    name: str
    heading: str
    kind: CellKind = "text"
    vocabulary: str = ""
    said: Callable[[Record, Context], Any] | None = None
    opens: Callable[[Record, Context], str] | None = None

    def cell(self, record: Record, context: Context) -> Any:
        if self.said:
            return self.said(record, context)
        value = record[self.name]
        return context.words.label(self.vocabulary, value) if self.vocabulary else value


def heads(shared: Mapping[str, Head], *chosen: str | Head) -> tuple[Head, ...]:
    """The heads of a table in order: a name is one of ``shared`` (else ``KeyError``), a ``Head`` the table's own."""
    return tuple(each if isinstance(each, Head) else shared[each] for each in chosen)


def listed(rows: Iterable[Row]) -> Chart:
    """Kind "rows" of these rows, in their order."""
    data = pd.DataFrame([asdict(row) for row in rows], columns=list(Row.__dataclass_fields__))
    return Chart("rows", data.assign(order=range(len(data))))


def tabled(figures: pd.DataFrame, columns: tuple[Head, ...], context: Context) -> Table:
    """The table of all records under these heads."""
    made = [head for head in columns if head.vocabulary or head.said]
    cells = {head.name: [head.cell(record, context) for record in records_in(figures)] for head in made}
    for head in columns:
        if head.opens:
            links = [head.opens(record, context) for record in records_in(figures)]
            cells[f"{head.name}_opens"] = [f"@{link}" if link else "" for link in links]
    shown = tuple(
        Column(head.name, context.words(head.heading), head.kind, f"{head.name}_opens" if head.opens else "")
        for head in columns
    )
    return Table(figures.assign(**cells), shown)


def records_in(figures: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in figures.to_dict("records")]


def records(
    key: str,
    read: Callable[[Reader, Context], pd.DataFrame],
    finding: Callable[[pd.DataFrame, Context], Finding],
    row: Callable[[Any, Context], Row],
    columns: tuple[Head, ...],
    *,
    within: Callable[[pd.DataFrame], pd.DataFrame] = lambda figures: figures,
    first: Callable[[pd.DataFrame, Context], pd.DataFrame] = lambda figures, _context: figures,
    drill: Drill = "link",
    **more: Any,
) -> Panel:
    """The panel whose chart lists records as ``row`` says, given each as a ``Record``, and whose table has ``columns``.

    ``within`` are the records among the figures (default: all), ``first`` what the chart shows of them; the table has
    them all, and where that is more the base says so. ``more`` is what else a ``Panel`` takes.
    """

    ledgers = more.get("ledgers", ())

    def found(figures: pd.DataFrame, context: Context) -> Finding:
        said, all_ = finding(figures, context), within(figures)
        if all_.empty and ledgers and not callable(ledgers) and not context.has(*ledgers):
            return not_loaded(ledgers, said.base, context)
        shown = len(first(all_, context))
        if not 0 < shown < len(all_):
            return said
        words = context.words
        counted = {"shown": words.number(shown), "n": len(all_)}
        return replace(said, base=said.base + words("records.shown", **counted))

    def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
        return listed(row(each, context) for each in records_in(first(within(figures), context)))

    def table(figures: pd.DataFrame, context: Context) -> Table:
        return tabled(within(figures), columns, context)

    return Panel(key, read, found, chart, table, drill=drill, **more)


def at_most(n: int) -> Callable[[pd.DataFrame, Context], pd.DataFrame]:
    """The first rows, for ``first``."""
    return lambda figures, _context: figures.head(n)
