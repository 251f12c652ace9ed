"""The rules of the independent recount, in plain Python: each indicator is one small rule that looks at one row.

They were written from the text of the rules alone and import nothing of ours; tables go by their names.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import chinese_calendar

Row = Mapping[str, Any]
# The date that places a row in a month, and whether it is in the numerator (None: a blank cell leaves that open, so it
# is in neither part; of a row that says sums itself, what it adds above and below the line). No verdict: the row has
# nothing to do with the rate.
Verdict = tuple[dt.date, bool | tuple[float, float] | None] | None
Rule = Callable[[Row, dt.date], Verdict]
# The unit a row is counted for, and whether its county and the city count it too; None is counted for nobody.
Place = tuple[int, bool, bool] | None

HEADS = {"chief", "deputy", "other_head"}
LOST = {
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
}  # fmt: skip
DIRECTLY_CORRECTED = {"revoked", "altered", "confirmed_illegal", "ordered_to_perform"}
CORRECTED = DIRECTLY_CORRECTED | {"mediated", "settled", "withdrawn_after_change"}
SETTLED = {"mediated", "settled", "withdrawn", "withdrawn_after_change"}
SUIT_LIMIT = dt.timedelta(days=15)
ORDINARY_DAYS = 60
SIMPLIFIED_DAYS = 30
MOST_EXTENDED_DAYS = 30
SIMPLIFIED_LIMIT_FROM = dt.date(2024, 1, 1)
FILING_LIMIT = dt.timedelta(days=15)
ORDINANCE = dt.date(2019, 9, 1)
COMES_BACK = {"sued", "repeated"}
FLEXIBLE = {"reasoned", "exhortation", "reminder", "admonition", "talk", "visit"}
ACTS = FLEXIBLE | {"penalty", "licence", "levy", "compulsion"}
PASS_MARK = 60
GOES_ON = {"assigned", "started", "submitted", "returned", "reopened"}


@cache
def is_worked(day: dt.date) -> bool:
    """By the official calendar; in years that are not published Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def next_working_day(last_day: dt.date) -> dt.date:
    """A limit of days that ends on a rest day runs to the next working day."""
    return last_day if is_worked(last_day) else next_working_day(last_day + dt.timedelta(1))


def respondent(row: Row) -> Place:
    return row["unit_id"], bool(row["counts_for_county"]), bool(row["counts_for_city"])


def organ(row: Row) -> Place:
    """One case, one organ: only the row of the first respondent counts; where roles are blank one row of the case."""
    first = row["defendant_role"] == "first" or (row["defendant_role"] is None and row["counts_for_city"])
    return (row["organ_id"], True, True) if first and row["organ_id"] is not None else None


def acting_unit(row: Row) -> Place:
    return row["unit_id"], True, True


def _share(day: str, deciding: str, words: Iterable[str], **only: str) -> Rule:
    """Rows whose ``deciding`` column holds one of ``words``; where it is blank nobody knows."""
    wanted = frozenset(words)

    def rule(row: Row, _as_of: dt.date) -> Verdict:
        value = row[deciding]
        if row[day] is None or any(row[name] != needed for name, needed in only.items()):
            return None
        return row[day], None if value is None else value in wanted

    return rule


def _not_sued(row: Row, as_of: dt.date) -> Verdict:
    """A suit that was filed, however late, is a suit; the days for one run from service."""
    closed_on, sued_on = row["closed_on"], row["sued_on"]
    if closed_on is None:
        return None
    last_day = next_working_day((row["served_on"] or closed_on) + SUIT_LIMIT)
    if last_day > as_of and sued_on is None:
        return None
    return closed_on, None if row["outcome"] is None else sued_on is None


