"""Which normative documents will soon run out, so that they must be renewed or given up (article 8)?"""

import datetime as dt

import pandas as pd

from data_access.ledgers.counting_rules import in_force
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.reading.decisions import documents_ending
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.links import unit_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records

# Of those within so many days little time is left to renew them.
SOON = 30
MOST_ROWS = 12


def _day(context: Context) -> dt.date:
    """The day the documents are known to; what will run out is no question of a past period."""
    return context.known(NORMATIVE_DOCUMENT.key)


def _notice(context: Context) -> int:
    day = _day(context)
    return in_force(context.choices.rules, "document_expiry_days", day, day)[-1][1]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``documents_ending`` with left, the days until the end of the term (None where nobody says when that is)."""
    day = _day(context)
    rows = documents_ending(reader, extent_of(reader, context.selection), day, _notice(context))
    left = [(each - day).days if pd.notna(each) else None for each in rows["expires_on"]]
    return rows.assign(left=pd.Series(left, rows.index, dtype=object))


def ending(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["left"].notna()]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many run out within the days of notice, how many of them soon; of how many nobody says when."""
    words = context.words
    base = words("expiring.base", extent=extent_in_words(context), n=_notice(context), as_of=words.date(_day(context)))
    within = ending(figures)
    if untold := len(figures) - len(within):
        base += words("expiring.untold", n=untold)
    if within.empty:
        return Finding(words("expiring.none", days=_notice(context)), "plain", base)
    soon = int((within["left"] <= SOON).sum())
    parts = [words("expiring.within", n=len(within), days=_notice(context))]
    parts += [words("expiring.soon", n=soon, days=SOON)] if soon else []
    return Finding(words("sentence.comma").join(parts), "watch" if soon else "plain", base)


def row(each: Record, context: Context) -> Row:
    """How many days are left, whose document it is, which one and when it ends; a click opens the unit's archive."""
    words, left = context.words, int(each["left"])
    title = str(each["title"]) if pd.notna(each["title"]) else str(each["document_no"])
    badge = words("expiring.left", n=left) if left else words("expiring.today")
    return Row("late" if left <= SOON else "near", badge, each["unit"], title, words.date(each["expires_on"]),
               unit_link(each["code"]))  # fmt: skip


EXPIRING = records(
    "expiring",
    read,
    finding,
    row,
    (
        Head("unit", "table.unit"),
        Head("document_no", "expiring.head.number"),
        Head("title", "expiring.head.title"),
        Head("issued_on", "expiring.head.issued_on", "date"),
        Head("expires_on", "expiring.head.expires_on", "date"),
        Head("left", "expiring.head.left", "integer"),
    ),
    within=ending,
    first=at_most(MOST_ROWS),
    ledgers=(NORMATIVE_DOCUMENT.key,),
    ignores=("period", "compare"),
)
