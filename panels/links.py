"""Links from a mark to another page: what a chart's column ``code`` holds where a panel's drill is "link"."""

from urllib.parse import parse_qsl, urlencode

# The page of one record, by its ledger.
RECORD_PAGES = {
    "litigation": "case",
    "reconsideration": "case",
    "petition": "case",
    "rectification": "item",
    "demonstration_site": "site",
}
_BETWEEN = "~"


def link_to(page: str, /, **query: str) -> str:
    """The link to a page with these of its keys; all other keys keep their present values."""
    return f"{page}?{urlencode(query)}" if query else page


def parts_of(link: str) -> tuple[str, dict[str, str]]:
    """The page and the keys of a link that ``link_to`` made."""
    page, _, query = link.partition("?")
    return page, dict(parse_qsl(query))


def list_link(ledger: str, which: str = "", **query: str) -> str:
    """The list of a ledger's cases, or of those that ``which`` names (``reading.case_lists``), first page."""
    return link_to("cases", ledger=ledger, which=which or "none", page="1", **query)


def record_link(ledger: str, unit: str, number: str, also: str = "") -> str:
    """The page of one record of a unit; ``also`` is what else tells two of its number apart (the instance)."""
    page = RECORD_PAGES[ledger]
    own = {"ledger": ledger} if page == "case" else {}
    return link_to(page, **own, record=record_key(unit, number, also))


def record_key(unit: str, number: str, also: str = "") -> str:
    """The key of a record in a link: unit, number and, where it has one, instance."""
    return _BETWEEN.join([unit, number, *([also] if also else [])])


def record_parts(key: str) -> tuple[str, str, str]:
    """Unit, number and instance of a record's key; '' for a part it lacks."""
    unit, _, rest = key.partition(_BETWEEN)
    number, _, also = rest.rpartition(_BETWEEN) if _BETWEEN in rest else (rest, "", "")
    return unit, number, also
