"""What somebody holds in hand and wants proved: a stamp copied from a screen or a paper, a publication, a receipt."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from data_access.problems import Refused
from data_access.publishing.receipt import DIGITS, Receipt, typed
from wording import JOINER, LANGUAGES, wording

# What stands for a value in a sentence while the pattern of the sentence is made.
_PLACE = "@@"
_NUMBER_ALONE, _VERSION_ALONE = re.compile(r"\d{4}-\d{1,4}"), re.compile(r"[vV]?(\d{1,9})")
_ONLY_DIGITS = re.compile(rf"(?:sha-?256[:= ]*)?([0-9a-f][\s-]?){{{DIGITS}}}", re.IGNORECASE)
# What a value looks like.
_A_DAY, _A_VERSION, _A_NUMBER = r"(\d{4}-\d\d-\d\d)", r"[vV]?(\d{1,9})(?!\d)", r"(\d{4}-\d{1,4})"
_NOT_SEEN = str.maketrans(dict.fromkeys((JOINER, "\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH NO-BREAK SPACE}")))


@dataclass(frozen=True)
class Claim:
    """What was typed, read.

    Of a stamp: its data ``version`` and what else it says: the ``days`` the data stand at, the ``publication_no`` of
    the period, and whether they are ``synthetic``; what it does not say is nothing to be held against it. Without a
    version: a publication, by its number or by its ``receipt`` alone, or by both.
    """

    version: int | None = None
    days: tuple[dt.date, ...] = ()
    publication_no: str = ""
    synthetic: bool = False
    receipt: Receipt | None = None


def claim_in(text: str) -> Claim:
    """Read what was typed: v12 or 12; a whole stamp in any language; 2026-1, with a SHA-256 after it or not; a SHA-256.

    Raises ``problems.Refused`` for anything else, and for a SHA-256 that cannot be one.
    """
    plain = _plain(text)
    if versions := list(_found("stamp.version", "version", _A_VERSION, plain)):
        return _of_stamp(plain, versions[0])
    if alone := _VERSION_ALONE.fullmatch(plain):
        return Claim(version=int(alone[1]))
    number, _, after = plain.partition(" ")
    if _NUMBER_ALONE.fullmatch(number):
        return Claim(publication_no=number, receipt=typed(after) if after else None)
    if _ONLY_DIGITS.fullmatch(plain):
        return Claim(receipt=typed(plain))
    raise Refused("proof.not_understood", value=text.strip())


def _plain(text: str) -> str:
    """In one form whatever width its signs have, and wherever its lines ended."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_NOT_SEEN).split())


def _of_stamp(plain: str, version: str) -> Claim:
    oldest = _found("stamp.as_of", "as_of", _A_DAY, plain)
    latest = _found("stamp.as_of_differs", "latest", _A_DAY, plain)
    numbers = [*_found("stamp.published", "number", _A_NUMBER, plain), ""]
    made_up = any(_plain(wording(language)("stamp.synthetic")) in plain for language in LANGUAGES)
    return Claim(int(version), tuple(_days([*oldest, *latest])), numbers[0], made_up)


def _days(written: list[str]) -> Iterator[dt.date]:
    """The days, each once; one that the calendar does not have is refused as a slip."""
    for text in dict.fromkeys(written):
        try:
            yield dt.date.fromisoformat(text)
        except ValueError as error:
            raise Refused("proof.no_such_day", value=text) from error


def _found(key: str, place: str, looks_like: str, text: str) -> Iterator[str]:
    """The values that a sentence of the catalogues has in a text, in whatever language it was printed."""
    for language in LANGUAGES:
        yield from (found[1] for found in _pattern(key, place, looks_like, language).finditer(text))


@cache
def _pattern(key: str, place: str, looks_like: str, language: str) -> re.Pattern[str]:
    others = {"oldest": _PLACE * 2} if place == "latest" else {}
    sentence = _plain(wording(language)(key, **{place: _PLACE}, **others))
    escaped = re.escape(sentence).replace(_PLACE * 2, r"\S+").replace(_PLACE, looks_like)
    return re.compile(escaped.replace(r"\ ", r"\s*"), re.IGNORECASE)
