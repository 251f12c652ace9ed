"""What stands in the HTML of a chart: its texts, its links, its rows and the numbers in its styles."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from panels.declare import Chart
from panels.html import html

TITLE = "题"
# What a reader may write, and a page must show as it is.
HOSTILE = ("<b>&\"'</b>", "{{x}}", "{% raw %}", "长" * 10_000)


@dataclass(frozen=True)
class Element:
    """One element: its tag, its attributes, and all the text in it."""

    tag: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class Page(HTMLParser):
    """All elements of a piece of HTML in their order, and each text by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in ("wbr", "br", "col"):
            self._open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.texts.append(data)
        if data.strip():
            self.texts.append(data.strip())

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        named = [element for element in self.elements if not tag or element.tag == tag]
        return [element for element in named if not class_ or class_ in element.classes]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Address and text of every link."""
        return [(link.attributes["href"], link.text) for link in self.all("a")]

    def styled(self, name: str) -> list[str]:
        """The values of a style's property, in the order of the elements."""
        pairs = [part.partition(":") for each in self.elements for part in each.attributes.get("style", "").split(";")]
        return [value.strip() for key, _, value in pairs if key.strip() == name]


def rendered(chart: Chart) -> Page:
    """The HTML of a linked chart, parsed: every element is closed, and nothing unknown is printed."""
    page = Page(html(chart, TITLE))
    said: list[Any] = [*page.texts, *(value for each in page.elements for value in each.attributes.values())]
    assert [text for text in said if text in ("nan", "None", "NaN", "NaT") or "nan%" in text] == []
    return page
