"""How the numbers of records are looked for: without the signs that people write in several ways, or leave out.

The same is said twice, of what is typed and of what is stored, which the database works out itself.
"""

from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func

from data_access.files.cell_text import number_text

# (2026)某01行初第12号, 2026某01行初12 and 2026 某 01 行初 12 mean one case.
LEFT_OUT = ("(", ")", "〔", "〕", "[", "]", " ", "字", "第", "号")


def as_searched(text: str) -> str:
    """A number, or a part of one, however it was typed, as it is compared."""
    return reduce(lambda left, sign: left.replace(sign, ""), LEFT_OUT, number_text(text)).lower()


def stored_as_searched(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same of a column of numbers in the form in which they are stored."""
    return func.lower(reduce(lambda left, sign: func.replace(left, sign, ""), LEFT_OUT, number))
