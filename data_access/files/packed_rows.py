"""Many rows of a sheet in little room: they are kept by column, and a text that many cells hold is kept once."""

import datetime as dt
from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import compress
from typing import overload

Row = tuple[int, Sequence[object]]

# A column with more different texts than this is one of numbers or prose: few of them come again.
MOST_SHARED = 5_000


class PackedRows(Sequence[Row]):
    """Rows with their numbers, made anew whenever they are asked for; one that ends early is filled up with blanks."""

    def __init__(self, numbers: "array[int]", columns: list[list[object]]) -> None:
        self.numbers = numbers
        self.columns = columns

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "PackedRows": ...
    def __getitem__(self, place: int | slice) -> "Row | PackedRows":
        if isinstance(place, slice):
            return PackedRows(self.numbers[place], [column[place] for column in self.columns])
        return self.numbers[place], tuple(column[place] for column in self.columns)

    def __iter__(self) -> Iterator[Row]:
        return zip(self.numbers, zip(*self.columns, strict=True), strict=True)

    def without(self, numbers: Collection[int]) -> "PackedRows":
        """The rows but those of some numbers."""
        kept = [number not in numbers for number in self.numbers]
        columns = [list(compress(column, kept)) for column in self.columns]
        return PackedRows(array("I", compress(self.numbers, kept)), columns)


class RowPacker:
    """Takes rows one by one, or many with as many cells each."""

    def __init__(self) -> None:
        self.rows = PackedRows(array("I"), [])
        self._shared: list[dict[object, object] | None] = []

    def add(self, number: int, row: Sequence[object]) -> None:
        columns, shared = self.rows.columns, self._shared
        while len(columns) < len(row):
            columns.append([""] * len(self.rows))
            shared.append({})
        for place, value in enumerate(row):
            known = shared[place]
            if known is not None and isinstance(value, str):
                value = known.setdefault(value, value)
                if len(known) > MOST_SHARED:
                    shared[place] = None
            columns[place].append(value)
        for column in columns[len(row) :]:
            column.append("")
        self.rows.numbers.append(number)

    def add_columns(self, numbers: Sequence[int], columns: Sequence[list[object]]) -> None:
        """Take many rows by their columns, of which there are as many as of those before."""
        while len(self.rows.columns) < len(columns):
            self.rows.columns.append([])
            self._shared.append({})
        for place, cells in enumerate(columns):
            self.rows.columns[place] += self._once(place, cells)
        self.rows.numbers.extend(numbers)

    def _once(self, place: int, cells: list[object]) -> list[object]:
        """The cells of a column, each text and day as it is kept already."""
        known = self._shared[place]
        if known is None:
            return cells
        cells = [known.setdefault(cell, cell) if isinstance(cell, (str, dt.date)) else cell for cell in cells]
        if len(known) > MOST_SHARED:
            self._shared[place] = None
        return cells
