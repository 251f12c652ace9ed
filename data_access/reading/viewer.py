"""Who reads: the role and the units whose rows may be seen. A widget or a hidden page is never access control.

Who shows a screen to others is narrowed to what they may see, for as long as they look.
"""

import json
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from data_access.asked.selection import COUNTIES

# What the codes of a viewer stand for: themselves, the whole county each belongs to, each one's system anywhere, or
# themselves and of a county all its units.
Reach = Literal["unit", "county", "system", "within"]


@dataclass(frozen=True)
class Viewer:
    """A reader of the dashboard; closed by default: whose rows, whose names and what else is seen must be said.

    ``units`` are codes, and ``reach`` what each stands for; None means the rows of all. Published aggregates of a peer
    group are open to every viewer; rows are cut to ``allowed`` by the reader. ``audience``: to whom the screen is shown
    ("" for to the viewer alone); a text that names none is nobody's, before whom the least is shown.
    """

    name: str
    units: frozenset[str] | None = frozenset()
    reach: Reach = "unit"
    sees_names: bool = False
    sees_unpublished: bool = False
    downloads: bool = False
    sees_access_log: bool = False
    loads: bool = False
    audience: str = ""

    def before(self, audience: str) -> "Viewer":
        """This viewer while others look on: what neither he nor they may see is hidden; "" changes nothing."""
        if not audience:
            return self
        narrowed = replace(self, audience=audience, sees_names=False, sees_unpublished=False)
        return replace(narrowed, downloads=False, sees_access_log=False, loads=False)

    @property
    def is_nobody(self) -> bool:
        """Whether nobody has signed in, who sees not even what is published for everybody."""
        return self == NOBODY

    @property
    def scope_key(self) -> str:
        """The part of a cache key by which viewers of different role or units never share an answer.

        JSON, so that no code can be written that reads like several codes, like all of them or like a role.
        """
        units = None if self.units is None else sorted(self.units)
        scope = [units, self.reach, self.sees_names, self.sees_unpublished, self.audience, self.is_nobody]
        return json.dumps(scope, ensure_ascii=False)

    def allowed(self, units: pd.DataFrame) -> frozenset[str] | None:
        """The codes whose rows may be seen, of ``units`` as ``Reader.units`` has them; None for all.

        With each go those that were merged into it. A code that no unit has stands for nobody.
        """
        if self.units is None and not self.audience:
            return None
        seen = self._own(units) & self.named(units)
        return frozenset(units.loc[seen, "code"])

    def _own(self, units: pd.DataFrame) -> pd.Series:
        """Which of the units are the viewer's, whoever looks on."""
        if self.units is None:
            return pd.Series(True, index=units.index)
        seen = units["code"].isin(self.units)
        if self.reach == "within":
            seen |= units["county"].isin(self.units)
        elif self.reach != "unit":
            part = "county" if self.reach == "county" else "sector"
            seen |= units[part].isin(units.loc[seen, part].dropna())
        return _with_merged(seen, units)

    def named(self, units: pd.DataFrame) -> pd.Series:
        """Which of the units are called by their names: those of the audience, where there is one."""
        if not self.audience:
            return pd.Series(True, index=units.index)
        of_audience = units["county"].notna() if self.audience == COUNTIES else units["county"] == self.audience
        return _with_merged(of_audience.astype(bool), units)


def _with_merged(seen: pd.Series, units: pd.DataFrame) -> pd.Series:
    while (taken_in := units["merged_into"].isin(units.loc[seen, "code"]) & ~seen).any():
        seen = seen | taken_in
    return seen


NOBODY = Viewer("")
ALL_SEEING = Viewer(
    "all", None, sees_names=True, sees_unpublished=True, downloads=True, sees_access_log=True, loads=True
)
