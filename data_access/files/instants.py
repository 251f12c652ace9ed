"""Moments with a time zone as the city's clocks show them: the day of a case is that of the city, wherever the file is
from."""

import datetime as dt

# The time of all of China; no other hour has been kept in summer since 1991.
CITY_ZONE = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def in_the_city(value: object) -> object:
    """A moment with a zone as the city's time without one; whatever else stays as it is. Raises ``OverflowError``."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(CITY_ZONE).replace(tzinfo=None)
    return value
