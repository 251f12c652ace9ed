"""Names of units in parts: of which place, what it deals with, and the ending that any such organ has.

Two names are compared by the parts that tell units apart: 云泊县人民政府 is a government, and near to no 民政局.
"""

import difflib
import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from data_access.files.cell_text import plain

# 甲县人民政府 and 甲县 are one organ, as are 甲县卫生健康委员会 and 甲县卫生健康委, 城关街道办事处 and 城关街道.
_ENDINGS = (
    (re.compile(r"(?:\(本级\)|\(机关\)|本级|局机关|机关|本部)$"), ""),
    (re.compile(r"(?:人民政府|政府)$"), ""),
    (re.compile(r"委员会$"), "委"),
    (re.compile(r"街道办事处$"), "街道"),
)
_BUREAU = re.compile(r"局机关$")
# A part of an organ that acts for it: its brigades, sections and offices. A 分局 or a 派出所 may be sued itself.
_PART = re.compile(r"^(.+?(?:局|委员会|委|厅|人民政府|政府))(?!.*(?:分局|派出所)).*?(总队|支队|大队|中队|科|股|室|办)$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)$")
_ORGAN = re.compile(r"(?:管理局|监督管理局|局|管理委员会|委员会|委|办公室|办|厅|中心|大队|支队)$")
_PLACE = re.compile(
    r"^(?!城市|社区)(?:[^县区市旗镇乡]{1,4}?(?:自治县|自治州|县|区|市|旗|镇|乡|街道)|[市县区](?!场|政))"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# Words that many units have in their names, in English.
_COMMON = frozenset(
    ("the", "of", "and", "for", "city", "town", "county", "district", "borough", "royal", "metropolitan", "london",
     "council", "government", "office", "bureau", "department", "commission")
)  # fmt: skip
# What an English name may have or not: County of Alder, Alder County, Alder County People's Government are one organ.
_IDLE_WORDS = frozenset(("the", "of", "and", "for", "people's", "peoples", "people", "government", "govt", "hq"))
_ABBREVIATED = {"co": "county", "bur": "bureau", "dept": "department", "comm": "commission"}
CITY = "市"
# What stands between several units in one cell.
BETWEEN_UNITS = re.compile("[、,;/&+和及与\n]")
# What stands between a unit's code and its name in one cell.
_BESIDE_CODE = "-_:;,/|·.、()[]【】〔〕《》<>"
# What a code is made of, known or not, and what stands beside it.
CODE_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789" + _BESIDE_CODE
# The level that a name of a county's own file begins with: 县自然资源局, 本市公安局.
OWN_LEVEL = re.compile(r"^[本我]?([县区市])")
# How like two names must be to be offered, and to be taken for a slip of the pen.
OFFERED, A_SLIP = 0.6, 0.8
LIKE_ENOUGH = 0.5


class Name(NamedTuple):
    """The parts of a name: ``place`` ("" for none), ``matter`` ("" for a government)."""

    place: str
    matter: str


def loose(name: str) -> str:
    """A plain name without the ending that is written or left out."""
    name = _BUREAU.sub("局", name)
    for ending, short in _ENDINGS:
        shorter = ending.sub(short, name)
        name = shorter or name
    return name


def loose_forms(name: str) -> tuple[str, ...]:
    """What other writings of a name have in common with it: its ``loose`` form, and of an English one its words."""
    half = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    if is_chinese(half):
        return (loose(plain(name)),)
    words = [_ABBREVIATED.get(word, word) for word in re.findall(r"[\w']+", half)]
    told_by = sorted(word for word in words if word not in _IDLE_WORDS)
    # Plain names have no blanks: a name of words is never taken for one.
    return (loose(plain(name)), *([" ".join(("", *told_by))] if len(told_by) > 1 else []))


def whole_of(name: str) -> tuple[str, str] | None:
    """The organ that a part belongs to and what ends the part's name: 甲县公安局 and 大队 of 甲县公安局交警大队."""
    part = _PART.match(name)
    return (part[1], part[2]) if part else None


def beside_code(name: str, codes: Collection[str]) -> tuple[str, str] | None:
    """The code that a plain name begins or ends with, the longest there is, and the name beside it: C01甲县, 甲县(c01).

    None where no code stands there apart from other letters and digits of its kind.
    """
    found, bare = [], name.strip(_BESIDE_CODE)
    for code in codes:
        for rest, at in ((bare.removeprefix(code), 0), (bare.removesuffix(code), -1)):
            if rest and rest != bare and not (rest[at].isascii() and rest[at].isalnum()):
                found.append((code, rest.strip(_BESIDE_CODE)))
    return max(found, key=lambda each: len(each[0]), default=None)


def in_parts(name: str, places: Collection[str]) -> Name:
    """The parts of a plain name; ``places`` are the plain names of counties and cities that are known."""
    known = [place for place in places if name.startswith(place)]
    written = _PLACE.match(name)
    place = max(known, key=len) if known else written[0] if written else ""
    rest = name[len(place) :]
    return Name(place, "" if _GOVERNMENT.search(rest) or not rest else _ORGAN.sub("", rest) or rest)


def likeness(one: Name, other: Name, places: Collection[str]) -> float:
    """How like two names are (0–1): a government is like governments alone, a department by what it deals with.

    Two known places are two, however alike they are written.
    """
    elsewhere = one.place != other.place and one.place in places and other.place in places
    if bool(one.matter) != bool(other.matter) or elsewhere:
        return 0.0
    place = _ratio(one.place, other.place) if one.place and other.place else LIKE_ENOUGH
    if not one.matter:
        return place
    matter = 1.0 if _holds(one.matter, other.matter) else _ratio(one.matter, other.matter)
    return 0.6 * matter + 0.4 * place if matter >= LIKE_ENOUGH else 0.0


def is_near(one: Name, other: Name, places: Collection[str]) -> bool:
    """Whether a new name may be another writing of a known one: of the same place, or of one that is no known one."""
    if bool(one.matter) != bool(other.matter):
        return False
    same_place = one.place == other.place
    misspelt = one.place not in places and _ratio(one.place, other.place) >= OFFERED
    if not one.matter:
        return same_place or misspelt
    alike = _holds(one.matter, other.matter) or _ratio(one.matter, other.matter) >= A_SLIP
    return alike and (same_place or misspelt or not one.place)


def is_near_in_english(one: str, other: str) -> bool:
    """The same of names of words: those that differ must be spelt alike, or be words that any such name has."""
    ours, theirs = (set(re.findall(r"[\w']+", unicodedata.normalize("NFKC", name).casefold())) for name in (one, other))
    left, right = ours - theirs - _COMMON, theirs - ours - _COMMON
    if not (ours & theirs) - _COMMON and not (left and right):
        return False
    if len(left) == len(right) == 1:
        return _ratio(left.pop(), right.pop()) >= A_SLIP
    return not left and not right


def is_chinese(name: str) -> bool:
    return _HAN.search(name) is not None


def _holds(one: str, other: str) -> bool:
    """Whether a matter is the other with more words: 自然资源 and 自然资源和规划."""
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and short in long


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
