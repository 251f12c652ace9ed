"""The columns that tables of one ledger share, each with its heading and kind said once."""

from collections.abc import Mapping

from panels.declare import Context
from panels.links import record_link
from panels.records import Head, Record


def _heads(*heads: Head) -> Mapping[str, Head]:
    return {head.name: head for head in heads}


def _item(item: Record, _context: Context) -> str:
    return record_link("rectification", item["code"], item["item_no"])


def _site(site: Record, _context: Context) -> str:
    return record_link("demonstration_site", str(site["code"]), str(site["site_no"]))


def _county(site: Record, context: Context) -> str:
    return context.choices.name(site["county"]) if site["county"] else ""


def _past(record: Record, _context: Context) -> object:
    """The days past due; of what is not, nothing is said: it is not less than nought days late."""
    return record["past"] if record["past"] > 0 else None


DAYS_PAST = Head("past", "table.past", "integer", said=_past)
ITEM = _heads(
    Head("light", "table.status", vocabulary="badge"),
    Head("item_no", "table.item_no", opens=_item),
    Head("unit", "table.unit"),
    Head("issue", "table.issue"),
    Head("category", "items.category"),
    Head("severity", "items.severity", vocabulary="severity"),
    Head("source", "table.source", vocabulary="rectification_source"),
    Head("assigned_on", "table.assigned_on", "date"),
    Head("due_on", "items.due_on", "date"),
    Head("due_in_force", "items.due_in_force", "date"),
    Head("submitted_on", "items.submitted_on", "date"),
    Head("closed_on", "items.closed_on", "date"),
    Head("closure_text", "items.closure_text"),
    DAYS_PAST,
    Head("returned_count", "table.returned", "integer"),
)
SITE = _heads(
    Head("site_no", "demonstration.head.site_no", opens=_site),
    Head("name", "demonstration.head.name"),
    Head("unit", "table.unit"),
    Head("county", "demonstration.head.county", said=_county),
    Head("level", "demonstration.head.level", vocabulary="site_level"),
    Head("state", "demonstration.head.state", vocabulary="site_state"),
    Head("since", "demonstration.head.since", "date"),
)
