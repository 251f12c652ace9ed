"""Phrases that several findings share: a rate with its base, a change, a place gained, the base of a figure."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from assessment.indicators import BY_KEY
from assessment.maturity import Compared
from assessment.rates import is_better
from data_access.asked.selection import COUNTIES_GROUP, group_in_words
from data_access.counting.behind import behind
from data_access.ledgers.counting_rules import a_year_before
from data_access.reading.compared import compared_as
from panels.declare import CellKind, Context
from wording import Wording


def rate_with_base(row: pd.Series, words: Wording) -> str:
    """22.2%（2/9 件）, or why there is no rate."""
    if not row["denominator"]:
        return words(row["reason"])
    rate = value_in_words(row["rate"], row.get("indicator", ""), words)
    if _kind(row.get("indicator", "")) == "count":
        return rate
    return words("rate_with_base", rate=rate, numerator=_amount(row["numerator"], words),
                 denominator=_amount(row["denominator"], words))  # fmt: skip


def count_base(row: pd.Series, words: Wording) -> str:
    """2/9, or why there is no rate; nothing beside a count, which is its own base."""
    if not row["denominator"]:
        return words(row["reason"])
    if _kind(row.get("indicator", "")) == "count":
        return ""
    return f"{_amount(row['numerator'], words)}/{_amount(row['denominator'], words)}"


def value_in_words(value: float, indicator: str, words: Wording) -> str:
    """A figure as its indicator is shown: 22.2%, 1.25 (a ratio or mean), 12 (a count)."""
    if shown_as_percent(indicator):
        return words.percent(value)
    return words.number(value) if _kind(indicator) == "count" else words.number(value, 2)


def value_kind(indicators: Iterable[str]) -> CellKind:
    """The kind of a table's column of figures: shares, or numbers where one of the indicators is no percentage."""
    return "share" if all(map(shown_as_percent, indicators)) else "score"


def in_one_kind(data: pd.DataFrame, columns: Sequence[str], words: Wording) -> tuple[pd.DataFrame, CellKind]:
    """Return the table and the kind of its figures: shares, or texts where an indicator is no percentage."""
    if all(map(shown_as_percent, data["indicator"])):
        return data, "share"
    keys = data["indicator"]
    texts = {
        name: [value_in_words(value, key, words) for key, value in zip(keys, data[name].astype(float), strict=True)]
        for name in columns
    }
    return data.assign(**texts), "text"


def shown_as_percent(indicator: str) -> bool:
    return indicator not in BY_KEY or BY_KEY[indicator].shown_as == "percent"


def _kind(indicator: str) -> str:
    return BY_KEY[indicator].kind if indicator in BY_KEY else "share"


def _amount(value: float, words: Wording) -> str:
    """A count as a whole number, a sum of decimals with one."""
    return words.number(value, 0 if value == int(value) else 1)


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
    percent = shown_as_percent(indicator)
    if round(100 * abs(change), 1 if percent else 0) == 0:
        return words("change.same")
    points = words("change.points", points=words.number(100 * abs(change), 1))
    size = points if percent else value_in_words(abs(change), indicator, words)
    better = is_better(change, BY_KEY[indicator].better)
    verdict = "plain" if better is None else "better" if better else "worse"
    return words(f"change.{verdict}", arrow="↑" if change > 0 else "↓", size=size)


def change_or_not(row: pd.Series, context: Context) -> str:
    """The change in words, or that there is none because the rows of the two periods are not of one age."""
    key = row["indicator"]
    if _not_compared(context, [key]):
        return context.words("change.not_compared")
    return change_in_words(row["change"], key, context.words)


def _not_compared(context: Context, indicators: Sequence[str]) -> list[str]:
    """Those of the indicators that are not compared with the period that the selection names."""
    return [key for key, how in _compared_as(context, indicators).items() if how == "not"]


def _compared_as(context: Context, indicators: Sequence[str]) -> Mapping[str, Compared]:
    """How each indicator's compared figure is counted; nothing where no period is compared with."""
    if context.selection.compared is None:
        return {}
    return compared_as(indicators, context.selection, context.choices.known.get)


def not_compared_note(context: Context, indicators: Sequence[str]) -> str:
    """Which of the indicators are not compared, and why; empty where all are."""
    words, left = context.words, _not_compared(context, indicators)
    undated = [key for key in left if BY_KEY[key].matures == "undated"]
    unripe = [key for key in left if key not in undated]
    parts = (("same_age.undated", undated), ("same_age.unripe", unripe))
    return "".join(words(name, indicators=_labels(keys, words)) for name, keys in parts if keys)


def same_age_note(context: Context, indicators: Sequence[str]) -> str:
    """How the figures of the compared period are counted where they ripen, and which are not compared at all."""
    words, note = context.words, not_compared_note(context, indicators)
    how = _compared_as(context, indicators)
    # What is final once its limit has run out has the same figure either way, but for the running month.
    ripening = [key for key in how if how[key] == "year_before" and BY_KEY[key].matures == "open"]
    if not ripening:
        return note
    day = a_year_before(context.known(*(behind(key).ledger for key in ripening)))
    return words("same_age.last_year", indicators=_labels(ripening, words), day=words.date(day)) + note


def _labels(indicators: Iterable[str], words: Wording) -> str:
    return words.join([words(f"indicator.{key}.label") for key in indicators])


def base_line(context: Context, indicator: str, note: str = "") -> str:
    """The base of an indicator: its numerator, its denominator and the day up to which its ledger is known."""
    words = context.words
    values = {
        "numerator": words(f"indicator.{indicator}.numerator"),
        "denominator": words(f"indicator.{indicator}.denominator"),
        "as_of": words.date(context.known(behind(indicator).ledger)),
    }
    key = "base_line.count" if _kind(indicator) == "count" else "base_line"
    at = read_at(context, indicator)
    return words(key, **values) + (words("base_line.at", at=at) if at else "") + note


def read_at(context: Context, indicator: str) -> str:
    """Return when a stock or a yearly figure is read (2026-10 月末); empty for a flow, which is summed up."""
    last = context.selection.period.last
    at = BY_KEY[indicator].at
    return "" if at == "flow" else context.words(f"read_at.{at}", month=f"{last:%Y-%m}", year=last.year)


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
