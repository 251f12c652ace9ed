"""What each role may see: one declaration, from which a signed-in person becomes a ``Viewer``."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from data_access.reading.viewer import NOBODY, Reach, Viewer

Rows = Literal["all", "county", "system", "unit", "within", "none"]
_REACH: dict[Rows, Reach] = {"county": "county", "system": "system", "within": "within"}


@dataclass(frozen=True)
class Role:
    """A role. ``rows``: whose cases, items and materials; ``names``: of officers and parties within these rows;
    ``unpublished``: scores, places and veto proposals before they are published; ``access_log``: who looked at what;
    ``loads``: ledgers, in the browser. ``narrowed``: whose rows they are where units are listed, which need not be.
    """

    key: str
    rows: Rows
    names: bool = False
    unpublished: bool = False
    downloads: bool = False
    access_log: bool = False
    loads: bool = False
    narrowed: Rows | None = None

    @property
    def needs_units(self) -> bool:
        """Whether whoever has the role must be given the units that it is about."""
        return self.rows not in ("all", "none")

    def rows_of(self, units: Collection[str]) -> Rows:
        """Whose rows somebody of the role sees of whom these units are listed."""
        return self.narrowed if self.narrowed and units else self.rows


ROLES = (
    Role("city_leader", "all", names=True, unpublished=True, downloads=True),
    Role("supervisor", "all", names=True, unpublished=True, downloads=True),
    # A county and a unit wrote their own rows; a department leads units that it is not.
    Role("county", "county", names=True, downloads=True),
    Role("department", "system", downloads=True),
    Role("unit", "unit", names=True, downloads=True),
    Role("auditor", "none", access_log=True),
    # Of the office, or of the units that are listed: he then loads, sees and takes back what is theirs.
    Role("clerk", "all", names=True, downloads=True, loads=True, narrowed="within"),
)
BY_KEY = {role.key: role for role in ROLES}


def viewer_of(name: str, role: str, units: frozenset[str]) -> Viewer:
    """The viewer that a person of a role is; nobody where the role is unknown."""
    found = BY_KEY.get(role)
    if found is None:
        return NOBODY
    rows = found.rows_of(units)
    own = None if rows == "all" else frozenset() if rows == "none" else units
    reach = _REACH.get(rows, "unit")
    seen = (found.names, found.unpublished, found.downloads, found.access_log)
    return Viewer(name, own, reach, *seen, loads=found.loads)
