"""Which pages over which selections are made before the first reader comes, those that most readers open first."""

from collections.abc import Iterator

from assessment.indicators import BY_KEY
from data_access.asked.periods import Period, period_codes
from data_access.asked.selection import Choices, Selection, default_selection
from ui.addresses import FIRST_SCREEN
from ui.registry import PAGES, PageEntry
from wording import LANGUAGES

# Periods of the usual grain that are made ready: the running one and the one before.
PERIODS = 2
# Of so many before them what pages share is worked out, too.
EARLIER = 3


def usual_pages(choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    """The first page over the usual periods: what all others share is of these, too."""
    yield from _first_page_over(slice(PERIODS), choices)


def earlier_pages(choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    """The first page over the periods before the usual ones."""
    yield from _first_page_over(slice(PERIODS, PERIODS + EARLIER), choices)


def _first_page_over(which: slice, choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    usual = default_selection(choices)
    if choices.groups:
        yield from ((PAGES[0], usual.with_(period=period)) for period in _periods(usual, choices, which))


def first_pages(choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    """Each page over the running period, in the language of the house."""
    usual = default_selection(choices).with_(project=FIRST_SCREEN)
    yield from _pages(usual, choices)


def further_pages(choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    """The ranking by each indicator and every archive; the same and each page over the period before; so in each
    language.

    The archives of the counties come first, because a click on any row of a first page opens one.
    """
    archive = next(entry for entry in PAGES if entry.about_unit)
    for language in LANGUAGES:
        usual = default_selection(choices, language).with_(project=FIRST_SCREEN)
        for period in _periods(usual, choices):
            counties = dict(choices.counties)
            units = sorted(choices.units, key=lambda unit: unit not in counties)
            archives = [(archive, usual.with_(period=period, unit=unit)) for unit in units]
            yield from _pages(usual.with_(period=period), choices)
            yield from archives[: len(counties)]
            yield from _by_indicator(usual.with_(period=period), choices)
            yield from archives[len(counties) :]


def _pages(usual: Selection, choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    for entry in PAGES:
        if not entry.hidden and choices.groups:
            yield entry, usual.with_(unit=choices.usual_unit if entry.about_unit else "")


def _by_indicator(usual: Selection, choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    known = [key for key in BY_KEY if key not in choices.unknown_indicators]
    for entry in PAGES:
        if "indicator" in entry.own_keys and choices.groups:
            yield from ((entry, usual.with_(indicator=key)) for key in known)


def _periods(usual: Selection, choices: Choices, which: slice = slice(PERIODS)) -> list[Period]:
    """Some of the periods of the usual grain, the running one first."""
    grain = usual.period.grain
    codes = period_codes(grain, choices.first_month, choices.usual_month)[which]
    found = [choices.period(grain, code) for code in codes]
    return [period for period in found if period is not None]
