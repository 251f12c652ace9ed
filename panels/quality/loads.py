"""What the panels about loads say alike: which load of which ledger a row is about, and when it was."""

from panels.declare import Context
from panels.records import Head, Record

ROWS_SHOWN = 10
LOAD_HEADS = (
    Head("load_no", "load_history.head.load_no", "integer"),
    Head("loaded_at", "table.loaded_at", "date"),
    Head("ledger", "table.ledger", vocabulary="ledger"),
)


def name_of(each: Record, context: Context) -> str:
    """第 12 次导入，行政诉讼."""
    words = context.words
    return words("load_history.name", number=str(each["load_no"]), ledger=words.label("ledger", each["ledger"]))
