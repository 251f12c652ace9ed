"""A statistical form as offices have it: a row a unit and period, a column a count, a month, or both.

Each column of figures becomes rows of the ledger of reported counts, so that all that the door knows of cells serves
here, too. A blank cell says nothing, 0 is a figure, and / says that there is nothing to count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data_access.checking.fill_down import filled_down
from data_access.checking.form_headers import Figures, FormHeaders, Names, form_headers, titles, year_of
from data_access.checking.header_names import missing_header, name_of, sheet_problem
from data_access.checking.intake import Intake, reject_overlong
from data_access.checking.other_rows import is_sum, left_out_note, without_other_rows
from data_access.checking.reported_periods import CLEARED, NO, YES, is_not_applicable
from data_access.checking.written_periods import from_cell, within
from data_access.files.cell_text import as_text, half_width, plain
from data_access.files.sheet_notes import notes
from data_access.files.sheet_words import row_words, scale_above, scale_of
from data_access.files.sources import Row, Sheet, cell_at, is_blank
from data_access.ledgers.reported_count import COUNTED, PERIOD, REPORTED_COUNT
from data_access.problems import FIGURES_UNREAD, LIKE_HEADER, OTHER_MEASURE, SUM_DIFFERS, UNKNOWN_HEADER, Problem
from data_access.reported_period import MONTHS, ReportedPeriod

# What decimals add up to differs by less than this from what is printed.
NOISE = 1e-6


def take_form(original: Sheet, own: Mapping[str, str]) -> tuple[list[Intake], list[Problem]] | None:
    """The rows of a wide form, an intake for each of its columns of figures, and what is said of the sheet.

    ``own`` are the city's own counts (name → key). None where the sheet is no form.
    """
    names = Names.of(own)
    found = form_headers(original, names)
    if found is None or (found.count is not None and all(each.period is None for each in found.figures)):
        return None
    sheet, others = _without_stems(*without_other_rows(found.sheet), found.unit)
    sheet = filled_down(sheet)
    form = _Form(original, replace(found, sheet=sheet), names)
    problems = [*([left_out_note(sheet, others)] if others else []), *notes(sheet, original.header_row)]
    problems += form.lacking()
    problems += form.scaled()
    problems += form.sums(others)
    problems += form.unread()
    if any(each.makes_sheet_unreadable for each in problems):
        return [], problems
    return [intake for each in found.figures if (intake := form.intake(each)).sheet.rows], problems


def _without_stems(sheet: Sheet, others: tuple[Row, ...], unit: int | None) -> tuple[Sheet, tuple[Row, ...]]:
    """The sheet without lines that number its columns (乙 stands where a unit should), however few these are."""
    stems = row_words("stems")
    found = [row for row in sheet.rows if unit is not None and plain(as_text(cell_at(row[1], unit))) in stems]
    numbers = {number for number, _row in found}
    if not found:
        return sheet, others
    return replace(sheet, rows=[row for row in sheet.rows if row[0] not in numbers]), (*others, *found)


@dataclass(frozen=True)
class _Form:
    original: Sheet
    headers: FormHeaders
    names: Names

    @property
    def sheet(self) -> Sheet:
        return self.headers.sheet

    @property
    def _of_all(self) -> ReportedPeriod | None:
        """The period that the title, the sheet or the file names."""
        texts = [*titles(self.headers, self.original)]
        *own, of_file = [within(text, year_of(texts)) for text in texts]
        found = [period for period in own if period]
        # 2026年度 over a sheet called 6月: the month of that year is meant.
        parts = [each for each in found if each.months < MONTHS and each.first.year == found[0].first.year]
        return next(iter([*parts, *found]), of_file)

    @property
    def _count_of_all(self) -> str | None:
        return self.names.within(" ".join(titles(self.headers, self.original)))

    def lacking(self) -> Iterator[Problem]:
        """What nobody can tell of some column: the period it is of, or the count."""
        headers, shown = self.headers, [name_of(self.sheet, at) for at in self.headers.unknown]
        if headers.period is None and self._of_all is None and any(each.period is None for each in headers.figures):
            yield missing_header(self.sheet, PERIOD.zh, shown, PERIOD.en)
        if headers.count is None and self._count_of_all is None and any(each.count is None for each in headers.figures):
            yield missing_header(self.sheet, COUNTED.zh, shown, COUNTED.en)

    def scaled(self) -> Iterator[Problem]:
        """Figures in thousands, or in another scale: a header of theirs says so, or a line above all headers."""
        shown = [f"count.{each.count}" if each.count else each.header for each in self.headers.figures]
        stated = scale_above(titles(self.headers, self.original))
        if stated is not None:
            yield sheet_problem(self.sheet, stated[0], OTHER_MEASURE, dict.fromkeys(shown))
        for figures, count in zip(self.headers.figures, shown, strict=True):
            if scale_of(figures.header):
                yield sheet_problem(self.sheet, figures.header, OTHER_MEASURE, [count])

    def unread(self) -> Iterator[Problem]:
        """The columns that are not read: a slip in the name of a count is refused, since who reads the figures would
        miss it; of others it is said how many figures they hold."""
        there = {each.count for each in self.headers.figures}
        for at in self.headers.unknown:
            header = self.sheet.headers[at]
            numbers = sum(_number(cell_at(row, at)) is not None for _row, row in self.sheet.rows)
            near = self.names.near(header) if header and numbers else None
            if near is not None and near not in there:
                yield sheet_problem(self.sheet, header, LIKE_HEADER, [f"count.{near}"])
            elif numbers and not is_running(self.sheet, at):
                yield replace(sheet_problem(self.sheet, name_of(self.sheet, at), FIGURES_UNREAD), value=f"{numbers:,}")
            elif header:
                yield sheet_problem(self.sheet, header, UNKNOWN_HEADER)

    def intake(self, figures: Figures) -> Intake:
        """The figures of one column; blank cells are none, unless an error or a formula stands there."""
        held = self.sheet.marks.failed | self.sheet.marks.not_calculated
        rows = [row for row in self.sheet.rows
                if not is_blank(cell_at(row[1], figures.at)) or (row[0], figures.at) in held]  # fmt: skip
        cells = [cell_at(row, figures.at) for _number, row in rows]
        applies = [not is_not_applicable(cell) for cell in cells]
        columns: dict[str, list[object]] = {
            "unit_id": self._cells(rows, self.headers.unit),
            "period": [self._period(figures, row) for _number, row in rows],
            "count": [self._count(figures, row) for _number, row in rows],
            "value": [cell if fits else CLEARED for cell, fits in zip(cells, applies, strict=True)],
            "applies": [YES if fits else NO for fits in applies],
        }
        if self.headers.form is not None:
            columns["form"] = self._cells(rows, self.headers.form)
        places = {"unit_id": self.headers.unit, "period": self.headers.period, "count": self.headers.count,
                  "form": self.headers.form, "value": figures.at}  # fmt: skip
        there = {name: at for name, at in places.items() if at is not None}
        shown = {name: name_of(self.sheet, at) for name, at in there.items()}
        positions = {at: name for name, at in there.items()}
        intake = Intake(REPORTED_COUNT, replace(self.sheet, rows=rows), columns, shown, positions=positions)
        if figures is self.headers.figures[0]:
            reject_overlong(intake)
        return intake

    def _cells(self, rows: Sequence[Row], at: int | None) -> list[object]:
        return [None if at is None else cell_at(row, at) for _number, row in rows]

    def _count(self, figures: Figures, row: Sequence[object]) -> object:
        if figures.count is not None or self.headers.count is None:
            return figures.count or self._count_of_all
        cell = cell_at(row, self.headers.count)
        return None if is_blank(cell) else self.names.key(as_text(cell)) or cell

    def _period(self, figures: Figures, row: Sequence[object]) -> object:
        """The period of a cell: as its header says it, its row, or the whole form."""
        if figures.period is not None:
            return figures.period.code
        if self.headers.period is None:
            return None if self._of_all is None else self._of_all.code
        cell = cell_at(row, self.headers.period)
        if is_blank(cell):
            return None
        year = None if self.headers.year is None else from_cell(cell_at(row, self.headers.year))
        of_all = self._of_all
        known = year or of_all
        found = from_cell(cell, known.first.year if known else None)
        return cell if found is None else found.code

    def sums(self, others: Sequence[Row]) -> Iterator[Problem]:
        """The sums of a form that are not those of its rows: each is of all rows, or of those up to the next sum."""
        sums = sorted((row for row in others if is_sum(row[1])), key=lambda each: each[0])
        borders = [number for number, _row in sums]
        for number, row in sums:
            for figures in self.headers.figures:
                said = _number(cell_at(row, figures.at))
                parts = [(at, _number(cell_at(cells, figures.at)) or 0.0) for at, cells in self.sheet.rows]
                if said is None or (self.headers.period is not None and not parts):
                    continue
                above = max((at for at in borders if at < number), default=0)
                below = min((at for at in borders if at > number), default=max((at for at, _ in parts), default=0) + 1)
                groups = (
                    [value for _at, value in parts],
                    [value for at, value in parts if above < at < number],
                    [value for at, value in parts if number < at < below],
                )
                if not any(abs(sum(group) - said) < NOISE for group in groups):
                    yield Problem(
                        self.sheet.name, number, figures.header, f"{said:g}", SUM_DIFFERS, (f"{sum(groups[0]):g}",),
                        source=self.sheet.source,
                    )  # fmt: skip


def is_running(sheet: Sheet, at: int) -> bool:
    """Whether a column numbers the rows: 1, 2, 3 …"""
    numbers = [_number(cell_at(row, at)) for _number_of_row, row in sheet.rows]
    return numbers == [float(number) for number in range(1, len(numbers) + 1)]


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = half_width(str(value)).replace(",", "").strip()
    try:
        return float(text)
    except ValueError:
        return None
