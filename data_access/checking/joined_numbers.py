"""Several numbers of records in one cell: cases that were joined, written as one. Each of them is a case of its own.

Only numbers of two or more that are surely so are told; a sign within a number (12-1号, ZG/2026/0001) keeps its sense.
"""

import re
from collections.abc import Sequence

from data_access.files.cell_text import as_text, half_width, number_text

# What may part numbers: most cells have none of these, and a hundred thousand of them are not to be taken apart.
_MAY_PART = re.compile("[、，,；;\n至~～及和与等并合&]|[-—–/]\\d+[号號]")
_PARTING = re.compile(
    "[、，,；;\n&]|(?<=[\\d号號])[及和与](?=[(\\[〔【第\\d])|(?<=\\d)(?<!19\\d\\d)(?<!20\\d\\d)/(?=\\d+[号號])"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# (2026)某01行初12号, 某政复〔2026〕3号: what stands before the serial number, and it.
_WHOLE = re.compile(
    r"(?P<before>.*(?:19|20)\d\d[)\]〕】]?.*?\D|.*[(\[〔【](?:19|20)\d\d[)\]〕】])第?(?P<serial>\d{1,6})号?"
)
_SERIAL = re.compile(r"第?(?P<serial>\d{1,6})[号號]?")
_RANGE = re.compile(
    r"(?P<first>.*\D)(?P<low>\d{1,6})(?:[号號]?(?:至第?|到第?|~)(?P<high>\d{1,6})[号號]?|[号號][-—–]第?(?P<last>\d{1,6})[号號])"
)
# 15-18号 may be one number with a further part, as 12-1号 is; one as large as this is more likely the last of several.
# A 至 says so, and so does 1-3号, before whose serials nothing stands.
_MAY_BE_RANGE = tuple(
    re.compile(form)
    for form in (
        r".*\D(?P<low>\d{1,6})[-—–](?P<high>\d{2,6})[号號]",
        r"(?:.*\D)?(?P<low>\d{1,6})[号號]?(?:至第?|到第?|[~～])(?P<high>\d{1,6})[号號]?",
        r"第?(?P<low>\d{1,6})[号號]?[-—–]第?(?P<high>\d{1,6})[号號]",
    )
)
# Words by which one cell says that other cases were joined to its own, or that there are more of them.
_MORE = re.compile("并案|合并审理|合并立案|等(?:[\\d一二三四五六七八九十百]+件|案|$)|joined|et al")
# Said in place of numbers that are meant and not written.
UNTOLD = "problem.joined_untold"
# A range of more is no list of cases.
MOST = 500


def is_one(number: str) -> bool:
    """Whether no sign stands in a number that could part it from another."""
    return _MAY_PART.search(number) is None


def joined(value: object) -> tuple[str, ...]:
    """The numbers that one cell holds, each in full; none where it holds one.

    Where more are meant than can be told, the one that is given back says so (a key of the catalogues).
    """
    text = as_text(value)
    if is_one(text):
        return ()
    form = "\n".join(map(str.strip, half_width(text).splitlines())).strip()
    if _MORE.search(form):
        return (UNTOLD,)
    if _THOUSANDS.fullmatch(form):
        return ()
    pieces = [piece for piece in map(str.strip, _PARTING.split(form)) if piece]
    return in_full(pieces) if len(pieces) > 1 else _of_range(form)


def in_full(pieces: Sequence[str]) -> tuple[str, ...]:
    """Several numbers, each in full: what stands before the first one's serial holds for those that leave it out.

    None where one of the pieces is no number, or all are the same.
    """
    if not all(any(map(str.isdigit, piece)) for piece in pieces):
        return ()
    numbers: list[str] = []
    before, sign = "", "号" if any("号" in piece for piece in pieces) else ""
    for piece in (half_width(each) for each in pieces):
        short, whole = _SERIAL.fullmatch(piece), _WHOLE.fullmatch(piece)
        before = whole["before"] if whole else before
        number = (short if before and short else None) or whole
        several = _of_range(piece) or (_of_range(f"{before}{piece}") if before else ())
        numbers += several or (number_text(f"{before}{number['serial']}{sign}" if number else piece),)
    return tuple(dict.fromkeys(numbers)) if len(set(numbers)) > 1 else ()


def _of_range(text: str) -> tuple[str, ...]:
    """The numbers from one to another: 15至18号, 15号-18号; 12-1号 and 1-2号 are one number each."""
    found = _RANGE.fullmatch(text)
    if found is None or not _WHOLE.fullmatch(f"{found['first']}{found['low']}"):
        return ()
    first, last = found["low"], found["high"] or found["last"]
    if not int(first) < int(last) <= int(first) + MOST:
        return ()
    before, sign = found["first"].removesuffix("第"), "号" if "号" in text else ""
    serials = (str(serial).zfill(len(first)) for serial in range(int(first), int(last) + 1))
    return tuple(number_text(f"{before}{serial}{sign}") for serial in serials)


def may_be_range(number: str) -> bool:
    """Whether a number that was taken for one may stand for several: 15-18号, ZG-1至3, 1-3号."""
    form = half_width(number)
    found = next(filter(None, (each.fullmatch(form) for each in _MAY_BE_RANGE)), None)
    return found is not None and 0 < int(found["high"]) - int(found["low"]) <= MOST
