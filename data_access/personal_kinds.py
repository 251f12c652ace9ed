"""Which kind of personal number a row of digits is, by the rules of whoever issues it. Pure functions."""

import datetime as dt

IDENTITY, MOBILE, LANDLINE, CARD = "identity_number", "mobile_number", "landline_number", "card_number"

_PROVINCES = frozenset(
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
        "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    }
)  # fmt: skip
# People with an identity card were born in these centuries; GB 11643 numbers reach back to the first.
_CENTURIES = ("18", "19", "20")
_OF_IDENTITY = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# In years: how old who is named in a ledger is at least, where the check digit does not tell.
YOUNGEST = 14
_CARD_BEGINNINGS = (("62", (16, 17, 18, 19)), ("9558", (19,)), ("4", (16,)), ("5", (16,)), ("35", (16,)))
# GB 32100: what an organisation's code may begin with (12 government, 52 civil affairs, 91 business …), its signs and
# their weights.
_ORGANISATIONS = frozenset(
    {
        "11", "12", "13", "19", "21", "29", "31", "32", "33", "34", "35", "39", "41", "49", "51", "52", "53", "59",
        "61", "62", "69", "71", "72", "79", "81", "89", "91", "92", "93", "A1",
    }
)  # fmt: skip
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def kind_of(number: str) -> str | None:
    """The kind of a number given as its digits (a last X counts as one); None for one that is nobody's."""
    mobile = number.removeprefix("00").removeprefix("86") if len(number) > 11 else number
    if len(mobile) == 11 and mobile[0] == "1" and mobile[1] in "3456789" and number.isdigit():
        return MOBILE
    if _is_identity(number):
        return None if is_organisation(number) else IDENTITY
    if is_card(number):
        return CARD
    return None


def _is_identity(number: str) -> bool:
    """18 digits as GB 11643 has them or 15 as until 1999, of a province and a day on which somebody can be born.

    A wrong check digit, or a digit too many or too few at the end, is a slip of the pen and tells of the same person:
    of one who is old enough, for the numbers of items begin with a district and a recent day, too.
    """
    if number[:2] not in _PROVINCES or not number[:15].isdigit():
        return False
    if len(number) == 15:
        return _is_day("19" + number[6:12])
    if len(number) < 17 or number[6:8] not in _CENTURIES or not _is_day(number[6:14]):
        return False
    return is_checked(number) or int(number[6:10]) <= dt.date.today().year - YOUNGEST


def is_checked(number: str) -> bool:
    """Whether 18 digits end in the one that checks the others."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], _OF_IDENTITY, strict=True)) % 11
    return _CHECKS[rest] == number[-1]


def _is_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= dt.date.today()
    except ValueError:
        return False


def is_card(number: str) -> bool:
    """Whether it is a bank card's: a known beginning, and a last digit that checks the others (Luhn)."""
    if not number.isdigit():
        return False
    known = any(number.startswith(first) and len(number) in lengths for first, lengths in _CARD_BEGINNINGS)
    return known and sum(_luhn(int(digit), at % 2) for at, digit in enumerate(reversed(number))) % 10 == 0


def _luhn(digit: int, doubled: int) -> int:
    return sum(divmod(digit * 2, 10)) if doubled else digit


def is_organisation(code: str) -> bool:
    """Whether 18 signs are an organisation's unified social credit code, which is public."""
    if len(code) != 18 or code[:2] not in _ORGANISATIONS or any(sign not in _SIGNS for sign in code):
        return False
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=False))
    return _SIGNS[(31 - total % 31) % 31] == code[-1]
