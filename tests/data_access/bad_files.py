"""The table of bad files: what comes, which problem it is, and what both sentences must say of it.

A sentence has to name the place (sheet, row, column, or file), what came, and what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.data_access.hostile_files import (
    SHEET,
    book,
    good_and,
)


@dataclass(frozen=True)
class Bad:
    """A file and what is said of it; ``said`` stands in both sentences, ``zh`` and ``en`` each in its own.

    ``stored`` counts the rows that are stored all the same, because the file is understood and only remarked on.
    ``size`` makes the file longer with nothing.
    """

    title: str
    code: str
    said: tuple[str, ...]
    zh: str
    en: str
    build: Callable[[], bytes]
    name: str = "台账.xlsx"
    stored: int = 0
    mapping: str = ""
    size: int = 0


def cell(title: str, code: str, column: str, value: Any, zh: str, en: str, *said: str) -> Bad:
    """One cell of row 3 is bad."""
    return Bad(title, code, (SHEET, "3", column, *said), zh, en, lambda: book(good_and(**{column: value})))


def bad_date(title: str, value: Any, *said: str) -> Bad:
    return cell(title, "bad_date", "收到日期", value, "请改为这种写法", "Write it in this form", "2026-03-01", *said)


def month(title: str, value: Any, *said: str) -> Bad:
    return cell(title, "day_missing", "收到日期", value, "请补上日", "Add the day", *said)


def file(
    title: str, code: str, build: Callable[[], bytes], zh: str, en: str, *said: str, name: str = "台账.xlsx"
) -> Bad:
    return Bad(title, code, (name, *said), zh, en, build, name)


def csv(title: str, code: str, content: bytes, zh: str, en: str, *said: str, name: str = f"{SHEET}.csv") -> Bad:
    return Bad(title, code, said, zh, en, lambda: content, name)


def remark(title: str, code: str, build: Callable[[], bytes], zh: str, en: str, *said: str, stored: int = 2) -> Bad:
    return Bad(title, code, (*said,), zh, en, build, stored=stored)
