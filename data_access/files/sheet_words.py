"""The shipped words by which headers and rows are known that are written otherwise than the ledgers have them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from data_access.files.cell_text import plain
from wording import ASSETS

WORDS = ASSETS / "sheet_words.toml"
# A remark in brackets, a mark or a number in front of a header, and signs that say nothing within it.
_REMARK = re.compile(r"[(\[〔【《<{「][^)\]〕】》>}」]*[)\]〕】》>}」]")
NUMERALS = r"[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,2}"
_IN_FRONT = re.compile(rf"^(?:[(\[]?\d{{1,2}}[)\].、,:]|[(\[]?{NUMERALS}[)\]、.])+")
_SIGNS_IN_FRONT = re.compile(r"^[^\w(\[]+")
_SIGNS = re.compile(r"[^\w%]|_")


@cache
def sheet_words() -> Mapping[str, Any]:
    """The words as the file has them."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def row_words(kind: str) -> frozenset[str]:
    """The words of one kind of row (totals, notes, signatures, stems, examples), in the form that ``plain`` gives."""
    return frozenset(map(plain, sheet_words()["rows"][kind]))


@cache
def lines_between() -> tuple[re.Pattern[str], ...]:
    """What a line between rows says, as ``plain`` gives it."""
    return tuple(map(re.compile, sheet_words()["rows"]["lines"]))


def form_words(kind: str) -> tuple[str, ...]:
    """The words of forms of one kind: headers (unit, year, name), endings of counts, not_applicable."""
    return tuple(sheet_words()["form"][kind])


def other_headers(ledger: str) -> Mapping[str, str]:
    """Further headers of a ledger (by its key) → the Chinese header that they stand for."""
    headers: Mapping[str, str] = sheet_words()["headers"].get(ledger, {})
    return headers


@cache
def _simplified() -> dict[int, int]:
    written, ours = sheet_words()["traditional"]
    return str.maketrans(written, ours)


def simplified(text: str) -> str:
    """A text with its traditional characters, those that the words have, in simplified ones."""
    return text.translate(_simplified())


def unmarked(header: str) -> str:
    """A header in simplified characters, without marks, numbering and signs; a remark in brackets stays."""
    bare = _IN_FRONT.sub("", _SIGNS_IN_FRONT.sub("", simplified(plain(header))))
    for written, ours in sheet_words()["same"].items():
        bare = bare.replace(written, ours)
    return _SIGNS.sub("", bare)


# The same few headers are held against those of every ledger.
@lru_cache(4_000)
def bare(header: str) -> str:
    """What a header says at least: without marks, numbering, remarks in brackets and signs, in simplified characters.

    Headers of one column written otherwise have the same; it is no proof, for a remark may be what tells two apart.
    """
    text = plain(header)
    return unmarked(_REMARK.sub("", text)) or unmarked(text)


def over_days(upper: str, lower: str) -> str | None:
    """A header of days of two levels that leave the word out: 立案日期 of 审理时间 and 立案; None for others."""
    words = sheet_words()["over_days"]
    return f"{lower}{words['day']}" if plain(upper).endswith(tuple(words["endings"])) else None


def is_of_money(scale: str) -> bool:
    """Whether a scale is one of amounts of money: 万元."""
    return scale.endswith(tuple(sheet_words()["measures"]["money"]))


def measure_of(header: str) -> str | None:
    """In what a header says its numbers are, where it says so in brackets: 万件, 分钟, 工作日."""
    measures = (_measure().fullmatch(remark[1:-1]) for remark in _REMARK.findall(plain(header)))
    return next((measure[1] for measure in measures if measure), None)


def scale_above(titles: Iterable[str]) -> tuple[str, str] | None:
    """The line above the headers that states in what all numbers of a sheet are, and that: 单位：万件, Unit: 10,000."""
    found = ((title, _scale().search(plain(title))) for title in titles)
    return next(((title, scale[1]) for title, scale in found if scale), None)


def scale_of(header: str) -> str | None:
    """In what scale a header says that its numbers are, where it does so in brackets: 万件, thousand; not 件, 天."""
    scale = _scale().fullmatch(f"unit:{measure_of(header) or ''}")
    return scale[1] if scale else None


@cache
def _scale() -> re.Pattern[str]:
    words = sheet_words()["measures"]
    stated, scales, counted = ("|".join(map(plain, words[each])) for each in ("stated", "scales", "counted"))
    english, beside = "|".join(map(plain, words["english_scales"])), "|".join(words["beside"])
    return re.compile(
        f"(?:{stated})[:\\u4e3a]?((?:{scales})(?:{counted})?|(?:{english})(?:[a-z]+)?)(?=[)\\]】,;。]|$|{beside}|\\d)"
    )


@cache
def _measure() -> re.Pattern[str]:
    words = sheet_words()["measures"]
    kinds = ("in_front", "scales", "counted", "others")
    in_front, scales, counted, others = ("|".join(map(plain, words[each])) for each in kinds)
    return re.compile(f"(?:{in_front})?((?:{scales})(?:{counted})?|{others}|{'|'.join(days_in_words())})")


def days_in_words() -> tuple[str, ...]:
    """What days are called, whichever days are meant; the last word is that of working days."""
    return tuple(map(plain, (*sheet_words()["measures"]["days"], sheet_words()["measures"]["working_days"])))
