"""A veto in words: its clause, its figure with base, where the unit stands, and what to bear in mind."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from wording import Wording


def figure_in_words(figure: object, words: Wording) -> str:
    """22.2%（2/9） of a figure kept as exact cases ("2/9"); what is not of that form is shown as it is written."""
    numerator, _, denominator = str(figure).partition("/")
    if not (numerator.isdigit() and denominator.isdigit() and int(denominator)):
        return str(figure)
    return words("rate_with_base", rate=_rate(figure, words), numerator=numerator, denominator=denominator)


def average_in_words(average: object, method: str, words: Wording) -> str:
    """An average kept as a fraction: 80.0%（80/100） of sums, 56.3%（各率平均） of rates, which counts no cases."""
    if method == "pooled":
        return figure_in_words(average, words)
    return words("veto.average", rate=_rate(average, words), method=words.label("average_method", method))


def _rate(figure: object, words: Wording) -> str:
    numerator, _, denominator = str(figure).partition("/")
    return words.percent(Fraction(int(numerator), int(denominator)))


def veto_note(row: Mapping[str, Any], words: Wording) -> str:
    """出庭率 86.0%（43/50），倒数第 3: why a unit is kept, or might be kept, from awards."""
    clause = row.get("clause")
    if clause is None or pd.isna(clause):
        return ""
    if not words.has(f"veto.note.{clause}"):
        return words.label("veto_clause", clause)
    return words(f"veto.note.{clause}", figure=figure_in_words(row["figure"], words), remark=_remark(row, words))


def _remark(row: Mapping[str, Any], words: Wording) -> str:
    """The note of a veto: that one case decides it, that its cases are few, else the place from the bad end."""
    if row.get("one_case"):
        return words("veto.one_case")
    if row.get("few"):
        return words("veto.few")
    place = row.get("veto_place", row.get("place"))
    unknown = place is None or pd.isna(place)
    return (
        words("veto.figures_then") if unknown else words(f"veto.place.{row['clause']}", place=words.number(int(place)))
    )
