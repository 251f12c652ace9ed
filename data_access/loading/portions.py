"""Many rows are stored in portions, so that they take no more room than a portion; rows of one case stay together."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter

from data_access.checking.validation import Checked
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row

# Rows that are compared and written at a time.
MOST_AT_ONCE = 10_000

Place = tuple[Checked, int]


def portions(ledger: Ledger, parts: Sequence[Checked], most: int) -> Iterator[list[Place]]:
    """The good rows of the sheets in portions of some ``most`` rows, each row as its sheet and its position.

    Rows that share a number, or of which one continues the other, are of one portion: what is marked in a row follows
    from all of its case.
    """
    good = _GoodRows(parts)
    cases = _cases(ledger, good)
    portion: list[Place] = []
    last = -1
    for index in sorted(range(len(good)), key=cases.__getitem__):
        if len(portion) >= most and cases[index] != last:
            yield portion
            portion = []
        portion.append(good.place(index))
        last = cases[index]
    if portion:
        yield portion


def rows_at(portion: Sequence[Place]) -> Iterator[tuple[Checked, int, Row]]:
    """The rows of a portion, with typed values."""
    for checked, places in groupby(portion, key=itemgetter(0)):
        positions = [at for _checked, at in places]
        names, columns = list(checked.columns), checked.columns.values()
        rows = zip(*(map(values.__getitem__, positions) for values in columns), strict=True)
        for at, values in zip(positions, rows, strict=True):
            yield checked, at, dict(zip(names, values, strict=True))


class _GoodRows:
    """The rows of all sheets that have no problem, in order; each place is made when it is asked for."""

    def __init__(self, parts: Sequence[Checked]) -> None:
        self.positions, self.sheets, self.parts = array("I"), array("I"), parts
        for number, checked in enumerate(parts):
            rejected = checked.intake.rejected
            self.positions.extend(at for at in range(len(checked.intake.sheet.rows)) if at not in rejected)
            self.sheets.extend(repeat(number, len(self.positions) - len(self.sheets)))

    def __len__(self) -> int:
        return len(self.positions)

    def place(self, index: int) -> Place:
        return self.parts[self.sheets[index]], self.positions[index]

    def cells(self, name: str) -> Iterator[object]:
        """What stands in a column of each row; None where its sheet has no such column."""
        columns = [checked.columns.get(name) for checked in self.parts]
        for number, at in zip(self.sheets, self.positions, strict=True):
            cells = columns[number]
            yield None if cells is None else cells[at]


def _cases(ledger: Ledger, good: _GoodRows) -> Sequence[int]:
    """Of each row the first row of its case, by its place among all."""
    firsts: dict[object, int] = {}
    above = array("I")
    for place, number in enumerate(good.cells(ledger.number_column)):
        above.append(place if number is None else firsts.setdefault(number, place))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    linked = enumerate(good.cells(ledger.linked_by)) if ledger.linked_by else iter(())
    any_linked = False
    for place, number in linked:
        if number is not None:
            any_linked = True
            one, other = top(firsts.setdefault(number, place)), top(place)
            above[max(one, other)] = min(one, other)
    return array("I", map(top, range(len(above)))) if any_linked else above
