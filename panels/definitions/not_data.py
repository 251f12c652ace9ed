"""What does the policy ask for that no ledger can hold? It is named with the reason, so that nobody misses a figure."""

import pandas as pd

from data_access.reading.reader import Reader
from panels.declare import AT_ANY_TIME, Context, Finding
from panels.records import Head, Record, Row, records

# The article and a word for what it asks; the words stand in the catalogue (``clause.<word>.asked``, ``.reason``).
NOT_DATA = (
    (2, "service_minded"),
    (3, "publicity"),
    (4, "lean_procedure"),
    (9, "standardised_centres"),
    (10, "platforms"),
    (11, "straight_system"),
    (12, "combined_management"),
    (13, "civil_manner"),
    (16, "listening"),
    (17, "guided_appeals"),
    (20, "radiance"),
    (21, "serving_the_whole"),
)


def read(_reader: Reader, _context: Context) -> pd.DataFrame:
    """A row a demand: article, word."""
    return pd.DataFrame(NOT_DATA, columns=["article", "word"])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    return Finding(words("not_data.all", n=len(figures)), "plain", words("not_data.base"))


def _asked(each: Record, context: Context) -> str:
    return context.words(f"clause.{each['word']}.asked")


def _reason(each: Record, context: Context) -> str:
    return context.words(f"clause.{each['word']}.reason")


def _article(each: Record, context: Context) -> str:
    return context.words("indicators.article", article=str(each["article"]))


def row(each: Record, context: Context) -> Row:
    return Row("cause", _article(each, context), "", _asked(each, context), _reason(each, context))


HEADS = (
    Head("article_text", "indicators.head.article", said=_article),
    Head("asked", "not_data.head.asked", said=_asked),
    Head("reason", "not_data.head.reason", said=_reason),
)
CLAUSES_WITHOUT_DATA = records(
    "clauses_without_data",
    read,
    finding,
    row,
    HEADS,
    drill="",
    population="city",
    ignores=AT_ANY_TIME,
)
