"""The rules of the independent recount for plans, legal services, legislation, leaders and legal bodies.

Articles 1, 2, 7, 19 and 21, and what articles 5 and 6 only count.
They were written from the text of the rules alone and import nothing of ours; tables go by their names.
"""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.recount_rules import Row, Rule, Verdict

PASS_MARK = 60
ALL = 100


# The column of the year of a ledger whose rows hold in each of its months.
YEARS = {"legal_staffing": "year", "legislation_project": "planned_year"}


def months_of_year(row: Row, year: int, known: dt.date) -> Iterator[dict[str, Any]]:
    """A row of a year once for each month of it that has begun by the day to which its ledger is known.

    ``end`` is the last day of the month that is known.
    """
    for month in (dt.date(year, number, 1) for number in range(1, 13)):
        if month <= known:
            following = (month + dt.timedelta(32)).replace(day=1)
            yield {**row, "month": month, "end": min(following - dt.timedelta(1), known)}


def _plan_on_schedule(row: Row, known: dt.date) -> Verdict:
    """As it stands on the last day that is known; what is done is on schedule, what is past its day is not."""
    state, progress = row["state"], row["progress"]
    if state == "cancelled" or row["starts_on"] > known:
        return None
    if state == "done" or row["done_on"] is not None or (progress is not None and progress >= ALL):
        return known, True
    if progress is None and state != "not_started":
        return known, False if state == "under_way" and row["due_on"] < known else None
    if row["due_on"] < known:
        return known, False
    gone, planned = (known - row["starts_on"]).days, (row["due_on"] - row["starts_on"]).days
    # Who begins today has nothing to show yet; who is to end today has everything.
    expected = Fraction(0) if gone == 0 else Fraction(gone, planned)
    return known, Fraction(progress or 0) / ALL >= expected


def _service_on_time(row: Row, known: dt.date) -> Verdict:
    due_on, delivered_on = row["due_on"], row["delivered_on"]
    if due_on is None:
        return None if row["requested_on"] is None else (row["requested_on"], None)
    if due_on > known or (due_on == known and delivered_on is None):
        return None
    return due_on, delivered_on is not None and delivered_on <= due_on


def _service_adopted(row: Row, _known: dt.date) -> Verdict:
    return None if row["delivered_on"] is None else (row["delivered_on"], row["adopted"])


def _reviewed_before(row: Row, _known: dt.date) -> Verdict:
    day, reviewed_on, exam_on = row["appointed_on"], row["reviewed_on"], row["exam_on"]
    return None if day is None else (day, all(each is not None and each < day for each in (reviewed_on, exam_on)))


def _exam_passed(row: Row, _known: dt.date) -> Verdict:
    if row["exam_on"] is None:
        return None
    scores = [score for score in (row["exam_score"], row["resit_score"]) if score is not None]
    return row["exam_on"], max(scores) >= PASS_MARK if scores else None


def _leaders_attended(row: Row, _known: dt.date) -> Verdict:
    if row["held_on"] is None or row["audience"] == "officers":
        return None
    told = None not in (row["audience"], row["invited"], row["attended"])
    return row["held_on"], (row["attended"], row["invited"]) if told else None


def _yearly(above: str, below: str) -> Rule:
    """Two numbers of a year, of which both must be known."""

    def rule(row: Row, _known: dt.date) -> Verdict:
        return row["month"], None if None in (row[above], row[below]) else (row[above], row[below])

    return rule


def _completed(row: Row) -> bool:
    return row["completed_on"] is not None and row["completed_on"] <= row["end"]


def _project_completed(row: Row, _known: dt.date) -> Verdict:
    return row["month"], _completed(row)


def _project_first(row: Row, _known: dt.date) -> Verdict:
    return row["month"], row["priority"]


def _project_heard(row: Row, _known: dt.date) -> Verdict:
    """Either way of hearing will do; that nobody was heard both cells must say, and only of what is completed."""
    cells = (row["consulted"], row["hearing_or_experts"])
    if True in cells:
        return row["month"], True
    return (row["month"], None if None in cells else False) if _completed(row) else None


def _happened(day: str) -> Rule:
    def rule(row: Row, _known: dt.date) -> Verdict:
        return None if row[day] is None else (row[day], True)

    return rule


PROJECTS: dict[str, Rule] = {
    "plan_completion": _project_completed,
    "plan_priority_share": _project_first,
    "legislation_participation": _project_heard,
}
BULLETINS: dict[str, Rule] = {"bulletins_published": _happened("published_on")}
REPORTS: dict[str, Rule] = {"research_reports_completed": _happened("completed_on")}
EVALUATIONS: dict[str, Rule] = {"decisions_evaluated_count": _happened("evaluated_on")}
PLAN: dict[str, Rule] = {"plan_on_schedule_share": _plan_on_schedule}
SERVICES: dict[str, Rule] = {
    "legal_service_on_time_rate": _service_on_time,
    "legal_service_adopted_share": _service_adopted,
}
CADRES: dict[str, Rule] = {
    "reviewed_before_appointment_share": _reviewed_before,
    "law_exam_pass_share": _exam_passed,
}
TRAININGS: dict[str, Rule] = {"leaders_training_attendance": _leaders_attended}
STAFFING: dict[str, Rule] = {
    "legal_posts_filled_ratio": _yearly("on_post", "posts"),
    "legal_qualified_share": _yearly("qualified", "on_post"),
    "legal_degree_share": _yearly("law_degree", "on_post"),
    "legal_load_ratio": _yearly("matters_handled", "on_post"),
}
