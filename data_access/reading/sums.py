"""From indicators to the tallies behind them and back: the statements that add them up, and sums as rates."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, false, func, literal, or_, select, union_all

from assessment.frames import COUNTS
from assessment.indicators import BY_KEY
from assessment.maturity import Compared
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP, Selection
from data_access.counting.behind import behind
from data_access.counting.tallies import level_key
from data_access.ledgers.reporting_duty import REPORTING_DUTY
from data_access.ledgers.tally import YEAR_BEFORE
from data_access.ledgers.unit import active_on
from data_access.reading.extent import Extent
from data_access.reading.mergers import Entities
from data_access.store.tables import monthly_tally, unit

CITY_ID = 0
_tally = monthly_tally.c
# How a compared figure is counted, and the end of the keys of the tallies that count it.
ENDS: dict[Compared, str] = {"as_counted": "", "year_before": YEAR_BEFORE}


def stored_keys(indicators: Sequence[str], level: str, end: str = "") -> list[str]:
    """The stored tally keys of indicators, numerator before denominator; ``end`` is that of the tallies' own keys."""
    declared = [BY_KEY[key] for key in indicators]
    return [level_key(tally + end, level) for each in declared for tally in (each.numerator, each.denominator)]  # type: ignore[arg-type]


def _blank_key(indicator: str) -> str:
    """The key of the tally of rows that are blank where the indicator is decided; '' where no column decides alone."""
    blank = behind(indicator).blank
    return blank.key if blank else ""


# Which tally plays which role in an indicator; '' for none.
KEY_OF: dict[str, Callable[[str], str]] = {
    "numerator": lambda key: BY_KEY[key].numerator,
    "denominator": lambda key: BY_KEY[key].denominator,
    "blank": _blank_key,
    "reversed": lambda key: BY_KEY[key].reversed,
}


def keys_behind(indicators: Sequence[str], level: str, end: str = "") -> list[str]:
    """The stored tally keys of indicators, of their blank rows and of what was reversed since (as counted now alone);
    ``end`` as of ``stored_keys``.
    """
    blanks = [key + end for key in map(_blank_key, indicators) if key]
    since = [] if end else [BY_KEY[key].reversed for key in indicators if BY_KEY[key].reversed]
    return [*stored_keys(indicators, level, end), *(level_key(key, level) for key in (*blanks, *since))]  # type: ignore[arg-type]


def in_compared(level: str, selection: Selection, counted: Mapping[str, Compared]) -> ColumnElement[bool]:
    """Which rows make the figures of the compared period, each counted as ``compared.compared_as`` has it."""
    parts = (
        in_period([key for key, how in counted.items() if how == of_kind], level, selection.compared, end)
        for of_kind, end in ENDS.items()
    )
    return or_(false(), *parts)


def in_period(indicators: Sequence[str], level: str, period: Period | None, end: str = "") -> ColumnElement[bool]:
    """Which rows make the figures of a period: all its months of a flow, the last one of a stock or a yearly figure.

    A period's last month is never later than that of the data (``periods.period_of``). ``end`` as of ``stored_keys``.
    """
    parts: list[ColumnElement[bool]] = []
    if period is None:
        return false()
    for at_its_end in (False, True):
        keys = keys_behind([key for key in indicators if (BY_KEY[key].at != "flow") == at_its_end], level, end)
        if keys:
            first = period.last if at_its_end else period.first
            parts.append(and_(_tally.tally_key.in_(keys), _tally.month.between(first, period.last)))
    return or_(false(), *parts)


def rate_sums(
    indicators: Sequence[str],
    selection: Selection,
    level: str,
    extent: Entities,
    counted: Mapping[str, Compared],
) -> Select[Any]:
    """The tallies of indicators and their blank rows now and in the compared period, added up over an extent: by what,
    and of which units.

    ``counted`` says of each indicator how its compared figure is counted.
    """
    entity, who = extent
    stored = "whole" if selection.group == COUNTIES_GROUP else "own"
    stored = stored if level in ("member", "merged") else level
    now = in_period(indicators, stored, selection.period)
    before = in_compared(stored, selection, counted)
    aged = [key for key in indicators if selection.compared and counted[key] == "year_before"]
    keys = keys_behind(indicators, stored) + keys_behind(aged, stored, YEAR_BEFORE)
    return (
        select(
            literal(level).label("level"),
            entity.label("unit_id"),
            _tally.tally_key,
            func.sum(case((now, _tally.value), else_=0)).label("current"),
            func.sum(case((before, _tally.value), else_=0)).label("compared"),
        )
        .join_from(monthly_tally, unit, _tally.unit_id == unit.c.unit_id)
        .where(_tally.tally_key.in_(keys), _tally.facet == "", or_(now, before), who)
        .group_by(entity, _tally.tally_key)
    )


