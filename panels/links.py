"""Links from a mark to another page: made without the filters on screen, completed with them when they are shown.

A panel's answer is kept for every reader who asks the same; what else their links carry is theirs. So a link is kept
as ``@page?its own keys``, and ``completed`` puts the whole address in its place.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

import pandas as pd

from data_access.asked.page_keys import NONE
from data_access.reading.covered import is_covered
from panels.declare import Chart, Context, Panel

# The page of one record, by its ledger.
RECORD_PAGES = {
    "litigation": "case",
    "reconsideration": "case",
    "petition": "case",
    "rectification": "item",
    "demonstration_site": "site",
    "officer": "officer",
    "major_decision": "case",
}
_BETWEEN = "~"


def link_to(page: str, /, **query: str) -> str:
    """The link to a page with these of its keys; all other keys keep their present values."""
    return f"{page}?{urlencode(query)}" if query else page


def unit_link(code: str) -> str:
    """The archive of a unit."""
    return link_to("unit", unit=code)


def ranking_link(indicator: str) -> str:
    """The ranking of the peer group by an indicator."""
    return link_to("rankings", indicator=indicator)


def parts_of(link: str) -> tuple[str, dict[str, str]]:
    """The page and the keys of a link that ``link_to`` made."""
    page, _, query = link.partition("?")
    return page, dict(parse_qsl(query))


def pairs_of(link: str) -> tuple[str, dict[str, str]]:
    """The same, each key with its pair ``key=value`` as it is written in the link."""
    page, _, query = link.partition("?")
    pairs = {pair.partition("=")[0]: pair for pair in query.split("&")}
    return page, {key: pair for key, pair in pairs.items() if len(pair) > len(key) + 1}


def list_link(ledger: str, which: str = "", **query: str) -> str:
    """The list of a ledger's cases, or of those that ``which`` names (``reading.case_lists``), first page."""
    return link_to("cases", ledger=ledger, which=which or "none", page="1", **query)


def record_link(ledger: str, unit: str, number: str, also: str = "") -> str:
    """The page of one record of a unit; ``also`` is what else tells two of its number apart (the instance).

    '' where the number may not be seen.
    """
    if is_covered(number):
        return ""
    page = RECORD_PAGES[ledger]
    if page == "officer":
        # One file, whatever unit wrote in it.
        return link_to(page, officer=number)
    own = {"ledger": ledger} if page == "case" else {}
    return link_to(page, **own, record=record_key(unit, number, also))


def record_key(unit: str, number: str, also: str = "") -> str:
    """The key of a record in a link: unit, number and, where it has one, instance."""
    return _BETWEEN.join(_quoted(part) for part in (unit, number, *([also] if also else [])))


def _quoted(part: str) -> str:
    """A part of a key; a number may hold the sign that stands between parts ("3~5号")."""
    return part.replace("%", "%25").replace(_BETWEEN, "%7E")


def record_parts(key: str) -> tuple[str, str, str]:
    """Unit, number and instance of a record's key; '' for a part it lacks."""
    unit, _, rest = key.partition(_BETWEEN)
    number, _, also = rest.partition(_BETWEEN)
    return unquote(unit), unquote(number), unquote(also)


# --- The links of a chart ----------------------------------------------------------------------------------------

# The page that a link is on.
HERE = "."
_IN_HTML = re.compile(r'(?<= )(href|data-in)="@([^"]*)"')
_IN_JSON = re.compile(r'(?<="href": )"@([^"\\]*)"')


def linked(chart: Chart, panel: Panel, context: Context, *, in_a_room: bool = False) -> Chart:
    """The chart whose data, and frames of options, have beside each ``code`` the columns ``href`` and
    ``click``, the words for what a click does; both '' where it leads nowhere.

    Where a name opens something else than its row, ``name_href`` is that. On the projector there is no page to narrow:
    the unit has a screen of its own.
    """

    def with_links(frame: Any) -> Any:
        if not isinstance(frame, pd.DataFrame) or "code" not in frame:
            return frame
        codes = [str(code) if code else "" for code in frame["code"]]
        hrefs = [_href(panel.drill, code, context.selection.focus, in_a_room) for code in codes]
        names = [_href(panel.opens, code, "", in_a_room) for code in codes] if panel.opens else hrefs
        clicks = [_click(href, code, context) for href, code in zip(hrefs, codes, strict=True)]
        return frame.assign(href=hrefs, name_href=names, click=clicks)

    options = {name: with_links(value) for name, value in chart.options.items()}
    return replace(chart, data=with_links(chart.data), options=options)


def _href(drill: str, code: str, focus: str, in_a_room: bool) -> str:
    if not code or not drill:
        return ""
    if drill == "focus" and not in_a_room:
        # A second click on the same unit opens the page again.
        return "@" + link_to(HERE, focus=NONE if code == focus else code)
    if drill in ("unit", "focus"):
        return "@" + unit_link(code)
    return "@" + code


def _click(href: str, code: str, context: Context) -> str:
    """What a click on a mark with this link does."""
    if not href:
        return ""
    page = parts_of(href.removeprefix("@"))[0]
    if page == HERE:
        return context.words("click.widen" if code == context.selection.focus else "click.narrow")
    return context.words("click.unit" if page == "unit" else "click.open")


def completed(text: str, address: Callable[[str], str]) -> str:
    """HTML with whole addresses in place of the links that ``linked`` made.

    A link within its page also says in ``data-here`` what it changes there: parts of the page may have gone on since.
    """

    def whole(found: re.Match[str]) -> str:
        link = html.unescape(found[2])
        said, page = address(link), found[2].partition("?")[0]
        here = f' data-here="{html.escape(_as_said(parts_of(link)[1], said))}"' if page == HERE else ""
        return f'{found[1]}="{html.escape(said)}"{here}'

    return _IN_HTML.sub(whole, text)


def _as_said(own: Mapping[str, str], address: str) -> str:
    """The keys of a link as its address has them, which may name things otherwise."""
    said = parts_of(address)[1]
    return urlencode({key: said.get(key, value) for key, value in own.items()})


def completed_json(text: str, address: Callable[[str], str]) -> str:
    """The same in a specification written as JSON."""
    return _IN_JSON.sub(lambda found: json.dumps(address(found[1])), text)
