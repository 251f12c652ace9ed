"""The statement by which a reader reads all units, in reading order."""

from typing import Any

from sqlalchemy import Select, case, func, select

from data_access.store.tables import unit


def every_unit() -> Select[Any]:
    """The columns of a unit, the code of the county it belongs to (also of a county itself), and of its successor."""
    county, successor = unit.alias("county"), unit.alias("successor")
    return (
        select(
            *(column for column in unit.c if column.name not in ("county_id", "merged_into")),
            case((unit.c.kind == "county", unit.c.code), else_=county.c.code).label("county"),
            successor.c.code.label("merged_into"),
        )
        .select_from(unit)
        .join(county, unit.c.county_id == county.c.unit_id, isouter=True)
        .join(successor, unit.c.merged_into == successor.c.unit_id, isouter=True)
        .order_by(func.coalesce(unit.c.sort_order, 1_000_000), unit.c.code)
    )
