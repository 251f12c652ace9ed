"""The demo city's rows in plain Python, so that a panel's figures are counted anew by other means than the database's.

It imports nothing of ours but the tables and the reader whose connection it borrows.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table, select

from data_access.reading.reader import Reader
from data_access.store.tables import unit

Row = dict[str, Any]
AS_OF = dt.date(2026, 10, 31)
FIRST, LAST = dt.date(2026, 1, 1), AS_OF
LOST = {
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
}  # fmt: skip
CORRECTED = {"revoked", "altered", "confirmed_illegal", "ordered_to_perform"}


def rows(reader: Reader, table: Table) -> list[Row]:
    """Every row of a fact table, with the code, kind, sector and county (a code, '' for none) of its unit."""
    units = {row["unit_id"]: row for row in reader._connection.execute(select(unit)).mappings()}
    codes = {unit_id: row["code"] for unit_id, row in units.items()}
    found = []
    for row in reader._connection.execute(select(table)).mappings():
        its = units[row["unit_id"]]
        county = its["code"] if its["kind"] == "county" else codes.get(its["county_id"], "")
        found.append({**row, "code": its["code"], "kind_of_unit": its["kind"], "sector": its["sector"],
                      "county": county})  # fmt: skip
    return found


def within(found: Iterable[Row], date: str, first: dt.date = FIRST, last: dt.date = LAST) -> list[Row]:
    """The rows whose date lies in the period, 2026 up to the data's day unless another is asked for."""
    return [row for row in found if row[date] is not None and first <= row[date] <= last]


def once(found: Iterable[Row]) -> Iterator[Row]:
    """Of each case one row: the first defendant's, else that of the lowest unit."""
    seen: set[tuple[Any, ...]] = set()
    for row in sorted(found, key=lambda row: (row["defendant_role"] != "first", row["unit_id"])):
        case = (row["case_no"], row.get("instance"))
        if case not in seen:
            seen.add(case)
            yield row
