"""What is shown is what is stored: numbers in a format, percentages, and texts that a spreadsheet has turned."""

import datetime as dt
import re

from data_access.checking.intake import Intake
from data_access.files.sources import is_blank
from data_access.ledgers.declare import LedgerColumn
from data_access.problems import CELL_ERROR, CUT_LINE, DAY_MISSING, DIGITS_LOST, NUMBER_AS_DATE

# The kinds of columns that hold what stands in the cell, not a quantity.
AS_WRITTEN = ("text", "number", "code", "group", "item", "counted", "unit")
# Days from the first day of 1900 as Excel counts them to that of 1904.
DAYS_TO_1904 = 1462
# What a spreadsheet makes of 3-12 and of 202600000000 when a text is opened in it and saved again.
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_TURNED_DATE = re.compile(rf"\d{{1,2}}\u6708\d{{1,2}}\u65e5|(?:\d{{1,2}}-(?:{_MONTH})|(?:{_MONTH})-\d{{2}})")
_TURNED_NUMBER = re.compile(r"\d(?:\.\d+)?E\+\d{2}")
# What a formula shows that failed, where a text has kept what a spreadsheet showed.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:\d{3}", re.IGNORECASE)
_PERCENT = re.compile(r"([+-]?\d+(?:\.\d+)?)[%％]")
_MOST_DIGITS = "15"
# What was turned: the problem, how it looks, a sign that it has, the kinds of columns (none: all), and what was lost.
_TURNED: tuple[tuple[str, re.Pattern[str], tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (NUMBER_AS_DATE, _TURNED_DATE, ("月", "-"), ("number",), ()),
    (DIGITS_LOST, _TURNED_NUMBER, ("E+",), ("number", "text"), (_MOST_DIGITS,)),
    (CELL_ERROR, _ERROR, ("#", "Err:"), (), ()),
)
# So long is what a spreadsheet has turned at most, with blanks around it.
LONGEST_TURNED = 24


def read_as_shown(intake: Intake) -> None:
    """Put what the spreadsheet shows in place of the values, where that is what a column takes; reject what shows less
    than it should: a number that became another, a month whose day was made up."""
    columns = {name: position for position, name in intake.positions.items()}
    marks = intake.sheet.marks
    rows = {number: position for position, (number, _row) in enumerate(intake.sheet.rows)}
    for column in intake.ledger.columns:
        values = intake.columns.get(column.name)
        if values is None:
            continue
        place = columns.get(column.name)
        shown = {rows[row]: text for (row, at), text in marks.shown.items() if at == place and row in rows}
        if column.kind in AS_WRITTEN:
            _put(values, shown)
        elif column.kind in ("decimal", "integer"):
            _put(values, {at: text for at, text in shown.items() if _PERCENT.fullmatch(text)})
            if column.share or column.percent:
                whole = 100 if column.share else 1
                intake.columns[column.name] = [_of_percent(value, whole) for value in values]
        elif column.kind == "date":
            if marks.since_1904:
                intake.columns[column.name] = [_day_of_1904(value) for value in values]
            if not column.is_month:
                _reject_months(intake, column, {rows[row] for row, at in marks.monthly if at == place and row in rows})
    _reject_turned(intake)
    if marks.cut_row in rows:
        position = rows[marks.cut_row]
        last = [cell for cell in intake.sheet.rows[position][1] if not is_blank(cell)]
        intake.reject(position, "", last[-1], CUT_LINE, [str(len(intake.sheet.headers))])


def _put(values: list[object], shown: dict[int, str]) -> None:
    for position, text in shown.items():
        # A mapping may have put another value in the place of the number.
        if isinstance(values[position], (int, float)):
            values[position] = text


def _of_percent(value: object, whole: int) -> object:
    """A percentage as the share that it is, or as so many of a hundred."""
    percent = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    return float(percent[1]) / whole if percent else value


def _day_of_1904(value: object) -> object:
    return value + DAYS_TO_1904 if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _reject_months(intake: Intake, column: LedgerColumn, positions: set[int]) -> None:
    """A first of the month that is shown without its day: the program put it there when a month was typed."""
    for position in sorted(positions):
        day = intake.columns[column.name][position]
        if isinstance(day, dt.date) and day.day == 1:
            intake.reject(position, column.name, f"{day:%Y-%m}", DAY_MISSING, ["expected.date"])


def _reject_turned(intake: Intake) -> None:
    for column in intake.ledger.columns:
        cells = intake.columns.get(column.name, ())
        # One text of all is searched without a loop of its own; what is longer was not turned.
        texts = "\n".join([each for each in set(cells) if isinstance(each, str) and len(each) <= LONGEST_TURNED])
        for code, pattern, signs, kinds, expected in _TURNED:
            if kinds and column.kind not in kinds:
                continue
            if not any(sign in texts for sign in signs):
                continue
            for position, value in enumerate(cells):
                if isinstance(value, str) and len(value) <= LONGEST_TURNED and pattern.fullmatch(value.strip()):
                    intake.reject(position, column.name, value, code, expected)
