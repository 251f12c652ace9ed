"""The blank workbook: one sheet per ledger with headers, notes, drop-down lists and an example row."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from data_access.checking.examples import example
from data_access.checking.intake import take_in
from data_access.files.sources import read_file
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.workbook_marks import CHOICES_SHEET, CLEAR_MARK, EXAMPLE_MARK, GUIDE_SHEET, template_version
from data_access.problems import UNKNOWN_SHEET, Refused
from data_access.workbooks.whole_file import KIND, TEMPLATE, TEXT_IS_TEXT, is_kind, write_whole
from wording import Wording, wording

INK, PALE, GREY = "#1F3A5F", "#8FA3BD", "#8A8A8A"
WRONG, EDGE = "#F8D7D0", "#C8402A"
# Rows that get drop-down lists; Excel counts from 0 here.
FIRST_ROW, LAST_ROW = 1, 20_000
STEPS = ("sheets", "headers", "required", "choices", "example", "units", "blank", "again", "clear", "load")


def write_template(path: Path, language: str = "zh") -> None:
    """Write the blank workbook in a language ("zh" or "en"); raises ``problems.Refused`` when it cannot be written."""
    book = Book(path, language, TEMPLATE)
    for ledger in LEDGERS:
        sheet, _contents = book.ledger(ledger)
        book.example(sheet, ledger)
    book.close()


def is_unfilled(path: Path) -> bool:
    """Whether a file is a blank workbook of ours in which nobody has filled a row."""
    if not is_kind(TEMPLATE)(path):
        return False
    try:
        intakes, problems = take_in(read_file(path))
    except Refused:
        return False
    return not intakes and all(problem.code != UNKNOWN_SHEET for problem in problems)


def column_note(column: LedgerColumn, ledger: Ledger, words: Wording) -> str:
    """What belongs in a column: whether it is required, its type, the allowed values, limits, an example."""
    lines = [words("template.note.required" if column.required else "template.note.optional")]
    lines.append(words(f"template.kind.{column.takes}"))
    if column.codes:
        labels = [words.label(column.labels, code) for code in column.codes]
        lines.append(words("template.note.allowed", expected=words.join(labels)))
    if column.not_before:
        lines.append(words("template.note.not_before", column=header(ledger.column(column.not_before), words)))
    if column.event:
        lines.append(words("template.note.past"))
    if column.example:
        lines.append(words("template.note.example", value=example(column, words)))
    return "\n".join(lines)


def header(column: LedgerColumn, words: Wording) -> str:
    return column.zh if words.language == "zh" else column.en


def sheet_name(ledger: Ledger, words: Wording) -> str:
    return ledger.zh if words.language == "zh" else ledger.en


@dataclass(frozen=True)
class _Choice:
    """A list of allowed words and where it stands in the workbook."""

    words: tuple[str, ...]
    column: int


@dataclass
class Contents:
    """What a sheet holds, for the contents of its workbook: how many rows (None: it is to be filled in), and from which
    day or year to which, where its rows are dated."""

    ledger: Ledger
    rows: int | None = None
    first: Any = None
    last: Any = None

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row of typed values by column."""
        self.rows = (self.rows or 0) + 1
        dates = (row.get(name) for name in self.ledger.dated_by)
        date = next((date for date in dates if isinstance(date, (dt.date, int)) and not isinstance(date, bool)), None)
        if date is not None:
            self.first = date if self.first is None else min(self.first, date)
            self.last = date if self.last is None else max(self.last, date)


