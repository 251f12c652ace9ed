"""Schemes as they stand in the database, and which of them a publication has used."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from assessment.scheme import COMPONENT_WEIGHT, ComponentWeight, Scheme, SchemeItem
from assessment.scheme_tree import in_order
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.store.tables import publication

# What a line of a printed scheme is called by that does not say so.
_NATURE = {"mark": "annual", "review": "external", "bonus": "bonus"}
# Year and version.
SchemeName = tuple[int, int]
_SETTINGS = tuple(column.name for column in SCHEME.table.columns if column.name != "load_id")
_PARTS = ("peer_group", "component", "key", "floor", "target", "missing_policy", "points", "rule", "step", "required",
          "cap", "not_applicable")  # fmt: skip
# What an item may leave blank, and is then of that value.
_BLANK: dict[str, Any] = {"weight": 0.0, "item_no": "", "title": "", "bands": ""}
# Items in the order in which they are listed: by group, daily before annual before external, the heaviest first.
_ORDER = {"daily": 0, "annual": 1, "external": 2}


def read_schemes(connection: Connection) -> list[Scheme]:
    """Every scheme with its items; see ``schemes_of``. Two statements."""
    settings, items = (
        [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in (SCHEME.table, SCHEME_ITEM.table)
    )
    return schemes_of(settings, items)


def schemes_of(settings: Iterable[Mapping[str, Any]], items: Iterable[Mapping[str, Any]]) -> list[Scheme]:
    """Schemes from the rows of the two tables, the newest year and version first."""
    parts = list(items)
    return [_scheme(row, parts) for row in sorted(settings, key=lambda row: (-row["year"], -row["version"]))]


def _scheme(row: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Scheme:
    own = [item for item in items if (item["year"], item["version"]) == (row["year"], row["version"])]
    own.sort(key=_place)
    weights = [item for item in own if item["key"] == COMPONENT_WEIGHT and not item.get("item_no")]
    parts = tuple(SchemeItem(**_given(item)) for item in own if item not in weights)
    of_groups = tuple(ComponentWeight(each["peer_group"], each["component"], each["weight"] or 0.0) for each in weights)
    return Scheme(**{name: row[name] for name in _SETTINGS}, items=parts, group_weights=of_groups)


def _given(item: Mapping[str, Any]) -> dict[str, Any]:
    blank = {name: item.get(name) or value for name, value in _BLANK.items()}
    component = item["component"] or _NATURE.get(item.get("rule") or "", "daily")
    return {name: item.get(name) for name in _PARTS} | blank | {"component": component}


def _place(item: Mapping[str, Any]) -> tuple[Any, ...]:
    number = item.get("item_no") or ""
    weight = _ORDER.get(item["component"], 3), -(item["weight"] or 0)
    return item["peer_group"], in_order(number) if number else (), *weight, item["key"]


def published_schemes(connection: Connection) -> frozenset[SchemeName]:
    """The schemes that a publication names; they stand for ever."""
    used = select(publication.c.scheme_year, publication.c.scheme_version).distinct()
    return frozenset((row[0], row[1]) for row in connection.execute(used))
