"""How fresh are the ledgers? When each was last loaded, and up to which day it is known."""

import pandas as pd

from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.reading.reader import Reader
from data_access.reading.records import latest_loads
from panels.declare import Context, Finding
from panels.records import Head, Record, Row, records
from wording import Wording

# What a city may well do without: nobody misses it where it was never loaded.
OPTIONAL = ("count_item", "indicator", "reported_count")
# Of more ledgers than these a sentence gives the number.
MOST_NAMED = 6
# Of how many ledgers a glance shows the day.
MOST_SHOWN = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row a ledger in the order of the catalogue: ledger, loaded_at, rows_stored (NaN when never), data_as_of and
    latest (up to which day it is known of everybody, and of anybody; None where nothing in it is dated).
    """
    order = pd.DataFrame({"ledger": [ledger.key for ledger in LEDGERS if not ledger.parent]})
    loads = order.merge(latest_loads(reader), on="ledger", how="left")
    loads = loads[loads["loaded_at"].notna() | ~loads["ledger"].isin(OPTIONAL)].reset_index(drop=True)
    days = context.choices
    return loads.assign(data_as_of=[days.known.get(key) for key in loads["ledger"]],
                        latest=[days.known_of_some.get(key) for key in loads["ledger"]])  # fmt: skip


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    never = figures[figures["loaded_at"].isna()]
    base = words("freshness.base")
    if never.empty:
        return Finding(_all_loaded(_of_events(figures), context), "plain", base)
    names = words.join([words.label("ledger", key) for key in never["ledger"].head(MOST_NAMED)])
    key = "never" if len(never) <= MOST_NAMED else "never_most"
    return Finding(words(f"freshness.{key}", n=len(never), ledgers=names), "watch", base)


def _all_loaded(figures: pd.DataFrame, context: Context) -> str:
    """Up to which day all are known; where they differ, which are ahead or, if they are fewer, which lag behind."""
    words, dated = context.words, figures.dropna(subset=["data_as_of", "latest"])
    if dated.empty or dated["data_as_of"].min() == dated["latest"].max():
        return words("freshness.all", as_of=words.date(context.as_of))
    oldest, latest = dated["data_as_of"].min(), dated["latest"].max()
    behind = dated["latest"] == oldest
    named, key = (dated[~behind], "ahead") if 2 * behind.sum() >= len(dated) else (dated[behind], "behind")
    ledgers = words.join([words.label("ledger", each) for each in named["ledger"]])
    return words(f"freshness.{key}", oldest=words.date(oldest), latest=words.date(latest), ledgers=ledgers)


def _of_events(figures: pd.DataFrame) -> pd.DataFrame:
    """The ledgers that tell of events; the others have no day."""
    return figures[[bool(BY_KEY[key].events) for key in figures["ledger"]]]


def _most_overdue(figures: pd.DataFrame, _context: Context) -> pd.DataFrame:
    """Of the ledgers that tell of events those that need a look: never loaded, then known up to the oldest days."""
    return _of_events(figures).sort_values("data_as_of", na_position="first", kind="stable").head(MOST_SHOWN)


def row(ledger: Record, context: Context) -> Row:
    words, never = context.words, pd.isna(ledger["loaded_at"])
    badge = "never_loaded" if never else "loaded"
    rows = "" if pd.isna(ledger["rows_stored"]) else words("freshness.rows", n=int(ledger["rows_stored"]))
    name = words.label("ledger", ledger["ledger"])
    return Row(badge, words.label("badge", badge), name, rows, _day(ledger, words))


def _day(ledger: Record, words: Wording) -> str:
    """Up to which day a ledger is known: of everybody, and where some units are ahead, of them."""
    day, latest = ledger["data_as_of"], ledger["latest"]
    if pd.isna(ledger["loaded_at"]) or pd.isna(day):
        return ""
    if day == latest:
        return words("freshness.as_of", as_of=words.date(day))
    return words("freshness.as_of_some", as_of=words.date(day), latest=words.date(latest))


HEADS = (
    Head("ledger", "table.ledger", vocabulary="ledger"),
    Head("rows_stored", "table.rows_stored", "integer"),
    Head("data_as_of", "table.as_of", "date"),
    Head("loaded_at", "table.loaded_at", "date"),
)
# The rows are the ledgers that tell of events; the table has the others, too.
FRESHNESS = records(
    "freshness",
    read,
    finding,
    row,
    HEADS,
    first=lambda ledgers, _context: _of_events(ledgers),
    drill="",
    population="city",
    ignores=("period", "compare"),
)
# Where a leader looks at all that there is, the ledgers that need a look are enough.
FRESHNESS_GLANCE = records(
    "freshness_glance",
    read,
    finding,
    row,
    HEADS,
    first=_most_overdue,
    drill="",
    population="city",
    ignores=("period", "compare"),
)
