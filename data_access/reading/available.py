"""What a reader can choose here: months that were counted, groups, units, and indicators whose columns were loaded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import ScalarSelect, func, select, true, union_all

from assessment.indicators import KEY_INDICATORS, SMALL_DENOMINATOR, Indicator, catalogue
from assessment.verdict import enough_for_a_year
from data_access.asked.periods import Period, shift
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP, Choices
from data_access.counting.behind import behind, needs_of
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.ledgers.counting_rules import DatedValues
from data_access.ledgers.tally import ALTERNATIVE
from data_access.reading.assessment_inputs import schemes
from data_access.reading.loaded import columns_loaded, ledgers_loaded
from data_access.reading.mergers import mergers_of
from data_access.reading.own_indicators import own_indicators
from data_access.reading.reader import Reader
from data_access.reading.stated import STATED, last_stated
from data_access.reading.unit_sums import stored_keys
from data_access.reading.untold import months_of_forms, of_forms_alone
from data_access.store.tables import database_state, monthly_tally

# What the first month of a ledger is called in the answer.
BEGINS = "begins_"
# What the last month is called of which anybody has stated in a ledger what stood at its end.
STATES = "stated_"


def choices_for(reader: Reader, units: pd.DataFrame, as_of: dt.date) -> Choices:
    """What can be chosen, from units, months with counts, days known, schemes, counting rules and columns loaded."""
    own_indicators(reader)
    unknown, last_month, dates = unknown_indicators(reader), as_of.replace(day=1), reader.dates()
    whole = dates.common
    keys = [key for key in KEY_INDICATORS if key not in unknown]
    present = set(units["peer_group"].dropna())
    named = [group for group in (COUNTIES_GROUP, MUNICIPAL_GROUP) if group in present]
    groups = tuple(named + sorted(present - set(named)))
    every_scheme = schemes(reader)
    # The newest version of a year comes first.
    of_years = {each.year: replace(each, items=()) for each in reversed(every_scheme)}
    small = {year: scheme.small_denominator for year, scheme in of_years.items()}
    state = _state_and_rules(reader, keys, min(whole, as_of) if whole else as_of, small)
    scored_groups = {group for scheme in every_scheme for group in scheme.groups}
    scored_keys = {item.key for scheme in every_scheme for item in scheme.items}
    counties = units[units["kind"] == "county"]
    sectors = dict.fromkeys(units["sector"].dropna())
    return Choices(
        min(state.first_month or last_month, last_month),
        last_month,
        groups,
        tuple(zip(counties["code"], counties["name"], strict=True)),
        tuple(sectors),
        tuple(units["code"]),
        groups[0] if groups else "",
        unknown,
        tuple(group for group in groups if group in scored_groups),
        tuple(each.key for each in catalogue() if each.key in scored_keys),
        as_of=as_of,
        schemes=tuple(of_years.values()),
        rules=state.rules,
        names=dict(zip(units["code"], units["name"], strict=True)),
        known={ledger.key: day for ledger in LEDGERS if (day := dates.of(ledger.key))},
        known_of_some={ledger.key: day for ledger in LEDGERS if (day := dates.latest_of(ledger.key))},
        begins={**state.begins, **_first_told(reader)},
        stated=state.stated,
        whole_month=whole.replace(day=1) if whole and whole < as_of else None,
        settled_year=state.settled_year,
        mergers=mergers_of(units),
        has_forms=not months_of_forms(reader).empty,
        loaded=ledgers_loaded(reader),
    )


class _State(NamedTuple):
    """The first month that was counted, the year before where the running one has less than it, the rules,
    and by ledger the first month of which anything is counted, and the last that anybody has stated."""

    first_month: dt.date | None
    settled_year: Period | None
    rules: DatedValues
    begins: Mapping[str, dt.date]
    stated: Mapping[str, dt.date]


def _state_and_rules(reader: Reader, indicators: Sequence[str], as_of: dt.date, small: Mapping[int, int]) -> _State:
    """What stands with the counts, and the counting rules in the order of rule and date; one statement.

    ``small``: below how many cases a figure rests on few, of the years that have a scheme.
    """
    year = Period("year", as_of.replace(month=1, day=1), as_of.replace(month=12, day=1))
    before, rule = year.moved(-12), COUNTING_RULE.table
    cases = [_most_cases(indicators, each).label(name) for each, name in ((year, "now"), (before, "before"))]
    firsts = [first.label(BEGINS + ledger) for ledger, first in _first_months()]
    lasts = [last_stated(ledger).label(STATES + ledger) for ledger in STATED]
    counted = select(database_state.c.first_month, *cases, *firsts, *lasts, rule.c.rule, rule.c.from_date, rule.c.value)
    both = counted.outerjoin_from(database_state, rule, true()).order_by(rule.c.rule, rule.c.from_date)
    rows = list(reader.frame(both).itertuples())
    over = shift(as_of.replace(day=1), 1) - dt.timedelta(days=1) <= as_of
    few, few_before = (small.get(each.first.year, SMALL_DENOMINATOR) for each in (year, before))
    enough = enough_for_a_year(as_of.month - (not over), [rows[0].now], few)
    settled = not enough and enough_for_a_year(before.length, [rows[0].before], few_before)
    dated = tuple((row.rule, row.from_date, int(row.value)) for row in rows if isinstance(row.rule, str))
    months = [{name.removeprefix(kind): month for name, month in rows[0]._asdict().items()
               if name.startswith(kind) and not pd.isna(month)} for kind in (BEGINS, STATES)]  # fmt: skip
    return _State(rows[0].first_month, Period("year", before.first, before.last) if settled else None, dated, *months)


def _first_months() -> Iterator[tuple[str, ScalarSelect[Any]]]:
    """By ledger the first month of which anything is counted: look-ups by the key of the counts."""
    tally, keys = monthly_tally.c, defaultdict(list)
    for key, each in TALLIES.items():
        if not each.of:
            keys[ledger_of(key)].append(key)
    for ledger, own in keys.items():
        firsts = [select(func.min(tally.month).label("month")).where(tally.tally_key == key, tally.facet == "")
                  for key in own]  # fmt: skip
        every = union_all(*firsts).subquery()
        yield ledger, select(func.min(every.c.month)).scalar_subquery()


def _first_told(reader: Reader) -> dict[str, dt.date]:
    """By those of the city's own indicators that forms alone tell the first month that one does."""
    forms, firsts = months_of_forms(reader), dict[str, dt.date]()
    for key, last, months in zip(forms["tally_key"], forms["last"], forms["span_months"], strict=True):
        key, first = key.partition("@")[0], shift(last, 1 - max(int(months), 1))
        firsts[key] = min(first, firsts.get(key, first))
    return {each.key: firsts[each.numerator] for each in catalogue()
            if each.own and of_forms_alone(reader, each.key) and each.numerator in firsts}  # fmt: skip


