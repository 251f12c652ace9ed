"""Which ledger of ours a foreign sheet comes nearest to, and which of its headers is which column.

Headers are compared as words, and what stands below them must not contradict: a column of dates has dates. The result
is a guess for people to check (in a sentence, in the draft of a mapping); nothing is ever loaded by it.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from data_access.checking.conversion import Refusal, converter
from data_access.checking.placeholders import is_placeholder
from data_access.checking.understood import understanding
from data_access.files.cell_text import plain
from data_access.files.sheet_words import other_headers
from data_access.files.sources import Sheet, cell_at, header_texts, is_blank
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn

# Words of headers that mean the same, written as our headers write them.
_SAME_WORDS = (
    ("出庭应诉", "出庭"), ("未出庭理由", "未出庭原因"), ("文书落款", "结案"), ("裁判结案", "结案"),
    ("时间", "日期"), ("案件编号", "案号"), ("案件号", "案号"), ("判决", "裁判"), ("审理程序", "审级"),
    ("审判程序", "审级"), ("行政机关", "单位"), ("机关", "单位"), ("部门", "单位"), ("应诉单位", "被告"),
    ("被诉", "被告"), ("到庭", "出庭"), ("人员及职务", "人员职务"),
    ("问题描述", "问题"), ("存在问题", "问题"), ("时限", "期限"), ("出庭人员职务", "负责人出庭"),
    ("出庭人员", "负责人出庭"), ("完成日期", "销号日期"), ("序号", "编号"), ("受理法院", "法院"),
    ("审理法院", "法院"), ("整改措施", "措施"), ("措施", "整改措施"), ("下达", "交办"), ("处理结果", "结果"),
    ("分类", "类别"), ("类型", "类别"), ("文书作出", "结案"), ("法院受理", "立案"),
)  # fmt: skip
# From here on two headers are taken for one; a header within the other is nearly the same.
LEAST, WITHIN = 0.5, 0.8
# 问题编号 is known for the number of an item; 序号 beside it is not, though it may be called so where it stands alone.
SAME_IN_OTHER_WORDS = 0.98
# A cell below a header that cannot be what the column holds speaks against it; below this share, loudly.
MOST_CELLS, READABLE = 40, 0.6
# Of two headers for one column of choices the one counts less below which no cell is one of the choices, nor a word for
# one: 原告 holds names, and the 原告类别 stands beside it.
UNCHOSEN = 0.85
# Of a column of 是 and 否, where no cell says either: 出庭负责人职务 holds offices, and is no 负责人发言.
UNANSWERED = 0.5
# A header whose name tells nothing is known by its cells, when so many of them at least are words of one column alone.
FEWEST_CHOSEN = 2
# A sheet of which fewer headers are known comes near to no ledger.
FEWEST = 2
# The headers of a table stand in a row with so many texts at least.
FEWEST_HEADERS = 2
# Headers are looked for in so many of the first rows.
FIRST_ROWS = 10
_DATES = LedgerColumn("", "", "", "date")


@dataclass(frozen=True)
class Nearest:
    """A ledger, the sheet with its row of headers found, and the guessed column of each header by its place."""

    ledger: Ledger
    sheet: Sheet
    columns: Mapping[int, LedgerColumn]
    likeness: float

    @property
    def missing(self) -> list[LedgerColumn]:
        """The required columns for which no header was found."""
        found = {column.name for column in self.columns.values()}
        return [column for column in self.ledger.columns if column.required and column.name not in found]


def nearest(sheet: Sheet, ledgers: Iterable[Ledger] = LEDGERS) -> Nearest | None:
    """The ledger that a sheet comes nearest to, of these; None when it comes near to none."""
    found = [_in_ledger(ledger, each) for each in _with_headers(sheet) for ledger in ledgers]
    near = [each for each in found if len(each.columns) >= FEWEST]
    return max(near, key=lambda each: each.likeness, default=None)


def _with_headers(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet with each of its first rows taken for the headers."""
    rows = [(sheet.header_row, sheet.headers), *sheet.rows[: FIRST_ROWS - 1]]
    for place, (number, row) in enumerate(rows):
        headers = header_texts(row)
        if sum(map(bool, headers)) >= FEWEST_HEADERS:
            yield replace(sheet, headers=headers, rows=sheet.rows[place:], header_row=number)


