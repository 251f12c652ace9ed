"""What a reader of a list drawn as HTML finds in it: its texts, its links, and the elements as they stand."""

from html.parser import HTMLParser

from panels.declare import Chart
from panels.html import html

VOID = frozenset({"br", "img", "input", "wbr"})


class Found(HTMLParser):
    """The elements by name with their attributes, the texts in order, and the links with what they say."""

    def __init__(self, drawn: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.links: dict[str, list[str]] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(drawn)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text:
            return
        self.texts.append(text)
        for tag, attributes in self._open:
            if tag == "a":
                self.links.setdefault(attributes["href"], []).append(text)


def found(chart: Chart, title: str = "") -> Found:
    """A chart whose data are linked already, drawn and read."""
    return Found(html(chart, title))


def rendered(chart: Chart, title: str = "") -> tuple[list[str], dict[str, list[str]]]:
    """The texts of a chart in order, and what its links say, by where they lead."""
    parsed = found(chart, title)
    return parsed.texts, parsed.links
