"""A rule that several ledgers share: a peer group that a row names must have units."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from data_access.ledgers.entry import Fault, SheetRow
from data_access.problems import UNKNOWN_GROUP
from data_access.store.tables import unit


def unknown_groups(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """Rows whose peer group no unit belongs to."""
    groups = sorted(set(connection.execute(select(unit.c.peer_group)).scalars()) - {None})
    expected = tuple(group_key(group) for group in groups)
    for row in rows:
        group = row.values.get("peer_group")
        if group is not None and group not in groups:
            yield Fault(row, "peer_group", group, UNKNOWN_GROUP, expected)


def group_key(group: str) -> str:
    """The key of a group's name in the catalogue; a system is named by itself."""
    kind, _, sector = group.partition(":")
    return f"sector.{sector}" if sector else f"group.{kind}"