def _in_ledger(ledger: Ledger, sheet: Sheet) -> Nearest:
    pairs = sorted(_pairs(ledger, sheet), key=lambda pair: -pair[0])
    columns: dict[int, LedgerColumn] = {}
    likeness = 0.0
    for score, at, column in pairs:
        if at not in columns and column not in columns.values():
            columns[at] = column
            likeness += score
    found = Nearest(ledger, sheet, dict(sorted(columns.items())), likeness)
    # A ledger whose required columns are there is nearer than one that merely shares some words.
    return replace(found, likeness=likeness - len(found.missing) / 2)


def _pairs(ledger: Ledger, sheet: Sheet) -> Iterator[tuple[float, int, LedgerColumn]]:
    for at, header in enumerate(sheet.headers):
        if not header:
            continue
        cells: list[object] | None = None
        for column in ledger.columns:
            score = max(_likeness(plain(header), plain(name)) for name in _names(ledger, column))
            if score < LEAST:
                continue
            cells = _sample(sheet, at) if cells is None else cells
            score *= _agreement(column, cells)
            if score >= LEAST:
                yield score, at, column


def _names(ledger: Ledger, column: LedgerColumn) -> Iterator[str]:
    """The headers of a column, and what else is known to be written for it."""
    yield from (column.zh, column.en, *column.also)
    yield from (other for other, ours in other_headers(ledger.key).items() if ours == column.zh)


@lru_cache(maxsize=100_000)
def _likeness(header: str, name: str) -> float:
    """How like two headers are, 0 to 1; most pairs share no sign and are told apart at once."""
    if header == name:
        return 1.0
    header, name = _in_our_words(header), _in_our_words(name)
    if header == name:
        return SAME_IN_OTHER_WORDS
    if not set(header) & set(name):
        return 0.0
    shorter, longer = sorted((header, name), key=len)
    ratio = difflib.SequenceMatcher(None, header, name).ratio()
    inside = WITHIN if len(shorter) > 1 and shorter in longer else 0.0
    return max(ratio, inside + ratio / 10)


@cache
def _in_our_words(text: str) -> str:
    for theirs, ours in _SAME_WORDS:
        text = text.replace(theirs, ours)
    return text


def _sample(sheet: Sheet, at: int) -> list[object]:
    cells = (cell_at(row, at) for _number, row in sheet.rows)
    return [value for _place, value in zip(range(MOST_CELLS), (v for v in cells if not is_blank(v)), strict=False)]


def by_cells(near: Nearest) -> Nearest:
    """With the headers, too, whose names tell nothing and whose cells all are choices of one column that is left.

    诉讼程序 is known for 审级 by 一审 and 二审 below it. What two headers or two columns could be is nobody's guess.
    """
    left = [at for at, header in enumerate(near.sheet.headers) if header and at not in near.columns]
    taken = set(near.columns.values())
    free = [column for column in near.ledger.columns if column.kind == "code" and column not in taken]
    pairs = [(at, each) for at in left for each in free if _all_chosen(each, _sample(near.sheet, at))]
    places, columns = [at for at, _each in pairs], [each for _at, each in pairs]
    told = {at: each for at, each in pairs if places.count(at) == columns.count(each) == 1}
    return replace(near, columns=dict(sorted({**near.columns, **told}.items())))


def _all_chosen(column: LedgerColumn, cells: Sequence[object]) -> bool:
    said, is_understood = [cell for cell in cells if not is_placeholder(cell)], understanding(column)
    return len(said) >= FEWEST_CHOSEN and all(map(is_understood, said))


def _agreement(column: LedgerColumn, cells: Sequence[object]) -> float:
    """How well cells go with a column: 1 when they may stand there, less when most cannot."""
    if not cells:
        return 1.0
    dates = _share(_DATES, cells)
    if column.kind in ("date", "integer", "decimal", "month_day"):
        share = dates if column.kind == "date" else _share(column, cells)
        return 1.0 if share >= READABLE else 0.7
    if column.kind == "code" and dates < READABLE and not any(map(understanding(column), cells)):
        return UNCHOSEN
    if column.kind == "flag" and not any(map(understanding(column), cells)):
        return UNANSWERED
    # Dates below a header that is to name or judge something: it is the day on which that was done.
    return 0.4 if dates >= READABLE else 1.0


def _share(column: LedgerColumn, cells: Sequence[object]) -> float:
    read = converter(column)
    return sum(not isinstance(read(value), Refusal) for value in cells) / len(cells)
