"""The SHA-256 of a publication as people keep it: on paper, in groups of four, and typed in again by hand."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from data_access.problems import Refused

GROUP, GROUPS_SHOWN = 4, 3
DIGITS = 64
# Letters that are no digits and look like one: these are read as it, and that is said.
CERTAIN = {"o": "0", "i": "1", "l": "1"}
# These are refused, and the digit is suggested.
MISREAD = {"z": "2", "s": "5", "g": "9"}
_LABEL = re.compile(r"^\s*sha[-_ ]?256\s*[:=]?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-_.:·]+")


def grouped(digits: str) -> str:
    """Hexadecimal digits as they are printed: 88d4 266f …"""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def beginning(digits: str) -> str:
    """The first groups, to be recognised by; they prove nothing."""
    return grouped(digits[: GROUPS_SHOWN * GROUP])


@dataclass(frozen=True)
class Receipt:
    """A SHA-256 as somebody typed it. ``read_as``: the characters that were read as a digit: ("O", "0")."""

    sha256: str
    read_as: tuple[tuple[str, str], ...] = ()

    def other_groups(self, sha256: str) -> tuple[int, ...]:
        """The numbers of the groups, from 1, in which another SHA-256 differs."""
        both = zip(grouped(self.sha256).split(), grouped(sha256).split(), strict=True)
        return tuple(number for number, (typed, found) in enumerate(both, 1) if typed != found)


def typed(text: str) -> Receipt:
    """What somebody typed from a receipt: in groups or not, in any case, half or full width.

    Raises ``problems.Refused`` with the place and, where one suggests itself, the digit that was meant.
    """
    groups = list(filter(None, _BETWEEN.split(_LABEL.sub("", unicodedata.normalize("NFKC", text)))))
    _refuse_other_signs(groups)
    written = "".join(groups)
    sha256 = "".join(CERTAIN.get(sign, sign) for sign in written.lower())
    if len(sha256) != DIGITS:
        raise _wrong_length(groups, len(sha256))
    read_as = dict.fromkeys((sign, CERTAIN[sign.lower()]) for sign in written if sign.lower() in CERTAIN)
    return Receipt(sha256, tuple(read_as))


def _refuse_other_signs(groups: list[str]) -> None:
    for number, group in enumerate(groups, 1):
        for sign in group:
            known = sign.lower()
            if known not in "0123456789abcdef" and known not in CERTAIN:
                place = {"group": str(number), "text": group, "value": sign}
                if known in MISREAD:
                    raise Refused("receipt.misread", **place, expected=MISREAD[known])
                raise Refused("receipt.no_digit", **place)


def _wrong_length(groups: list[str], length: int) -> Refused:
    odd = next(_odd_groups(groups), None)
    values = {"value": str(length), "expected": str(DIGITS)}
    if odd is None:
        return Refused("receipt.length", **values)
    number, group = odd
    return Refused("receipt.length_of_group", **values, group=str(number), text=group)


def _odd_groups(groups: list[str]) -> Iterator[tuple[int, str]]:
    """The groups that are not of four digits, where it was typed in groups."""
    if len(groups) > 1:
        yield from ((number, group) for number, group in enumerate(groups, 1) if len(group) != GROUP)
