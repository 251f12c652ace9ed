"""What a spreadsheet shows beside its values: merged, hidden and calculated cells, and numbers in a format."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Row as Excel numbers it, column counted from 0.
Cell = tuple[int, int]


@dataclass(frozen=True)
class Marks:
    """The marks of one sheet.

    ``merged`` holds first and last row, first and last column. ``not_calculated`` are cells with a
    formula whose value was never worked out, ``failed`` those that hold an error. ``shown`` are the texts that number
    formats make of numbers (0012, 85%), ``monthly`` the dates shown without their day. ``since_1904`` says that plain
    numbers count days from 1904; ``cut_row`` is the last row of a text that ends within it. In ``struck_rows``
    every filled cell is struck out, in ``partly_struck`` some are. ``scaled`` are the numbers of which thousands are
    left out (12 for 12000), ``unseen`` the cells that show nothing of what stands in them. ``commented`` are the rows
    with a comment on a cell, ``text_boxes`` counts the boxes of text that lie over the cells. ``hidden_columns`` are
    first and last column of some beside each other.
    """

    merged: tuple[tuple[int, int, int, int], ...] = ()
    not_calculated: frozenset[Cell] = field(default=frozenset(), repr=False)
    failed: frozenset[Cell] = field(default=frozenset(), repr=False)
    hidden_rows: frozenset[int] = field(default=frozenset(), repr=False)
    hidden_columns: tuple[tuple[int, int], ...] = ()
    is_hidden: bool = False
    shown: Mapping[Cell, str] = field(default_factory=dict, repr=False)
    monthly: frozenset[Cell] = field(default=frozenset(), repr=False)
    since_1904: bool = False
    cut_row: int | None = None
    struck_rows: frozenset[int] = field(default=frozenset(), repr=False)
    partly_struck: frozenset[int] = field(default=frozenset(), repr=False)
    scaled: frozenset[Cell] = field(default=frozenset(), repr=False)
    unseen: frozenset[Cell] = field(default=frozenset(), repr=False)
    commented: frozenset[int] = field(default=frozenset(), repr=False)
    text_boxes: int = 0

    def headers_above(self, row: int) -> dict[int, int]:
        """Columns of a header row whose header is merged with rows above it → the row that holds its text."""
        return {left: top for top, bottom, left, _right in self.merged if top < row <= bottom}

    def hides(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


NO_MARKS = Marks()
