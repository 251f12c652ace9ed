"""Which rows of a ledger are behind a figure? Those of whom the page speaks, page by page, each to be opened.

The list that a link names (``CASE_LIST``), and the rows of one ledger as a panel of its own (``rows_of``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data_access.asked.page_keys import LISTED_LEDGERS, WHOLE
from data_access.asked.periods import Period
from data_access.counting.tallies import BY_KEY
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.cadre_review import CADRE_REVIEW
from data_access.ledgers.case_file_review import CASE_FILE_REVIEW
from data_access.ledgers.declare import Ledger
from data_access.ledgers.legal_service import LEGAL_SERVICE
from data_access.ledgers.litigation import LITIGATION, LOST
from data_access.ledgers.major_decision import MAJOR_DECISION
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.officer import OFFICER
from data_access.ledgers.petition import NOT_AT_SOURCE, PETITION
from data_access.ledgers.plan_task import PLAN_TASK
from data_access.ledgers.reconsideration import CORRECTED, RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.tally import UNKNOWN_FACET
from data_access.reading import lists_behind
from data_access.reading.case_lists import (
    MOST_ROWS,
    PAGE_SIZE,
    case_page,
    dates_of,
    is_of_period_end,
    lists_of_ledger,
)
from data_access.reading.extent import extent_of
from data_access.reading.lists_behind import BLANK, HIT, REST, Named
from data_access.reading.reader import Reader
from panels.counted import counted_rows
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.links import RECORD_PAGES, list_link, record_link, unit_link
from panels.phrases import extent_in_words
from panels.records import Row, listed
from panels.registers import register_table
from panels.rows_behind import over
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
    """How many rows the list has, whose they are, in which order they stand, and which of its pages is shown."""
    pages = -(-_total(figures) // PAGE_SIZE)
    return _found(
        figures, lambda words: words("case_list.page", page=int(figures["page"].iat[0]), pages=pages), context
    )


def _total(figures: pd.DataFrame) -> int:
    return 0 if figures.empty else int(figures["total"].iat[0])


def _found(figures: pd.DataFrame, part: Callable[[Wording], str], context: Context, *, now: bool = False) -> Finding:
    """The finding; ``part`` says which part of the list is shown where not all is; ``now``: whatever the period."""
    words, selection = context.words, context.selection
    values = {"extent": extent_in_words(context), "what": list_in_words(selection.ledger, selection.which, words)}
    at_end = is_of_period_end(selection.ledger, selection.which)
    key = "case_list.base_now" if now else "case_list.base_at_end" if at_end else "case_list.base"
    base = words(key, as_of=words.date(context.as_of), by=_dated_by(selection.ledger, selection.which, words))
    if figures.empty and not context.has(selection.ledger):
        return Finding(words("case_list.not_loaded", **values), "plain", base)
    if figures.empty and selection.which in lists_of_ledger(selection.ledger, selection.which) and selection.which:
        # That a ledger has none of some kind does not say that it has none.
        kind = kind_in_words(selection.ledger, selection.which, words)
        ledger = words.label("ledger", selection.ledger)
        return Finding(words("case_list.none_of", extent=values["extent"], ledger=ledger, which=kind), "plain", base)
    if figures.empty:
        return Finding(words("case_list.none", **values), "plain", base)
    base = part(words) + base if _total(figures) > len(figures) else base
    rows = counted_rows(_total(figures), selection.ledger, words)
    return Finding(words("case_list.total", rows=rows, **values), "plain", base)


def _dated_by(ledger: str, which: str, words: Wording) -> str:
    """By which of the ledger's dates a list is cut and sorted: 结案日期（未填的按立案日期）."""
    known = {
        column.name: column.zh if words.language == "zh" else column.en for column in ENTRY_OF[ledger].ledger.columns
    }
    first, *others = [
        words("case_list.head", head=known[name]) for name in dates_of(ledger, which) if name in known
    ] or [words("case_list.day")]
    return words("case_list.dated_by", first=first, others=words.join(others)) if others else first


