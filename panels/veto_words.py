"""A veto in words: its clause, its figure with base, where the unit stands, and what to bear in mind."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from assessment.eligibility import NOT_REPORTED
from panels.lacking import lacking_in_words
from panels.phrases import rate_with_base
from wording import Wording


def figure_in_words(figure: Any, words: Wording, row: Mapping[str, Any] | None = None) -> str:
    """22.2%（2/9，1 件未填） of a figure kept as exact cases ("2/9"), with what is missing behind it by its ``row``.

    What is not of that form is shown as it is written, and a dash where nobody wrote it down.
    """
    if figure is None or pd.isna(figure):
        return words.label("", None)
    numerator, _, denominator = str(figure).partition("/")
    if not (numerator.isdigit() and denominator.isdigit() and int(denominator)):
        return str(figure)
    lacking = {} if row is None else {name: row.get(name) for name in ("indicator", "missing", "blank")}
    return rate_with_base({"numerator": int(numerator), "denominator": int(denominator), **lacking}, words)


def average_in_words(average: object, method: str, gaps: Mapping[str, Any], words: Wording) -> str:
    """An average kept as a fraction: 80.0%（80/100，5 件未填） of sums, 56.3%（各率平均） of rates, without cases.

    ``gaps``: missing (reports) and blank (rows) behind it, where these are to be said.
    """
    if method == "pooled":
        return figure_in_words(average, words, gaps)
    numerator, _, denominator = str(average).partition("/")
    rate = words.percent(Fraction(int(numerator), int(denominator)))
    notes = (words.label("average_method", method), lacking_in_words(gaps, words))
    return words("veto.average", rate=rate, method=words("sentence.comma").join(filter(None, notes)))


def rate_name(row: Mapping[str, Any], words: Wording) -> str:
    """The name of the rate that a veto rests on: 败诉率, or 生效败诉率 where the scheme goes by that; '' for none."""
    indicator = row.get("indicator")
    return "" if not indicator or pd.isna(indicator) else words(f"indicator.{indicator}.label")


def without_reversed(row: Mapping[str, Any], words: Wording) -> str:
    """其中 1 件败诉已被改判（生效裁判未败诉）；不计这些败诉，败诉率 11.1%（1/9），不再高于平均; '' without any.

    ``row``: a row of a veto ledger.
    """
    if pd.isna(row["reversed"]) or not row["reversed"]:
        return ""
    values = {"rate": rate_name(row, words), "figure": figure_in_words(row["figure_without"], words)}
    values |= {"place": place_in_words("loss", row["place_without"], words)}
    then = words(f"veto.without.{row['without']}", **values)
    return words("veto.reversed_since", n=int(row["reversed"]), then=then)


def veto_note(row: Mapping[str, Any], words: Wording) -> str:
    """出庭应诉率 86.0%（43/50），倒数第 3 位, or 漏报 2 期: why a unit is kept, or might be kept, from awards.

    ``row``: a row of a veto ledger; without its status it is one that counts or might. Of what was recorded, and rests
    on no rate, the clause.
    """
    clause = row.get("clause")
    if clause is None or pd.isna(clause):
        return ""
    if not (rate := rate_name(row, words)):
        return words.label("veto_clause", clause)
    if row.get("status") == NOT_REPORTED:
        return lacking_in_words(row, words)
    figure = figure_in_words(row["figure"], words, row)
    remark = words("sentence.comma").join(filter(None, (_remark(row, words), _reversed(row, words))))
    return words(f"veto.note.{clause}", rate=rate, figure=figure, remark=remark)


def award_note(row: Mapping[str, Any], words: Wording) -> str:
    """出庭应诉率 86.0%（43/50），倒数第 3 位；漏报 2 期: a unit's veto in words, and the reports it has not handed in.

    Of a unit that is held back for blanks alone these are named.
    """
    unjudged = row.get("veto_status") == NOT_REPORTED
    note = "" if unjudged else veto_note({**row, "blank": row.get("blank"), "missing": None}, words)
    gaps = {"missing": row.get("missing"), "blank": row.get("blank") if unjudged else None}
    lacking = lacking_in_words({"indicator": row.get("indicator"), **gaps}, words)
    said = words("sentence.separator").join(filter(None, (note, lacking)))
    return said or (words("scores.too_blank") if row.get("status") == "silent" else "")


def _reversed(row: Mapping[str, Any], words: Wording) -> str:
    """1 件已改判: of the losses that a veto counts those reversed since; '' for none."""
    number = row.get("reversed")
    return words("veto.reversed", n=int(number)) if pd.notna(number) and number else ""


def _remark(row: Mapping[str, Any], words: Wording) -> str:
    """The note of a veto: that one case decides it, that its cases are few, else the place from the bad end."""
    if row.get("one_case"):
        return words("veto.one_case")
    if row.get("few"):
        return words("veto.few")
    place = row.get("veto_place", row.get("place"))
    unknown = place is None or pd.isna(place)
    return words("veto.figures_then") if unknown else place_in_words(row["clause"], place, words)


def place_in_words(clause: str, place: Any, words: Wording) -> str:
    """倒数第 3 位, 由高到低第 1 位: a place from the bad end, by which article 18 judges."""
    return words(f"veto.place.{clause}", n=int(place))