def _most_cases(indicators: Sequence[str], period: Period) -> ScalarSelect[Any]:
    """The cases behind that of the indicators which has most, over the whole city and the months of a period."""
    bases, tally = stored_keys(indicators, "city")[1::2], monthly_tally.c
    sums = (
        select(func.sum(tally.value).label("cases"))
        .where(tally.tally_key.in_(bases), tally.facet == "", tally.month.between(period.first, period.last))
        .group_by(tally.tally_key)
        .subquery()
    )
    return select(func.max(sums.c.cases)).scalar_subquery()


def unknown_indicators(reader: Reader) -> tuple[str, ...]:
    """Indicators that need a column no stored sheet ever had, and whose counts no form has told; two statements."""
    told = {key.partition("@")[0] for key in months_of_forms(reader)["tally_key"].unique()}
    have = columns_loaded(reader)
    return tuple(each.key for each in catalogue() if not _is_known(each, told, have))


def _is_known(indicator: Indicator, told: set[str], have: frozenset[str]) -> bool:
    """Whether forms have told both counts of an indicator, or the ledger that its rows stand in has its columns."""
    if told.issuperset((indicator.numerator, indicator.denominator)):
        return True
    if not indicator.own:
        return _has_all(have, behind(indicator.key).needs)
    counts = {indicator.numerator, indicator.denominator} - told
    return all(key in TALLIES and _has_all(have, needs_of(TALLIES[key])) for key in counts)


def _has_all(have: frozenset[str], needs: Iterable[str]) -> bool:
    """Whether of every need one of its alternatives is there."""
    return all(not have.isdisjoint(need.split(ALTERNATIVE)) for need in needs)
