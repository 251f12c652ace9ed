"""Who was praised in bulletins, and who was criticised?"""

import pandas as pd

from data_access.ledgers.bulletin import BULLETIN
from data_access.reading import bulletins
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.links import unit_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records
from wording import Wording

ROWS_SHOWN = 10
BADGES = {"exemplar": "accepted", "problem": "returned"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The units named in the period; columns as ``bulletins.mentions``."""
    return bulletins.mentions(reader, extent_of(reader, context.selection), context.selection.period)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How often units were named for what, and who most often, where that is one unit and more than once."""
    words = context.words
    base = words("mentions.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("mentions.none"), "plain", base)
    counts = figures["tone"].value_counts()
    parts: list[str] = []
    for tone in (tone for tone in BADGES if tone in counts):
        alone = "_alone" if not parts and tone != next(iter(BADGES)) else ""
        parts.append(words(f"mentions.{tone}{alone}", n=int(counts[tone])))
        parts += _most(figures, tone, words)
    return Finding(words("sentence.comma").join(parts), "plain", base)


def _most(figures: pd.DataFrame, tone: str, words: Wording) -> list[str]:
    """Who was named so most often; of one unit alone that it was nobody else."""
    named = figures.loc[figures["tone"] == tone, "unit"].value_counts()
    most = named[named == named.max()]
    if named.max() == 1:
        return []
    if len(named) == 1:
        return [words(f"mentions.only_{tone}", unit=most.index[0])]
    return [words(f"mentions.most_{tone}", n=int(most.iat[0]), unit=most.index[0])] if len(most) == 1 else []


def row(mention: Record, context: Context) -> Row:
    words, note = context.words, "" if pd.isna(mention["note"]) else str(mention["note"])
    issue = words("sentence.comma").join((mention["issue_no"], words.date(mention["published_on"])))
    return Row(BADGES[mention["tone"]], words.label("bulletin_tone", mention["tone"]), mention["unit"], note, issue,
               unit_link(mention["code"]))  # fmt: skip


MENTIONS = records(
    "mentions",
    read,
    finding,
    row,
    (
        Head("unit", "table.unit"),
        Head("tone", "mentions.head.tone", vocabulary="bulletin_tone"),
        Head("note", "mentions.head.note"),
        Head("issue_no", "issues.head.issue_no"),
        Head("published_on", "issues.head.published_on", "date"),
    ),
    first=at_most(ROWS_SHOWN),
    ledgers=(BULLETIN.key,),
    ignores=("compare",),
)
