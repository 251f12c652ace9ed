"""Patterns of mappings: ``*`` stands for any text, ``?`` for any one sign; whatever else is written means itself.

There is no other sign, so no pattern can be slow: a match takes at most the length of the text times that of the
pattern, whatever somebody writes into a mapping file.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from data_access.files.cell_text import as_text
from data_access.files.sources import is_blank

ANY, ONE = "*", "?"
# What is longer is no pattern that a person wrote.
LONGEST_PATTERN = 200


# Most columns repeat few words; a text is kept for its next row only while there are not too many of them.
@lru_cache(maxsize=4096, typed=True)
def folded(value: object) -> str:
    """A cell or a pattern in the form in which both are compared: half width, no white space, no case; blank is ""."""
    if is_blank(value):
        return ""
    return "".join(unicodedata.normalize("NFKC", as_text(value)).casefold().split())


def fits(text: str, pattern: str) -> bool:
    """Whether a text (both ``folded``) is what the pattern says."""
    return _compiled(pattern).fullmatch(text) is not None if ANY in pattern or ONE in pattern else text == pattern


def fits_any(value: object, patterns: Iterable[str]) -> bool:
    """Whether a cell is what one of the patterns (``folded``) says; "" says that it is blank."""
    text = folded(value)
    return any(fits(text, pattern) for pattern in patterns)


def cut(value: object, pattern: str) -> str:
    """The part of a cell for which the first ``*`` of a pattern stands: 县 of 甲县2026年 by ``甲*2026*``; else ""."""
    text = unicodedata.normalize("NFKC", as_text(value)).strip()
    found = _compiled(unicodedata.normalize("NFKC", pattern)).fullmatch(text)
    return found[1].strip() if found and found.re.groups else ""


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Each part between two stars is found at its first place and never looked for again: ``(?>…)``."""
    first, *rest = (_literal(part) for part in pattern.split(ANY))
    if not rest:
        return re.compile(first, re.DOTALL)
    if len(rest) == 1:
        return re.compile(f"{first}(.*){rest[0]}", re.DOTALL | re.IGNORECASE)
    between = f"(?>(.*?){rest[0]})" + "".join(f"(?>.*?{part})" for part in rest[1:-1])
    return re.compile(f"{first}{between}.*{rest[-1]}", re.DOTALL | re.IGNORECASE)


def _literal(part: str) -> str:
    return "".join("." if sign == ONE else re.escape(sign) for sign in part)