def list_in_words(ledger: str, which: str, words: Wording) -> str:
    """行政诉讼（败诉）: the ledger, and which of its rows."""
    name = words.label("ledger", ledger)
    if not which or which not in lists_of_ledger(ledger, which):
        return name
    return words("case_list.which", ledger=name, which=kind_in_words(ledger, which, words))


def kind_in_words(ledger: str, which: str, words: Wording) -> str:
    """Which rows of a ledger a list has: those a reader knows by a word, or those behind an indicator."""
    said = lists_behind.said_by(which)
    if said.tally:
        return _counted_in_words(said, words)
    if not said.indicator:
        return words(f"case_list.{ledger}.{which}")
    names = ("label", "numerator", "denominator")
    label, above, below = (words(f"indicator.{said.indicator}.{name}") for name in names)
    if said.part in (REST, BLANK):
        return words(f"case_list.behind.{said.part}", indicator=label, counted=above, base=below)
    return words(f"case_list.behind.{said.part}", indicator=label, counted=above if said.part == HIT else below)


def _counted_in_words(said: Named, words: Wording) -> str:
    """一审审结：驳回诉请: what a tally counts, and of which part."""
    counted = words(f"case_list.counted.{said.tally}")
    if not said.facet:
        return counted
    if said.facet == UNKNOWN_FACET:
        return words("case_list.facet", counted=counted, facet=words("not_filled"))
    return words("case_list.facet", counted=counted, facet=_facet_in_words(said, words))


def _facet_in_words(said: Named, words: Wording) -> str:
    """A code in its column's words; what is no code says itself."""
    name, ledger = getattr(BY_KEY[said.tally].facet, "name", ""), ENTRY_OF[said.ledger].ledger
    coded = [column.labels for column in ledger.columns if column.name == name and said.facet in column.codes]
    return words.label(coded[0], said.facet) if coded else said.facet


@dataclass(frozen=True)
class Told:
    """How a row of a ledger is told: ``badge`` is the column of a code, ``text`` what stands beside the row's number.

    ``statuses`` are those (of ``look.BADGES``) that codes wear which are not simply "accepted"; ``blank`` is the key of
    what is said where there is no code yet, and ``ends`` the column of the day from which on there should be one.
    ``until`` is the column of the day up to which it holds, where that is said in place of the day it is listed by.
    """

    badge: str
    text: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    blank: str = "not_filled"
    ends: str = ""
    until: str = ""

    def without_code(self, row: Any) -> str:
        """The key of what is said of a row without a code: a case that has ended is not open, its result is blank."""
        return "record.no_outcome" if self.ends and pd.notna(getattr(row, self.ends)) else self.blank


TOLD = {
    LITIGATION.key: Told("outcome", ("matter",), dict.fromkeys(LOST, "overdue"), "record.open", "closed_on"),
    RECONSIDERATION.key: Told("outcome", ("matter",), dict.fromkeys(CORRECTED, "returned"), "record.open", "closed_on"),
    PETITION.key: Told("outcome", ("matter",), dict.fromkeys(NOT_AT_SOURCE, "returned"), "record.open", "closed_on"),
    RECTIFICATION.key: Told("source", ("issue",)),
    CASE_FILE_REVIEW.key: Told("grade", ("kind",), {"failed": "overdue", "passed": "returned"}),
    OFFICER.key: Told("certificate_kind", ("name", "post"), {"none": "overdue"}, until="expires_on"),
    MAJOR_DECISION.key: Told("risk_result", ("title",), {"high": "returned"}),
    NORMATIVE_DOCUMENT.key: Told("review_result", ("title",), {"corrected": "returned", "revoked": "overdue"}),
    PLAN_TASK.key: Told("state", ("measure",), {"under_way": "under_way", "not_started": "not_due"}),
    LEGAL_SERVICE.key: Told("subject", ("title",)),
    CADRE_REVIEW.key: Told("result", ("position",), {"deferred": "returned", "not_appointed": "returned"}),
}


