"""What a purge looks for, what it leaves in its place, and how a publication is known after it. Pure functions."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from data_access.problems import Refused
from data_access.publishing.publication_content import REDACTED, canonical, reading, sha256_of

# In place of what was purged, whatever it was: never longer than that.
MARK = "▇▇"
# Below this a text would be found within others that say nothing of a person.
FEWEST_SIGNS, FEWEST_PLAIN_SIGNS = 2, 4
# What may stand between the signs of a name or number as people write it: blanks, dashes, signs without width.
_GAP = r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff·-]{0,3}"
_WIDE = 0xFEE0
# What people wrote, by the names of columns; all others hold codes, names of units and figures.
WRITTEN = frozenset({"reason", "assessor", "description", "decided_by", "document"})

Redact = Callable[[str], str]


def redaction_of(texts: Sequence[str]) -> Redact:
    """A function that puts the mark in the place of each text, in half and full width, small and large, in groups.

    Raises ``problems.Refused`` for a text that is too short.
    """
    wanted = sorted((_signs(text) for text in texts), key=len, reverse=True)
    for signs in wanted:
        if len(signs) < (FEWEST_PLAIN_SIGNS if signs.isascii() else FEWEST_SIGNS):
            raise Refused("purge.too_short", value=signs)
    pattern = re.compile("|".join(_GAP.join(map(_either_width, signs)) for signs in wanted), re.IGNORECASE)
    return lambda text: pattern.sub(MARK, text)


def _signs(text: str) -> str:
    return re.sub(_GAP.replace("{0,3}", "+"), "", text.strip())


def _either_width(sign: str) -> str:
    """A pattern for a sign in half and in full width."""
    half = unicodedata.normalize("NFKC", sign)
    if len(half) == 1 and "!" <= half <= "~":
        return f"[{re.escape(half)}{chr(ord(half) + _WIDE)}]"
    return re.escape(sign)


def within(value: Any, redact: Redact) -> Any:
    """A value as JSON has it with every text in it redacted, names of its fields included; a number may be one, too."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {redact(name): within(each, redact) for name, each in value.items()}
    if isinstance(value, list):
        return [within(each, redact) for each in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and redact(str(value)) != str(value):
        return redact(str(value))
    return value


def known_as(content: bytes) -> str:
    """The SHA-256 by which a publication is known: its content's, or the one it had before a text was purged from it.

    Of a redacted content that holds as long as the rest of it is what the purge left.
    """
    if REDACTED.encode() in content:
        try:
            document = json.loads(content)
            note = document.pop(REDACTED)
            if sha256_of(canonical(document)) == note["rest"]:
                return str(note["sha256"])
        except (ValueError, KeyError, TypeError, AttributeError):
            # Not what a purge leaves: then it is known by its bytes, which nobody will have named.
            pass
    return sha256_of(content)


def redacted(content: bytes, redact: Redact, on: dt.date) -> bytes | None:
    """The content with what people wrote redacted; None when that changes nothing.

    It keeps the SHA-256 it was published with, and that of the rest as it is now. Raises ``ValueError`` for what is no
    content of a publication.
    """
    with reading(content) as document:
        before = canonical(document)
        _redact(document, redact)
        if canonical(document) == before:
            return None
        document.pop(REDACTED, None)
        note = {"on": on.isoformat(), "sha256": known_as(content), "rest": sha256_of(canonical(document))}
        return canonical(document | {REDACTED: note})


def _redact(document: dict[str, Any], redact: Redact) -> None:
    for holder, name in ((document, "reason"), (document, "published_by"), (document["scheme"], "name")):
        holder[name] = holder[name] and redact(holder[name])
    for group in document["groups"].values():
        for frame in (*group["inputs"].values(), *group["results"].values()):
            places = [place for place, (name, _kind) in enumerate(frame["columns"]) if name in WRITTEN]
            for row in frame["rows"]:
                for place in places:
                    row[place] = redact(row[place]) if isinstance(row[place], str) else row[place]
