"""What a reader can choose here: months that were counted, groups, units, and indicators whose columns were loaded."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ScalarSelect, and_, func, select

from assessment.indicators import INDICATORS, KEY_INDICATORS
from assessment.verdict import enough_for_a_year
from data_access.asked.periods import Period, shift
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP, Choices
from data_access.counting.behind import behind
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.reading.reader import Reader
from data_access.reading.sums import stored_keys
from data_access.store.tables import database_state, load_batch, monthly_tally


def choices_for(reader: Reader, units: pd.DataFrame, as_of: dt.date) -> Choices:
    """What can be chosen, from the units, the months with counts, the days known and the columns loaded."""
    unknown, last_month, dates = unknown_indicators(reader), as_of.replace(day=1), reader.dates()
    whole = dates.common
    keys = [key for key in KEY_INDICATORS if key not in unknown]
    first, settled_year = _years(reader, keys, min(whole, as_of) if whole else as_of)
    present = set(units["peer_group"].dropna())
    named = [group for group in (COUNTIES_GROUP, MUNICIPAL_GROUP) if group in present]
    groups = tuple(named + sorted(present - set(named)))
    scored = _scored(reader)
    scored_groups = set(scored["peer_group"])
    of_years = scored.drop_duplicates("year")
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
        unknown,
        tuple(group for group in groups if group in scored_groups),
        tuple(indicator.key for indicator in INDICATORS if indicator.key in set(scored["key"])),
        as_of=as_of,
        names=dict(zip(units["code"], units["name"], strict=True)),
        known={ledger.key: day for ledger in LEDGERS if (day := dates.of(ledger.key))},
        known_of_some={ledger.key: day for ledger in LEDGERS if (day := dates.latest_of(ledger.key))},
        whole_month=whole.replace(day=1) if whole and whole < as_of else None,
        settled_year=settled_year,
        blank_limits=dict(zip(of_years["year"].astype(int), of_years["blank_limit"].astype(float), strict=True)),
    )


def _years(reader: Reader, indicators: Sequence[str], as_of: dt.date) -> tuple[dt.date | None, Period | None]:
    """The first month that was counted, and the year before where the running one has less than it; one statement."""
    year = Period("year", as_of.replace(month=1, day=1), as_of.replace(month=12, day=1))
    before = year.moved(-12)
    cases = [_most_cases(indicators, each).label(name) for each, name in ((year, "now"), (before, "before"))]
    row = reader.frame(select(database_state.c.first_month, *cases)).iloc[0]
    over = shift(as_of.replace(day=1), 1) - dt.timedelta(days=1) <= as_of
    enough = enough_for_a_year(as_of.month - (not over), [row["now"]])
    settled = not enough and enough_for_a_year(before.length, [row["before"]])
    return row["first_month"], Period("year", before.first, before.last) if settled else None


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


def _scored(reader: Reader) -> pd.DataFrame:
    """What the schemes score, and by what, the highest version of a year first: year, blank_limit, peer_group, key."""
    scheme, item = SCHEME.table.c, SCHEME_ITEM.table.c
    same = and_(scheme.year == item.year, scheme.version == item.version)
    statement = select(scheme.year, scheme.blank_limit, item.peer_group, item.key).join_from(
        SCHEME.table, SCHEME_ITEM.table, same
    )
    return reader.frame(statement.order_by(scheme.year, scheme.version.desc()))


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
