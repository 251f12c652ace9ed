"""The indicator catalogue, in the order a reader meets it.

An indicator is data: two tally keys, a direction and where its definition comes from. Its words (label, meaning, why
it matters, what is counted) stand in the catalogues under ``indicator.<key>.*``. The tally keys are declared in
``data_access/counting/tallies.py``; the rows of a numerator are always a subset of the rows of its denominator, in the
same month by the same date.
"""

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"]
# Who a figure is counted for: the unit that acted, or the organ that decided on it.
CountedFor = Literal["unit", "organ"]


@dataclass(frozen=True)
class Indicator:
    """One rate: ``numerator`` / ``denominator`` are tally keys, ``article`` the article of the policy it serves.

    ``better`` is None where a high value can be good or bad; such an indicator has no best, no worst and no light.
    ``source`` is a key of the catalogue (``source.<key>``) that names where the formula comes from. ``needs`` are the
    ledger columns without which it cannot be counted; a ledger that never had them leaves it unknown, not nought.
    """

    key: str
    article: int
    numerator: str
    denominator: str
    needs: tuple[str, ...]
    better: Better | None
    source: str = "domain"
    counted_for: CountedFor = "unit"
    checked_by: str = "legal_office"
    next_review: str = "2027-01"

    @property
    def ledger(self) -> str:
        """The ledger its cases stand in."""
        return self.needs[0].split(".")[0]


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "appearance_rate",
        18,
        "heard_head_attended",
        "heard_known",
        ("litigation.heard_on", "litigation.head_attended"),
        "higher",
        "appearance_rules",
    ),
    Indicator(
        "chief_appearance_rate",
        18,
        "heard_chief_attended",
        "heard_known",
        ("litigation.heard_on", "litigation.head_attended"),
        "higher",
        "appearance_rules",
    ),
    Indicator(
        "speaking_rate",
        18,
        "attended_head_spoke",
        "attended_known",
        ("litigation.heard_on", "litigation.head_spoke"),
        "higher",
        "appearance_rules",
    ),
    Indicator(
        "loss_rate",
        18,
        "first_instance_lost",
        "first_instance_closed",
        ("litigation.closed_on", "litigation.outcome"),
        "lower",
        "policy",
    ),
    Indicator(
        "final_loss_rate",
        18,
        "effective_lost",
        "effective",
        ("litigation.effective_on", "litigation.outcome"),
        "lower",
        "policy",
    ),
    Indicator(
        "acceptance_rate",
        17,
        "applications_accepted",
        "applications_decided",
        ("reconsideration.organ_id", "reconsideration.decision_on_acceptance_on"),
        None,
        "policy",
        "organ",
    ),
    Indicator(
        "acceptance_in_time_rate",
        17,
        "applications_decided_in_time",
        "applications_decided_dated",
        ("reconsideration.organ_id", "reconsideration.received_on", "reconsideration.decision_on_acceptance_on"),
        "higher",
        "law",
        "organ",
    ),
    Indicator(
        "direct_correction_rate",
        17,
        "reconsideration_corrected",
        "reconsideration_closed",
        ("reconsideration.closed_on", "reconsideration.outcome"),
        None,
        "practice",
    ),
    Indicator(
        "overall_correction_rate",
        17,
        "reconsideration_corrected_overall",
        "reconsideration_closed",
        ("reconsideration.closed_on", "reconsideration.outcome"),
        None,
        "practice",
    ),
    Indicator(
        "settlement_rate",
        17,
        "reconsideration_settled",
        "reconsideration_closed",
        ("reconsideration.closed_on", "reconsideration.outcome"),
        "higher",
        "national_2024",
    ),
    Indicator(
        "hearing_field_share",
        17,
        "organ_closed_heard",
        "organ_closed_mode_known",
        ("reconsideration.organ_id", "reconsideration.hearing_mode"),
        "higher",
        "policy",
        "organ",
    ),
    Indicator(
        "no_further_suit_rate",
        17,
        "closed_not_sued",
        "closed_suit_mature",
        ("reconsideration.closed_on", "reconsideration.sued_on"),
        "higher",
        "definition_a",
    ),
    Indicator(
        "closed_in_time_rate",
        17,
        "organ_closed_in_time",
        "organ_closed_dated",
        ("reconsideration.organ_id", "reconsideration.accepted_on"),
        "higher",
        "law",
        "organ",
    ),
    Indicator(
        "opinions_answered_rate",
        17,
        "opinions_answered",
        "opinions_due",
        ("reconsideration.opinion_due_on", "reconsideration.opinion_answered_on"),
        "higher",
        "law",
    ),
    Indicator(
        "resolved_at_source_rate",
        16,
        "petitions_resolved_at_source",
        "petitions_closed_known",
        ("petition.closed_on", "petition.outcome"),
        "higher",
        "office",
    ),
    Indicator(
        "petition_satisfaction_rate",
        16,
        "petitions_satisfied",
        "petitions_rated_answered",
        ("petition.closed_on", "petition.rated", "petition.satisfied"),
        "higher",
        "office",
    ),
    Indicator(
        "petition_rated_share",
        16,
        "petitions_rated",
        "petitions_rated_known",
        ("petition.closed_on", "petition.rated"),
        None,
        "office",
    ),
    Indicator(
        "rectification_closed_rate",
        4,
        "rectification_assigned_closed",
        "rectification_assigned",
        ("rectification.closed_on",),
        "higher",
        "office",
    ),
    Indicator(
        "rectification_on_time_rate",
        4,
        "rectification_due_closed_on_time",
        "rectification_due",
        ("rectification.due_on", "rectification.closed_on"),
        "higher",
        "office",
    ),
    Indicator(
        "archive_completeness",
        3,
        "materials_accepted",
        "materials_due",
        ("archive_requirement.due_month_day", "archive_material.state"),
        "higher",
        "policy",
    ),
    Indicator(
        "filing_rate",
        8,
        "documents_filed",
        "documents_mature",
        ("normative_document.issued_on", "normative_document.filed_on"),
        "higher",
        "filing_notice",
    ),
    Indicator(
        "filing_timeliness",
        8,
        "documents_filed_in_time",
        "documents_filed",
        ("normative_document.issued_on", "normative_document.filed_on"),
        "higher",
        "filing_notice",
    ),
    Indicator(
        "filing_conformity",
        8,
        "documents_conforming",
        "documents_reviewed",
        ("normative_document.filed_on", "normative_document.review_result"),
        "higher",
        "filing_notice",
    ),
)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
# Those with a direction: only of them can be said who is better.
JUDGED = tuple(indicator.key for indicator in INDICATORS if indicator.better)
KEY_INDICATORS = (
    "appearance_rate",
    "loss_rate",
    "settlement_rate",
    "rectification_on_time_rate",
    "filing_timeliness",
    "archive_completeness",
)
DEFAULT_INDICATOR = "loss_rate"
# Below this many cases a rate is shown, but marked as resting on few. A setting of the scheme later.
SMALL_DENOMINATOR = 10
