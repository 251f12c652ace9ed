"""Settings in force as sentences name them: {filing_limit_days} is 15, or what it was and is where it changes."""

import datetime as dt
from functools import cache

from data_access.asked.periods import Period
from data_access.ledgers.counting_rules import SINCE_EVER, DatedValues, in_force
from data_access.reading.records import period_limits
from wording import Wording, wording


@cache
def words_under(language: str, rules: DatedValues, period: Period) -> Wording:
    """The wording of a language in which a sentence may name a counting rule: its value in force in the period."""
    words, limits = wording(language), period_limits(period)
    names = dict.fromkeys(name for name, _, _ in rules)
    # Of a rule that begins after the period is said from when on it is in force.
    values = {name: in_force(rules, name, *limits) or in_force(rules, name, *_EVER)[:1] for name in names}
    return words.under({name: _in_words(versions, period.first, words) for name, versions in values.items()})


_EVER = (dt.date.min, dt.date.max)


def _in_words(versions: tuple[tuple[dt.date, int], ...], first: dt.date, words: Wording) -> str:
    """15; 60（2024-01-01 起 30）."""
    (since, value), *later = versions
    dated = since > first and since != SINCE_EVER
    said = words("setting.since", value=value, day=words.date(since)) if dated else str(value)
    for day, then in later:
        said = words("setting.then", before=said, day=words.date(day), value=then)
    return said
