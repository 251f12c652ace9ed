"""A page of the app run in this process by Streamlit's own test runner, and the words it puts on the screen."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from typing import Any

from google.protobuf.message import Message
from sqlalchemy import Engine, event
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.running_app import ROOT
from ui.read_ahead import THREAD as READ_AHEAD
from ui.registry import PageEntry

FRAME = ROOT / "ui" / "frame.py"
# Fields of Streamlit's messages that a reader sees.
_WORDS = {"body", "label", "help", "options", "content", "placeholder", "alt"}


# A page run alone looks through all installed packages for components each time, which takes longer than the page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)  # type: ignore[assignment]


def open_page(entry: PageEntry, **query: str) -> AppTest:
    """The page with this query, as the first of a session."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    app._registered_pages = _pages_of_frame()
    for key, value in query.items():
        app.query_params[key] = value
    return app.switch_page(f"../pages/{entry.file}").run()


@cache
def _pages_of_frame() -> Any:
    """What the frame registers: a run learns it from the one before, so one that has run lends it to all others."""
    return AppTest.from_file(FRAME, default_timeout=60).run()._registered_pages


def said(app: AppTest) -> list[str]:
    """Every text outside charts: headings, captions, labels, choices, the heads and cells of tables."""
    return [blanks(text) for element in _elements(app) for text in _texts_of(element)]


def blanks(sentence: str) -> str:
    """A text with ordinary blanks, without the signs that only say where lines may break and which part is small."""
    plain = sentence.replace("\u00a0", " ").replace("\u200b", "").replace("\u2060", "")
    return _as_shown(re.sub(r":small\[(.*)\]$", r"\1", plain))


def _as_shown(markdown: str) -> str:
    """What Streamlit shows of the Markdown that ``ui.literal`` made."""
    parted = re.sub(r":color\[((?:\\.|[^\]\\])*)\]", r"\1", markdown).replace("&#58;", ":").replace("&#10;", "\n")
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", parted)


def findings(app: AppTest) -> list[str]:
    """The headings below that of the page, as they are read: those of panels, and those of parts that are none."""
    of_panels = [text for element in _elements(app) if _is_html(element) for text in _Html(element.body).headings]
    return [blanks(text) for text in (*of_panels, *(each.value for each in app.subheader))]


def charted(app: AppTest) -> list[str]:
    """Every text inside lists and charts, drawn or named in their data."""
    return [blanks(text) for element in _elements(app) for text in _chart_texts_of(element)]


def sent(app: AppTest) -> str:
    """All that the page sends to the browser in its elements, read or not."""
    return "\n".join(message.SerializeToString().decode("utf-8", "ignore") for message in _elements(app))


def links(app: AppTest) -> list[str]:
    """The addresses that the page's links lead to, in order."""
    return [link for element in _elements(app) if _is_html(element) for link in _Html(element.body).links]


@contextmanager
def statements_on(engine: Engine) -> Iterator[list[str]]:
    """Notes the SQL statements sent within, once nothing is read ahead any more of what was opened before."""
    for thread in threading.enumerate():
        if thread.name == READ_AHEAD:
            thread.join()
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _elements(app: AppTest) -> Iterator[Message]:
    """The messages of all blocks and elements of the page as they stand on it, without the style sheet."""
    waiting = [app.sidebar, app.main]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(getattr(node, "children", {}).values()))
        message = getattr(node, "proto", None)
        if message is not None and node.type != "code" and not (_is_html(message) and _is_ours(message)):
            yield message


def _is_html(message: Message) -> bool:
    return message.DESCRIPTOR.name == "Html"


def _is_ours(message: Any) -> bool:
    """Whether it is the style sheet or the script, which nobody reads."""
    return str(message.body).startswith(("<style", "<script"))


# What only says where lines may break parts no text.
_KEEPS_LINES = re.compile(r'<span class="kept(?: long)?">([^<]*)</span>|<wbr>')


class _Html(HTMLParser):
    """The texts of a piece of HTML, those of hints included, apart from those of the list in it; its headings, whole;
    and where its links lead.
    """

    def __init__(self, body: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.listed: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []
        self._in_list = 0
        self._in_heading = False
        self.feed(_KEEPS_LINES.sub(r"\1", body))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and (self._in_list or ("class", "frame-of-list") in attrs):
            self._in_list += 1
        if tag == "h3":
            self._in_heading = True
            self.headings.append("")
        for name, value in attrs:
            if name in ("title", "aria-label") and value:
                self._read(value)
            if tag == "a" and name == "href" and value:
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._in_list -= tag == "div" and self._in_list > 0
        if tag == "h3":
            self._in_heading = False
            self._read(self.headings[-1].strip())

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.headings[-1] += data
        elif data.strip():
            self._read(data.strip())

    def _read(self, text: str) -> None:
        (self.listed if self._in_list else self.texts).append(text)


def _texts_of(message: Message) -> Iterator[str]:
    if _is_html(message):
        yield from _Html(message.body).texts  # type: ignore[attr-defined]
        return
    for field, value in message.ListFields():
        if field.name in _WORDS:
            values = [value] if isinstance(value, (str, Message)) else value
            yield from (each for each in values if isinstance(each, str))
        if isinstance(value, Message):
            yield from _texts_of(value)
        elif not isinstance(value, (str, bytes, int, float)):
            yield from (text for each in value if isinstance(each, Message) for text in _texts_of(each))


def _chart_texts_of(message: Any) -> Iterator[str]:
    if _is_html(message):
        yield from _Html(message.body).listed
    if message.DESCRIPTOR.name == "VegaLiteChart":
        yield from _leaves(json.loads(message.spec))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
