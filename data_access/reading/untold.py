"""What forms leave untold of a period: a span that it cuts, months of which no form tells, or nothing to count.

Such a figure is unknown, never a part of itself. A stock has no span.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import pandas as pd
from sqlalchemy import select

from assessment.indicators import BY_KEY
from data_access.asked.periods import Period, months_from, shift
from data_access.counting.reported import OF_FORMS, REPORTED
from data_access.counting.spans import NOT_APPLICABLE, UNTOLD
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of, level_key
from data_access.ledgers.counting_rules import Level
from data_access.reading.loaded import ledgers_loaded
from data_access.reading.reader import Reader
from data_access.reported_period import ReportedPeriod
from data_access.store.tables import monthly_tally

# Why a figure is untold: ``span:2026H1`` (only a sum of these months is known), ``month:2026-06`` (a form is missing,
# the first month), ``form`` (no form of the period tells it at all), ``half`` (forms tell its base or its part alone),
# ``not_applicable``, ``above`` (a share would pass 100 %); '' where it is told.
SPAN, MONTH, FORM, HALF, NO_CASES, ABOVE = "span", "month", "form", "half", "not_applicable", "above"
Untold = dict[tuple[str, int], str]
_tally = monthly_tally.c


def of_forms_alone(reader: Reader, indicator: str) -> bool:
    """Whether forms alone can tell an indicator: it rests on a count of the city's own, or on a ledger that was never
    loaded and that nobody owes (whose silence would be missed).
    """
    declared = BY_KEY.get(indicator)
    if declared is None:
        return False
    loaded, days = ledgers_loaded(reader), reader.dates()
    ledgers = [ledger_of(key) if key in TALLIES else "" for key in (declared.numerator, declared.denominator)]
    return any(not each or (each not in loaded and days.of(each) is None) for each in ledgers)


def why_untold(reader: Reader, counts: pd.DataFrame) -> pd.Series:
    """The column untold of counts that were joined to everyone: of whom no ledger has a row no form was handed in."""
    alone = {key for key in counts["indicator"].unique() if of_forms_alone(reader, key)}
    nobody = counts["untold"].isna() & counts["indicator"].isin(alone)
    return counts["untold"].mask(nobody, FORM).fillna("")


def months_of_forms(reader: Reader) -> pd.DataFrame:
    """Every month that forms tell or leave untold: tally_key (as stored), unit_id, last (month), span_months and value;
    one statement for all pages."""

    def read() -> pd.DataFrame:
        columns = [_tally.tally_key, _tally.unit_id, _tally.month.label("last"), _tally.span_months, _tally.value]
        return reader.frame(select(*columns).where(OF_FORMS))

    found: pd.DataFrame = reader.kept("months_of_forms", (), read)
    return found


def untold(reader: Reader, keys: Sequence[str], period: Period) -> Untold:
    """By stored key and unit why the sums of a period are untold; flows only."""
    rows = months_of_forms(reader)
    if rows.empty:
        return {}
    rows = rows[rows["tally_key"].isin(keys) & ~rows["tally_key"].str.endswith(REPORTED)]
    rows = rows[rows["last"].ge(period.first)]
    found: dict[tuple[str, int], str] = {}
    applies, nothing = set[tuple[str, int]](), set[tuple[str, int]]()
    for key, unit_id, last, months, _value in rows.itertuples(index=False):
        place, first = (str(key), int(unit_id)), shift(last, 1 - max(int(months), 1))
        if first > period.last:
            continue
        if months == NOT_APPLICABLE:
            nothing.add(place)
        elif months == UNTOLD:
            why = found.get(place, "")
            # The first month is named; of a cut span the sum that is known.
            found[place] = why if why.startswith(SPAN) else min(f"{MONTH}:{last:%Y-%m}", why or "~")
        elif first < period.first or last > period.last:
            found[place] = f"{SPAN}:{ReportedPeriod(first, last).code}"
        else:
            applies.add(place)
    return dict.fromkeys(nothing - applies, NO_CASES) | found


def halves(indicators: Iterable[str], levels: Iterable[Level], end: str) -> Iterator[tuple[str, str]]:
    """The stored keys above and below the line of the indicators that forms can tell by halves; ``end`` is that of the
    tallies' own keys.
    """
    for indicator, level in product(indicators, tuple(levels)):
        part, base = BY_KEY[indicator].numerator, BY_KEY[indicator].denominator
        if part != base and ledger_of(part) == ledger_of(base):
            yield level_key(part + end, level), level_key(base + end, level)


def half_told(reader: Reader, pairs: Iterable[tuple[str, str]], period: Period) -> Untold:
    """By stored key and unit what forms leave out of which they tell the other half, the whole or the part.

    Who tells how many suits were closed and not how many were lost has not said that none was. ``pairs`` are those
    of ``halves``: both of one ledger, so that no cases can tell the other half.
    """
    found: Untold = {}
    within = set(months_from(period.first, period.last))
    for pair, unit_id, part, whole in _told_of_halves(reader, pairs):
        found |= {(pair[0], unit_id): HALF} if (whole - part) & within else {}
        found |= {(pair[1], unit_id): HALF} if (part - whole) & within else {}
    return found


def half_months(reader: Reader, pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[int, dt.date]]:
    """The units and months of which forms tell one half alone of any of the ``pairs`` (``halves``)."""
    halves_told = _told_of_halves(reader, pairs)
    return frozenset((unit_id, month) for _, unit_id, part, whole in halves_told for month in part ^ whole)


def _told_of_halves(
    reader: Reader, pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], int, set[dt.date], set[dt.date]]]:
    """Each pair and unit with the months of which forms tell the part and the whole."""
    told: dict[tuple[str, int], set[dt.date]] = defaultdict(set)
    for key, unit_id, last, months, _value in months_of_forms(reader).itertuples(index=False):
        told[str(key), int(unit_id)] |= {shift(last, -back) for back in range(max(int(months), 1))}
    units = {unit_id for _, unit_id in told}
    for pair, unit_id in product(pairs, units):
        yield pair, unit_id, told.get((pair[0], unit_id), set()), told.get((pair[1], unit_id), set())


def months_apart(reader: Reader, keys: Sequence[str]) -> frozenset[tuple[int, dt.date]]:
    """The units and months of which forms tell no figure by itself: within a longer span, or untold."""
    rows = months_of_forms(reader)
    rows = rows[rows["tally_key"].isin(keys) & rows["span_months"].ne(1) & rows["span_months"].ne(NOT_APPLICABLE)]
    return frozenset(
        (int(unit_id), shift(last, -back))
        for unit_id, last, months in zip(rows["unit_id"], rows["last"], rows["span_months"], strict=True)
        for back in range(max(int(months), 1))
    )
