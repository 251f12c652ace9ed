"""The reports that units owed month by month, read once for all pages, and of which units each of them tells."""

import datetime as dt

import pandas as pd
from sqlalchemy import case, func, select

from data_access.asked.periods import Period
from data_access.ledgers.reporting_duty import REPORTING_DUTY
from data_access.reading.reader import Reader
from data_access.store.tables import monthly_tally

# The tallies of reports, and the columns that they are: due by now, never handed in, handed in late, saying that there
# is nothing.
NAMES = {"reports_due": "due", "reports_missing": "missing", "reports_late": "late",
         "reports_of_nothing": "of_nothing"}  # fmt: skip
COUNTED = [*NAMES.values(), "missing_compared"]


def reports_by_month(reader: Reader) -> pd.DataFrame:
    """Every report: unit_id, ledger, month, due, missing, late, of_nothing (0 or 1), number (``_number``).

    One statement for all pages.
    """
    reports: pd.DataFrame = reader.kept("reports_by_month", (), lambda: _read(reader))
    return reports


def _read(reader: Reader) -> pd.DataFrame:
    tally = monthly_tally.c
    place = (tally.unit_id, tally.facet, tally.month)
    sums = [func.sum(case((tally.tally_key == key, tally.value), else_=0.0)).label(name) for key, name in NAMES.items()]
    of_reports = tally.tally_key.in_(NAMES), tally.facet != ""
    rows = select(tally.unit_id, tally.facet.label("ledger"), tally.month, *sums).where(*of_reports)
    reports = reader.frame(rows.group_by(*place).order_by(*place))
    # Ledgers are few and looked for often.
    return reports.assign(number=[_number(month) for month in reports["month"]]).astype({"ledger": "category"})


def _number(month: dt.date) -> int:
    """A month as a number, which is compared faster than a day."""
    return 12 * month.year + month.month


def reports_told(reader: Reader, period: Period, compared: Period | None) -> pd.DataFrame:
    """The reports of a period, and those missing of the compared one, by the unit that owed them: unit_id, ledger,
    ``COUNTED``."""
    return _added_up(_of_both(reports_by_month(reader), period, compared))


def reports_through_counties(reader: Reader, period: Period, compared: Period | None) -> pd.DataFrame:
    """The same of the reports of counties by the units of which they tell, too, for units of their kind need not report
    the ledger: a county that was silent left out the rows of its departments. One that was not there yet misses
    nothing.
    """
    reports = reports_by_month(reader)
    of_counties = reports[reports["unit_id"].isin(_departments(reader)["unit_id"].unique())]
    return _added_up(_through_county(reader, _of_both(of_counties, period, compared)))


def _of_both(reports: pd.DataFrame, period: Period, compared: Period | None) -> pd.DataFrame:
    now = _of(reports, period).assign(missing_compared=0.0)
    if compared is None:
        return now
    before = _of(reports, compared)
    before = before.assign(due=0.0, late=0.0, of_nothing=0.0, missing_compared=before["missing"], missing=0.0)
    return pd.concat([now, before], ignore_index=True)


def _of(reports: pd.DataFrame, period: Period) -> pd.DataFrame:
    return reports[reports["number"].between(_number(period.first), _number(period.last))]


def _added_up(reports: pd.DataFrame) -> pd.DataFrame:
    sums = reports.groupby(["unit_id", "ledger"], observed=True)[COUNTED].sum().reset_index()
    return sums.astype({"ledger": str})


def _through_county(reader: Reader, reports: pd.DataFrame) -> pd.DataFrame:
    """A row a report of a county and unit of it of which it tells."""
    told = reports.merge(_departments(reader), on="unit_id")
    told = told[told["first"].le(told["month"]) & told["last"].ge(told["month"])]
    duties = _duties(reader)
    own = pd.Series([pair in duties for pair in zip(told["kind"], told["ledger"], strict=True)], told.index, dtype=bool)
    return told.assign(unit_id=told["told"])[~own]


def _departments(reader: Reader) -> pd.DataFrame:
    """The units of counties: told (its number), unit_id (of the county), kind, first and last (its days)."""
    every = reader.units()
    units, numbers = every[every["kind"].ne("county")], dict(zip(every["code"], every["unit_id"], strict=True))
    county = units["county"].map(numbers)
    days = {"first": units["active_from"].fillna(dt.date.min), "last": units["active_to"].fillna(dt.date.max)}
    found = units.assign(told=units["unit_id"], unit_id=county, **days)[county.notna()]
    return found.astype({"unit_id": int})[["told", "unit_id", "kind", "first", "last"]]


def _duties(reader: Reader) -> frozenset[tuple[str, str]]:
    """The kind of units and the ledger of each duty to report."""

    def read() -> frozenset[tuple[str, str]]:
        duty = REPORTING_DUTY.table.c
        rows = reader.frame(select(duty.unit_kind, duty.ledger))
        return frozenset(zip(rows["unit_kind"], rows["ledger"], strict=True))

    duties: frozenset[tuple[str, str]] = reader.kept("reporting_duties", (), read)
    return duties
