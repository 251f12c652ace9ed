"""What a reader can choose here: months that were counted, groups, units, and indicators whose columns were loaded."""

import datetime as dt
from dataclasses import replace

import pandas as pd
from sqlalchemy import select, true

from assessment.indicators import INDICATORS
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP, Choices
from data_access.counting.behind import behind
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.ledgers.counting_rules import DatedValues
from data_access.reading.assessment_inputs import schemes
from data_access.reading.reader import Reader
from data_access.store.tables import database_state, load_batch


def choices_for(reader: Reader, units: pd.DataFrame, as_of: dt.date) -> Choices:
    """What can be chosen, from the units, the months that have counts, schemes, counting rules and columns loaded."""
    first, rules = _first_month_and_rules(reader)
    last_month = as_of.replace(day=1)
    present = set(units["peer_group"].dropna())
    named = [group for group in (COUNTIES_GROUP, MUNICIPAL_GROUP) if group in present]
    groups = tuple(named + sorted(present - set(named)))
    every_scheme = schemes(reader)
    scored = {group for scheme in every_scheme for group in scheme.groups}
    counties = units[units["kind"] == "county"]
    sectors = dict.fromkeys(units["sector"].dropna())
    return Choices(
        min(first or last_month, last_month),
        last_month,
        groups,
        tuple(zip(counties["code"], counties["name"], strict=True)),
        tuple(sectors),
        tuple(units["code"]),
        groups[0] if groups else "",
        unknown_indicators(reader),
        tuple(group for group in groups if group in scored),
        as_of=as_of,
        # The newest version of a year comes first.
        schemes=tuple({each.year: replace(each, items=()) for each in reversed(every_scheme)}.values()),
        rules=rules,
        names=dict(zip(units["code"], units["name"], strict=True)),
    )


def _first_month_and_rules(reader: Reader) -> tuple[dt.date | None, DatedValues]:
    """The first month that has counts, and the counting rules in the order of rule and date; one statement."""
    rule, state = COUNTING_RULE.table, database_state
    columns = (state.c.first_month, rule.c.rule, rule.c.from_date, rule.c.value)
    both = select(*columns).outerjoin_from(state, rule, true()).order_by(rule.c.rule, rule.c.from_date)
    rows = list(reader.frame(both).itertuples())
    dated = tuple((row.rule, row.from_date, int(row.value)) for row in rows if isinstance(row.rule, str))
    return rows[0].first_month, dated


def unknown_indicators(reader: Reader) -> tuple[str, ...]:
    """Indicators that need a column no stored sheet ever had; one statement."""
    batch = load_batch.c
    stored = select(batch.ledger, batch.columns).where(batch.status == "stored").distinct()
    have = {
        f"{row.ledger}.{column}"
        for row in reader.frame(stored).itertuples()
        for column in (row.columns or "").split(",")
    }
    return tuple(indicator.key for indicator in INDICATORS if not have.issuperset(behind(indicator.key).needs))
