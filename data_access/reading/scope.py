"""Whose rows of a ledger a viewer reads: those of his units, and what an office of the city published for everybody."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, FromClause, select

from data_access.reading.viewer import Viewer
from data_access.store.tables import unit

# What an office of the city publishes is for everybody who signs in; what a county publishes is its own units'.
PUBLISHED_BY_THE_CITY = frozenset({"bulletin", "bulletin_mention"})
CITY_OFFICES = ("city", "municipal_department")


def within(table: FromClause, ledger: str, allowed: Collection[str], viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of a ledger's table are in a viewer's scope; ``allowed``: the codes of his units.

    Before an audience nothing is added: the text of a bulletin names others than those who look on.
    """
    theirs: ColumnElement[bool] = unit.c.code.in_(allowed)
    if ledger in PUBLISHED_BY_THE_CITY and not (viewer.is_nobody or viewer.audience):
        theirs |= unit.c.kind.in_(CITY_OFFICES)
    return table.c.unit_id.in_(select(unit.c.unit_id).where(theirs))
