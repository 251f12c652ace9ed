"""Which items are open? One page of them, filtered and sorted in the database; each row opens its item."""

import pandas as pd

from data_access.asked.page_keys import WHOLE
from data_access.reading.items import MOST_ROWS, PAGE_SIZE, item_page
from data_access.reading.reader import Reader
from panels.columns import DAYS_PAST, ITEM
from panels.declare import Context, Finding
from panels.item_words import past_in_words, returned_in_words, subject
from panels.links import record_link
from panels.records import Record, Row, heads, records
from panels.rectification.asked import base_at, extent, nothing
from wording import Wording

# What items are filtered by, each with the vocabulary of its options.
FILTERED_BY = {"light": "badge", "source": "rectification_source", "age": "age", "term": "term"}
ASKS = ("at", *FILTERED_BY, "order", "page")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One page of open items (``WHOLE``: all of them, or ``MOST_ROWS``); columns as ``items.item_page``, and all: how
    many there are on all pages; first: the place of the page's first row among them.
    """
    chosen, of_whom = context.selection, extent(reader, context)
    page, size = (1, MOST_ROWS) if chosen.page == WHOLE else (chosen.page, PAGE_SIZE)
    filters = (chosen.light, chosen.source, chosen.order)
    items, total = item_page(reader, of_whom, context.at, *filters, page, size, age=chosen.age, term=chosen.term)
    exists = (page - 1) * size < total
    return items.assign(all=total, first=(page - 1) * size + 1 if exists else 1)


def pages(figures: pd.DataFrame) -> int:
    """How many pages there are, at least one."""
    return 1 if figures.empty else -(-int(figures["all"].iat[0]) // PAGE_SIZE)


def filter_in_words(context: Context) -> str:
    """挂牌督办、会议交办: what the list is filtered by; '' for all items."""
    words = context.words
    chosen = {key: getattr(context.selection, key) for key in FILTERED_BY}
    names = [words.label(FILTERED_BY[key], value) for key, value in chosen.items() if value]
    return words.join(names) if names else ""


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many items there are, of which kind, and which of them are shown."""
    words, named = context.words, filter_in_words(context)
    base = base_at(f"item_list.base_{context.selection.order}", context)
    if figures.empty:
        if named and context.has("rectification"):
            return Finding(words("item_list.none_such", filter=named), "plain", base)
        return nothing(context, "open_items.none", base, "plain")
    total, first = int(figures["all"].iat[0]), int(figures["first"].iat[0])
    sentence = words("item_list.such", n=total, filter=named) if named else words("open_items.total", n=total)
    if total > len(figures):
        values = {"first": words.number(first), "last": words.number(first + len(figures) - 1)}
        sentence += words("sentence.comma") + words("item_list.shown", **values)
    return Finding(sentence, "plain", base)


def row(item: Record, context: Context) -> Row:
    """Light, unit, issue, and days past, returns and extension as the note; it opens its item."""
    badge = context.words.label("badge", item["light"])
    opens = record_link("rectification", item["code"], item["item_no"])
    return Row(item["light"], badge, item["unit"], subject(item), _note(item, context.words), opens)


def _note(item: Record, words: Wording) -> str:
    due = past_in_words(item, words) or words("open_items.due", day=words.date(item["due_in_force"]))
    extended = words("item_list.extended") if item["due_in_force"] != item["due_on"] else ""
    return words("sentence.comma").join(filter(None, (due, returned_in_words(item, words), extended)))


HEADS = heads(
    ITEM,
    *("light", "item_no", "unit", "issue", "category", "severity", "source", "assigned_on", "due_on", "due_in_force"),
    "submitted_on",
    DAYS_PAST,
    "returned_count",
)
ITEM_LIST = records(
    "item_list",
    read,
    finding,
    row,
    HEADS,
    asks=ASKS,
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("period", "compare"),
)
