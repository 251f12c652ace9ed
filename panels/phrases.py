"""Phrases that several findings share: a rate with its base, a change, a place gained, what a figure rests on."""

import pandas as pd

from assessment.indicators import BY_KEY
from assessment.rates import is_better
from data_access.asked.selection import COUNTIES_GROUP, group_in_words
from panels.declare import Context
from wording import Wording


def rate_with_base(row: pd.Series, words: Wording) -> str:
    """22.2%（2/9 件）, or why there is no rate."""
    if not row["denominator"]:
        return words(row["reason"])
    values = {"numerator": words.number(row["numerator"]), "denominator": words.number(row["denominator"])}
    return words("rate_with_base", rate=words.percent(row["rate"]), **values)


def count_base(row: pd.Series, words: Wording) -> str:
    """2/9, or why there is no rate."""
    if not row["denominator"]:
        return words(row["reason"])
    return f"{words.number(row['numerator'])}/{words.number(row['denominator'])}"


def moved_in_words(moved: float, words: Wording) -> str:
    """↑ 升 2, ↓ 降 1, 持平; nothing where there was no place to compare with."""
    if pd.isna(moved):
        return ""
    if moved == 0:
        return words("moved.same")
    return words("moved.up" if moved > 0 else "moved.down", n=abs(int(moved)))


def change_in_words(change: float, indicator: str, words: Wording) -> str:
    """↑ 3.1 个百分点，变好: the direction by arrow, the verdict by word, never by colour."""
    if pd.isna(change):
        return ""
    if round(100 * abs(change), 1) == 0:
        return words("change.same")
    arrow, points = "↑" if change > 0 else "↓", words.number(100 * abs(change), 1)
    better = is_better(change, BY_KEY[indicator].better)
    if better is None:
        return words("change.plain", arrow=arrow, points=points)
    return words("change.better" if better else "change.worse", arrow=arrow, points=points)


def base_line(context: Context, indicator: str, note: str = "") -> str:
    """The base of an indicator: its numerator, its denominator and the data's date."""
    words = context.words
    values = {
        "numerator": words(f"indicator.{indicator}.numerator"),
        "denominator": words(f"indicator.{indicator}.denominator"),
        "as_of": words.date(context.as_of),
    }
    return words("base_line", **values) + note


def extent_in_words(context: Context) -> str:
    """The extent of the selection in words (``reading.extent``): 全市, 云泊县, 住建系统 …"""
    words, selection, choices = context.words, context.selection, context.choices
    if selection.closely:
        return choices.name(selection.closely)
    parts = []
    if selection.counties:
        parts.append(words.join([choices.name(code) for code in selection.counties]))
    if selection.sectors:
        parts.append(words.join([words.label("sector", sector) for sector in selection.sectors]))
    if selection.group != COUNTIES_GROUP and not selection.sectors:
        parts.append(group_in_words(selection.group, words))
    return words("selection.separator").join(parts) if parts else words("city")
