"""Who reads: the role and the units whose rows may be seen. A widget or a hidden page is never access control."""

import json
from dataclasses import dataclass
from typing import Literal

import pandas as pd

# What the codes of a viewer stand for: themselves, the whole county each belongs to, or each one's system anywhere.
Reach = Literal["unit", "county", "system"]


@dataclass(frozen=True)
class Viewer:
    """A reader of the dashboard; closed by default: whose rows, whose names and what else is seen must be said.

    ``units`` are codes, and ``reach`` what each stands for; None means the rows of all. Published aggregates of a peer
    group are open to every viewer; rows are cut to ``allowed`` by the reader.
    """

    name: str
    units: frozenset[str] | None = frozenset()
    reach: Reach = "unit"
    sees_names: bool = False
    sees_unpublished: bool = False
    downloads: bool = False
    loads: bool = False

    @property
    def scope_key(self) -> str:
        """The part of a cache key by which viewers of different role or units never share an answer.

        JSON, so that no code can be written that reads like several codes, like all of them or like a role.
        """
        units = None if self.units is None else sorted(self.units)
        return json.dumps([units, self.reach, self.sees_names, self.sees_unpublished], ensure_ascii=False)

    def allowed(self, units: pd.DataFrame) -> frozenset[str] | None:
        """The codes whose rows may be seen, of ``units`` as ``Reader.units`` has them; None for all.

        With each go those that were merged into it. A code that no unit has stands for nobody.
        """
        if self.units is None:
            return None
        seen = units["code"].isin(self.units)
        if self.reach != "unit":
            part = "county" if self.reach == "county" else "sector"
            seen |= units[part].isin(units.loc[seen, part].dropna())
        while (taken_in := units["merged_into"].isin(units.loc[seen, "code"]) & ~seen).any():
            seen |= taken_in
        return frozenset(units.loc[seen, "code"])


NOBODY = Viewer("")
ALL_SEEING = Viewer("all", None, sees_names=True, sees_unpublished=True, downloads=True, loads=True)
