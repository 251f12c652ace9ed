"""The hand-counted city as a load leaves it: grouped, counted and with a version, ready to be read."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, case, update

from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.counting.counting import count
from data_access.ledgers.demonstration_site import DEMONSTRATION_SITE
from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import Viewer
from data_access.store import tables as t
from data_access.store.tables import SCHEMA_VERSION
from tests.data_access.hand_counted_city import UNIT_IDS, fill

AS_OF = dt.date(2025, 6, 30)
GROUPS = {"county": "counties", "municipal_department": "municipal_departments", "county_department": "sector:police"}
# Who stands in the rows by name; invented, and nobody's.
PERSON = "演示人"
ALL_MONTHS = Period("custom", dt.date(2023, 1, 1), dt.date(2025, 12, 1))
HALF_YEAR = Period("year", dt.date(2025, 1, 1), dt.date(2025, 6, 1))

Ask = Callable[[Reader], Any]


def make_ready(connection: Connection, version: int = 1) -> None:
    """Fill a database that has all tables and no rows; the last load is version ``version``, as of 2025-06-30."""
    fill(connection)
    connection.execute(update(t.unit).values(peer_group=case(GROUPS, value=t.unit.c.kind, else_=None)))
    connection.execute(
        update(RECTIFICATION.table).values(
            responsible_person=PERSON, checker=PERSON, extension_approved_by=PERSON, issue="演示问题"
        )
    )
    site = {"level": "county", "state": "designated", "state_since": dt.date(2024, 5, 1)}
    connection.execute(
        DEMONSTRATION_SITE.table.insert(),
        [
            site | {"unit_id": UNIT_IDS[code], "site_no": f"S-{code}", "name": f"{code} 示范点"}
            for code in ("A-police", "A-town", "B-police")
        ],
    )
    count_as_loaded(connection, version)


def count_as_loaded(connection: Connection, version: int) -> None:
    """What every committed load does last: count, and raise the version."""
    count(connection, AS_OF)
    connection.execute(
        update(t.database_state).values(
            data_version=version, data_as_of=AS_OF, schema_version=SCHEMA_VERSION, synthetic=True, city_name="演示市"
        )
    )


def answers(engine: Engine, viewer: Viewer, *asked: Ask) -> list[Any]:
    with reading(engine, viewer) as reader:
        return [ask(reader) for ask in asked]


def selection(group: str = "counties", unit: str = "", period: Period = HALF_YEAR) -> Selection:
    return Selection(period, "last_year", group, unit=unit)


def figures(rates: pd.DataFrame, indicator: str, level: str = "member") -> dict[int, tuple[int, int]]:
    found = rates[(rates["indicator"] == indicator) & (rates["level"] == level)]
    pairs = zip(found["numerator"], found["denominator"], strict=True)
    return {int(unit_id): (int(x), int(n)) for unit_id, (x, n) in zip(found["unit_id"], pairs, strict=True)}