def _closed_in_time(row: Row, _as_of: dt.date) -> Verdict:
    closed_on, accepted_on, procedure = row["closed_on"], row["since"], row["procedure"]
    if closed_on is None:
        return None
    if accepted_on is None or procedure is None:
        return closed_on, None
    # The simplified procedure, of its own since 2024, cannot be extended.
    short = procedure == "simplified" and accepted_on >= SIMPLIFIED_LIMIT_FROM
    limit = SIMPLIFIED_DAYS if short else ORDINARY_DAYS + min(row["extended_days"] or 0, MOST_EXTENDED_DAYS)
    return closed_on, closed_on <= next_working_day(accepted_on + dt.timedelta(limit + (row["suspended_days"] or 0)))


def _accepted(row: Row, _as_of: dt.date) -> Verdict:
    if row["decided_on"] is None or row["said"] not in {None, "accepted", "refused"}:
        return None
    return row["decided_on"], None if row["said"] is None else row["said"] == "accepted"


def _resolved_at_source(row: Row, _as_of: dt.date) -> Verdict:
    if row["closed_on"] is None:
        return None
    # Whether it came again is unknown where nobody says so, unless its end does.
    came_back = row["outcome"] in COMES_BACK or row["repeated"]
    return row["closed_on"], None if row["outcome"] is None or came_back is None else not came_back


def _satisfied(row: Row, _as_of: dt.date) -> Verdict:
    if row["closed_on"] is None or row["rated"] is False:
        return None
    return row["closed_on"], None if row["rated"] is None else row["satisfied"]


def _rated(row: Row, _as_of: dt.date) -> Verdict:
    return None if row["closed_on"] is None else (row["closed_on"], row["rated"])


def _opinion_due(row: Row) -> dt.date | None:
    """As written; else 60 days after the decision that it came with, since the law of 2024-01-01 says so, and on."""
    closed_on, is_opinion = row["closed_on"], row["suggestion"] == "opinion"
    if row["opinion_due_on"] is not None or closed_on is None or closed_on < dt.date(2024, 1, 1) or not is_opinion:
        return row["opinion_due_on"]
    return next_working_day(closed_on + dt.timedelta(60))


def _opinion_answered(row: Row, as_of: dt.date) -> Verdict:
    due_on, answered_on = _opinion_due(row), row["opinion_answered_on"]
    if row["suggestion"] not in {None, "opinion"} or due_on is None or (due_on > as_of and answered_on is None):
        return None
    return due_on, None if row["suggestion"] is None else answered_on is not None and answered_on <= due_on


def _rectified(row: Row, _as_of: dt.date) -> Verdict:
    return None if row["assigned_on"] is None else (row["assigned_on"], row["closed_on"] is not None)


def _rectified_on_time(row: Row, as_of: dt.date) -> Verdict:
    due_on, closed_on = row["due_on"], row["closed_on"]
    # On its last day an item is not late yet.
    if due_on is None or due_on > as_of or (due_on == as_of and closed_on is None):
        return None
    return due_on, closed_on is not None and closed_on <= due_on


def closed_by_events(events: Iterable[Row]) -> dt.date | None:
    """The first closing of an item that no step came after; opened again on the same day is after it, too."""
    steps = [each["occurred_on"] for each in events if each["kind"] in GOES_ON]
    again = [each["occurred_on"] for each in events if each["kind"] == "reopened"]
    closings = [each["occurred_on"] for each in events if each["kind"] == "closed"]
    return min((day for day in closings if day not in again and all(step <= day for step in steps)), default=None)


def _filed(row: Row, as_of: dt.date) -> Verdict:
    issued_on, filed_on = row["issued_on"], row["filed_on"]
    if issued_on is None or (filed_on is None and next_working_day(issued_on + FILING_LIMIT) > as_of):
        return None
    return issued_on, filed_on is not None


def _filed_in_time(row: Row, _as_of: dt.date) -> Verdict:
    issued_on, filed_on = row["issued_on"], row["filed_on"]
    if issued_on is None or filed_on is None:
        return None
    return issued_on, filed_on <= next_working_day(issued_on + FILING_LIMIT)


