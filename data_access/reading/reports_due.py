"""The reports that units owed month by month, read once for all pages, and of which units each of them tells."""

import datetime as dt

import pandas as pd
from sqlalchemy import select

from data_access.asked.periods import Period
from data_access.ledgers.reporting_duty import REPORTING_DUTY
from data_access.reading.reader import Reader
from data_access.store.tables import monthly_tally

# The tallies of reports, and the columns that they are: due by now, never handed in, saying that there is nothing.
TALLIES = {"reports_due": "due", "reports_missing": "missing", "reports_of_nothing": "of_nothing"}
COUNTED = [*TALLIES.values(), "missing_compared"]


def reports_by_month(reader: Reader) -> pd.DataFrame:
    """Every report: unit_id, ledger, month, due, missing, of_nothing (0 or 1); one statement for all pages."""
    reports: pd.DataFrame = reader.kept("reports_by_month", (), lambda: _read(reader))
    return reports


def _read(reader: Reader) -> pd.DataFrame:
    tally = monthly_tally.c
    # A row of the table is one unit's, ledger's and month's.
    rows = select(tally.unit_id, tally.facet.label("ledger"), tally.month, tally.tally_key, tally.value)
    long = reader.frame(rows.where(tally.tally_key.in_(TALLIES), tally.facet != ""))
    # Ledgers are few and looked for often.
    long = long.astype({"ledger": "category"})
    place = ["unit_id", "ledger", "month"]
    wide = long[place].drop_duplicates(ignore_index=True)
    for key, name in TALLIES.items():
        counted = long.loc[long["tally_key"] == key, [*place, "value"]].rename(columns={"value": name})
        wide = wide.merge(counted, on=place, how="left")
    wide = wide.sort_values(place, ignore_index=True)
    return wide.fillna(dict.fromkeys(TALLIES.values(), 0.0))


def reports_told(
    reader: Reader, period: Period, compared: Period | None, *, through_county: bool = False
) -> pd.DataFrame:
    """The reports of a period, and those missing of the compared one, by the unit that each tells of: unit_id, ledger,
    ``COUNTED``; several rows a unit and ledger.

    ``through_county``: those of counties, which tell of their units in the ledgers that units of their kind need not
    report: a county that was silent left out the rows of its departments, too. One that was not there yet misses
    nothing.
    """
    reports = reports_by_month(reader)
    now = _of(reports, period).assign(missing_compared=0.0)
    before = _of(reports, compared) if compared else now.iloc[:0]
    before = before.assign(due=0.0, of_nothing=0.0, missing_compared=before["missing"], missing=0.0)
    both = pd.concat([now, before], ignore_index=True)
    return (_through_county(reader, both) if through_county else both)[["unit_id", "ledger", *COUNTED]]


def _of(reports: pd.DataFrame, period: Period) -> pd.DataFrame:
    return reports[reports["month"].between(period.first, period.last)]


def _through_county(reader: Reader, reports: pd.DataFrame) -> pd.DataFrame:
    """A row a report of a county and unit of it of which it tells."""
    units = reader.units()
    units = units[units["kind"].ne("county") & units["county"].notna()]
    numbers = dict(zip(reader.units()["code"], reader.units()["unit_id"], strict=True))
    of_units = pd.DataFrame(
        {
            "told": units["unit_id"],
            "unit_id": units["county"].map(numbers).astype(int),
            "kind": units["kind"],
            "first": units["active_from"].fillna(dt.date.min),
            "last": units["active_to"].fillna(dt.date.max),
        }
    )
    told = reports.merge(of_units, on="unit_id")
    told = told[told["first"].le(told["month"]) & told["last"].ge(told["month"])]
    duties = _duties(reader)
    theirs = [pair in duties for pair in zip(told["kind"], told["ledger"], strict=True)]
    return told.loc[[not own for own in theirs]].assign(unit_id=told["told"])


def _duties(reader: Reader) -> frozenset[tuple[str, str]]:
    """The kind of units and the ledger of each duty to report."""

    def read() -> frozenset[tuple[str, str]]:
        duty = REPORTING_DUTY.table.c
        rows = reader.frame(select(duty.unit_kind, duty.ledger))
        return frozenset(zip(rows["unit_kind"], rows["ledger"], strict=True))

    duties: frozenset[tuple[str, str]] = reader.kept("reporting_duties", (), read)
    return duties
