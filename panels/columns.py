"""The columns that tables of one ledger share, each with its heading and kind said once."""

from collections.abc import Mapping

from panels.declare import CellKind, Column
from wording import Wording

# By column of a frame: the key of its heading, and its kind of cell.
Heads = Mapping[str, tuple[str, CellKind]]

ITEM: Heads = {
    "light": ("table.status", "text"),
    "item_no": ("table.item_no", "text"),
    "unit": ("table.unit", "text"),
    "issue": ("table.issue", "text"),
    "category": ("items.category", "text"),
    "severity": ("items.severity", "text"),
    "source": ("table.source", "text"),
    "assigned_on": ("table.assigned_on", "date"),
    "due_on": ("items.due_on", "date"),
    "due_in_force": ("items.due_in_force", "date"),
    "submitted_on": ("items.submitted_on", "date"),
    "closed_on": ("items.closed_on", "date"),
    "closure_text": ("items.closure_text", "text"),
    "past": ("table.past", "integer"),
    "returned_count": ("table.returned", "integer"),
}
SITE: Heads = {
    "site_no": ("demonstration.head.site_no", "text"),
    "name": ("demonstration.head.name", "text"),
    "unit": ("table.unit", "text"),
    "county_text": ("demonstration.head.county", "text"),
    "level_text": ("demonstration.head.level", "text"),
    "state_text": ("demonstration.head.state", "text"),
    "since": ("demonstration.head.since", "date"),
}


def columns(shared: Heads, words: Wording, *chosen: str | Column) -> tuple[Column, ...]:
    """The columns of a table in order: a name is one of ``shared``, a ``Column`` is the table's own.

    Raises ``KeyError`` for a name that is not shared.
    """
    return tuple(each if isinstance(each, Column) else _shared(shared, each, words) for each in chosen)


def _shared(shared: Heads, name: str, words: Wording) -> Column:
    heading, kind = shared[name]
    return Column(name, words(heading), kind)
