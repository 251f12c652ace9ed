"""Phrases that several findings share: a rate with its base, a change, a place gained, the base of a figure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY
from assessment.maturity import Compared
from assessment.rates import is_better
from data_access.asked.selection import COUNTIES_GROUP, group_in_words, period_in_words, system_in_words
from data_access.counting.behind import behind
from data_access.ledgers.counting_rules import a_year_before
from data_access.reading.compared import begun_since, compared_as
from panels.counted import amount, counted_base
from panels.declare import CellKind, Context
from panels.lacking import MOST_NAMED, lacking_in_words, merged_units, taken_in_words, why_no_rate
from wording import Wording


def base_in_words(row: Mapping[str, Any], words: Wording) -> tuple[str, str]:
    """2 and 9，1 件未填: the parts of a rate, the second with what is missing behind it."""
    base = amount(row["denominator"], words)
    return amount(row["numerator"], words), _with_notes(base, row, words)


def rate_with_base(row: Mapping[str, Any], words: Wording) -> str:
    """22.2%（2/9，1 件未填）, or why there is no rate.

    ``row``: numerator, denominator, and where it has them rate, indicator, missing, blank, and reason where there may
    be no cases.
    """
    if not row["denominator"]:
        return why_no_rate(row, words)
    rate = row.get("rate", row["numerator"] / row["denominator"])
    value = value_in_words(rate, row.get("indicator", ""), words)
    if _kind(row.get("indicator", "")) == "count":
        return _with_notes(amount_in_words(rate, row["indicator"], words), row, words)
    numerator, denominator = base_in_words(row, words)
    return words("rate_with_base", rate=value, numerator=numerator, denominator=denominator)


def share_with_base(cases: float, of: float, words: Wording, blank: float = 0, word: str = "") -> str:
    """22.2%（2/9，1 件未填） of rows counted apart from the indicators; ``word`` counts those that are blank."""
    return rate_with_base({"numerator": cases, "denominator": of, "blank": blank, "counted": word}, words)


def count_base(row: Mapping[str, Any], words: Wording, unit: str = "") -> str:
    """2/9 件开庭，1 件未填, or why there is no rate; beside a count, which is its own base, only what is missing.

    ``unit`` says what was counted; it belongs to the figures, not to what is missing.
    """
    if not row["denominator"]:
        return why_no_rate(row, words)
    if _kind(row.get("indicator", "")) == "count":
        return _with_notes("", row, words)
    cases = f"{amount(row['numerator'], words)}/{amount(row['denominator'], words)}"
    counted = words("count_of_unit", count=cases, unit=unit) if unit else cases
    return _with_notes(counted, row, words)


def _with_notes(base: str, row: Mapping[str, Any], words: Wording) -> str:
    """A base with what of it is of merged units, and what is missing behind it."""
    notes = (base, taken_in_words(row, words), lacking_in_words(row, words))
    return words("sentence.comma").join(filter(None, notes))


def not_compared(members: pd.DataFrame, words: Wording) -> str:
    """未报齐、不参加排名：甲县（漏报 5 期）。: the units whose figure counts as not reported; '' for none."""
    out = members[members["silent"].astype(bool)]
    if out.empty:
        return ""
    if len(out) > MOST_NAMED:
        return words("not_compared.several", n=len(out))
    named = [words("not_compared.unit", unit=row["unit"], lacking=lacking_in_words(row, words))
             for row in out.to_dict("records")]  # fmt: skip
    return words("not_compared.named", units=words.join(named))


def value_in_words(value: float, indicator: str, words: Wording) -> str:
    """A figure as its indicator is shown: 22.2%, 1.25 (a ratio or mean), 12 (a count)."""
    if shown_as_percent(indicator):
        return words.percent(value)
    return words.number(value) if _kind(indicator) == "count" else words.number(value, 2)


def amount_in_words(value: float, indicator: str, words: Wording) -> str:
    """The same in a sentence, where a count has its word: 22.2%, 1.25, 12 件."""
    known = value == value and _kind(indicator) == "count"
    return counted_base(int(value), indicator, words) if known else value_in_words(value, indicator, words)


def value_kind(indicators: Sequence[str]) -> CellKind:
    """The kind of a table's column of figures: shares, whole numbers of counts, or numbers where one is neither."""
    if all(map(shown_as_percent, indicators)):
        return "share"
    return "integer" if all(_kind(key) == "count" for key in indicators) else "score"


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


def moved_in_words(moved: float, words: Wording) -> str:
    """↑ 升 2, ↓ 降 1, 持平; nothing where there was no place to compare with."""
    if pd.isna(moved):
        return ""
    if moved == 0:
        return words("moved.same")
    return words("moved.up" if moved > 0 else "moved.down", n=abs(int(moved)))


def change_in_words(row: pd.Series, context: Context) -> str:
    """↑ 3.1 个百分点，变好: the direction by arrow, the verdict by word, never by colour; nothing that is not compared.

    No direction and no size where they may be chance or rest on few cases; no verdict on what is no share.
    """
    words, change, verdict = context.words, row["change"], row["verdict"]
    if pd.isna(row.get("rate", 0)):
        return ""
    if _not_compared(context, [row["indicator"]]):
        return words("change.not_compared")
    if pd.isna(change):
        return ""
    if verdict == "few":
        return verdict_in_words(verdict, words)
    if verdict == "not_distinguishable":
        return words("change.not_distinguishable", compared=compared_in_words(context))
    percent = shown_as_percent(row["indicator"])
    if change == 0:
        return words("change.same", compared=compared_in_words(context))
    points = words("change.points", points=words.number(100 * abs(change), 1))
    size = points if percent else value_in_words(abs(change), row["indicator"], words)
    better = is_better(change, BY_KEY[row["indicator"]].better) if verdict else None
    key = "plain" if better is None else side_in_words("better" if better else "worse", verdict)
    said = words(f"change.{key}", arrow="↑" if change > 0 else "↓", size=size)
    # What is better or worse, or close to the limit, has said its verdict.
    told = not verdict or better is not None
    return said if told else words("sentence.comma").join((said, verdict_in_words(verdict, words)))


