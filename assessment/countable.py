"""What a line of a scheme may read, looked up in one place by its key: an indicator, a count, a material, a mark.

An indicator stands for its figure where a rule asks for a share, and for the cases that speak against the unit where a
rule asks for cases: of a filing rate the documents that were not filed, of a loss rate the cases that were lost.
"""

from typing import Literal

from assessment.adopted import Adopted
from assessment.indicators import BY_KEY, Better
from assessment.rules import Rule
from assessment.scheme import BONUS, SchemeItem

Kind = Literal["indicator", "count", "material", "mark", "review"]
CountedAs = Literal["flow", "stock"]

# Counts that are no part of an indicator a city would score, by the key of their tally.
SCORED_COUNTS: tuple[str, ...] = (
    "reports_missing",
    "reports_late",
    "joint_meetings_held",
    "trials_observed",
    "judicial_suggestions",
    "absence_unexplained",
    "rectification_returns",
    "rectification_overdue",
    "opinions_open_past_due",
    "litigation_filed",
    "applications_received",
)
# The counts of a city's own by key: summed up over a period, or as they stand at its end.
OWN_COUNTS: Adopted[CountedAs] = Adopted("own counts", {})
# What tells the key of a material from that of a count, among what was counted of a unit.
MATERIAL = "material:"
OF_PEOPLE: tuple[Rule, ...] = ("mark", "review")


def counted_under(line: SchemeItem) -> str | None:
    """The key under which a line finds what was counted of a unit; None for a line that people judge."""
    kind = kind_of(line)
    if kind == "material":
        return MATERIAL + line.key
    return line.key if kind in ("indicator", "count") else None


def kind_of(line: SchemeItem) -> Kind | None:
    """What a line reads; None for a key that nothing stands under.

    Materials, marks and reviewers are a city's own, so their rules take any name; a bonus by a step is of a count.
    """
    if line.rule == "material":
        return "material"
    if line.rule == "mark" or (line.rule == "bonus" and line.step is None):
        return "mark"
    if line.rule == "review":
        return "review"
    if line.key in BY_KEY:
        return "indicator"
    return "count" if is_count(line.key) else None


def is_count(key: str) -> bool:
    """Whether it is a count that a line may read by itself, shipped or the city's own."""
    return key in SCORED_COUNTS or key in OWN_COUNTS


def is_known(key: str) -> bool:
    """Whether a figure of a unit stands under it."""
    return key in BY_KEY or is_count(key)


def better_of(key: str) -> Better | None:
    """Which way is better of an indicator; None of what has no direction, and of a count."""
    return BY_KEY[key].better if key in BY_KEY else None


def judged_by_people(line: SchemeItem) -> bool:
    """Whether people give its points, and nothing is counted."""
    return line.rule in OF_PEOPLE or (line.rule == BONUS and line.step is None)
