"""A scheme in the shape in which a publication keeps it, and what held before a scheme said so."""

from dataclasses import asdict
from typing import Any

from assessment.scheme import ComponentWeight, Scheme, SchemeItem

# What an item of components and weights has.
_WEIGHED = ("peer_group", "component", "key", "weight", "floor", "target", "missing_policy")
# What was published before schemes said so left a merged unit's cases with itself.
_BEFORE_MERGERS = {"merged_cases": "own"}
# And a printed scheme shared the points of what does not apply among all items of the first level.
SHARED_AMONG = "shared_among"
_BEFORE_COMPONENTS = {SHARED_AMONG: "all"}


def scheme_as_json(scheme: Scheme) -> dict[str, Any]:
    """A scheme in the shape in which it is kept; what only a printed tree has is kept of a tree alone."""
    kept = asdict(scheme)
    if not scheme.is_tree:
        plain = asdict(SchemeItem("", "daily", "", 0))
        kept["items"] = [{name: item[name] for name in item if name in _WEIGHED or item[name] != plain[name]}
                         for item in kept["items"]]  # fmt: skip
        for name in ("total", SHARED_AMONG):
            del kept[name]
    if not scheme.group_weights:
        del kept["group_weights"]
    return kept


def scheme_of(document: dict[str, Any]) -> Scheme:
    """The scheme that ``scheme_as_json`` kept, by the rules that held when it was."""
    items = tuple(SchemeItem(**item) for item in document["items"])
    weights = tuple(ComponentWeight(**each) for each in document.get("group_weights", ()))
    before = {**_BEFORE_MERGERS, **(_BEFORE_COMPONENTS if any(item.item_no for item in items) else {})}
    return Scheme(**{**before, **document, "items": items, "group_weights": weights})
