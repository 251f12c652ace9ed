"""Identity-card and mobile numbers in free text: found at load, masked on every screen. Pure functions."""

import re

IDENTITY, MOBILE = "identity_number", "mobile_number"
MASK = "*"

# Full-width digits count; each becomes one character, so that places stay what they are.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＋－　", "0123456789Xx+- ")
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])"
_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_LONG = re.compile(rf"(?<!\d){_PROVINCE}\d{{4}}[ -]?(?:18|19|20)\d{{2}}[ -]?{_MONTH_AND_DAY}[ -]?\d{{3}}[\dXx](?!\d)")
_SHORT = re.compile(rf"(?<!\d){_PROVINCE}\d{{4}}[ -]?\d{{2}}{_MONTH_AND_DAY}[ -]?\d{{3}}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# Nothing shorter can hold such a number; most texts end here.
_MANY_DIGITS = re.compile(r"\d(?:[ -]?\d){10}")


def may_hold_numbers(text: str) -> bool:
    """Whether a text has as many digits on end as such a number; much faster than looking for one."""
    return _MANY_DIGITS.search(text.translate(_HALF_WIDTH)) is not None


def personal_numbers(text: str) -> list[tuple[str, int, int]]:
    """Kind (``identity_number``, ``mobile_number``), beginning and end of each such number, in order of place.

    An identity number has 18 digits of which the last checks the others (GB 11643), or 15 (issued until 1999).
    """
    half = text.translate(_HALF_WIDTH)
    if not _MANY_DIGITS.search(half):
        return []
    numbers = [(IDENTITY, *each.span()) for each in _LONG.finditer(half) if _is_checked(each[0])]
    for kind, pattern in ((IDENTITY, _SHORT), (MOBILE, _MOBILE)):
        for each in pattern.finditer(half):
            if all(each.end() <= start or end <= each.start() for _kind, start, end in numbers):
                numbers.append((kind, *each.span()))
    return sorted(numbers, key=lambda number: number[1])


def masked(text: str) -> str:
    """The text with all but the first three and last four digits of each such number covered: 138****5678."""
    numbers = personal_numbers(text)
    for _kind, start, end in reversed(numbers):
        text = text[:start] + _covered(text[start:end]) + text[end:]
    return text


def _covered(number: str) -> str:
    return number[:3] + MASK * (len(number) - 7) + number[-4:]


def _is_checked(number: str) -> bool:
    digits = re.sub("[ -]", "", number)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return _CHECKS[rest] == digits[-1].upper()
