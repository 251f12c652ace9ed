"""What a reader can choose here: months that were counted, groups, units, and indicators whose columns were loaded."""

import datetime as dt

import pandas as pd
from sqlalchemy import select

from assessment.indicators import INDICATORS
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP, Choices
from data_access.counting.behind import behind
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.reading.reader import Reader
from data_access.store.tables import database_state, load_batch


def choices_for(reader: Reader, units: pd.DataFrame, as_of: dt.date) -> Choices:
    """What can be chosen, from the units, the months that have counts, the days known and the columns loaded."""
    first = reader.frame(select(database_state.c.first_month))["first_month"].iat[0]
    last_month, dates = as_of.replace(day=1), reader.dates()
    whole = dates.common
    present = set(units["peer_group"].dropna())
    named = [group for group in (COUNTIES_GROUP, MUNICIPAL_GROUP) if group in present]
    groups = tuple(named + sorted(present - set(named)))
    scored = _scored(reader)
    scored_groups = set(scored["peer_group"])
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
        tuple(group for group in groups if group in scored_groups),
        tuple(indicator.key for indicator in INDICATORS if indicator.key in set(scored["key"])),
        as_of=as_of,
        names=dict(zip(units["code"], units["name"], strict=True)),
        known={ledger.key: day for ledger in LEDGERS if (day := dates.of(ledger.key))},
        known_of_some={ledger.key: day for ledger in LEDGERS if (day := dates.latest_of(ledger.key))},
        whole_month=whole.replace(day=1) if whole and whole < as_of else None,
    )


def _scored(reader: Reader) -> pd.DataFrame:
    """What any scheme scores, and by what: peer_group, key."""
    return reader.frame(select(SCHEME_ITEM.table.c.peer_group, SCHEME_ITEM.table.c.key).distinct())


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
