"""What follows from the cells of reported counts before they are read: the days of a period, and that there is none.

A word or a dash in the place of a number is asked about: it may mean nought, that nothing can be counted, or no answer.
"""

from data_access.checking.intake import Intake
from data_access.checking.placeholders import is_placeholder
from data_access.checking.written_periods import from_cell
from data_access.files.cell_text import half_width
from data_access.files.sheet_words import form_words
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.ledgers.workbook_marks import CLEAR_MARK
from data_access.problems import WORD_FOR_FIGURE

YES, NO, CLEARED = "yes", "no", CLEAR_MARK["zh"]


def is_not_applicable(value: object) -> bool:
    """Whether a cell says that there is nothing to count: a stroke, or the word."""
    return isinstance(value, str) and half_width(value).strip().casefold() in form_words("not_applicable")


def dated_by_period(intake: Intake) -> None:
    """Fill in the last day and the length of each period, and tell / from a blank, in sheets of reported counts."""
    if intake.ledger is not REPORTED_COUNT:
        return
    cells = intake.columns.get("period", [])
    read = {cell: from_cell(cell) for cell in dict.fromkeys(cells)}
    periods = [read[cell] for cell in cells]
    intake.columns["period_end"] = [None if each is None else each.end for each in periods]
    intake.columns["span_months"] = [None if each is None else each.months for each in periods]
    values = intake.columns.get("value")
    if values is None:
        return
    for position, value in enumerate(values):
        if is_placeholder(value) and not is_not_applicable(value):
            # 无 may be nought, nothing to count, or no number yet; as a blank it would leave an earlier one standing.
            intake.reject(position, "value", value, WORD_FOR_FIGURE)
    if not any(map(is_not_applicable, values)):
        return
    applies = intake.columns.setdefault("applies", [None] * len(values))
    for position, value in enumerate(values):
        if is_not_applicable(value):
            values[position], applies[position] = CLEARED, NO
