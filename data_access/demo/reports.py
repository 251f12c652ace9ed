"""Who has to report what, and who did: monthly reports of counties and municipal departments, a few forgotten."""

import datetime as dt

import numpy as np
import pandas as pd

from data_access.asked.periods import months_from, shift
from data_access.demo.city import Units
from data_access.demo.streams import AS_OF, FIRST_DAY, Columns, stream
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.reporting_duty import REPORTED_LEDGERS
from data_access.ledgers.unit import is_active

TABLE = "ledger_report"
REPORTING_KINDS = ("county", "municipal_department")
DUE_DAY = 10
FORGOTTEN = 0.022
# How many reports come after the day they were due on, and by how many days at most.
LATE, DAYS_LATE = 0.03, 15


def reporting_duties() -> Columns:
    """Counties and municipal departments report every ledger by the 10th of the next month."""
    duties = [(kind, ledger) for kind in REPORTING_KINDS for ledger in REPORTED_LEDGERS]
    kinds, ledgers = zip(*duties, strict=True)
    return {
        "unit_kind": np.array(kinds, dtype=object),
        "ledger": np.array(ledgers, dtype=object),
        "frequency": np.array(["month"] * len(duties), dtype=object),
        "due_day": np.array([DUE_DAY] * len(duties), dtype=np.int64),
        "from_month": np.array([np.datetime64(FIRST_DAY)] * len(duties)),
    }


def ledger_reports(units: Units, frames: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """One row a report handed in; "nothing to report" where the ledgers of the unit have no event in the month.

    Only such a month can be forgotten: rows that are there were handed in. A county reports for all its units.
    """
    months = [month for month in months_from(FIRST_DAY, AS_OF) if _due_on(month) <= AS_OF]
    reporters = _reporters(units.frame)
    busy = {ledger: _busy_months(frames[ledger], ledger, reporters) for ledger in REPORTED_LEDGERS}
    directory = units.frame[units.frame["kind"].isin(REPORTING_KINDS)]
    rows = []
    for unit in directory.to_dict("records"):
        forgets, delays = stream(seed, TABLE, unit["code"]), stream(seed, "late_reports", unit["code"])
        for ledger in REPORTED_LEDGERS:
            forgotten = forgets.random(len(months)) < FORGOTTEN
            waits = forgets.integers(1, DUE_DAY + 1, len(months))
            waits = np.where(delays.random(len(months)) < LATE, DUE_DAY + delays.integers(1, DAYS_LATE + 1), waits)
            for month, gone, wait in zip(months, forgotten.tolist(), waits.tolist(), strict=True):
                nothing = (unit["code"], month) not in busy[ledger]
                if not (gone and nothing) and _active(unit, month):
                    rows.append((unit["code"], ledger, month, shift(month, 1).replace(day=wait), nothing))
    columns = [column.name for column in BY_KEY[TABLE].columns]
    return pd.DataFrame(rows, columns=columns).astype(object)


def _due_on(month: dt.date) -> dt.date:
    return shift(month, 1).replace(day=DUE_DAY)


def _active(unit: dict[str, object], month: dt.date) -> bool:
    first, last = (unit[name] if isinstance(unit[name], dt.date) else None for name in ("active_from", "active_to"))
    return is_active(first, last, month)  # type: ignore[arg-type]


def _reporters(units: pd.DataFrame) -> dict[str, str]:
    """Which unit reports for each: itself, or its county where units of its kind have no duty of their own."""
    own = units["kind"].isin(REPORTING_KINDS)
    return dict(zip(units["code"], units["code"].where(own, units["county_id"]), strict=True))


def _busy_months(frame: pd.DataFrame, ledger: str, reporters: dict[str, str]) -> set[tuple[str, dt.date]]:
    """The (unit that reports, month) pairs in which the ledger has an event."""
    names = [column.name for column in BY_KEY[ledger].columns if column.event]
    pairs: set[tuple[str, dt.date]] = set()
    for name in names:
        dated = frame[["unit_id", name]].dropna()
        months = [day.replace(day=1) for day in dated[name]]
        pairs |= set(zip(dated["unit_id"].map(reporters), months, strict=True))
    return pairs
