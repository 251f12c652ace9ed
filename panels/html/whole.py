"""What stays on one line in small print and in the rows of lists, whose lines end between any characters."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, zip_longest

from markupsafe import Markup, escape

from panels.html.widths import in_em
from panels.widths import text_width
from wording import LONG_NAME, by_clause, together

_CHINESE = r"[\u3400-\u9fff]"
_ENDS = r"[，；。、）]*"
# A short clause with its figure and what it is counted by ("数据截至 2026-10-31", "整改事项 3 期"); a place, with the
# way it is counted ("由高到低第 1 位"); a count, with what is said of it ("2 件未填"); what a list is of ("漏报：");
# a word that is quoted, behind the word before it ("标注“样本少”"); a number of a file or an issue ("〔2026〕4号");
# a short remark in brackets ("（试行）"); and a number written as one word with what it counts ("7个工作日").
_WHOLE = re.compile(
    rf"((?<!{_CHINESE}){_CHINESE}{{1,6}} \d[\d.,/%\-\u2060]*(?:\u00a0{_CHINESE}{{1,2}}(?!{_CHINESE}))?{_ENDS}"
    rf"|(?<!{_CHINESE}){_CHINESE}{{0,6}}\u7b2c\u00a0\d+\u00a0\u4f4d{_ENDS}"
    rf"|\d[\d.,]*\u00a0{_CHINESE}{{1,4}}(?!{_CHINESE}){_ENDS}"
    rf"|(?<!{_CHINESE}){_CHINESE}{{2,5}}：|{_CHINESE}{{0,2}}“{_CHINESE}{{1,6}}”{_ENDS}"
    rf"|〔\d{{4}}〕\d+[\u53f7\u671f]{_ENDS}|（{_CHINESE}{{1,4}}）{_ENDS}|\d+[\u5e74\u6708\u65e5\u4e2a\u4ef6\u6b21\u9879\u4eba\u540d\u5bb6\u6761\u4efd\u5929\u9875])"
)
# Where a line of a short name may end: between pairs of characters, which most words of it are, behind what joins
# two of them (和, 与), and not behind the 市 before the name of a department.
_OF_NAME = re.compile(
    rf"(?:(?<!{_CHINESE})\u5e02)?{_CHINESE}{{2}}[\u548c\u4e0e]?(?!{_CHINESE}(?!{_CHINESE}))"
    rf"|{_CHINESE}{{1,3}}(?!{_CHINESE})|[^\u3400-\u9fff]+"
)
# Where one clause ends and the next begins: behind its sign (an English one before Chinese words or their year), before
# what a figure would become ("60% → 40%"), and before a longer remark in brackets.
_BETWEEN_CLAUSES = re.compile(
    rf"((?<=[，；：、。])(?![）”》]|$)|(?<=[,;:])[ \u00a0](?=(?:\d{{4}}[ \u00a0])?{_CHINESE}{{2}})"
    rf"|[ \u00a0](?=→)|(?<=.)(?=（{_CHINESE}{{5}}))"
)
# The same names and notes stand in many rows, on many pages.
MOST_KEPT = 5_000
# So many letters may be more than the narrowest column of a list has room for.
_LONG = 8
# A clause of more full-width letters than these leaves a phone a line for itself and half a line more.
_LONG_CLAUSE = 14.0
# A figure with the letter before it ("率 61.5%"), or with the verb that leads to it ("升至 82.5%").
_FIGURE = re.compile(rf"([\u5347\u964d\u589e\u51cf]?{_CHINESE}\u00a0\d[\d.,/]*%?)")
# Browsers keep a percentage and the bracket behind it on one line; where that has no room they would break within it,
# and begin a line with its comma.
_BEFORE_BASE = re.compile(r"(?:(?<=%)|(?<=%</span>))(?=（)")


@lru_cache(MOST_KEPT)
def whole(text: str) -> Markup:
    """A text whose lines part no date from its "截至", no figure from its name and no count from what it counts.

    What is whole is marked and no letter added, so that the text is found and copied as it is.
    """
    return marked(_WHOLE.split(together(text)), kept)


@lru_cache(MOST_KEPT)
def clauses(text: str) -> Markup:
    """A note or short text whose lines end at its signs; a clause that is longer than a line goes on in a further one.

    Each is a box of its own: a browser that must break a text without places to do so begins a line with a comma or
    parts a figure from its %.
    """
    pieces = _BETWEEN_CLAUSES.split(by_clause(text))
    if len(pieces) == 1:
        return whole(text)
    boxes = [_clause(piece) for piece in pieces[::2]]
    between = [Markup(blank and " ") for blank in pieces[1::2]]
    return Markup("").join(chain.from_iterable(zip_longest(boxes, between, fillvalue=Markup(""))))


def of_two_lines(text: str) -> float:
    """The least width, in em of its letters, in which a text takes two lines that end at its signs, or its only one.

    A text without Chinese words ends its lines at blanks.
    """
    is_chinese = re.search(_CHINESE, text)
    pieces = _BETWEEN_CLAUSES.split(by_clause(text))[::2] if is_chinese else re.findall(r"\S+ ?", text)
    widths = [in_em([piece]) for piece in pieces]
    return min((max(sum(widths[:end]), sum(widths[end:])) for end in range(1, len(widths) + 1)), default=0.0)


def _clause(piece: str) -> Markup:
    """A clause in its box; of what its blanks keep together only figures need a mark, where its words have no room."""
    parts = (_FIGURE if "\u00a0" in piece else _WHOLE).split(piece)
    long = " long-clause" if text_width([piece], 1) > _LONG_CLAUSE else ""
    return Markup('<span class="clause{}">{}</span>').format(long, marked(parts, kept))


@lru_cache(MOST_KEPT)
def by_word(name: str) -> Markup:
    """A short name whose lines part none of its words (望澜 住房和 城乡 建设局); a long one as it is."""
    return escape(name) if has_long_name(name) else Markup("<wbr>").join(map(escape, _OF_NAME.findall(name)))


def has_long_name(text: str) -> bool:
    """Whether a text holds a Chinese name of so many letters that it takes several lines wherever it stands."""
    return bool(LONG_NAME.search(text))


def kept(piece: str) -> Markup:
    """A piece whose line does not break; a long one may, where a style says so."""
    return Markup('<span class="kept{}">{}</span>').format(" long" if len(piece) > _LONG else "", piece)


def marked(pieces: Sequence[str], mark: Callable[[str], Markup]) -> Markup:
    """Pieces that follow each other, every second one in the element that ``mark`` makes, whose line does not break; a
    line may end before what a rate rests on.
    """
    texts = (mark(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces))
    return Markup(_BEFORE_BASE.sub("<wbr>", Markup("").join(texts)))
