"""What did each load change, and what did it reject?"""

import pandas as pd

from data_access.reading.data_quality import CHANGED, load_history
from data_access.reading.reader import Reader
from panels.declare import AT_ANY_TIME, Context, Finding
from panels.quality.loads import LOAD_HEADS, ROWS_SHOWN, name_of
from panels.records import Head, Record, Row, at_most, records

BADGES = {"stored": "loaded", "undone": "submitted", "refused": "differs"}


def read(reader: Reader, _context: Context) -> pd.DataFrame:
    """A row a load and ledger, the newest first; columns as ``load_history``."""
    return load_history(reader)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """When the last load was, and how many rows the loads listed rejected."""
    words, base = context.words, context.words("load_history.base")
    if figures.empty:
        return Finding(words("load_history.none"), "plain", base)
    loads, rejected = figures["load_no"].nunique(), int(figures["rejected"].sum())
    base = words("load_history.behind") + base if rejected else base
    last = words("load_history.last", n=loads, day=words.date(figures["loaded_at"].iat[0]))
    said = words("load_history.rejected", n=rejected) if rejected else words("load_history.none_rejected")
    return Finding(words("sentence.comma").join((last, said)), "watch" if rejected else "plain", base)


def _said(load: Record, context: Context) -> str:
    """新增 3 行、改动 2 行，拒收 1 行: what became of the rows; "not kept" of loads made before that was."""
    words = context.words
    counts = {name: load[name] for name in CHANGED}
    counted = [words(f"load_history.{name}", n=int(n)) for name, n in counts.items() if pd.notna(n) and n]
    changed = (
        words.join(counted) if counted else words("load_history.nothing" if load["read"] else "load_history.empty")
    )
    if all(pd.isna(n) for n in counts.values()):
        changed = words("load_history.unknown")
    rejected = words("load_history.rejected_rows", n=int(load["rejected"])) if load["rejected"] else ""
    return words("sentence.comma").join(filter(None, (changed, rejected)))


def row(load: Record, context: Context) -> Row:
    words = context.words
    badge = words.label("load_status", load["status"])
    return Row(
        BADGES[load["status"]], badge, name_of(load, context), _said(load, context), words.date(load["loaded_at"])
    )


HEADS = (
    *LOAD_HEADS,
    Head("status", "table.status", vocabulary="load_status"),
    Head("read", "load_history.head.read", "integer"),
    *(Head(name, f"load_history.head.{name}", "integer") for name in CHANGED),
    Head("rejected", "load_history.head.rejected", "integer"),
)
LOAD_HISTORY = records(
    "load_history",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    drill="",
    population="city",
    told_of="itself",
    ignores=AT_ANY_TIME,
)
