"""What a number format shows of a number: leading zeros, a prefix such as "ZG-", a percent sign.

Only formats whose text says more than the number are worked out; those of money, decimals and dates leave the value as
it is. A date format that shows no day is told apart: the program has put a first of the month there. So are formats
that show a number in thousands, and those that show nothing of what stands in a cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

# The formats that every workbook has without stating them, of those that matter here.
BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy", 55: "yyyy m", 57: "yyyy m"}
# A colour or condition, a locale or currency, room of a character's width, a repeated character.
_BRACKETS = re.compile(r"\[(?:\$([^\]-]*)(?:-[^\]]*)?|[^\]]*)\]")
_ROOM = re.compile(r"[_*].")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|([0#?])|(%)|(\.)|(,)|(.)', re.DOTALL)
_DATE_SIGNS = set("ymdhsebg")
_MOST_CODE = 255
# A comma behind the last place of the whole number leaves three of its digits out; so does each further one.
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_PARTS = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|;|.', re.DOTALL)
_CONDITION = re.compile(r"\[([<>=].*?)\]")
_NO_ZERO = re.compile("[#,]+")
_OF_NOUGHT, _OF_TEXT = "=0", 3


@dataclass(frozen=True)
class Shown:
    """A number format as tokens: what stands before the point, how many decimals it shows, and what follows them."""

    whole: tuple[str, ...]
    decimals: int
    after: str
    percent: bool

    def text(self, value: float) -> str:
        """The number as a spreadsheet shows it."""
        amount = Decimal(repr(value)) * (100 if self.percent else 1)
        rounded = abs(amount).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        digits, _point, decimals = f"{rounded:f}".partition(".")
        shown = self._filled(digits.lstrip("0")) + (f".{decimals}" if decimals else "") + self.after
        return f"-{shown}" if amount < 0 else shown

    def _filled(self, digits: str) -> str:
        """The digits in their places from the right; those that have none stand at the first place."""
        first = next(place for place, token in enumerate(self.whole) if token in _PLACES)
        parts = []
        for place in range(len(self.whole) - 1, -1, -1):
            token = self.whole[place]
            if token not in _PLACES:
                parts.append(token)
                continue
            part = digits if place == first else digits[-1:]
            digits = digits[: len(digits) - len(part)]
            parts.append(part or {_ZERO: "0"}.get(token, ""))
        return "".join(reversed(parts))


# Places of digits among the literal texts of a format: marked so that no text can be taken for one.
_ZERO, _OPTIONAL = "\x000", "\x00#"
_PLACES = (_ZERO, _OPTIONAL)


def shown_by(code: str) -> Shown | None:
    """How a format shows a positive number; None where the value alone says as much, or thousands are left out."""
    if is_scaled(code):
        return None
    section = _ROOM.sub("", _BRACKETS.sub(lambda found: f'"{found[1] or ""}"', code[:_MOST_CODE].split(";")[0]))
    whole: list[str] = []
    after, decimals, beyond, percent = "", 0, False, False
    for quoted, escaped, place, sign, point, comma, other in _TOKEN.findall(section):
        literal = quoted or escaped or sign or ("" if comma else other)
        percent |= bool(sign)
        if other.casefold() in _DATE_SIGNS or other in ("@", "/") or (other and not beyond and other in "EG"):
            return None
        if point:
            beyond = True
        elif place and beyond:
            decimals += 1
        elif place:
            whole.append(_ZERO if place == "0" else _OPTIONAL)
        elif literal and beyond:
            after += literal
        elif literal:
            whole.append(literal)
    zeros = whole.count(_ZERO)
    if not any(token in _PLACES for token in whole):
        return None
    says_more = percent or zeros > 1 or any(token.strip() for token in whole if token not in _PLACES) or after.strip()
    return Shown(tuple(whole), decimals, after, percent) if says_more else None


def shows_no_day(code: str) -> bool:
    """Whether a format shows year and month of a date and no day."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0]).casefold()
    return "y" in bare and "m" in bare and "d" not in bare and "h" not in bare and "s" not in bare


def is_scaled(code: str) -> bool:
    """Whether a format shows 12 of 12,000."""
    bare = re.sub(r'"[^"]*"|[\\!].|\[[^\]]*\]', "", _sections(code)[0])
    return bool(_SCALED.search(_ROOM.sub("", bare)))


def hides(code: str, value: object) -> bool:
    """Whether a format shows nothing of a value: ``;;;`` of any, ``0;-0;`` of a nought."""
    sections = _sections(code)
    if isinstance(value, str):
        return len(sections) > _OF_TEXT and _is_blank(sections[_OF_TEXT])
    if not isinstance(value, (int, float)) or not code:
        return False
    conditions = [found[1] for each in sections if (found := _CONDITION.search(each))]
    if conditions:
        return value == 0 and conditions[0] == _OF_NOUGHT and _is_blank(sections[0])
    place = (value < 0) if len(sections) == 2 else 1 if value < 0 else 2 if value == 0 else 0
    section = sections[place] if place < len(sections) else sections[0]
    return _is_blank(section) or (value == 0 and bool(_NO_ZERO.fullmatch(_bare(section))))


def _sections(code: str) -> list[str]:
    """The parts of a format for positive numbers, negative ones, nought and texts."""
    sections = [""]
    for part in _PARTS.findall(code[:_MOST_CODE]):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections


def _bare(section: str) -> str:
    """A section without colours and room, and with its texts as they are shown."""
    bare = re.sub(r"\[(?!\$)[^\]]*\]", "", section)
    return re.sub(r'"([^"]*)"|[\\!](.)', r"\1\2", _ROOM.sub("", bare))


def _is_blank(section: str) -> bool:
    return not _bare(section).strip()


def _may_hide(code: str) -> bool:
    return any(hides(code, value) for value in (1, -1, 0, ""))


@dataclass(frozen=True)
class Formats:
    """The cell formats of a workbook that matter, by their number: those that show more, those without a day, those
    that strike the cell out, those that leave out thousands, and with their code those that may show nothing."""

    shown: Mapping[int, Shown]
    monthly: frozenset[int]
    struck: frozenset[int] = frozenset()
    scaled: frozenset[int] = frozenset()
    hiding: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def of_numbers(self) -> frozenset[int]:
        """The formats that tell something of a number that its value does not."""
        return self.monthly | self.scaled | self.shown.keys() | self.hiding.keys()

    @cached_property
    def of_texts(self) -> frozenset[int]:
        """The formats that show nothing of a text."""
        return frozenset(number for number, code in self.hiding.items() if hides(code, ""))


NO_FORMATS = Formats({}, frozenset())


def formats_of(
    cell_formats: Mapping[int, int], codes: Mapping[int, str], struck: frozenset[int] = frozenset()
) -> Formats:
    """``cell_formats``: the number of a cell's format → that of its number format; ``codes``: that one's code.

    ``struck`` are the cell formats that strike a cell out.
    """
    known = {**BUILT_IN, **codes}
    by_code = {number: known[each] for number, each in cell_formats.items() if each in known}
    shown = {number: form for number, code in by_code.items() if (form := shown_by(code)) is not None}
    return Formats(
        shown,
        frozenset(number for number, code in by_code.items() if shows_no_day(code)),
        struck,
        frozenset(number for number, code in by_code.items() if is_scaled(code)),
        {number: code for number, code in by_code.items() if _may_hide(code)},
    )
