"""Which cells of a column are understood as they are written, before a mapping says anything of them."""

from collections.abc import Callable

from data_access.checking.clearing import asks_to_clear
from data_access.checking.conversion import Refusal, converter
from data_access.checking.last_days import deadline_reader
from data_access.checking.named_persons import said_with_name
from data_access.checking.placeholders import is_placeholder, is_undated
from data_access.checking.written_words import meanings
from data_access.files.cell_text import plain
from data_access.ledgers.declare import LedgerColumn


def understanding(column: LedgerColumn) -> Callable[[object], bool]:
    """Whether a cell (not of units) is a value of the column, a word for one, a sign for nothing or asks to clear."""
    convert, words = deadline_reader(column) or converter(column), meanings(column.labels)

    def is_understood(value: object) -> bool:
        said = is_placeholder(value) or is_undated(value, column) or asks_to_clear(value) or plain(value) in words
        return said or not isinstance(convert(value), Refusal) or bool(said_with_name(value, words).meanings)

    return is_understood
