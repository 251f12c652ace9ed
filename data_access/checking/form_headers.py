"""What the headers of a statistical form say: a count, a period, or both; and where its headers stand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from data_access.checking.header_names import alike, names_of
from data_access.checking.written_periods import from_cell, from_text
from data_access.files.headers import headers_of
from data_access.files.limits import TITLE_ROWS
from data_access.files.sheet_words import bare, form_words, row_words
from data_access.files.sources import NO_HEADER_ROW, Sheet
from data_access.ledgers.counts import COUNTS
from data_access.ledgers.reported_count import COUNTED, PERIOD
from data_access.reported_period import ReportedPeriod

# Fewer columns with counts are a ledger of another kind.
FEWEST_COUNTS = 1
_YEAR_ALONE = re.compile(r"(\d{4})")


@dataclass(frozen=True)
class Names:
    """The counts that a form may have, by their names in bare form; those of the city's own among them."""

    keys: Mapping[str, str]

    @classmethod
    def of(cls, own: Mapping[str, str]) -> "Names":
        """``own`` are the city's own counts: name (or key) → key."""
        names = {bare(name): each.key for each in COUNTS.values() for name in each.names}
        return cls(names | {bare(name): key for name, key in own.items()})

    def key(self, text: str) -> str | None:
        """The count that a text names, with or without 数 or 件数 after its name."""
        form = bare(text)
        if form in self.keys:
            return self.keys[form]
        shorter = (form.removesuffix(ending) for ending in form_words("endings") if form.endswith(ending))
        return next((self.keys[each] for each in shorter if each in self.keys), None)

    def near(self, text: str) -> str | None:
        """The count that a text is a letter or two away from."""
        form = bare(text)
        return next((key for name, key in self.keys.items() if alike(form, name)), None)

    def within(self, text: str) -> str | None:
        """The one count that the name of a sheet names beside other words."""
        found = {key for name, key in self.keys.items() if len(name) > 1 and name in bare(text)}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Figures:
    """A column of figures: of which count and period, where its header says so."""

    at: int
    header: str
    count: str | None
    period: ReportedPeriod | None


@dataclass(frozen=True)
class FormHeaders:
    """The columns of a form by what they hold, counted from 0; ``unknown`` are those that nobody can read."""

    sheet: Sheet
    unit: int | None
    period: int | None
    year: int | None
    count: int | None
    form: int | None
    figures: tuple[Figures, ...]
    unknown: tuple[int, ...]

    @property
    def weight(self) -> int:
        return len(self.figures) + sum(each is not None for each in (self.unit, self.period, self.count))


def form_headers(sheet: Sheet, names: Names) -> FormHeaders | None:
    """The headers of a form, wherever they stand among the first rows of a sheet; None where it is no form.

    Of two levels of headers each column has both.
    """
    if sheet.header_row == NO_HEADER_ROW:
        return None
    rows = dict([(sheet.header_row, sheet.headers), *sheet.rows[: TITLE_ROWS - 1]])
    numbers = list(rows)
    candidates = [headers_of(sheet, number, rows) for number in numbers]
    read = [_read(sheet, numbers, place, own, names) for place, own in _levels(candidates, names)]
    forms = [each for each in read if each.unit is not None and len(each.figures) >= FEWEST_COUNTS]
    return max(forms, key=lambda each: each.weight, default=None)


def _levels(rows: Sequence[Sequence[str]], names: Names) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row, and each with the one above it as the upper level: the place of its lower row, and its headers."""
    yield from ((place, tuple(row)) for place, row in enumerate(rows))
    for place, (upper, lower) in enumerate(pairwise(rows), 1):
        width = max(len(upper), len(lower))
        above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
        joined, over = [], ""
        for top, own in zip(above, below, strict=True):
            over = top or over
            joined.append(_joined(top, over, own, names))
        yield place, tuple(joined)


def _joined(top: str, over: str, own: str, names: Names) -> str:
    """What both levels say together; the lower one alone where the upper one adds nothing that can be read."""
    if not own or own == top:
        return top
    both = [text for text in (f"{over}{own}", f"{own}{over}") if over and any(_said(text, names, None))]
    return next(iter(both), own)


def _read(sheet: Sheet, numbers: Sequence[int], place: int, headers: tuple[str, ...], names: Names) -> FormHeaders:
    year = year_of((*(" ".join(map(str, row)) for row in _above(sheet, numbers, place)), sheet.name, sheet.source))
    found: dict[str, int] = {}
    figures, unknown = [], []
    for at, header in enumerate(headers):
        kind = _kinds().get(bare(header)) if header else None
        if kind is not None and kind not in found:
            found[kind] = at
            continue
        count, period = _said(header, names, year) if header else (None, None)
        if count or period:
            figures.append(Figures(at, header, count, period))
        else:
            unknown.append(at)
    below = replace(sheet, headers=headers, rows=sheet.rows[place:], header_row=numbers[place])
    columns = {name: found.get(name) for name in ("unit", "period", "year", "count", "form")}
    return FormHeaders(below, **columns, figures=tuple(figures), unknown=tuple(unknown))


@cache
def _kinds() -> Mapping[str, str]:
    own = {"period": names_of(PERIOD), "count": names_of(COUNTED)}
    written = {"unit": ("unit_id", *form_words("unit")), "year": form_words("year"), "form": form_words("name")}
    kinds = own | written
    return {bare(name): kind for kind, of_kind in kinds.items() for name in of_kind}


def _said(header: str, names: Names, year: int | None) -> tuple[str | None, ReportedPeriod | None]:
    """The count and the period that a header names, in either order."""
    key = names.key(header)
    if key is not None:
        return key, None
    form = bare(header)
    if any(form.startswith(word) for word in row_words("totals")):
        return None, None
    whole = from_cell(header, year)
    if whole is not None:
        return None, whole
    for cut in range(1, len(form)):
        first, rest = form[:cut], form[cut:]
        for counted, dated in ((first, rest), (rest, first)):
            count = names.key(counted)
            period = from_text(dated, year) if count else None
            if count and period:
                return count, period
    return None, None


def _above(sheet: Sheet, numbers: Sequence[int], place: int) -> Iterator[Sequence[object]]:
    yield sheet.headers if place else ()
    yield from (row for number, row in sheet.rows[:place] if number < numbers[place])


def titles(form: FormHeaders, original: Sheet) -> Iterator[str]:
    """The texts that may say what period a whole form is of: the lines above its headers, its sheet, its file."""
    above = [(original.header_row, original.headers), *original.rows[:TITLE_ROWS]]
    for number, row in above:
        if number < form.sheet.header_row:
            yield from (str(cell) for cell in row if cell)
    yield original.name
    yield original.source.rpartition(".")[0]


def year_of(texts: Iterable[str]) -> int | None:
    """The one year that the titles name."""
    for text in texts:
        years = {int(each) for each in _YEAR_ALONE.findall(text) if 1949 <= int(each) <= 2100}
        if len(years) == 1:
            return years.pop()
    return None
