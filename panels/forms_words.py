"""How it is said what statistical forms tell of a period, and what they do not."""

from assessment.indicators import BY_KEY
from data_access.asked.periods import Grain, Period
from data_access.asked.selection import period_in_words
from data_access.ledgers.reported_period import ReportedPeriod
from wording import Wording

HALF_YEAR, QUARTER = 6, 3


def untold_in_words(why: str, words: Wording) -> str:
    """只有2026年上半年合计: why forms do not tell a figure (``reading.untold``)."""
    kind, _, code = why.partition(":")
    return words(f"untold.{kind}", period=reported_in_words(code, words) if code else "")


def reported_in_words(code: str, words: Wording) -> str:
    """2026年上半年, 2026年1—6月: a period of a form, in words."""
    period = ReportedPeriod.of(code)
    if period.months == HALF_YEAR and not period.cumulative and period.first.month in (1, HALF_YEAR + 1):
        half = "first_half" if period.first.month == 1 else "second_half"
        return words(f"period.{half}", year=period.first.year)
    grain: Grain = "custom" if period.first.month % 3 != 1 or period.months != QUARTER else "quarter"
    return period_in_words(Period(grain, period.first, period.last), words)


def count_in_words(count: str, words: Wording) -> str:
    """The name of a count: a shipped one, else as an indicator of the city's own calls it."""
    if words.has(f"count.{count}"):
        return words.label("count", count)
    for each in BY_KEY.values():
        if each.own and count in (each.numerator, each.denominator):
            return words(f"indicator.{each.key}.{'numerator' if count == each.numerator else 'denominator'}")
    return count