def _conforming(row: Row, _as_of: dt.date) -> Verdict:
    if row["issued_on"] is None or row["filed_on"] is None:
        return None
    return row["issued_on"], None if row["review_result"] is None else row["review_result"] == "conforming"


def _sums(above: str, below: str, day: str = "month") -> Rule:
    """Rows that say both sums themselves; where one is blank nobody knows either."""

    def rule(row: Row, _as_of: dt.date) -> Verdict:
        if row[day] is None:
            return None
        blank = row[above] is None or row[below] is None
        return row[day], None if blank else (row[above], row[below])

    return rule


def _flexible(row: Row, _as_of: dt.date) -> Verdict:
    if row["kind"] not in ACTS:
        return None
    cases = row["cases"]
    return row["month"], None if cases is None else (cases if row["kind"] in FLEXIBLE else 0, cases)


def _adjusted(row: Row, _as_of: dt.date) -> Verdict:
    if row["added"] is None or row["removed"] is None:
        return row["month"], None
    return row["month"], (row["added"] + row["removed"],) * 2


def _networked(row: Row, _as_of: dt.date) -> Verdict:
    return row["month"], row["networked"]


def _file_failed(row: Row, _as_of: dt.date) -> Verdict:
    """A veto fault fails a file; else its grade says whether it failed, and where there is none its points."""
    if row["reviewed_on"] is None:
        return None
    grade, score = row["grade"], row["score"]
    by_points = None if score is None else score < PASS_MARK
    by_grade = by_points if grade is None else grade == "failed"
    return row["reviewed_on"], row["veto_fault"] is not None or by_grade


def _file_excellent(row: Row, _as_of: dt.date) -> Verdict:
    if row["reviewed_on"] is None:
        return None
    grade = row["grade"]
    return row["reviewed_on"], None if grade is None else grade == "excellent" and row["veto_fault"] is None


def _file_score(row: Row, _as_of: dt.date) -> Verdict:
    if row["reviewed_on"] is None:
        return None
    return row["reviewed_on"], None if row["score"] is None else (row["score"], 1)


def _interest_heard(row: Row, _as_of: dt.date) -> Verdict:
    """One of two cells suffices to say yes; no is said by both."""
    concerned, heard = (
        True if True in cells else None if None in cells else False
        for cells in ({row["direct_interest"], row["major_disagreement"]}, {row["consulted"], row["hearing_held"]})
    )
    if row["issued_on"] is None or concerned is False:
        return None
    return row["issued_on"], heard if concerned else None


def _collective(row: Row, _as_of: dt.date) -> Verdict:
    return None if row["issued_on"] is None else (row["issued_on"], row["collectively_decided"])


def _step(step: str, may_not_apply: bool) -> Rule:
    """Done, or said not to apply with a reason, where a decision may do without the step at all."""

    def rule(row: Row, _as_of: dt.date) -> Verdict:
        done, left_out, reason = (row[f"{step}_{part}"] for part in ("on", "not_applicable", "reason"))
        if row["decided_on"] is None:
            return None
        if done is None and left_out is None:
            return row["decided_on"], None
        return row["decided_on"], done is not None or bool(may_not_apply and left_out and reason is not None)

    return rule


def _hearing(row: Row, _as_of: dt.date) -> Verdict:
    if row["decided_on"] is None or row["hearing_required"] is False:
        return None
    return row["decided_on"], None if row["hearing_required"] is None else row["hearing_on"] is not None


def _at_least(step: str, days: str, least: int) -> Rule:
    def rule(row: Row, _as_of: dt.date) -> Verdict:
        if row["decided_on"] is None or row["decided_on"] < ORDINANCE or row[f"{step}_on"] is None:
            return None
        return row["decided_on"], None if row[days] is None else row[days] >= least

    return rule


