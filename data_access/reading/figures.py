"""The figures of indicators and tallies, read from ``monthly_tally`` and open to every viewer of a peer group."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import pandas as pd
from sqlalchemy import func, literal, select

from assessment.indicators import BY_KEY
from assessment.maturity import Compared
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP, Selection
from data_access.counting.tallies import level_key
from data_access.ledgers.all import ENTRIES
from data_access.ledgers.counting_rules import Level
from data_access.ledgers.tally import UNKNOWN_FACET, YEAR_BEFORE
from data_access.privacy import masked
from data_access.reading.compared import compared_as
from data_access.reading.covered import FEW, covered_number, with_few_together
from data_access.reading.extent import Extent
from data_access.reading.forms_alone import cut
from data_access.reading.mergers import (
    Passed,
    counted_as,
    counted_units,
    members_of,
    origins_of,
    passed_over,
    units_of,
)
from data_access.reading.reader import Reader
from data_access.reading.reports_due import COUNTED as REPORTS
from data_access.reading.reports_due import reports_through_counties, reports_told
from data_access.reading.sums import CITY_ID, tally_sums
from data_access.reading.unit_sums import Counted, Entities, added_up, stored_keys, unit_sums, whole
from data_access.reading.untold import half_months, halves, months_apart, months_of_forms
from data_access.store.tables import monthly_tally, unit

# Tallies told apart by what somebody wrote, and by the codes of cases, which people brought.
_TEXTS = frozenset(tally.key for entry in ENTRIES for tally in entry.counted if tally.by_free_text)
_CODES = frozenset(tally.key for entry in ENTRIES if entry.course for tally in entry.counted) - _TEXTS

# How a compared figure is counted, and the end of the keys of the tallies that count it.
ENDS: dict[Compared, str] = {"as_counted": "", "year_before": YEAR_BEFORE}


def indicator_counts(
    reader: Reader,
    selection: Selection,
    indicators: Sequence[str],
    levels: Sequence[str] = (),
    passed: Passed | None = None,
) -> pd.DataFrame:
    """Counts behind indicators for every member of the peer group and the city: ``frames.COUNTS``.

    Members without any count do not appear: join with the units, since missing is not nought. ``levels`` asks for some
    of member, merged (what members count of other units), city and own (the selected unit by itself) only. ``passed``
    says whose cases have passed to whom, in both periods (None: by the end of the selected one). What ripens is
    compared at the same age: its compared counts are those of the same day of the year before, or 0 where nobody can
    tell. Panels of one page that ask the same share one read.
    """
    levels = tuple(levels) or ("member", "city", *(["own"] if selection.unit else []))
    passed = passed_over(reader, selection.period) if passed is None else passed
    question = (selection.period, selection.compare, selection.group, selection.unit, tuple(indicators), levels, passed)
    return reader.once(question, lambda: _read_counts(reader, selection, indicators, levels, passed))


def _read_counts(
    reader: Reader, selection: Selection, indicators: Sequence[str], levels: Sequence[str], passed: Passed
) -> pd.DataFrame:
    units, of_group = counted_units(reader, passed), "whole" if selection.group == COUNTIES_GROUP else "own"
    extents = {
        "member": Entities("member", of_group, members_of(units, selection.group)),
        "merged": Entities("merged", of_group, origins_of(units, selection.group)),
        "city": Entities("city", "city", dict.fromkeys(units["unit_id"].tolist(), CITY_ID)),
        "own": Entities("own", "own", {n: n for n in units.loc[units["code"] == selection.unit, "unit_id"].tolist()}),
    }
    now = [Counted(unit_sums(reader, indicators, selection.period), indicators)]
    before = list(_compared(reader, selection, indicators))
    return added_up([extents[level] for level in levels], indicators, now, before)


def _compared(reader: Reader, selection: Selection, indicators: Sequence[str]) -> Iterator[Counted]:
    """The sums of the compared period, each indicator counted as ``compared.compared_as`` has it."""
    if selection.compared is None:
        return
    counted = compared_as(indicators, selection, lambda ledger: reader.dates().of(ledger))
    for how, end in ENDS.items():
        if own := [key for key in indicators if counted[key] == how]:
            yield Counted(unit_sums(reader, indicators, selection.compared, end), own, end)


def counts_of_units(reader: Reader, indicators: Sequence[str], period: Period, units: pd.DataFrame) -> pd.DataFrame:
    """Counts of every unit of the city, those of a merged one with the unit that they have passed to: ``frames.COUNTS``
    of the level "own"; ``units`` as ``counted_units`` has them.
    """
    each = Entities("own", "own", counted_as(units))
    return added_up([each], indicators, [Counted(unit_sums(reader, indicators, period), indicators)], [])


def report_counts(reader: Reader, selection: Selection, passed: Passed | None = None) -> pd.DataFrame:
    """What the members of the peer group, and all units of the city (``CITY_ID``), owed and handed in over the period.

    Columns: level (member, merged, city), unit_id, ledger, due, missing, late, of_nothing (reports due by now, never
    handed in, handed in after that day, "nothing to report"), missing_compared (of the compared period).
    """
    passed = passed_over(reader, selection.period) if passed is None else passed
    question = (selection.period, selection.compared, selection.group, passed)

    def read() -> pd.DataFrame:
        units = counted_units(reader, passed)
        extents = {"member": members_of(units, selection.group)}
        if passed:
            extents["merged"] = origins_of(units, selection.group)
        told = of_members = reports_told(reader, selection.period, selection.compared)
        if selection.group != COUNTIES_GROUP:
            through = reports_through_counties(reader, selection.period, selection.compared)
            of_members = pd.concat([told, through], ignore_index=True)
        parts = [_reports_of(of_members, level, whose) for level, whose in extents.items()]
        everyone = dict.fromkeys(units["unit_id"].tolist(), CITY_ID)
        return pd.concat([*parts, _reports_of(told, "city", everyone)], ignore_index=True)

    counts: pd.DataFrame = reader.kept("report_counts", question, read)
    return counts.copy()


def _reports_of(told: pd.DataFrame, level: str, whose: Mapping[int, int]) -> pd.DataFrame:
    rows = told.assign(level=level, unit_id=told["unit_id"].map(whose)).dropna(subset="unit_id")
    rows = rows.astype({"unit_id": int})
    return rows.groupby(["level", "unit_id", "ledger"], as_index=False)[REPORTS].sum()


def indicator_months(
    reader: Reader, indicators: Sequence[str], first: dt.date, last: dt.date, code: str = ""
) -> pd.DataFrame:
    """Counts by month of one unit (a county as a whole), or of the city when ``code`` is empty; one statement.

    Columns: month, indicator, numerator, denominator (integers), only months with a denominator; none of which a form
    tells only within a longer span, or by halves.
    """
    level, members = _level(reader, code, Period("custom", first, last))
    who = literal(True) if members is None else unit.c.unit_id.in_(members)
    whose = set(reader.units()["unit_id"] if members is None else members)
    keys = stored_keys(indicators, level)
    statement = (
        select(monthly_tally.c.month, monthly_tally.c.tally_key, func.sum(monthly_tally.c.value).label("value"))
        .join_from(monthly_tally, unit, monthly_tally.c.unit_id == unit.c.unit_id)
        .where(monthly_tally.c.tally_key.in_(keys), monthly_tally.c.facet == "", who)
        .where(monthly_tally.c.month.between(first, last))
        .group_by(monthly_tally.c.month, monthly_tally.c.tally_key)
    )
    wide = reader.frame(statement).pivot(index="month", columns="tally_key", values="value")
    parts = []
    for key in indicators:
        numerator, denominator = stored_keys([key], level)
        untold = months_apart(reader, [numerator, denominator]) | half_months(
            reader, halves([key], [cast(Level, level)], "")
        )
        apart = {month for number, month in untold if number in whose}
        counted = wide[~wide.index.isin(apart)].reindex(columns=sorted({numerator, denominator})).fillna(0)
        part = pd.DataFrame({"numerator": whole(counted[numerator]), "denominator": whole(counted[denominator])})
        part = part[part["denominator"] > 0].assign(indicator=key)
        parts.append((part.assign(denominator=1) if BY_KEY[key].kind == "count" else part).reset_index())
    return pd.concat(parts, ignore_index=True)


def tally_values(
    reader: Reader,
    keys: Sequence[str],
    extent: Extent,
    first: dt.date,
    last: dt.date,
    by: Sequence[str] = ("month",),
    classes: Sequence[tuple[str, str, str]] = (),
) -> pd.DataFrame:
    """Sums of tallies over an extent and the months ``first`` to ``last``; one statement, kept for this page.

    Columns: those of ``by`` (of month, facet, unit_id), tally_key, value. By facet the sums of each facet, else
    the totals; what was never counted has no row. A stock over several months must be read by month.

    Before an audience the codes of few cases stand together; ``classes`` (tally, code, class) keep those of each class
    apart, so that these still add up.
    """
    question = ("tallied", tuple(keys), extent, first, last, tuple(by), tuple(classes))
    return reader.once(question, lambda: _read_values(reader, keys, extent, first, last, by, classes))


def _read_values(
    reader: Reader,
    keys: Sequence[str],
    extent: Extent,
    first: dt.date,
    last: dt.date,
    by: Sequence[str],
    classes: Sequence[tuple[str, str, str]],
) -> pd.DataFrame:
    stored = {level_key(key, extent.level): key for key in keys}
    values = reader.frame(tally_sums(tuple(stored), extent, first, last, by))
    if "facet" in by:
        values["facet"] = values["facet"].map(masked, na_action="ignore")
    values = values.assign(tally_key=values["tally_key"].map(stored), value=values["value"].astype(float))
    if "facet" not in by:
        values = _without_cut(reader, values, stored, extent, (first, last), by)
    return _before_audience(values, classes) if "facet" in by and reader.viewer.audience else values


def _without_cut(
    reader: Reader,
    values: pd.DataFrame,
    stored: Mapping[str, str],
    extent: Extent,
    span: tuple[dt.date, dt.date],
    by: Sequence[str],
) -> pd.DataFrame:
    """The sums without what forms tell of a longer time than is asked about: no half-year is a sum of its June."""
    rows = months_of_forms(reader)
    rows = rows[rows["tally_key"].isin(list(stored)) & rows["last"].between(*span) & rows["span_months"].gt(1)]
    rows = rows[pd.Series("month" in by, rows.index) | cut(rows, span[0])]
    rows = rows if extent.unit_ids is None else rows[rows["unit_id"].isin(extent.unit_ids)]
    if rows.empty:
        return values
    less = rows.rename(columns={"last": "month"}).assign(tally_key=rows["tally_key"].map(stored), value=-rows["value"])
    keys = [*by, "tally_key"]
    both = pd.concat([values, less[[*keys, "value"]]]).groupby(keys, as_index=False)["value"].sum()
    return both[values.columns]


def _before_audience(values: pd.DataFrame, classes: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """Sums by facet without what would tell who the people of a handful of cases are: their matter, how it ended."""
    few = values["tally_key"].isin(_TEXTS) & (values["value"] < FEW) & (values["facet"] != UNKNOWN_FACET)
    values["facet"] = values["facet"].mask(few, values["facet"].map(covered_number))
    coded = values["tally_key"].isin(_CODES)
    parts = with_few_together(values[coded], {(tally, code): group for tally, code, group in classes}), values[~coded]
    return pd.concat([part for part in parts if len(part)] or [values], ignore_index=True)


def _level(reader: Reader, code: str, period: Period) -> tuple[str, Sequence[int] | None]:
    """How the cases of a unit count, and whose they are; None for those of everybody."""
    if not code:
        return "city", None
    members = units_of(reader, code, period)
    kinds = reader.units().set_index("code")["kind"]
    return "whole" if kinds.get(code) == "county" else "own", members