class Book:
    """A workbook in the shape of the template: the guide with the contents, then the sheets that are asked for, then
    the choices.

    It is written by ``close``, which raises ``problems.Refused`` when it cannot be.
    """

    def __init__(self, path: Path, language: str, kind: str = "") -> None:
        import xlsxwriter

        self.path = path
        self.words = wording(language)
        # Whole or not at all: no half of a workbook is left where a disk is full.
        self._written = BytesIO()
        self.workbook = xlsxwriter.Workbook(self._written, TEXT_IS_TEXT)
        # The same declarations give the same bytes, whenever they are written.
        self.workbook.set_properties({"title": self.words("template.title"), "created": dt.datetime(2026, 1, 1)})
        self.workbook.set_custom_property("template_version", template_version())
        if kind:
            self.workbook.set_custom_property(KIND, kind)
        self.lists: dict[tuple[str, ...], _Choice] = {}
        self.contents: list[Contents] = []
        self._make_formats()
        self._guide = self._begin_guide()

    def _make_formats(self) -> None:
        font = {"font_name": "Microsoft YaHei", "valign": "vcenter"}
        heading = {**font, "bold": True, "font_color": "white", "border": 1, "text_wrap": True}
        self.title = self.format({**font, "bold": True, "font_size": 16, "font_color": INK})
        self.line = self.format({**font, "text_wrap": True})
        self.required = self.format({**heading, "bg_color": INK})
        self.optional = self.format({**heading, "bg_color": PALE})
        self.sample = self.format({**font, "italic": True, "font_color": GREY, "num_format": "@"})
        self.text = self.format({**font, "num_format": "@"})
        # A text that looks like a formula stays a text, also when it is edited.
        self.quoted = self.format({**font, "num_format": "@", "quote_prefix": True})
        self.date = self.format({**font, "num_format": "yyyy-mm-dd"})
        self.month = self.format({**font, "num_format": "yyyy-mm"})
        self.plain = self.format(font)
        self.count = self.format({**font, "num_format": "#,##0"})
        marked = {**font, "bg_color": WRONG, "border": 1, "border_color": EDGE}
        self.wrong_quoted = self.format({**marked, "num_format": "@", "quote_prefix": True})
        self.wrong_date = self.format({**marked, "num_format": "yyyy-mm-dd"})
        self.wrong_plain = self.format(marked)

    def format(self, properties: dict[str, Any]) -> Any:
        return self.workbook.add_format(properties)

    def say(self, text: str) -> None:
        """Say below the title of the first sheet whose workbook it is."""
        self._guide.write(2, 1, text, self.line)

    def close(self) -> None:
        self._write_contents()
        self._write_choices()
        write_whole(self.path, self._content)

    def _content(self) -> bytes:
        self.workbook.close()
        return self._written.getvalue()

    def _begin_guide(self) -> Any:
        """The first sheet: how to fill the others, the version of the template; ``close`` adds the contents."""
        words, language = self.words, self.words.language
        sheet = self.workbook.add_worksheet(GUIDE_SHEET[language])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 26, self.plain)
        sheet.set_column(1, 1, 100, self.plain)
        sheet.write(0, 0, words("template.title"), self.title)
        sheet.write(1, 0, words("template.version", version=template_version()), self.line)
        for number, step in enumerate(STEPS, 1):
            sheet.write(number + 2, 0, number, self.line)
            text = words(f"template.step.{step}", mark=EXAMPLE_MARK[language], clear=CLEAR_MARK[language])
            sheet.write(number + 2, 1, text, self.line)
        return sheet

    def _write_contents(self) -> None:
        """The sheets that are there, each with a link to it: what must be filled in, how many rows, of which days."""
        words, sheet, first = self.words, self._guide, len(STEPS) + 4
        filled = [each for each in self.contents if each.rows is not None]
        heads = ["sheet", "required_columns", *(["rows", "dates"] if filled else [])]
        sheet.write_row(first, 0, [words(f"template.{head}") for head in heads], self.required)
        if filled:
            sheet.set_column(2, 2, 10, self.plain)
            sheet.set_column(3, 3, 28, self.plain)
        for row, each in enumerate(self.contents, first + 1):
            required = [header(column, words) for column in each.ledger.columns if column.required]
            name = sheet_name(each.ledger, words)
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.line, name)
            sheet.write(row, 1, words.join(required), self.line)
            if each.rows is not None:
                sheet.write_number(row, 2, each.rows, self.count)
            if each.first is not None:
                sheet.write(row, 3, words("template.span", first=each.first, last=each.last), self.line)

    def ledger(self, ledger: Ledger) -> tuple[Any, Contents]:
        """A ledger's sheet with headers, notes and drop-down lists, and what its rows are told to; its first row is the
        second of the sheet. The first header leads back to the contents."""
        sheet, contents = self.workbook.add_worksheet(sheet_name(ledger, self.words)), Contents(ledger)
        self.contents.append(contents)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 32)
        for position, column in enumerate(ledger.columns):
            self._column(sheet, position, column, ledger)
        head, style = ledger.columns[0], self.required if ledger.columns[0].required else self.optional
        back = f"internal:'{GUIDE_SHEET[self.words.language]}'!A1"
        sheet.write_url(0, 0, back, style, header(head, self.words), self.words("template.back"))
        return sheet, contents

    def example(self, sheet: Any, ledger: Ledger) -> None:
        """The row that shows how to fill the sheet."""
        for position, column in enumerate(ledger.columns):
            shown = example(column, self.words)
            if position == 0:
                shown = EXAMPLE_MARK[self.words.language] + shown
            sheet.write_string(FIRST_ROW, position, shown, self.sample)

    def offer(self, sheet: Any, position: int, choices: tuple[str, ...]) -> None:
        """A drop-down of known words for a column that takes others, too."""
        offered = {**self._drop_down(choices), "show_error": False}
        sheet.data_validation(FIRST_ROW, position, LAST_ROW, position, offered)

    def _column(self, sheet: Any, position: int, column: LedgerColumn, ledger: Ledger) -> None:
        name = header(column, self.words)
        formats = {"date": self.date, "month": self.month, "integer": self.plain, "decimal": self.plain}
        cells = formats.get(column.takes, self.text)
        sheet.set_column(position, position, max(14, 2 * len(name) + 2), cells)
        sheet.write_string(0, position, name, self.required if column.required else self.optional)
        note = column_note(column, ledger, self.words)
        sheet.write_comment(0, position, note, {"x_scale": 2, "y_scale": 1 + note.count("\n") / 3, "author": ""})
        choices = self._choices(column)
        if choices:
            sheet.data_validation(FIRST_ROW, position, LAST_ROW, position, self._drop_down(choices))

    def _choices(self, column: LedgerColumn) -> tuple[str, ...]:
        if column.kind == "flag":
            return (self.words("flag.yes"), self.words("flag.no"))
        return tuple(self.words.label(column.labels, code) for code in column.codes)

    def _drop_down(self, choices: tuple[str, ...]) -> dict[str, Any]:
        from xlsxwriter.utility import xl_range_abs

        place = self.lists.setdefault(choices, _Choice(choices, len(self.lists)))
        cells = xl_range_abs(0, place.column, len(choices) - 1, place.column)
        return {
            "validate": "list",
            "source": f"='{CHOICES_SHEET[self.words.language]}'!{cells}",
            "error_title": self.words("template.choice.title"),
            "error_message": self.words("template.choice.text"),
        }

    def _write_choices(self) -> None:
        """The hidden last sheet: lists too long to stand in a cell's own rule."""
        sheet = self.workbook.add_worksheet(CHOICES_SHEET[self.words.language])
        sheet.hide()
        for choice in self.lists.values():
            sheet.write_column(0, choice.column, choice.words, self.text)
