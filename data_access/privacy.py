"""Personal numbers in free text: found at load, masked on every screen. Pure functions.

They are found however they are written: in groups, in full width, with signs without width in between, with a slip.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from data_access.personal_kinds import CARD, IDENTITY, LANDLINE, MOBILE, kind_of

EMAIL, ACCOUNT, PASSPORT, PLATE = "email_address", "account_name", "passport_number", "plate_number"
__all__ = ["ACCOUNT", "CARD", "EMAIL", "IDENTITY", "LANDLINE", "MOBILE", "PASSPORT", "PLATE"]
MASK = "*"
Found = tuple[str, int, int]

# Each sign becomes one, so that places stay what they are.
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BLANKS = " \t\u00a0\u2000-\u200a\u202f\u3000"
_DASHES = "\\-\u2010-\u2015\u2212\ufe63"
_DOTS = ".\u00b7\u2022_"
_GAP = f"[{_INVISIBLE}{_BLANKS}{_DASHES}{_DOTS}]{{0,3}}"
# The same in a text as it stands.
_WIDE_GAP = f"[{_INVISIBLE}{_BLANKS}{_DASHES}{_DOTS}\uff0d\uff0e]{{0,3}}"
_CHINESE = "〇零○一二三四五六七八九幺"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LAST = "Xx×ХхΧχ"
_RUN = re.compile(rf"\d(?:{_GAP}\d){{6,}}(?:{_GAP}[{_LAST}](?![A-Za-z0-9]))?|[{_CHINESE}]{{11,}}")
_GROUP = re.compile(rf"[\d{_CHINESE}](?:[{_INVISIBLE}]*[\d{_CHINESE}])*[{_INVISIBLE}]*[{_LAST}]?|[{_LAST}]")
# What most texts have nothing of: so many digits on end, or a word (each by its letters, which is searched fastest)
# after which a shorter number or a name is somebody's.
# Whether there are any is asked of every text: a run is looked at from its first digit on, and no gap twice.
_MANY_DIGITS = re.compile(rf"(?<![\d{_CHINESE}])[\d{_CHINESE}](?:{_WIDE_GAP}+[\d{_CHINESE}]){{10}}")
_WORDS = re.compile(
    "|".join(
        ["@", "＠", r"\+", "＋", r"\(0", "（0", "（０", "微信", "扣扣", "护照", "通行证", "电话", "手机", "座机",
         "固话", "传真", "联系方式", "卡号", "账号", "帐号", "账户", "银行卡", "QQ", "qq", "Qq", "WX", "wx", "Wx", "VX",
         "vx", "Vx", "WeChat", "Wechat", "wechat", "WECHAT", "Weixin", "weixin", "Passport", "passport", "PASSPORT",
         "Tel", "tel", "TEL", "Fax", "fax", "FAX", "Phone", "phone", "PHONE",
         *(f"{province}[A-ZＡ-Ｚ]" for province in _PROVINCES)]
    )
)  # fmt: skip
# What stands behind an amount.
_OF_AMOUNTS = re.compile(rf"[{_BLANKS}]?(?:[元万亿吨米%]|美元|平方|立方|人民币)|[.]\d{{1,2}}(?!\d)")
_DIALLED = "电话|手机|座机|固话|传真|联系方式|[Tt]el|TEL|[Ff]ax|[Pp]hone"
_AREA = r"(?:10|2\d|[3-9]\d\d)"
_ALONE = rf"(?<![\dA-Za-z{_DASHES}.])"
_LOCAL = rf"[2-8]\d{{2,3}}{_GAP}\d{{4}}"
_LANDLINE = re.compile(
    rf"{_ALONE}(?:(?:\+|00)?86{_GAP})?"
    rf"(?:[(]{_GAP}0{_AREA}{_GAP}[)]{_GAP}|0{_AREA}[{_BLANKS}{_DASHES}]{{1,2}}|(?<=86-){_AREA}-)"
    rf"{_LOCAL}(?:{_GAP}(?:转|分机|ext\.?|[{_DASHES}]){_GAP}\d{{1,6}})?(?!\d)"
    rf"|{_ALONE}0(?:(?:10|2\d)[2-8]\d{{7}}|[3-9]\d\d[2-8]\d{{6,7}})(?!\d)"
    rf"|(?:{_DIALLED})(?:号码?)?[{_BLANKS}]?[:为是]?[{_BLANKS}]?(?P<local>{_LOCAL}(?!\d))"
)
_ABROAD = re.compile(rf"[+]{_GAP}(?!{_GAP}86)[1-9](?:{_GAP}\d){{7,14}}(?!\d)")
_AFTER = rf"(?:号码?|账号|号)?[{_BLANKS}]*(?:[:为是][{_BLANKS}]*)?"
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]+[.])+[A-Za-z]{2,}", re.ASCII)
_ACCOUNT = re.compile(
    rf"(?:微信|(?i:wechat|weixin|qq|(?<![a-z])wx|(?<![a-z])vx)|扣扣){_AFTER}(?P<is>[A-Za-z\d][\w-]{{4,19}})(?!\w)",
    re.ASCII,
)
_PASSPORT = re.compile(
    rf"(?:护照|通行证|(?i:passport)){_AFTER}(?i:no\.?[: ]*)?(?P<is>[A-Za-z]{{1,2}}{_GAP}\d(?:{_GAP}\d){{6,9}})(?!\d)"
)
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·•. ]?"
    "(?=[A-HJ-NP-Z]{0,3}[0-9])[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_CARD_BY_NAME = re.compile(rf"(?:卡号|账号|帐号|账户|银行卡){_AFTER}(?P<is>\d(?:{_GAP}\d){{11,18}})(?!\d)")
_BY_WORDS = ((EMAIL, _EMAIL), (ACCOUNT, _ACCOUNT), (PASSPORT, _PASSPORT), (PLATE, _PLATE), (LANDLINE, _LANDLINE),
             (LANDLINE, _ABROAD), (CARD, _CARD_BY_NAME))  # fmt: skip
# Digits of the shortest and the longest number that is known by its digits alone.
SHORTEST, LONGEST = 11, 19
# How people write a mobile number in groups; in other groups it is a date with a number, or the number of an item.
_MOBILE_GROUPS = frozenset({(11,), (3, 4, 4), (4, 3, 4), (3, 8), (7, 4), (3, 3, 5), (5, 6), (3, 2, 2, 2, 2), (1,) * 11})


def may_hold_numbers(text: str) -> bool:
    """Whether a text has as many digits on end as an identity or mobile number; much faster than looking for one."""
    return _MANY_DIGITS.search(text) is not None


def personal_numbers(text: str) -> list[Found]:
    """Kind (such as ``identity_number``), beginning and end of each personal number, in order of place."""
    in_runs, by_words = _MANY_DIGITS.search(text), _WORDS.search(text)
    if not in_runs and not by_words:
        return []
    text = text if text.isascii() else text.translate(_HALF_WIDTH)
    found: list[Found] = []
    for each in (*(_in_runs(text) if in_runs else ()), *_by_words(text)):
        if all(each[2] <= start or end <= each[1] for _kind, start, end in found):
            found.append(each)
    return sorted(found, key=lambda each: each[1])


def masked(text: str) -> str:
    """The text with all but the ends of each personal number covered: 138****5678."""
    for _kind, start, end in reversed(personal_numbers(text)):
        text = text[:start] + _covered(text[start:end]) + text[end:]
    return text


def _covered(number: str) -> str:
    """All but the first three and the last four signs; of a short one and of an address, less stays."""
    name, at, domain = number.partition("@")
    if at:
        return name[:1] + MASK * max(1, len(name) - 1) + at + domain
    first, last = (3, 4) if len(number) > 10 else (1, 2)
    return number[:first] + MASK * (len(number) - first - last) + number[-last:]


def _by_words(text: str) -> Iterator[Found]:
    for kind, pattern in _BY_WORDS:
        for each in pattern.finditer(text):
            named = next((name for name in ("is", "local") if name in each.groupdict() and each[name]), None)
            start, end = each.span(named) if named else each.span()
            yield kind, start, end


@dataclass(frozen=True)
class _Group:
    """Digits on end, as ASCII, and where they stand."""

    digits: str
    start: int
    end: int


def _in_runs(text: str) -> Iterator[Found]:
    """Numbers that are known by their digits alone: all those of one group, or of several that follow each other."""
    for run in _RUN.finditer(text):
        groups = [_Group(_digits(each[0]), *each.span()) for each in _GROUP.finditer(text, *run.span())]
        at = 0
        while at < len(groups):
            kind, size = _longest(text, groups[at : at + LONGEST])
            if kind:
                yield kind, _with_prefix(text, groups[at].start), groups[at + size - 1].end
            at += size


def _longest(text: str, groups: list[_Group]) -> tuple[str | None, int]:
    """The kind of the longest number that begins with the first group, and how many groups are its own."""
    digits, found, size = "", None, 1
    for count, group in enumerate(groups, 1):
        digits += group.digits
        if len(digits) > LONGEST:
            break
        if len(digits) >= SHORTEST and (kind := kind_of(digits)) and _may_be(kind, text, groups[:count]):
            found, size = kind, count
    return found, size


def _may_be(kind: str, text: str, part: list[_Group]) -> bool:
    """Whether what stands around the digits, and how they are grouped, allows that kind."""
    start, end = part[0].start, part[-1].end
    if _is_letter(text[end : end + 1]):
        return False
    if kind != MOBILE:
        # Letters before make it the code of an organisation or of a thing.
        return not _is_letter(text[start - 1 : start])
    return _OF_AMOUNTS.match(text, end) is None and _is_grouped_as_mobile(text, part)


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_grouped_as_mobile(text: str, part: list[_Group]) -> bool:
    """Whether the last eleven digits stand in groups as people write them, with one kind of gap."""
    if len(part) == 1:
        return True
    own, size = list(part), sum(len(each.digits) for each in part)
    while size > SHORTEST:
        size -= len(own.pop(0).digits)
    gaps = {_plain(text[before.end : then.start]) for before, then in pairwise(own)}
    return tuple(len(each.digits) for each in own) in _MOBILE_GROUPS and len(gaps) <= 1


def _plain(gap: str) -> str:
    """A gap by its kind: blanks, dashes or dots."""
    return "".join(
        "-" if unicodedata.category(sign) == "Pd" else " " if sign.isspace() else sign for sign in gap
    ).strip("\u200b\u200c\u200d\u2060\ufeff")


def _with_prefix(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] in "+" else start


def _digits(group: str) -> str:
    """The digits of a group as ASCII; a last X is one."""
    if group.isascii():
        return group.upper()
    return "".join(
        _AS_DIGIT.get(sign) or (str(unicodedata.decimal(sign)) if sign.isdecimal() else "") for sign in group
    )


_AS_DIGIT = dict(zip(_CHINESE, "0001234567891", strict=True)) | dict.fromkeys(_LAST, "X")
