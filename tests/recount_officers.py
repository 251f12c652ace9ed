"""The independent recount of officers, their certificates and their training (articles 13 and 14).

It was written from the text of the rules alone and imports nothing of ours. What it counts stands at the end of a
month: an officer may be in every month of a year, and certified in some of them only.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from tests.recount_rules import Row

# Of the years before no register was kept.
COUNTED_FROM = dt.date(2024, 1, 1)
RENEWAL = dt.timedelta(60)
HOURS, MORE_HOURS = 40, 60
MORE_HOURS_FROM = 2024

# The unit, a day of the month, the indicator, and whether it is in the numerator or what it adds to both parts (None:
# unknown).
Standing = tuple[int, dt.date, str, bool | tuple[float, float] | None]
Months = Iterable[tuple[dt.date, dt.date]]
# The months that are known of a table and a unit, each with its last day.
MonthsOf = Callable[[str, int], Months]


def officers(rows: Iterable[Row], records: Iterable[Row], pilots: set[int], months_of: MonthsOf) -> Iterator[Standing]:
    """Where each officer on post at the end of a month stands, of each month that is known of the unit."""
    trainings: dict[str, list[Row]] = defaultdict(list)
    for record in records:
        if record["kind"] == "training":
            trainings[record["officer_no"]].append(record)
    for row in rows:
        unit_id = row["unit_id"]
        for month, end in months_of("officer", unit_id):
            if _on_post(row, end):
                found = {"officer_pilot_share": unit_id in pilots} | _certified(row, end)
                yield from ((unit_id, month, indicator, met) for indicator, met in found.items())
        lessons = trainings[row["officer_no"]]
        for month, end in months_of("officer_record", unit_id):
            if _on_post(row, end):
                yield unit_id, month, "training_share", _trained(lessons, end)


def _on_post(row: Row, day: dt.date) -> bool:
    """Who leaves on a day is gone at its end."""
    return row["joined_on"] <= day and (row["left_on"] is None or row["left_on"] > day)


def _certified(row: Row, day: dt.date) -> dict[str, bool | None]:
    """By indicator; one of which an officer is no part is left out."""
    valid, listed = _valid(row, day), row["on_staffing_list"]
    ends_soon = None if valid is None else valid and row["expires_on"] <= day + RENEWAL
    found: dict[str, bool | None] = {"certificate_valid_share": valid, "certificate_expiring_share": ends_soon}
    unknown = valid is None or listed is None
    if valid is not False:
        found["off_list_holder_share"] = None if unknown else not listed
    if listed is not False:
        found["listed_uncertified_share"] = None if unknown else not valid
    return found


def _valid(row: Row, day: dt.date) -> bool | None:
    """What has run out has run out, whenever it began; a certificate holds on its last day."""
    begun, over = row["certified_on"], row["expires_on"]
    if row["certificate_kind"] == "none" or (over is not None and over < day):
        return False
    return None if begun is None or over is None else bool(begun <= day)


def _trained(lessons: Iterable[Row], day: dt.date) -> bool | None:
    """By the hours of the year so far; where some are blank the others may be enough."""
    hours = [each["hours"] for each in lessons if each["occurred_on"].year == day.year and each["occurred_on"] <= day]
    needed = MORE_HOURS if day.year >= MORE_HOURS_FROM else HOURS
    if sum(each for each in hours if each is not None) >= needed:
        return True
    return None if None in hours else False