def report_sums(selection: Selection, extents: Mapping[str, Entities]) -> CompoundSelect[Any]:
    """Reports due, missing and of nothing, added up over each extent by its level, by what, and by ledger."""
    own = _tally.unit_id == unit.c.unit_id
    of_members = own if selection.group == COUNTIES_GROUP else _reported_for()
    whose = {level: own if level == "city" else of_members for level in extents}
    return union_all(*(_report_sums(selection, level, *extents[level], whose[level]) for level in extents))


def _reported_for() -> ColumnElement[bool]:
    """Which reports tell of a unit: its own, or its county's of a ledger that units of its kind need not report.

    A county that was silent left out the rows of its departments, too; those that were not there yet miss nothing.
    """
    duty = REPORTING_DUTY.table.c
    own = select(literal(1)).where(duty.unit_kind == unit.c.kind, duty.ledger == _tally.facet).exists()
    through_county = and_(_tally.unit_id == unit.c.county_id, ~own, active_on(_tally.month))
    return or_(_tally.unit_id == unit.c.unit_id, through_county)


def _report_sums(
    selection: Selection,
    level: str,
    entity: ColumnElement[Any],
    who: ColumnElement[bool],
    whose: ColumnElement[bool],
) -> Select[Any]:
    now, before = _months(selection.period), _months(selection.compared)
    names = {"reports_due": "due", "reports_missing": "missing", "reports_of_nothing": "of_nothing"}
    sums = [_sum_where(now, key).label(name) for key, name in names.items()]
    return (
        select(literal(level).label("level"), entity.label("unit_id"), _tally.facet.label("ledger"), *sums)
        .add_columns(_sum_where(before, "reports_missing").label("missing_compared"))
        .join_from(monthly_tally, unit, whose)
        .where(_tally.tally_key.in_(names), _tally.facet != "", or_(now, before), who)
        .group_by(entity, _tally.facet)
    )


def _months(period: Period | None) -> ColumnElement[bool]:
    return false() if period is None else _tally.month.between(period.first, period.last)


def _sum_where(months: ColumnElement[bool], key: str) -> ColumnElement[Any]:
    return func.sum(case((and_(months, _tally.tally_key == key), _tally.value), else_=0))


def tally_sums(keys: Sequence[str], extent: Extent, first: dt.date, last: dt.date, by: Sequence[str]) -> Select[Any]:
    """Stored tallies added up over an extent by some of month, facet and unit_id."""
    columns = [_tally[name] for name in by]
    statement = (
        select(*columns, _tally.tally_key, func.sum(_tally.value).label("value"))
        .where(_tally.tally_key.in_(keys), _tally.month.between(first, last))
        .where(_tally.facet != "" if "facet" in by else _tally.facet == "")
        .group_by(*columns, _tally.tally_key)
        .order_by(*columns, _tally.tally_key)
    )
    return statement if extent.unit_ids is None else statement.where(_tally.unit_id.in_(extent.unit_ids))


def whole(values: pd.Series) -> pd.Series:
    """Numbers as integers where all of them are."""
    return values.astype(int) if (values % 1 == 0).all() else values.astype(float)


def as_rates(long: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """The sums of ``rate_sums`` as ``frames.COUNTS``; of a count the denominator is 1 where something was counted.

    A tally that is not among the sums counts as 0.
    """
    long = long.assign(tally_key=long["tally_key"].str.split("@").str[0])
    wide = long.pivot_table(
        index=["level", "unit_id"], columns="tally_key", values=["current", "compared"], fill_value=0, aggfunc="sum"
    )
    counts = pd.DataFrame(
        {
            "level": np.tile(wide.index.get_level_values("level"), len(indicators)),
            "unit_id": np.tile(wide.index.get_level_values("unit_id"), len(indicators)),
            "indicator": np.repeat(np.array(indicators, dtype=object), len(wide)),
        }
    )
    counted = counts["indicator"].map(lambda key: BY_KEY[key].kind == "count")
    for slot, suffix in (("current", ""), ("compared", "_compared")):
        for role in ("numerator", "denominator", "blank"):
            counts[role + suffix] = _column(wide, slot, map(KEY_OF[role], indicators))
        base = counts["denominator" + suffix]
        counts["denominator" + suffix] = base.mask(counted, base.ne(0).astype(int))
    counts["reversed"] = _column(wide, "current", map(KEY_OF["reversed"], indicators))
    return COUNTS.of(counts)


def _column(wide: pd.DataFrame, slot: str, keys: Iterable[str]) -> pd.Series:
    """The sums of one tally an indicator, one indicator after the other; 0 where there are none."""
    tallies = pd.MultiIndex.from_tuples([(slot, key) for key in keys])
    return whole(pd.Series(wide.reindex(columns=tallies, fill_value=0).to_numpy().T.ravel()))
