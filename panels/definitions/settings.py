"""Which settings were in force on a day? The counting rules with their dates, and the scheme of the day's year."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from data_access.asked.selection import group_in_words
from data_access.ledgers.counting_rule import COUNTING_RULES
from data_access.ledgers.counting_rules import MEASURES, SINCE_EVER, DatedValues
from data_access.ledgers.scheme import SCHEME
from data_access.reading.reader import Reader
from panels.declare import AT_ANY_TIME, Context, Finding
from panels.records import Head, Record, Row, records
from wording import Wording

RULE, SETTING = "counting_rule", "scheme"
COLUMNS = ["kind", "name", "value", "since", "until", "other_today"]
# What names a scheme is said in the finding, and is no setting.
_NAMES = ("year", "version", "name")
# What a component weighs in one peer group is called by both; no key of a group or a component has this sign.
OF_GROUP = "/"
SHARED_AMONG = "shared_among"


def on_day(context: Context) -> dt.date:
    """The day that is asked about, else that of the data."""
    return context.selection.day or context.state.data_as_of


def read(_reader: Reader, context: Context) -> pd.DataFrame:
    """A row a setting; first the rules whose value is another on the day of the data.

    Columns: kind (counting_rule, scheme), name, value (None of a rule that had not begun), since (None where it has
    always held, or holds for the year), until (the last day, None without one), other_today.
    """
    rows = [*_rules(context), *_scheme(context)]
    # As objects: else a rule without a value would make numbers of the others.
    found = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return found.sort_values("other_today", ascending=False, kind="stable", ignore_index=True)


def _rules(context: Context) -> Iterator[tuple[Any, ...]]:
    rules, day = context.choices.rules, on_day(context)
    known = {name for name, _start, _value in rules}
    for name in (name for name in COUNTING_RULES if name in known):
        value, since, until = _at(rules, name, day)
        today, _since, _until = _at(rules, name, context.state.data_as_of)
        yield RULE, name, value, since, until, value != today


def _at(rules: DatedValues, name: str, day: dt.date) -> tuple[int | None, dt.date | None, dt.date | None]:
    """The value of a rule on a day, since when and until when; of one that had not begun when it begins."""
    versions = sorted((start, value) for each, start, value in rules if each == name)
    begun = [version for version in versions if version[0] <= day]
    later = [start for start, _value in versions if start > day]
    if not begun:
        return None, later[0], None
    since, value = begun[-1]
    return value, since if since != SINCE_EVER else None, later[0] - dt.timedelta(1) if later else None


def _scheme(context: Context) -> Iterator[tuple[Any, ...]]:
    choices = context.choices
    then, today = (choices.scheme_of(day.year) for day in (on_day(context), context.state.data_as_of))
    if then is None:
        return
    for column in SCHEME.columns:
        if column.name not in _NAMES:
            value = getattr(then, column.name)
            yield SETTING, column.name, value, None, None, value != getattr(today, column.name, value)
    weights_today = today.group_weights if today else then.group_weights
    for each in then.group_weights:
        name = f"{each.peer_group}{OF_GROUP}{each.component}"
        yield SETTING, name, each.weight, None, None, each not in weights_today
    if then.is_tree:
        yield SETTING, SHARED_AMONG, then.shared_among, None, None, False


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many rules are in force on the day, by which scheme is assessed, and how many settings are others today."""
    words, day = context.words, on_day(context)
    rules = figures[figures["kind"] == RULE]
    scheme = context.choices.scheme_of(day.year)
    parts = [words("settings.rules", day=words.date(day), n=int(rules["value"].notna().sum()))]
    if scheme is None:
        parts.append(words("settings.no_scheme", year=str(day.year)))
    else:
        parts.append(words("settings.scheme", name=scheme.name, version=scheme.version))
    if day != context.state.data_as_of:
        other = int(figures["other_today"].sum())
        today = words.date(context.state.data_as_of)
        parts.append(words("settings.others", n=other, day=today) if other else words("settings.same", day=today))
    return Finding(words("sentence.comma").join(parts), "plain", words("settings.base"))


def _label(each: Record, context: Context) -> str:
    if each["kind"] == RULE:
        return context.words.label(RULE, each["name"])
    group, _sign, component = each["name"].partition(OF_GROUP)
    if component:
        named = group_in_words(group, context.words), context.words.label("component", component)
        return context.words("settings.weight_of_group", group=named[0], component=named[1])
    if each["name"] == SHARED_AMONG:
        return context.words("settings.shared_among")
    column = SCHEME.column(each["name"])
    return column.zh if context.words.language == "zh" else column.en


def _value(each: Record, context: Context) -> str:
    words, value = context.words, each["value"]
    if value is None:
        return words("settings.not_begun")
    if each["name"] == SHARED_AMONG:
        return words("settings.shared_among.component")
    if each["kind"] == RULE:
        return _measured(int(value), MEASURES[each["name"]], words)
    of_sheet = OF_GROUP not in each["name"]
    labels = SCHEME.column(each["name"]).labels if of_sheet else ""
    return words.label(labels, value) if labels else words.as_written(value)


def _measured(value: int, measure: str, words: Wording) -> str:
    """60 日, 7 个工作日, 2024 年, 1（是）: the number of a rule with what it is a number of."""
    if measure == "switch":
        return words("settings.measure.switch", value=str(value), said=words("yes" if value else "no"))
    return words(f"settings.measure.{measure}", **({"year": str(value)} if measure == "year" else {"n": value}))


def _dates(each: Record, context: Context) -> str:
    """From when to when it holds; a scheme holds for its year."""
    words, since, until = context.words, each["since"], each["until"]
    if each["kind"] == SETTING:
        return words("settings.of_year", year=str(on_day(context).year))
    if each["value"] is None:
        return words("settings.begins", day=words.date(since))
    parts = [words("settings.since", day=words.date(since))] if since else []
    parts += [words("settings.until", day=words.date(until))] if until else []
    return words("sentence.comma").join(parts or [words("settings.ever")])


def row(each: Record, context: Context) -> Row:
    words = context.words
    badge = words("settings.other") if each["other_today"] else words(f"settings.kind.{each['kind']}")
    said = words("settings.row", name=_label(each, context), value=_value(each, context))
    return Row("differs" if each["other_today"] else "cause", badge, "", said, _dates(each, context))


HEADS = (
    Head("kind", "settings.head.kind", vocabulary="settings.kind"),
    Head("label", "settings.head.name", said=_label),
    Head("value_text", "settings.head.value", said=_value),
    Head("dates", "settings.head.dates", said=_dates),
)
SETTINGS = records(
    "settings",
    read,
    finding,
    row,
    HEADS,
    drill="",
    population="city",
    asks=("day",),
    ignores=AT_ANY_TIME,
)
