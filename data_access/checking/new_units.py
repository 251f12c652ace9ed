"""The rows of units that a foreign ledger names and nobody has registered yet."""

from collections.abc import Mapping

from data_access.checking.intake import NewUnits
from data_access.store.tables import unit


def peer_group_of(kind: str, sector: str | None) -> str | None:
    """The group a unit is compared within when its ledger names none; a city or a department of no sector has none."""
    sector = "township" if kind == "township" and sector is None else sector
    if kind in ("county_department", "township"):
        return f"sector:{sector}" if sector else None
    return {"county": "counties", "municipal_department": "municipal_departments"}.get(kind)


def new_unit_row(code: str, name: str, like: NewUnits, ids: Mapping[str, int]) -> dict[str, object]:
    """The row of a unit that a foreign ledger names; raises ``KeyError`` when its county is unknown."""
    row: dict[str, object] = dict.fromkeys(c.name for c in unit.columns if c.name != "unit_id")
    county_id = ids[like.county] if like.county else None
    group = like.peer_group or peer_group_of(like.kind, like.sector)
    return row | {
        "code": code,
        "name": name,
        "kind": like.kind,
        "county_id": county_id,
        "sector": like.sector,
        "peer_group": group,
        "archive_keeper": False,
        "officer_archive_pilot": False,
    }
