"""Periods in English words, put as the product's own readers of periods know them: Q1 2026 as 2026Q1, March 2026 as
2026年3月."""

import re

from data_access.files.cell_text import half_width

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A month by its word.
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_WORDS = {word: number for number, word in enumerate(_NUMBERS, 2)}
_NTHS, _HOW_MANY = "|".join(_NTH), rf"\d{{1,2}}|{'|'.join(_WORDS)}"
_TO, _OF = r"\s?(?:[-‐‑‒–—―−~]|to|until|through)\s?", r"(?:,? of |[ ,/-]*)"
_UNTIL = "ytd|(?:year|up) to|to|as (?:of|at)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d/-])"
# Not the month of a day: 2 May 2026.
_FIRST = r"(?<![\w-])(?<!\d )(?<!\d(?:st|nd|rd|th) )(?:the )?"
_FORMS = tuple(
    (re.compile(_FIRST + pattern), form)
    for pattern, form in (
        (rf"(?P<a>{MONTH}) (?P<first>(?:19|20)\d\d){_TO}(?P<b>{MONTH}) {_YEAR}", "{first}-{a:02}至{year}-{b:02}"),
        (rf"(?P<a>{MONTH}){_TO}(?P<b>{MONTH}){_OF}{_YEAR}", "{year}年{a}至{b}月"),
        (rf"(?:{_UNTIL}) (?:the )?(?:end of )?(?P<a>{MONTH}){_OF}{_YEAR}", "{year}年截至{a}月"),
        (rf"(?P<a>{MONTH}){_OF}{_YEAR}", "{year}年{a}月"),
        (rf"q(?P<a>[1-4]){_TO}q(?P<b>[1-4]){_OF}{_YEAR}", "{year}年{a}季度至{b}季度"),
        (rf"q(?P<a>[1-4]){_OF}{_YEAR}|(?P<a2>[1-4])q ?(?P<year2>(?:19|20)\d\d)(?!\d)", "{year}q{a}"),
        (rf"(?P<a>{_NTHS}) quarter{_OF}{_YEAR}", "{year}q{a}"),
        (rf"first (?P<a>{_HOW_MANY}) months{_OF}{_YEAR}", "{year}年前{a}个月"),
        (rf"first (?P<a>{_HOW_MANY}) quarters{_OF}{_YEAR}", "{year}年前{a}季度"),
        (rf"(?:h1|first half){_OF}{_YEAR}", "{year}年上半年"),
        (rf"(?:h2|second half){_OF}{_YEAR}", "{year}年下半年"),
        (rf"(?:fy ?|full year |year |annual ){_YEAR}", "{year}年度"),
    )
)  # fmt: skip
# Where a column or a title says the year: March, the first quarter.
_ALONE = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"(?P<a>{MONTH})", "{a}月"),
        (rf"(?P<a>{MONTH}){_TO}(?P<b>{MONTH})", "{a}至{b}月"),
        (rf"(?:the )?(?P<a>{_NTHS}) quarter", "q{a}"),
        (r"(?:the )?first half(?: year)?", "上半年"),
        (r"(?:the )?second half(?: year)?", "下半年"),
    )
)


def in_chinese(text: str) -> str:
    """A text in which periods in English words stand as readers of periods know them; another text as it is."""
    if not re.search("[A-Za-z]", text):
        return text
    half = " ".join(half_width(text).casefold().split())
    alone = next((_put(found, form) for each, form in _ALONE if (found := each.fullmatch(half))), "")
    if alone:
        return alone
    put = half
    for each, form in _FORMS:
        put = each.sub(lambda found, form=form: _put(found, form), put)  # type: ignore[misc]
    return text if put == half else put


def _put(found: re.Match[str], form: str) -> str:
    parts = {name.removesuffix("2"): value for name, value in found.groupdict().items() if value}
    return form.format(**{name: _number(value) for name, value in parts.items()})


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return _NTH.get(written) or _WORDS.get(written) or MONTHS.index(written[:3]) + 1
