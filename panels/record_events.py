"""What happened to one case, item or site, in order, and which other cases belong to the same dispute."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data_access.ledgers.all import BY_KEY, ENTRIES
from data_access.reading.one_record import events_of, linked_cases, one_record
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.links import record_link, record_parts
from panels.records import Head, Record, Row, records
from wording import Wording

COLUMNS = ["occurred_on", "kind", "text", "note", "ledger", "code", "number", "also"]
# The dates that tell a case's course, each with the code that says what happened on it.
COURSE = {entry.ledger.key: dict(entry.course) for entry in ENTRIES if entry.course}
# The status of ``look.BADGES`` that an event wears.
STATUSES = {
    "returned": "returned", "supervised": "supervised", "closed": "accepted", "reopened": "returned",
    "extended": "behind", "reminded": "near",
    "warned": "returned", "revoked": "supervised", "designated": "accepted", "restored": "accepted",
    "sued_on": "returned", "closed_on": "accepted", "linked": "near",
}  # fmt: skip


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The events of the record in order, then the other cases of the dispute.

    Columns: occurred_on, kind (an event, the name of a date, or "linked"), text (a code, or None), note, and of linked
    cases ledger, code, number, also.
    """
    selection = context.selection
    code, number, also = record_parts(selection.record)
    if selection.ledger not in COURSE:
        events = events_of(reader, selection.ledger, code, number)
        return events.assign(text=events.get("new_due_on")).reindex(columns=COLUMNS)
    row = one_record(reader, selection.ledger, code, number, also)
    if row.empty:
        return pd.DataFrame(columns=COLUMNS)
    record = {name: None if pd.isna(value) else value for name, value in row.iloc[0].items()}
    linked = linked_cases(reader, selection.ledger, record)
    linked = linked.assign(kind="linked", occurred_on=linked["dated"], text=linked["outcome"], note=linked["unit"])
    course = pd.DataFrame(list(_course(record, selection.ledger)), columns=COLUMNS)
    parts = [part for part in (course, linked[COLUMNS]) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else course


def _course(record: dict[Any, Any], ledger: str) -> Iterator[tuple[Any, ...]]:
    dated = [(record[name], name) for name in COURSE[ledger] if record[name] is not None]
    for day, name in sorted(dated, key=lambda each: each[0]):
        text_column = COURSE[ledger][name]
        note = record["absence_reason"] if name == "heard_on" else None
        yield day, name, record[text_column] if text_column else None, note, None, None, None, None


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many steps, from when to when; how often returned; how many other cases belong to it."""
    words = context.words
    own, linked = figures[figures["kind"] != "linked"], figures[figures["kind"] == "linked"]
    base = words("record.as_of", as_of=words.date(context.as_of))
    if own.empty:
        return Finding(words("record_events.nothing"), "plain", base)
    first, last = own["occurred_on"].iloc[0], own["occurred_on"].iloc[-1]
    sentences = [words("record_events.span", n=len(own), first=words.date(first), last=words.date(last))]
    returned = int(own["kind"].eq("returned").sum())
    sentences += [words("record_events.returned", n=returned)] if returned else []
    sentences += [words("record_events.linked", n=len(linked))] if len(linked) else []
    return Finding(words("sentence.comma").join(sentences), "watch" if returned > 1 else "plain", base)


def _kind(row: Record, context: Context) -> str:
    words, ledger = context.words, context.selection.ledger
    if row["kind"] == "linked":
        return words.label("ledger", row["ledger"])
    if ledger in COURSE:
        column = BY_KEY[ledger].column(row["kind"])
        return column.zh if words.language == "zh" else column.en
    return words.label("rectification_event" if ledger == "rectification" else "site_event", row["kind"])


def _text(row: Record, context: Context) -> str:
    words, ledger = context.words, context.selection.ledger
    if row["kind"] == "linked":
        outcome = _label(row["ledger"], "outcome", row["text"], words)
        return words("sentence.comma").join(filter(None, (outcome, str(row["number"]))))
    if ledger in COURSE:
        label = _label(ledger, COURSE[ledger].get(row["kind"], ""), row["text"], words)
        return words("sentence.comma").join(filter(None, (label, _or_empty(row["note"]))))
    due = "" if pd.isna(row["text"]) else words("record_events.new_due", day=words.date(row["text"]))
    return words("sentence.comma").join(filter(None, (_or_empty(row["note"]), due)))


def _label(ledger: str, column: str, code: Any, words: Wording) -> str:
    if not column or pd.isna(code):
        return ""
    labels = BY_KEY[ledger].column(column).labels
    return words.label(labels, code) if labels else str(code)


def _or_empty(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def row(event: Record, context: Context) -> Row:
    """The day, what happened, and what was said of it; another case of the dispute can be opened."""
    opens = ""
    if event["kind"] == "linked":
        opens = record_link(event["ledger"], event["code"], event["number"], _or_empty(event["also"]))
    badge, day = STATUSES.get(event["kind"], "submitted"), context.words.date(event["occurred_on"])
    return Row(badge, _kind(event, context), day, _text(event, context), code=opens)


def _unit(event: Record, _context: Context) -> Any:
    return event["note"] if event["kind"] == "linked" else None


HEADS = (
    Head("occurred_on", "record_events.head.day", "date"),
    Head("kind", "table.event", said=_kind),
    Head("text", "record_events.head.text", said=_text),
    Head("unit", "table.unit", said=_unit),
)
RECORD_EVENTS = records(
    "record_events",
    read,
    finding,
    row,
    HEADS,
    asks=("ledger", "record"),
    ledgers=lambda context: (context.selection.ledger,),
    population="record",
)
