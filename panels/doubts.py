"""What was altered since of what is shown as published; panels that show published places say it."""

import pandas as pd

from data_access.publishing.evidence import ALTERED, BROKEN
from wording import Wording

MOST_NAMED = 3


def broken(figures: pd.DataFrame) -> bool:
    """Whether a publication behind these figures (column doubt) proves nothing."""
    return bool((figures["doubt"] == BROKEN).any()) if len(figures) else False


def altered_in_words(figures: pd.DataFrame, words: Wording) -> str:
    """甲县、乙县: the units (columns unit, doubt) whose stored place was altered; their number where they are many."""
    units = list(dict.fromkeys(figures.loc[figures["doubt"] == ALTERED, "unit"])) if len(figures) else []
    if len(units) > MOST_NAMED:
        return words("published.units", n=len(units))
    return words.join(units) if units else ""


def doubts_in_words(figures: pd.DataFrame, words: Wording) -> str:
    """Sentences for the base: of each publication (columns publication_no, unit, doubt) what was altered; else ''."""
    if figures.empty:
        return ""
    sentences = []
    for number, rows in figures[figures["doubt"].isin([ALTERED, BROKEN])].groupby("publication_no", sort=False):
        units = altered_in_words(rows, words)
        key = "published.places_broken" if broken(rows) else "published.places_altered"
        sentences.append(words(key, publication=number, units=units))
    return "".join(sentences)
