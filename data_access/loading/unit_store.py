"""Store units. They may refer to each other, so new units are written first and their references afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from data_access.checking.intake import NewUnits
from data_access.checking.new_units import new_unit_row, peer_group_of
from data_access.checking.unit_directory import UnitDirectory
from data_access.ledgers.keys import Key, Row, unit_ids
from data_access.ledgers.unit import UNITS
from data_access.ledgers.unit_alias import UNIT_ALIAS
from data_access.loading.differences import Changes
from data_access.store.tables import unit
from data_access.store.writing import bulk_insert

REFERENCES = ("county_id", "merged_into")


def directory(connection: Connection) -> UnitDirectory:
    """The units that stand in the database, with their aliases and counties."""
    units = UnitDirectory()
    rows = connection.execute(select(unit).order_by(unit.c.code)).all()
    codes = {row.unit_id: row.code for row in rows}
    for row in rows:
        units.add(row.code, row.name, row.short_name, row.active_from, row.active_to)
    for row in rows:
        county = row.code if row.kind == "county" else codes.get(row.county_id)
        if county:
            units.add_county(row.code, county)
    aliases = select(UNIT_ALIAS.table)
    for row in connection.execute(aliases.order_by(*UNIT_ALIAS.table.primary_key.columns)):
        units.add_alias(codes[row.unit_id], row.alias, row.first_day, row.last_day)
    return units


def unit_names(connection: Connection) -> dict[str, str]:
    """The names of the units that stand in the database, by code."""
    return {row.code: row.name for row in connection.execute(select(unit.c.code, unit.c.name))}


def standing_units(connection: Connection) -> dict[Key, Row]:
    """The units that stand in the database, by natural key; those they refer to by code."""
    stored = [dict(each) for each in connection.execute(select(unit)).mappings()]
    codes = {each["unit_id"]: each["code"] for each in stored}
    return {(each["code"],): {**each, **{name: codes.get(each[name]) for name in REFERENCES}} for each in stored}


def compare_units(connection: Connection, rows: Sequence[Row]) -> Changes:
    """Return the changes the rows make (units referred to by code); a missing peer group follows from the kind."""
    changes = Changes(UNITS)
    standing = standing_units(connection)
    stored = {each["code"]: dict(each) for each in connection.execute(select(unit)).mappings()}
    for row in rows:
        old = standing.get((row["code"],), {})
        _complete(row, old)
        if not old:
            changes.new.append(row)
        elif any(old[name] != value for name, value in row.items()):
            changes.changed.append(row)
            changes.before.append(stored[str(row["code"])])
        else:
            changes.unchanged_of[row["code"]] += 1
    return changes


def _complete(row: Row, old: Mapping[str, Any]) -> None:
    for column in UNITS.columns:
        if column.name not in row:
            row[column.name] = old.get(column.name) if old else column.default
    derived_before = bool(old) and old["peer_group"] == peer_group_of(old["kind"], old["sector"])
    if row["peer_group"] is None or (derived_before and row["peer_group"] == old["peer_group"]):
        sector = None if row["sector"] is None else str(row["sector"])
        row["peer_group"] = peer_group_of(str(row["kind"]), sector)


def write_units(connection: Connection, changes: Changes) -> None:
    """Write new and changed units."""
    bulk_insert(connection, unit, [row | dict.fromkeys(REFERENCES) for row in changes.new])
    ids = unit_ids(connection)
    tied = [row for row in changes.new if any(row[name] for name in REFERENCES)] + changes.changed
    if tied:
        names = [column.name for column in UNITS.columns if column.name != "code"]
        statement = update(unit).where(unit.c.code == bindparam("_code"))
        values: list[dict[str, Any]] = [
            {"_code": row["code"]}
            | {name: ids[str(row[name])] if name in REFERENCES and row[name] else row[name] for name in names}
            for row in tied
        ]
        connection.execute(statement.values({name: bindparam(name) for name in names}), values)


def create_units(connection: Connection, names: Mapping[str, str], like: NewUnits) -> tuple[str, ...]:
    """Create the units that a foreign ledger names (code → name); returns their codes."""
    ids = unit_ids(connection)
    bulk_insert(connection, unit, [new_unit_row(code, name, like, ids) for code, name in names.items()])
    return tuple(names)
