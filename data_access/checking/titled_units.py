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


def find_titled(units: UnitDirectory, text: Titled) -> str | Refusal:
    """The code of the one unit that the texts name, or a refusal."""
    form = plain(text)
    there = {name: known.code for name, known in units.names() if len(name) >= SHORTEST_NAME and name in form}
    longest = {
        name: code for name, code in there.items() if not any(name != other and name in other for other in there)
    }
    codes = sorted({code for name, code in longest.items() if _is_meant(units, name, code, form)})
    if len(codes) == 1:
        units.guessed[form] = codes[0]
        return codes[0]
    if codes:
        return Refusal(AMBIGUOUS_UNIT, tuple(f"{units.shown(code)} ({code})" for code in codes))
    return Refusal(NO_UNIT_NAMED)


def _is_meant(units: UnitDirectory, name: str, code: str, text: str) -> bool:
    """Whether a unit is meant where its name stands in a text: no part of it, and no mere place."""
    rest = text[text.index(name) + len(name) :]
    is_place = (units.is_county(code) or name.endswith(_CITY)) and not ORGAN.search(name)
    return bool(_GOVERNMENT.search(rest)) if is_place else not _PART.search(rest)
