"""How Chinese names are typed without Chinese: by the first letters of their syllables (ylx), or in full."""

from functools import lru_cache
from typing import Any

from data_access.files.cell_text import plain


def _each_sign(text: str) -> Any:
    """What is no Chinese, sign by sign."""
    return list(text)


@lru_cache(maxsize=20_000)
def _syllables(name: str) -> tuple[frozenset[str], ...]:
    """Of each sign of a name the letters with which it may begin: a character that is read in two ways has both."""
    # Its dictionary takes a moment to be read, which no page waits for.
    from pypinyin import Style, pinyin

    read = pinyin(plain(name), style=Style.FIRST_LETTER, heteronym=True, errors=_each_sign)
    return tuple(frozenset(options) for options in read)


@lru_cache(maxsize=20_000)
def spelled(name: str) -> str:
    """The whole spelling of a name without tones; other signs as they are compared."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(plain(name)))


def initials_stand_at(name: str, text: str) -> int | None:
    """The place of the first character of a name from which on a text are the initials; None where there is none."""
    signs = _syllables(name)
    for place in range(len(signs) - len(text) + 1):
        if all(sign in options for sign, options in zip(text, signs[place:], strict=False)):
            return place
    return None