def side_in_words(side: str, verdict: str) -> str:
    """The name of the words for "better" or "worse": what is only close to the limit is neither, and says so."""
    return "unclear" if verdict == "unclear" else side


def verdict_in_words(verdict: str, words: Wording) -> str:
    """One of the three words on a difference, or that there are too few cases; "" where none is given."""
    return words(f"verdict.{verdict}") if verdict else ""


def compared_in_words(context: Context) -> str:
    """What a period is compared with: 上年同期, 上期（2026 年 9 月）, 往年同期（…）; "" where nothing is."""
    words, compared = context.words, context.selection.compared
    if compared is None:
        return ""
    key = context.selection.named_as(context.selection.compare)
    return words(f"compared.{key}", period=period_in_words(compared, words))


def _not_compared(context: Context, indicators: Sequence[str]) -> list[str]:
    """Those of the indicators that are not compared with the period that the selection names."""
    begun = _begun_since(context, indicators)
    return [key for key, how in _compared_as(context, indicators).items() if how == "not" or key in begun]


def _begun_since(context: Context, indicators: Sequence[str]) -> Mapping[str, dt.date]:
    return begun_since(indicators, context.selection, context.choices.begins)


def _compared_as(context: Context, indicators: Sequence[str]) -> Mapping[str, Compared]:
    """How each indicator's compared figure is counted; nothing where no period is compared with."""
    if context.selection.compared is None:
        return {}
    return compared_as(indicators, context.selection, context.choices.known.get)


def not_compared_note(context: Context, indicators: Sequence[str]) -> str:
    """Which of the indicators are not compared, and why; empty where all are."""
    words, begun = context.words, _begun_since(context, indicators)
    left = [key for key in _not_compared(context, indicators) if key not in begun]
    undated = [key for key in left if BY_KEY[key].matures == "undated"]
    unripe = [key for key in left if key not in undated]
    parts = (("same_age.undated", undated), ("same_age.unripe", unripe))
    said = [words(name, indicators=_labels(keys, words)) for name, keys in parts if keys]
    for first in sorted(set(begun.values())):
        labels = _labels([key for key in begun if begun[key] == first], words)
        month = words("period.month", year=first.year, month=first.month)
        said.append(words("same_age.begun", indicators=labels, month=month))
    return "".join(said)


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


def not_begun(context: Context, *ledgers: str) -> str:
    """行政复议的数据自 2025 年 1 月起，此前的情况尚不掌握: of the ledgers those that begin after the period.

    '' where none does. What no ledger tells of is not nought.
    """
    words, named = context.words, dict[dt.date, list[str]]()
    for ledger in ledgers:
        if first := context.choices.begun_after(context.selection.period.last, ledger):
            named.setdefault(first, []).append(words.label("ledger", ledger))
    said = [
        words("panel.before_its_ledgers", ledgers=words.join(names),
              month=words("period.month", year=first.year, month=first.month))
        for first, names in sorted(named.items())
    ]  # fmt: skip
    return words("sentence.separator").join(said)


def not_loaded_note(context: Context, *ledgers: str) -> str:
    """For the base: which of several ledgers were never loaded, so that nobody takes the rest for all; '' without."""
    lacking = [context.words.label("ledger", each) for each in ledgers if not context.has(each)]
    return context.words("base.not_loaded", ledgers=context.words.join(lacking)) if lacking else ""


def not_begun_note(context: Context, *ledgers: str) -> str:
    """The same as a remark of the base."""
    said = not_begun(context, *ledgers)
    return context.words("panel.begins_later", said=said) if said else ""


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
    last = context.choices.month_read(behind(indicator).ledger, context.selection.period)
    at = BY_KEY[indicator].at
    return "" if at == "flow" else context.words(f"read_at.{at}", month=f"{last:%Y-%m}", year=last.year)


def extent_in_words(context: Context) -> str:
    """The extent of the selection in words (``reading.extent``): 全市, 云泊县, 公安系统, 云泊县公安系统 …"""
    words, selection, choices = context.words, context.selection, context.choices
    if selection.closely:
        passed = choices.passed_on(selection.period)
        merged = [choices.name(code) for code, into in passed.items() if into == selection.closely]
        unit = choices.name(selection.closely)
        return words("merged.with", unit=unit, units=merged_units({"taken_in": merged}, words)) if merged else unit
    counties = words.join([choices.name(code) for code in selection.counties])
    systems = words.join([system_in_words(sector, words) for sector in selection.sectors])
    if counties and systems:
        return words("extent.within", counties=counties, systems=systems)
    group = "" if systems or selection.group == COUNTIES_GROUP else group_in_words(selection.group, words)
    return words("selection.separator").join(filter(None, (counties, systems, group))) or words(
        "city.part" if context.is_part else "city"
    )
