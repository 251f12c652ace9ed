"""Where a fault of a scheme is shown in its sheets, and what its sentence names."""

from dataclasses import dataclass

from assessment.countable import OWN_COUNTS, SCORED_COUNTS, is_count
from assessment.indicators import BY_KEY as INDICATORS
from assessment.indicators import judged
from assessment.scheme import COMPONENT_WEIGHT
from assessment.scheme_fault import SchemeFault
from data_access import problems
from data_access.ledgers.near_names import near
from data_access.ledgers.peer_groups import group_key
from data_access.problems import fault_key
from wording import LANGUAGES, Wording, wording

# A name that nothing stands under.
WHAT_UNKNOWN = "what_unknown"


@dataclass(frozen=True)
class Place:
    """Where a fault is shown: its column; the names of the fault's wrong value and of its expected values."""

    column: str
    value: str = ""
    expected: tuple[str, ...] = ()


PLACES: dict[str, Place] = {
    problems.SCHEME_COMPONENT_WEIGHTS: Place("w_daily", "total"),
    problems.SCHEME_ITEM_WEIGHTS: Place("weight", "total", ("peer_group", "component")),
    problems.SCHEME_NEGATIVE_WEIGHT: Place("weight", "value"),
    problems.SCHEME_NO_ITEMS: Place("version"),
    problems.SCHEME_COMPONENT_WITHOUT_ITEMS: Place("component", "weight", ("peer_group", "component")),
    problems.SCHEME_COMPONENT_WITHOUT_WEIGHT: Place("component", "", ("peer_group", "component")),
    problems.SCHEME_UNKNOWN_INDICATOR: Place("key", "key"),
    problems.SCHEME_NO_DIRECTION: Place("key", "key"),
    problems.SCHEME_GOALPOSTS_MISSING: Place("floor", "key"),
    problems.SCHEME_GOALPOST_OUTSIDE: Place("setting", "value"),
    problems.SCHEME_GOALPOSTS_EQUAL: Place("target", "value"),
    problems.SCHEME_GOALPOSTS_REVERSED: Place("target", "target", ("floor",)),
    problems.SCHEME_GRADES: Place("grade_excellent", "excellent", ("excellent", "good", "pass")),
    problems.SCHEME_VETO_LAST_N: Place("veto_last_n", "value"),
    problems.SCHEME_ADJUSTMENT_CAP: Place("adjustment_cap", "value"),
    problems.SCHEME_BLANK_LIMIT: Place("blank_limit", "value"),
}
# Of a printed scheme: what is wrong is a sentence of its own, whoever says it (``fault_in_words``).
OF_A_TREE: dict[str, Place] = {
    "scheme_total": Place("total", "value"),
    "scheme_mixed_items": Place("item_no", "item_no"),
    "scheme_item_number": Place("item_no", "item_no"),
    "scheme_item_parent": Place("item_no", "item_no", ("value",)),
    "scheme_item_without_points": Place("points", "item_no"),
    "scheme_item_points_differ": Place("points", "value", ("least",)),
    "scheme_children_points": Place("points", "total", ("value",)),
    "scheme_zero_lost": Place("item_no", "item_no", ("least", "value")),
    "scheme_total_points": Place("points", "total", ("peer_group", "value")),
    "scheme_nature_share": Place("component", "total", ("component", "value")),
    "scheme_two_natures": Place("component", "item_no"),
    "scheme_heading_with_lines": Place("rule", "item_no"),
    "scheme_no_rule": Place("rule", "item_no"),
    "scheme_rule_missing": Place("rule", "value"),
    "scheme_unknown_rule": Place("rule", "value"),
    "scheme_what_missing": Place("key", "item_no"),
    "scheme_what_unknown": Place("key", "value"),
    "scheme_what_twice": Place("key", "key"),
    "scheme_rule_needs": Place("setting", "rule", ("setting",)),
    "scheme_rule_needs_not": Place("setting", "value", ("rule",)),
    "scheme_not_a_rate": Place("rule", "key"),
    "scheme_not_cases": Place("rule", "key"),
    "scheme_cap_above_points": Place("cap", "value", ("points",)),
    "scheme_cap_missing": Place("cap", "item_no"),
    "scheme_negative_number": Place("setting", "value"),
    "scheme_step_zero": Place("step", "value"),
    "scheme_cap_zero": Place("cap", "value"),
    "scheme_weight_of_bonus": Place("component", "component"),
    "scheme_wrong_nature": Place("component", "value", ("rule", "component")),
    "scheme_bands_unread": Place("bands", "value"),
    "scheme_bands_share": Place("bands", "value"),
    "scheme_bands_hole": Place("bands", "value"),
    "scheme_bands_overlap": Place("bands", "value"),
    "scheme_bands_twice": Place("bands", "value"),
    "scheme_bands_worse_pays": Place("bands", "value"),
    "scheme_bands_outside": Place("bands", "value"),
}
PLACES |= OF_A_TREE


def value_of(fault: SchemeFault) -> str | None:
    """The wrong value that the sentence of a fault names, as a key of the catalogue where it has a label there."""
    name = PLACES[f"scheme_{fault.code}"].value
    value = fault.values.get(name)
    if value is None or f"scheme_{fault.code}" not in OF_A_TREE:
        return value
    if value in INDICATORS:
        return f"indicator.{value}.label"
    if is_count(value):
        return f"count.{value}"
    if value == COMPONENT_WEIGHT:
        return f"scheme_{value}"
    kinds = {"rule": "rule", "wrong_nature": "component", "component": "component"}
    kind = kinds.get(name) or kinds.get(fault.code)
    return f"{kind}.{value}" if kind else value


def expected_of(fault: SchemeFault) -> list[str]:
    """What would have been right, as keys of the catalogue or as it is."""
    if fault.code == WHAT_UNKNOWN:
        return list(near(fault.values["value"], _scored_names()))
    return [_name_key(part, fault.values[part]) for part in PLACES[f"scheme_{fault.code}"].expected]


def _scored_names() -> dict[str, str]:
    """What a line may read by name, in all languages, and its key → the key of its words."""
    keys = {key: f"indicator.{key}.label" for key in judged()}
    keys |= {key: f"count.{key}" for key in (*SCORED_COUNTS, *OWN_COUNTS)}
    spoken = [wording(language) for language in LANGUAGES]
    return {text: token for key, token in keys.items() for text in (key, *(words(token) for words in spoken))}


def fault_in_words(fault: SchemeFault, words: Wording) -> str:
    """A fault of a printed scheme as one sentence, without its place in a sheet."""
    expected = words.join([words.words_or_text(token) for token in expected_of(fault)])
    key = fault_key(fault.code, expected)
    return words(key, value=words.words_or_text(value_of(fault) or ""), expected=expected)


def _name_key(part: str, value: str) -> str:
    """Return the catalogue key of a group's or component's name; a number as it is."""
    if part == "peer_group":
        return group_key(value)
    if part == "setting":
        return f"scheme_setting.{value}"
    return f"{part}.{value}" if part in ("component", "rule") else value
