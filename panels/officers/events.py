"""What does an officer's file say, in time (article 14): postings, training, cases, verdicts, rewards, penalties?"""

from typing import Any

import pandas as pd

from data_access.reading.officer_file import postings_of, records_of, services_of
from data_access.reading.reader import Reader
from panels.counted import amount
from panels.declare import Context, Finding
from panels.officers.facts import LEDGERS, nothing
from panels.records import Head, Record, Row, at_most, records

COLUMNS = ["occurred_on", "kind", "hours", "value", "note", "code", "unit"]
MOVES = ("came", "left")
MOVED = {move: f"officer_event.{move}" for move in MOVES}
# The status of ``look.BADGES`` that an entry wears.
STATUSES = {"wrong_case": "overdue", "penalty": "overdue", "reward": "accepted", "came": "near", "left": "near"}
SHOWN = 40


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The entries of the file, the newest first: ``COLUMNS``; kind is a kind of record or one of ``MOVES``."""
    number = context.selection.officer
    entries, stays = records_of(reader, number), postings_of(reader, number)
    came = stays.assign(occurred_on=stays["from_on"], kind="came")
    ended = stays[stays["to_on"].notna()]
    left = ended.assign(occurred_on=ended["to_on"], kind="left")
    parts = [part.reindex(columns=COLUMNS).astype(object) for part in (entries, came, left) if len(part)]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    frame = frame.sort_values(["occurred_on", "kind", "code"], ascending=[False, True, True], kind="stable")
    frame = frame.reset_index(drop=True)
    # A file without an entry is there all the same.
    frame.attrs["found"] = len(frame) > 0 or len(services_of(reader, number)) > 0
    return frame


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many entries, the wrong cases, penalties and rewards among them, and how often the officer came or left."""
    words = context.words
    base = words("officer_file.base", as_of=words.date(context.as_of))
    own = figures[~figures["kind"].isin(MOVES)]
    if not figures.attrs.get("found", len(figures)):
        return nothing(context, base)
    counted = own["kind"].value_counts()
    parts = [words("officer_events.total", n=len(own)) if len(own) else words("officer_events.none")]
    for kind, key in (("wrong_case", "wrong"), ("penalty", "penalties"), ("reward", "rewards")):
        if n := int(counted.get(kind, 0)):
            parts.append(words(f"officer_events.{key}", n=n))
    if moves := len(figures) - len(own):
        parts.append(words("officer_events.moves", n=moves))
    wrong = bool(counted.get("wrong_case", 0) or counted.get("penalty", 0))
    return Finding(words("sentence.comma").join(parts), "watch" if wrong else "plain", base)


def _kind(entry: Record, context: Context) -> str:
    words, kind = context.words, entry["kind"]
    return words(MOVED[kind]) if kind in MOVED else words.label("officer_entry", kind)


def _text(entry: Record, context: Context) -> str:
    words = context.words
    if entry["kind"] in MOVES:
        return words(f"officer_events.{entry['kind']}", unit=entry["unit"])
    hours = "" if pd.isna(entry["hours"]) else words("officer_events.hours", hours=amount(entry["hours"], words))
    said = (hours, _or_empty(entry["value"]), _or_empty(entry["note"]))
    return words("sentence.comma").join(filter(None, said))


def _or_empty(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def row(entry: Record, context: Context) -> Row:
    """The day, what kind of entry, and what it says."""
    badge, day = STATUSES.get(entry["kind"], "submitted"), context.words.date(entry["occurred_on"])
    return Row(badge, _kind(entry, context), day, _text(entry, context))


HEADS = (
    Head("occurred_on", "officer_events.head.day", "date"),
    Head("kind", "table.event", said=_kind),
    Head("text", "officer_events.head.text", said=_text),
    Head("unit", "table.unit"),
)
OFFICER_EVENTS = records(
    "officer_events",
    read,
    finding,
    row,
    HEADS,
    first=at_most(SHOWN),
    drill="",
    asks=("officer",),
    ledgers=LEDGERS,
    population="record",
    told_of="itself",
)
