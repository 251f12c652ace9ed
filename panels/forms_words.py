"""How it is said what statistical forms tell of a period, and what they do not."""

from assessment.indicators import BY_KEY
from data_access.reported_period import reported_in_words
from wording import Wording


def untold_in_words(why: str, words: Wording) -> str:
    """只有 2026 年上半年合计: why forms do not tell a figure (``reading.untold``)."""
    kind, _, code = why.partition(":")
    return words(f"untold.{kind}", period=reported_in_words(code, words) if code else "")


def count_in_words(count: str, words: Wording) -> str:
    """The name of a count: a shipped one, else as an indicator of the city's own calls it."""
    if words.has(f"count.{count}"):
        return words.label("count", count)
    for each in BY_KEY.values():
        if each.own and count in (each.numerator, each.denominator):
            return words(f"indicator.{each.key}.{'numerator' if count == each.numerator else 'denominator'}")
    return count
