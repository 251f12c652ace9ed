"""Many rows are stored in portions, so that they take no more room than a portion; rows of one case stay together."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from data_access.checking.validation import Checked
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row

# Rows that are compared and written at a time.
MOST_AT_ONCE = 20_000

Place = tuple[Checked, int]


def portions(ledger: Ledger, parts: Sequence[Checked], most: int) -> Iterator[list[Place]]:
    """The good rows of the sheets in portions of some ``most`` rows, each row as its sheet and its position.

    Rows that share a number, or of which one continues the other, are of one portion: what is marked in a row follows
    from all of its case.
    """
    places = [(checked, at) for checked in parts for at in _good(checked)]
    cases = _cases(ledger, places)
    portion: list[Place] = []
    last = -1
    for index in sorted(range(len(places)), key=cases.__getitem__):
        if len(portion) >= most and cases[index] != last:
            yield portion
            portion = []
        portion.append(places[index])
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


def _good(checked: Checked) -> Iterator[int]:
    rejected = checked.intake.rejected
    return (at for at in range(len(checked.intake.sheet.rows)) if at not in rejected)


def _cases(ledger: Ledger, places: Sequence[Place]) -> list[int]:
    """Of each row the first row of its case, by its place among all."""
    numbers = [checked.columns[ledger.number_column][at] for checked, at in places]
    firsts = dict(zip(reversed(numbers), reversed(range(len(numbers))), strict=True))
    above = [place if number is None else firsts[number] for place, number in enumerate(numbers)]

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    linked = _linked(ledger, places)
    for place, number in linked:
        one, other = top(firsts.setdefault(number, place)), top(place)
        above[max(one, other)] = min(one, other)
    return list(map(top, range(len(places)))) if linked else above


def _linked(ledger: Ledger, places: Sequence[Place]) -> list[tuple[int, object]]:
    """The places of the rows that continue another one, each with that one's number."""
    name = ledger.linked_by
    cells = [checked.columns[name][at] if name in checked.columns else None for checked, at in places] if name else []
    return [(place, number) for place, number in enumerate(cells) if number is not None]
