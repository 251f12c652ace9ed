"""Which unit a name means: by code, name or short name, and which ones come nearest when none does."""

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping

from data_access.checking.conversion import Refusal
from data_access.checking.intake import NewUnits, plain
from data_access.problems import AMBIGUOUS_UNIT, TEXT_TOO_LONG, UNKNOWN_UNIT
from data_access.store.tables import unit

NEAREST = 3
LIKENESS = 0.5
# The nearest names are looked up for so many unknown names only: the search is slow.
MOST_LOOKED_UP = 50
CODE_LENGTH = 64
NAME_LENGTH = 200

UnitNames = tuple[str, str | None, str | None]


class UnitDirectory:
    """Finds units' codes. ``units`` are (code, name, short name); a code goes before a name before a short name."""

    def __init__(self, units: Iterable[UnitNames] = ()) -> None:
        self._by: tuple[dict[str, set[str]], ...] = ({}, {}, {})
        self._shown: dict[str, str] = {}
        self._looked_up: dict[str, Refusal] = {}
        self.created: dict[str, str] = {}
        for code, name, short_name in units:
            self.add(code, name, short_name)

    def add(self, code: str, name: str | None, short_name: str | None) -> None:
        self._shown[code] = name or code
        for names, each in zip(self._by, (code, name, short_name), strict=True):
            if each:
                names.setdefault(plain(each), set()).add(code)

    def find(self, text: object) -> str | Refusal:
        """The code of the unit, or a refusal with the nearest names (or with the several units it may mean)."""
        plain_name = plain(text)
        for names in self._by:
            codes = names.get(plain_name)
            if codes and len(codes) == 1:
                return next(iter(codes))
            if codes:
                return Refusal(
                    AMBIGUOUS_UNIT, tuple(f"{self._shown[code]} ({code})" for code in sorted(codes)[:NEAREST])
                )
        if plain_name not in self._looked_up:
            self._looked_up[plain_name] = Refusal(UNKNOWN_UNIT, self._nearest(plain_name))
        return self._looked_up[plain_name]

    def find_or_create(self, text: object) -> str | Refusal:
        """As ``find``, but an unknown name becomes a new unit, noted in ``created`` (code → name)."""
        existing = self.find(text)
        if isinstance(existing, str) or existing.code != UNKNOWN_UNIT:
            return existing
        name = " ".join(str(text).split())
        if len(name) > NAME_LENGTH:
            return Refusal(TEXT_TOO_LONG, (str(NAME_LENGTH),))
        code = self._free_code(name)
        self.add(code, name, None)
        self.created[code] = name
        return code

    def _nearest(self, plain_name: str) -> tuple[str, ...]:
        if len(self._looked_up) >= MOST_LOOKED_UP:
            return ()
        names = {plain: code for each in reversed(self._by) for plain, codes in each.items() for code in codes}
        near = difflib.get_close_matches(plain_name, names, n=NEAREST, cutoff=LIKENESS)
        return tuple(dict.fromkeys(self._shown[names[name]] for name in near))

    def _free_code(self, name: str) -> str:
        """A code made of the name: the same name gives the same code in every database."""
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
        if not slug or len(slug) > CODE_LENGTH or slug in self._shown:
            slug = f"{slug[: CODE_LENGTH - len(digest) - 1]}-{digest}".strip("-")
        return slug


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
