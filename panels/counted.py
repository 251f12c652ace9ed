"""How many rows, in the word that their ledger counts by: 27 名, 3 卷, 14 officers."""

from data_access.counting.counted_by import word_of_base, word_of_rows
from wording import Wording

# What a sum of decimals is written with at most.
DECIMALS = 2


def amount(value: float, words: Wording) -> str:
    """A count as a whole number; a sum of decimals with those it has, so that a reader can divide it: 589.75."""
    return words.as_written(round(float(value), DECIMALS))


def counted(n: int, word: str, words: Wording) -> str:
    """27 名, 1 officer: so many, by a word of ``counting.counted_by``; a sum of rows may come as 27.0."""
    return words(f"counted.{word}", n=int(n))


def counted_rows(n: int, ledger: str, words: Wording) -> str:
    """27 名: so many rows of a ledger."""
    return counted(n, word_of_rows(ledger), words)


def counted_base(n: int, indicator: str, words: Wording) -> str:
    """4 件, 310 项权力: so much of an indicator's base."""
    if word := word_of_base(indicator):
        return counted(n, word, words)
    if words.has(key := f"counted.{indicator}"):
        return words(key, n=int(n))
    return words("count_of_unit", count=words.number(n), unit=words(f"indicator.{indicator}.base"))
