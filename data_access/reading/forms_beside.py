"""Figures of forms that are not counted, because cases or a county's own row are: beside what is counted instead."""

import datetime as dt
from collections import defaultdict

import pandas as pd
from sqlalchemy import func, select

from assessment.indicators import catalogue
from data_access.asked.periods import Period, shift
from data_access.counting.reported import REPORTED
from data_access.counting.tallies import COUNTY
from data_access.ledgers.counts import COUNTS
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.untold import months_of_forms
from data_access.store.tables import monthly_tally

COLUMNS = ["code", "unit", "first", "last", "count", "counted", "reported", "difference", "by_cases", "indicator",
           "above", "below", "above_reported", "below_reported"]  # fmt: skip
_tally = monthly_tally.c
# What a count of a form stands for beside its own tally: it is compared once, by its own.
_ALSO = {key for each in COUNTS.values() for key in each.tallies} - {each.tallies[0] for each in COUNTS.values()}


def forms_beside(reader: Reader, extent: Extent, period: Period) -> pd.DataFrame:
    """The figures of forms that end in a period and differ from what is counted, units in reading order.

    Columns: code, unit, first and last (months), count, counted, reported, difference (reported less counted), by_cases
    (whether cases are counted, or a county's own row in the place of its units' forms); and of the first share that the
    count is a part of: indicator ('' for none), above and below (the line, as counted), above_reported and
    below_reported (as the forms have them).
    """
    rows = months_of_forms(reader)
    rows = rows[rows["tally_key"].str.endswith(REPORTED) & rows["last"].between(period.first, period.last)]
    if extent.unit_ids is not None:
        rows = rows[rows["unit_id"].isin(extent.unit_ids)]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    beside = _Beside(reader, rows)
    own = rows[~rows["tally_key"].str.removesuffix(REPORTED).str.partition("@")[0].isin(_ALSO)]
    found = [beside.row(each) for each in own.itertuples(index=False)]
    frame = pd.DataFrame([each for each in found if each["difference"]], columns=COLUMNS)
    order = {code: place for place, code in enumerate(reader.units()["code"])}
    frame = frame.assign(order=frame["code"].map(order)).sort_values(["order", "last", "count"], ignore_index=True)
    return frame[COLUMNS]


class _Beside:
    def __init__(self, reader: Reader, rows: pd.DataFrame) -> None:
        units = reader.units()
        self.codes = dict(zip(units["unit_id"], units["code"], strict=True))
        self.names = dict(zip(units["unit_id"], units["name"], strict=True))
        self.members: dict[int, list[int]] = defaultdict(list)
        numbers = dict(zip(units["code"], units["unit_id"], strict=True))
        for unit_id, county in zip(units["unit_id"], units["county"], strict=True):
            if county in numbers:
                self.members[numbers[county]].append(unit_id)
        self.shares = [each for each in catalogue() if each.is_share]
        self.said = {
            (key.removesuffix(REPORTED), int(unit_id), last, int(months)): float(value)
            for key, unit_id, last, months, value in rows.itertuples(index=False)
        }
        self.months = self._months(reader, rows)

    def _months(self, reader: Reader, rows: pd.DataFrame) -> dict[tuple[str, int], dict[dt.date, float]]:
        """What is counted by key, unit and month, of all keys that the rows may be compared by; one statement."""
        named = set(rows["tally_key"].str.removesuffix(REPORTED))
        keys = named | {
            part + end
            for each in self.shares
            for end in ("", COUNTY)
            if named & {each.numerator + end, each.denominator + end}
            for part in (each.numerator, each.denominator)
        }
        first = min(
            shift(last, 1 - int(months)) for last, months in zip(rows["last"], rows["span_months"], strict=True)
        )
        statement = (
            select(_tally.tally_key, _tally.unit_id, _tally.month, func.sum(_tally.value).label("value"))
            .where(_tally.tally_key.in_(keys), _tally.facet == "", _tally.month.between(first, rows["last"].max()))
            .group_by(_tally.tally_key, _tally.unit_id, _tally.month)
        )
        found: dict[tuple[str, int], dict[dt.date, float]] = defaultdict(dict)
        for key, unit_id, month, value in reader.frame(statement).itertuples(index=False):
            found[key, int(unit_id)][month] = float(value)
        return found

    def row(self, said: tuple[str, int, dt.date, int, float]) -> dict[str, object]:
        name, unit_id, last, months, value = said
        key, _, level = name.removesuffix(REPORTED).partition("@")
        place = (int(unit_id), last, int(months), f"@{level}" if level else "")
        counted = self._counted(key, *place)
        return {
            "code": self.codes[unit_id], "unit": self.names[unit_id], "first": shift(last, 1 - int(months)),
            "last": last, "count": key, "counted": counted, "reported": float(value),
            "difference": float(value) - counted, "by_cases": not level, **self._share(key, *place),
        }  # fmt: skip

    def _counted(self, key: str, unit_id: int, last: dt.date, months: int, end: str) -> float:
        first = shift(last, 1 - months)
        whose = self.members[unit_id] if end else [unit_id]
        return sum(
            value for each in whose for month, value in self.months[key + end, each].items() if first <= month <= last
        )

    def _share(self, key: str, unit_id: int, last: dt.date, months: int, end: str) -> dict[str, object]:
        """The first share that the count is a part of, as counted and as the forms of the same months have it."""
        share = next((each for each in self.shares if key in (each.numerator, each.denominator)), None)
        if share is None:
            return {"indicator": "", "above": 0.0, "below": 0.0, "above_reported": 0.0, "below_reported": 0.0}
        place = (unit_id, last, months)
        counted = [self._counted(part, *place, end) for part in (share.numerator, share.denominator)]
        reported = [
            self.said.get((part + end, *place), own)
            for part, own in zip((share.numerator, share.denominator), counted, strict=True)
        ]
        return {"indicator": share.key, "above": counted[0], "below": counted[1],
                "above_reported": reported[0], "below_reported": reported[1]}  # fmt: skip
