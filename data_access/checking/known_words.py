"""Texts of which some words are known: peer groups and assessment items may be written as a code or as its label.

Others are kept as they are written, for a city has groups and mark items of its own.
"""

from collections.abc import Mapping
from functools import cache

from assessment.countable import OWN_COUNTS, SCORED_COUNTS
from assessment.indicators import BY_KEY, INDICATORS
from assessment.scheme import COMPONENT_WEIGHT
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP, group_in_words
from data_access.files.cell_text import plain
from data_access.ledgers.codes import SECTORS
from data_access.ledgers.counts import COUNTS
from data_access.ledgers.external_review import REVIEWER_GROUPS
from wording import LANGUAGES, Wording, wording

GROUPS = (COUNTIES_GROUP, MUNICIPAL_GROUP, *(f"sector:{sector}" for sector in SECTORS))
# The mark items that the catalogues label: those of the demo city's schemes.
MARK_ITEMS = (
    "plan", "decision", "documents", "enforcement", "training", "disclosure", "commendation", "model_case",
    "criticism", "late_report",
)  # fmt: skip


def labels(kind: str, words: Wording) -> Mapping[str, str]:
    """The shipped codes of a kind of column ("group", "item" or "counted") with their labels."""
    if kind == "counted":
        return {key: words.label("count", key) for key in COUNTS}
    if kind == "group":
        return {group: group_in_words(group, words) for group in GROUPS}
    indicators = {each.key: words(f"indicator.{each.key}.label") for each in INDICATORS}
    reviewers = {each: words.label("reviewer_group", each) for each in REVIEWER_GROUPS}
    counts = {each: words.label("count", each) for each in SCORED_COUNTS}
    marks = {each: words.label("mark_item", each) for each in MARK_ITEMS}
    return indicators | counts | reviewers | marks | {COMPONENT_WEIGHT: words("scheme_component_weight")}


def label(kind: str, code: str, words: Wording) -> str:
    """The label of a code, or of what is a city's own; the code itself when it has none."""
    return labels(kind, words).get(code) or (own_label(code, words) if kind == "item" else code)


def own_label(code: str, words: Wording) -> str:
    """The label of an indicator or a count of the city's own; the code itself where it is none."""
    if code in BY_KEY:
        return words(f"indicator.{code}.label")
    return words.label("count", code) if code in OWN_COUNTS else code


def _former_groups(words: Wording) -> Mapping[str, str]:
    """The names that the groups of one sector had before: they stand in workbooks that were filled then."""
    return {f"sector:{each}": words("group.sector_formerly", sector=words.label("sector", each)) for each in SECTORS}


@cache
def codes(kind: str) -> Mapping[str, str]:
    """Every label and code that a cell may hold, in the form that ``plain`` gives → the code."""
    spoken = [wording(each) for each in LANGUAGES]
    by_label = {plain(text): code for words in spoken for code, text in labels(kind, words).items()}
    if kind == "counted":
        by_label = {plain(name): each.key for each in COUNTS.values() for name in each.also} | by_label
    if kind == "group":
        by_label = {plain(text): code for words in spoken for code, text in _former_groups(words).items()} | by_label
    return by_label | {plain(code): code for code in by_label.values()}
