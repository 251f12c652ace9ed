"""Single cases of the demo city that stories tell of, counted in plain pandas between two days."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from data_access import demo
from data_access.asked.periods import months_from, shift
from tests.data_access.demo_figures import HEADS, LOST, Frames, of_county, within

NO_JUDGMENT = ["mediated", "withdrawn", "withdrawn_after_change", "transferred", "terminated"]
# From Tuesday 20 October to Tuesday 27 October 2026 are five working days.
FIVE_WORKING_DAYS = dt.timedelta(days=7)


def _own(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    return rows[rows["unit_id"].eq(unit)]


def silent_months(frames: Frames, unit: str, first: dt.date, last: dt.date) -> int:
    """Months of litigation that are due (by the 10th of the next one) and were not reported."""
    reports = _own(frames["ledger_report"], unit)
    reported = set(reports.loc[reports["ledger"].eq("litigation"), "month"])
    due = {month for month in months_from(first, last) if shift(month, 1).replace(day=10) <= demo.AS_OF}
    return len(due - reported)


def _closed(frames: Frames, unit: str, first: dt.date, last: dt.date) -> pd.DataFrame:
    suits = _own(frames["litigation"], unit)
    return within(suits[suits["instance"].eq("first")], "closed_on", first, last)


def blank_outcomes(frames: Frames, unit: str, first: dt.date, last: dt.date) -> int:
    return int(_closed(frames, unit, first, last)["outcome"].isna().sum())


def closed_suits(frames: Frames, unit: str, first: dt.date, last: dt.date) -> int:
    return len(_closed(frames, unit, first, last))


def deemed_acceptances(frames: Frames, organ: str, first: dt.date, last: dt.date) -> int:
    """Applications on which nobody decided within five working days."""
    of_organ = frames["reconsideration"][frames["reconsideration"]["organ_id"].eq(organ)]
    received = within(of_organ, "received_on", first, last)
    silent = (
        received[["acceptance", "decision_on_acceptance_on", "supplement_asked_on", "closed_on"]].isna().all(axis=1)
    )
    ripe = received["received_on"].map(lambda day: day + FIVE_WORKING_DAYS <= demo.AS_OF).astype(bool)
    return int((silent & ripe).sum())


def _heard(frames: Frames, first: dt.date, last: dt.date) -> pd.DataFrame:
    heard = within(frames["litigation"], "heard_on", first, last)
    came = heard["head_attended"].isin(HEADS)
    anybody = came.groupby([heard["case_no"], heard["instance"]]).transform("any")
    return heard.assign(came=came, anybody=anybody)


def shared_heads(frames: Frames, county: str, first: dt.date, last: dt.date) -> int:
    """Hearings of a county's units that only the head of another defendant attended."""
    heard = of_county(_heard(frames, first, last), county)
    return int((heard["anybody"] & ~heard["came"] & heard["head_attended"].notna()).sum())


def excused_absences(frames: Frames, unit: str, first: dt.date, last: dt.date) -> int:
    heard = _own(_heard(frames, first, last), unit)
    absent = heard["head_attended"].notna() & ~heard["anybody"]
    return int((absent & heard["absence_excused"].eq(True)).sum())


def reversed_losses(frames: Frames, unit: str, first: dt.date, last: dt.date) -> int:
    """Suits lost in the first instance of which the last effective judgment is no loss."""
    suits, lost = _own(frames["litigation"], unit), _closed(frames, unit, first, last)
    judged = suits.dropna(subset=["first_instance_case_no", "effective_on", "outcome"])
    judged = judged[~judged["outcome"].isin(NO_JUDGMENT)].sort_values("effective_on")
    latest = judged.groupby("first_instance_case_no")["outcome"].last()
    later = lost.loc[lost["outcome"].isin(LOST), "case_no"].map(latest).dropna()
    return int((~later.isin(LOST)).sum())


def doubtful_suits(frames: Frames, unit: str, _first: dt.date, _last: dt.date) -> int:
    """Suits, with a date or not: spoke absent, attended without a hearing, or of two first defendants."""
    suits = frames["litigation"]
    firsts = suits["defendant_role"].eq("first")
    twice = firsts & suits[firsts].duplicated(["case_no", "instance"], keep=False).reindex(
        suits.index, fill_value=False
    )
    spoke = suits["head_attended"].isin(["staff", "none"]) & suits["head_spoke"].eq(True)
    unheard = suits["head_attended"].isin(HEADS) & suits["heard_on"].isna()
    return len(_own(suits[twice | spoke | unheard], unit))


def contradicted_items(frames: Frames, unit: str, first: dt.date, last: dt.date) -> int:
    """Items that have events, of which none closes what the column says was closed in these days."""
    events, closed = frames["rectification_event"], within(frames["rectification"], "closed_on", first, last)
    told, closing = (set(rows["item_no"]) for rows in (events, events[events["kind"].eq("closed")]))
    return len(_own(closed[closed["item_no"].isin(told - closing)], unit))


COUNTED: dict[str, Callable[[Frames, str, dt.date, dt.date], int]] = {
    count.__name__: count
    for count in (
        silent_months, blank_outcomes, closed_suits, deemed_acceptances, shared_heads, excused_absences,
        reversed_losses, doubtful_suits, contradicted_items,
    )
}  # fmt: skip