def _published(row: Row, _as_of: dt.date) -> Verdict:
    return None if row["decided_on"] is None else (row["decided_on"], row["published_on"] is not None)


LITIGATION: dict[str, Rule] = {
    "loss_rate": _share("closed_on", "outcome", LOST, instance="first"),
}
RECONSIDERATION_OF_RESPONDENT: dict[str, Rule] = {
    "direct_correction_rate": _share("closed_on", "outcome", DIRECTLY_CORRECTED),
    "overall_correction_rate": _share("closed_on", "outcome", CORRECTED),
    "settlement_rate": _share("closed_on", "outcome", SETTLED),
    "no_further_suit_rate": _not_sued,
    "opinions_answered_rate": _opinion_answered,
}
RECONSIDERATION_OF_ORGAN: dict[str, Rule] = {
    "acceptance_rate": _accepted,
    "hearing_field_share": _share("closed_on", "hearing_mode", {"hearing", "field"}),
    "closed_in_time_rate": _closed_in_time,
}
PETITIONS: dict[str, Rule] = {
    "resolved_at_source_rate": _resolved_at_source,
    "petition_satisfaction_rate": _satisfied,
    "petition_rated_share": _rated,
}
RECTIFICATION: dict[str, Rule] = {
    "rectification_closed_rate": _rectified,
    "rectification_on_time_rate": _rectified_on_time,
}
DOCUMENTS: dict[str, Rule] = {
    "filing_rate": _filed,
    "filing_timeliness": _filed_in_time,
    "filing_conformity": _conforming,
    "interest_heard_share": _interest_heard,
    "collective_decision_share": _collective,
}
STEPS = {"public_participation": False, "expert_argument": True, "risk_assessment": True, "legality_review": False,
         "collective_decision": False}  # fmt: skip
DECISIONS: dict[str, Rule] = {
    "decision_hearing_rate": _hearing,
    "decision_published_share": _published,
    "consultation_kept": _at_least("public_participation", "consultation_days", 30),
    "legality_review_kept": _at_least("legality_review", "legality_days", 7),
}
SERVICES: dict[str, Rule] = {
    "service_in_time_rate": _sums("handled_in_time", "handled"),
    "service_online_share": _sums("items_online", "items"),
    "service_days_ratio": _sums("days_used", "days_promised"),
    "window_authorised_share": _sums("windows_authorised", "windows"),
    "centres_networked_share": _networked,
}
POWERS: dict[str, Rule] = {
    "powers_online_share": _sums("powers_online", "powers"),
    "discretion_standard_share": _sums("powers_with_discretion_standard", "powers"),
    "powers_adjusted": _adjusted,
}
CASE_FILES: dict[str, Rule] = {
    "file_failed_share": _file_failed,
    "file_excellent_share": _file_excellent,
    "file_mean_score": _file_score,
}
LEDGERS: tuple[tuple[str, dict[str, Rule], Callable[[Row], Place]], ...] = (
    ("litigation_case", LITIGATION, respondent),
    ("reconsideration_case", RECONSIDERATION_OF_RESPONDENT, respondent),
    ("reconsideration_case", RECONSIDERATION_OF_ORGAN, organ),
    ("petition", PETITIONS, acting_unit),
    ("rectification", RECTIFICATION, acting_unit),
    ("normative_document", DOCUMENTS, acting_unit),
    ("major_decision", DECISIONS, acting_unit),
    # A figure of steps: each row is looked at once a step.
    *(("major_decision", {"five_step_completeness": _step(*step)}, acting_unit) for step in STEPS.items()),
    ("service_statistic", SERVICES, acting_unit),
    ("power_statistic", POWERS, acting_unit),
    ("discretion_inspection", {"discretion_fault_ratio": _sums("faults", "files_checked", "held_on")}, acting_unit),
    ("enforcement_statistic", {"flexible_enforcement_share": _flexible}, acting_unit),
    ("case_file_review", CASE_FILES, acting_unit),
)
