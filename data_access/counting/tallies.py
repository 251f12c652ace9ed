"""What is counted of all ledgers, by key, and the hash by which a change of it is noticed.

``monthly_tally`` answers every figure, so a page costs the same however many cases there are. A ledger in which
several units may answer for one case has each tally three times: as each unit's own (``key``), as its county counts
the case once (``key@county``) and as the city does (``key@city``). What an indicator rests on whose rows go on ripening
is counted a second time as it stood on the same day of the year before (``key@year_before``), so that a comparison with
last year sets equal ages side by side.
"""

import datetime as dt
import hashlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, Select
from sqlalchemy.dialects import sqlite

from assessment import item_course, recurrence
from assessment.indicators import INDICATORS
from data_access.ledgers.all import ENTRIES, TALLIES, VIEWS
from data_access.ledgers.counting_rules import LEVELS, SHIPPED, CountingRules, DatedValues, Level
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.ledgers.tally import YEAR_BEFORE, Tally
from data_access.store.tables import calendar

ViewDefinition = Callable[[], Select[Any]]

COUNTY, CITY = "@county", "@city"
# Behind an indicator whose rows go on ripening, and whose ledger tells by dates how far they had on a day.
RIPENING = frozenset(
    key for each in INDICATORS if each.matures in ("open", "limit") for key in (each.numerator, each.denominator)
)


def _year_before() -> Iterator[Tally]:
    for entry in ENTRIES:
        ripening = (tally for tally in entry.counted if tally.key in RIPENING or _blank_of_ripening(tally))
        yield from (tally.a_year_before(entry.ledger.events) for tally in ripening)


def _blank_of_ripening(tally: Tally) -> bool:
    """Whether a tally counts the blank rows of what ripens, which stand beside the compared figure, too."""
    return tally.counts_blank and tally.of in RIPENING


# What is counted: the tallies as declared, and those of a year before.
COUNTED: tuple[Tally, ...] = (*TALLIES, *_year_before())
BY_KEY = {tally.key: tally for tally in COUNTED}
_LEDGER_OF = {tally.key: entry.ledger.key for entry in ENTRIES for tally in entry.counted}
# The ledgers whose rows are counted.
LEDGERS_COUNTED = frozenset(_LEDGER_OF.values())


def level_key(key: str, level: Level) -> str:
    """The stored key of a tally (or of a city's own count) as a unit's own, a whole county's or the city's figure."""
    if level == "own" or (key in BY_KEY and not BY_KEY[key].several_defendants):
        return key
    return key + (COUNTY if level == "whole" else CITY)


def ledger_of(key: str) -> str:
    """The key of the ledger whose rows a tally counts; a city's own counts come on forms alone."""
    return _LEDGER_OF.get(key.removesuffix(YEAR_BEFORE), REPORTED_COUNT.key)


def tally_hash() -> str:
    """Changes when what is counted changes: SHA-256 over the SQL of every tally under the shipped rules, every view and
    the rules by which an item stands and two are about one matter.

    Rules that a city has changed are not in it: they stand in a table, and who changes them there counts anew.
    """
    return _hash_of(COUNTED, SHIPPED, tuple(VIEWS.items()))


# Kept, since every page asks for it and declarations do not change while a program runs.
@cache
def _hash_of(tallies: tuple[Tally, ...], shipped: DatedValues, views: tuple[tuple[str, ViewDefinition], ...]) -> str:
    rules = CountingRules.at(dt.date(2000, 1, 1), shipped, month_end=calendar.c.day)
    levels = {tally.key: LEVELS if tally.several_defendants else LEVELS[:1] for tally in tallies}
    parts = [
        f"{_counted_as(tally)} {sql_text(tally.counted_for(level, rules))}"
        for tally in tallies
        for level in levels[tally.key]
    ]
    parts += [f"{name} {sql_text(definition())}" for name, definition in views]
    parts += [inspect.getsource(rule) for rule in (item_course, recurrence)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _counted_as(tally: Tally) -> str:
    parts = [None if part is None else sql_text(part) for part in (tally.month_of, tally.facet, tally.value)]
    return f"{tally.key} {tally.kind} {tally.unit_of} {parts}"


def sql_text(element: ClauseElement) -> str:
    """An expression as SQL with its values: what tells two of them apart."""
    return str(element.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
