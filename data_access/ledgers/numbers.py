"""How the numbers of records are compared: without the signs that people write in several ways, or leave out.

What is looked for is said twice, of what is typed and of what is stored, which the database works out itself. Whether
two numbers are one record's is asked more strictly (``same_number``), for what is taken for one is stored as one.
"""

import re
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func

from data_access.files.cell_text import half_width, number_text

# (2026)某01行初第12号, 2026某01行初12 and 2026 某 01 行初 12 mean one case.
LEFT_OUT = ("(", ")", "〔", "〕", "[", "]", " ", "字", "第", "号")

_LABEL = re.compile(r"^(?:案号|案件编号|事项编号|编号|文号|no)[.:]")
# Case no. (2026) …, Item no.: ZG-1 and, before a serial number, No. 12, No 12, # 12.
_ENGLISH_LABEL = re.compile(
    r"^(?:(?:case|item|document|doc|ref(?:erence)?)(?: no| number)?|no|number)\b[.:]*\s?(?=\W|\w*\d)"
)
_ENGLISH_FRAME = re.compile(r"(?:(?<=[\W\d_])(?:no|number)(?![a-z])|(?<=[a-z])no(?=\.))[.:]?\s?(?=\d)")
_IN_WORDS = re.compile(r"(?<![〇○零一二三四五六七八九])[〇○零一二三四五六七八九]{4}(?![〇○零一二三四五六七八九十])")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SIGNS = re.compile(r"[\W_]+")
_HAN = "\u3400-\u9fff"
# Words around a number that are written or left out: of a year, before a serial number, after it.
_FRAME = re.compile(r"(?<=\d)-?[年号號]|(?<=[初终終再申监監執执复復])字(?=-?第?-?\d)|第(?=-?\d)")
# A sign between two digits keeps two numbers apart; elsewhere it is a matter of taste.
_IDLE = re.compile(r"(?<!\d)-+|-+(?!\d)")
_YEAR_AND_MORE = re.compile(r"^(\D*(?:19|20)\d\d)(?=\d)")
# Courts and offices number from 1 on and fill up with no zeros (最高人民法院关于案号的规定, GB/T 9704).
_PADDED = re.compile(rf"^((?:19|20)\d\d[{_HAN}]+(?:\d{{1,4}}[{_HAN}]+)?|[{_HAN}]+(?:19|20)\d\d-)0+(\d+)(?=$|[-之])")
# Most numbers are written as their form says; a hundred thousand of them are not to be taken apart.
_IN_FORM = re.compile(
    rf"\(((?:19|20)\d\d)\)([{_HAN}]+(?:\d{{1,4}}[{_HAN}]+)?)([1-9]\d*)号|"
    rf"([A-Z]+-|[{_HAN}]+〔)((?:19|20)\d\d(?:-\d+|〕[1-9]\d*))号?"
)
_WORDY = re.compile("[字第年号號]")
# Zeros before other digits, with the sign in front that is looked for fastest.
_ZEROS = re.compile(r"0(?<!\d0)0*(?=\d)")


def as_searched(text: str) -> str:
    """A number, or a part of one, however it was typed, as it is compared."""
    return reduce(lambda left, sign: left.replace(sign, ""), LEFT_OUT, number_text(text)).lower()


def stored_as_searched(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same of a column of numbers in the form in which they are stored."""
    return func.lower(reduce(lambda left, sign: func.replace(left, sign, ""), LEFT_OUT, number))


def same_number(text: str) -> str:
    """What all writings of one number have in common: two numbers for which this is equal are one record's.

    Brackets, dashes, white space, case, full width, 第, 号 and 年 do not matter, nor do zeros before a serial number
    where a court's or an office's form has none. What stands between two digits keeps them apart: 1-11 is not 11-1.
    """
    in_form = _IN_FORM.fullmatch(text)
    if in_form and not _WORDY.search(in_form[2] or in_form[4]):
        year, court, serial, prefix, rest = in_form.groups()
        return f"{year}{court}{serial}" if court else f"{prefix[:-1].lower()}{rest.replace('〕', '-')}"
    half = half_width(text).casefold().strip()
    if half.isascii() or "no" in half:
        half = _ENGLISH_FRAME.sub("", _ENGLISH_LABEL.sub("", half))
    half = _LABEL.sub("", "".join(half.split(" ")))
    half = _SIGNS.sub("-", _IN_WORDS.sub(lambda year: year[0].translate(_DIGITS), half))
    bare = _IDLE.sub("", re.sub("-+", "-", _FRAME.sub("-", half)))
    return _PADDED.sub(r"\1\2", _YEAR_AND_MORE.sub(r"\1-", bare))


def nearly_same(number: str) -> str:
    """What ``same_number`` gives, without what is easily mistyped: zeros in front, O for 0, l for 1."""
    return _ZEROS.sub("", number.replace("o", "0").replace("i", "1").replace("l", "1"))