def _row(row: Any, ledger: str, told: Told, words: Wording, unit: str = "") -> Row:
    """What became of it, of which unit, its number and what it is about, and the day; on the page of a ``unit`` it does
    not open that page again.
    """
    entry, code = ENTRY_OF[ledger], getattr(row, told.badge)
    number, also = str(getattr(row, entry.number)), str(getattr(row, entry.also)) if entry.also else ""
    texts = [number, *(_told_text(getattr(row, name), entry.ledger.column(name).labels, words) for name in told.text)]
    own_page = record_link(ledger, row.code, number, also) if ledger in RECORD_PAGES else ""
    return Row(
        "submitted" if pd.isna(code) else told.statuses.get(code, "accepted"),
        words(told.without_code(row)) if pd.isna(code) else words.label(entry.ledger.column(told.badge).labels, code),
        row.unit,
        words("sentence.comma").join(filter(None, texts)),
        _dated(row, told, words),
        own_page if ledger in RECORD_PAGES or row.code == unit else unit_link(row.code),
    )


def _told_text(value: Any, labels: str, words: Wording) -> str:
    """What a cell says, a code in its column's words; '' for an empty one."""
    if pd.isna(value):
        return ""
    return words.label(labels, value) if labels else str(value)


def _dated(row: Any, told: Told, words: Wording) -> str:
    """The day by which it is listed, or until when it holds."""
    if not told.until:
        return words.date(row.day)
    until = getattr(row, told.until)
    return words("case_list.no_end") if pd.isna(until) else words("case_list.until", day=words.date(until))


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows"; each opens its record, or its unit's archive where records have no pages."""
    ledger = context.selection.ledger
    return listed(_row(row, ledger, TOLD[ledger], context.words) for row in figures.itertuples())


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
    ignores=("compare",),
)


# So many rows of a ledger stand on a page that is about more than them.
ROWS_SHOWN = 10


def rows_of(
    key: str, ledger: Ledger, told: Told, which: str = "", *, now: bool = False, first: int = ROWS_SHOWN, **more: Any
) -> Panel:
    """The rows of one ledger in the period (of its list ``which``), the newest first, told alike; ``more`` is what else
    a panel takes. ``now``: a list of what stands at the day of the data, which no period cuts.

    The ledger is dated by days. The panel shows the ``first`` rows and opens the list of all, its workbook has
    them.
    """

    def of(context: Context) -> Context:
        choices = context.choices
        whole = {"period": Period("custom", choices.first_month, choices.last_month)} if now else {}
        return context.with_(ledger=ledger.key, which=which, **whole)

    def newest(figures: pd.DataFrame, context: Context) -> Finding:
        shown = figures.head(first)
        return _found(
            shown,
            lambda words: words("case_list.newest", rows=counted_rows(len(shown), ledger.key, words)),
            of(context),
            now=now,
        )

    def drawn(figures: pd.DataFrame, _found: Finding, context: Context) -> Chart:
        words = context.words
        rows = [_row(row, ledger.key, told, words, context.selection.unit) for row in figures.head(first).itertuples()]
        if _total(figures) > len(rows) and ledger.key in LISTED_LEDGERS:
            all_of_them = words("case_list.all", rows=counted_rows(_total(figures), ledger.key, words))
            rows.append(
                Row(
                    "",
                    "",
                    text=all_of_them,
                    code=list_link(ledger.key, which, **(over(of(context).selection.period) if now else {})),
                )
            )
        return listed(rows)

    return Panel(
        key,
        lambda reader, context: read(reader, of(context)),
        newest,
        drawn,
        lambda figures, context: table(figures, of(context)),
        drill="link",
        asks=("page",),
        ledgers=(ledger.key,),
        ignores=("period", "compare") if now else (),
        **more,
    )
