"""The small city of ``assessed_city`` with a duty to report its suits each month, and a county that can be silent."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.files.sources import Sheet
from tests.data_access import assessed_city
from tests.data_access.assessed_city import ITEMS, NAMES, case, load, marks, of_ledger, reviews

# All of them are due by the date of the city (the last on 10 July).
MONTHS = ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01")
HALF_YEAR = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 6, 1))
# The county that is silent; it has full marks from everybody, so its cases alone decide its score.
SILENT = "C4"
# One suit, heard and closed in March, its head in court: the one month of six that is handed in.
ONE_GOOD = case(SILENT, 1, closed_on="2025-03-20")
FULL = {**assessed_city.MARKS, SILENT: 100}, {**assessed_city.MEANS, SILENT: 100.0}


def scheme(policy: str, **settings: object) -> list[Sheet]:
    """The scheme of ``assessed_city`` with what a daily item that is not reported does: "zero" or "block"."""
    items = [
        {"year": 2025, "version": 1, "peer_group": "counties", **item,
         "missing_policy": policy if item["component"] == "daily" else "block"}
        for item in ITEMS
    ]  # fmt: skip
    return [of_ledger("scheme", [{**assessed_city.SCHEME, **settings}]), of_ledger("scheme_item", items)]


def duty() -> Sheet:
    return of_ledger(
        "reporting_duty",
        [{"unit_kind": "county", "ledger": "litigation", "frequency": "month", "due_day": 10,
          "from_month": "2025-01-01"}],
    )  # fmt: skip


def reports(handed_in: Mapping[str, Iterable[str]]) -> Sheet:
    """Reports of months without a case, by county."""
    return of_ledger(
        "ledger_report",
        [{"unit_id": code, "ledger": "litigation", "month": month, "reported_on": "2025-07-09",
          "nothing_to_report": True}
         for code, months in handed_in.items() for month in months],
    )  # fmt: skip


def units() -> Sheet:
    return of_ledger("unit", [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()])


def suits(rows: Iterable[Mapping[str, Any]]) -> Sheet:
    return of_ledger("litigation", list(rows))


def fill(
    engine: Engine,
    policy: str = "zero",
    silent: Iterable[Mapping[str, Any]] = (),
    silent_months: Iterable[str] = (),
    **settings: object,
) -> None:
    """The counties 甲, 乙 and 丙 with ten suits each and every report; of 丁 the suits and the months given.

    A month in which a suit was filed, heard or closed is handed in with it.
    """
    honest = [code for code in NAMES if code != SILENT]
    handed_in = {**dict.fromkeys(honest, MONTHS), SILENT: silent_months}
    of_silent = [suits(silent)] if silent else []
    load(
        engine, units(), duty(), assessed_city.cases(honest), *of_silent, reports(handed_in),
        *scheme(policy, **settings), marks(FULL[0]), reviews(FULL[1]), assessed_city.decisions(),
    )  # fmt: skip


def fill_without_a_suit(engine: Engine, policy: str) -> None:
    """The same city, of which nobody has ever handed in a suit or a report."""
    load(engine, units(), duty(), *scheme(policy), marks(FULL[0]), reviews(FULL[1]))
