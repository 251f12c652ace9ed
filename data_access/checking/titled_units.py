"""Which unit the texts name that say of a whole sheet whose it is (``unitless_sheets``)."""

import re

from data_access.checking.conversion import Refusal
from data_access.checking.unit_directory import UnitDirectory
from data_access.checking.unitless_sheets import ORGAN, Titled
from data_access.files.cell_text import plain
from data_access.problems import AMBIGUOUS_UNIT, NO_UNIT_NAMED

# What follows a name may make it that of another unit: 甲县公安局城关派出所.
_PART = re.compile(r"^[\u3400-\u9fff]{0,8}?(?:分局|派出所|总队|支队|大队|中队|中心|所|站|分所|学校|医院)")
# A place by itself is where a register comes from; with these it is the government.
_GOVERNMENT = re.compile("^(?:人民)?政府|^government|^council")
_CITY = ("市", "州", "盟")
SHORTEST_NAME = 3
# Who collects the registers of all units writes its own name on them.
_COLLECTS = re.compile("司法局|司法厅|法制办|法治办|法治建设|justice")


def find_titled(units: UnitDirectory, text: Titled) -> str | Refusal:
    """The code of the one unit that the texts name, or a refusal.

    A title that names a place and no organ of it is that of a register of many units, whoever handed it in.
    """
    codes = sorted({code for name, code in _named(units, text) if _is_meant(units, name, code, plain(text))})
    if len(codes) > 1:
        return Refusal(AMBIGUOUS_UNIT, tuple(f"{units.shown(code)} ({code})" for code in codes))
    of_place = any(_is_of_place(units, each) for each in text.around)
    if not codes or of_place or _COLLECTS.search(units.shown(codes[0])):
        return Refusal(NO_UNIT_NAMED)
    units.guessed[plain(text)] = codes[0]
    return codes[0]


def _named(units: UnitDirectory, text: str) -> list[tuple[str, str]]:
    """The names in a text with the units that have them; none that is but a part of another."""
    form = plain(text)
    there = {
        name: known.code
        for name, known in units.names()
        if name in form and (len(name) >= SHORTEST_NAME or units.is_county(known.code))
    }
    return [(name, code) for name, code in there.items() if not any(name != other and name in other for other in there)]


def _is_of_place(units: UnitDirectory, text: str) -> bool:
    named = _named(units, text)
    return bool(named) and not any(_is_meant(units, name, code, plain(text)) for name, code in named)


def _is_meant(units: UnitDirectory, name: str, code: str, text: str) -> bool:
    """Whether a unit is meant where its name stands in a text: no part of it, and no mere place."""
    rest = text[text.index(name) + len(name) :]
    is_place = (units.is_county(code) or name.endswith(_CITY)) and not ORGAN.search(name)
    return bool(_GOVERNMENT.search(rest)) if is_place else not _PART.search(rest)
