"""What stands in the HTML of a chart, read as a browser reads it: texts, links, elements and their styles."""

import re
from html.parser import HTMLParser
from typing import Any

from panels.declare import Chart
from panels.html import html

# What a reader may write, and a page must show as it is.
HOSTILE = ("<b>&\"'</b>", "{{x}}", "{% raw %}", "长" * 10_000)
_VOID = {"br", "col", "hr", "img", "input", "wbr"}
_UNKNOWN = {"nan", "None", "NaN", "NaT", "<NA>"}


def _as_copied(text: str) -> str:
    """As a reader copies it: figures stay with their measure words by a blank that copying makes plain."""
    return re.sub(r"(?<=[\d\u4e00-\u9fff])\u00a0|\u00a0(?=\d)", " ", text)


class Element(tuple[str, dict[str, str]]):
    """Tag and attributes of one element, all the text in it, and the elements it stands in."""

    text: str
    within: list["Element"]

    def __new__(cls, tag: str, attributes: dict[str, str], within: list["Element"]) -> "Element":
        element = super().__new__(cls, (tag, attributes))
        element.text, element.within = "", within
        return element

    @property
    def tag(self) -> str:
        return self[0]

    @property
    def attributes(self) -> dict[str, str]:
        return self[1]

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def share(self, name: str) -> float:
        """A property of its style in percent."""
        found = re.search(rf"(?:^|;)\s*{name}:\s*([-\d.]+)%", self.attributes["style"])
        assert found, self.attributes["style"]
        return float(found[1])


class Page(HTMLParser):
    """All elements of a piece of HTML in their order, each text by itself, address and text of every link."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self._open: list[Element] = []
        self.feed(drawn)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: _as_copied(value or "") for name, value in attrs}, list(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        data = _as_copied(data)
        for element in self._open:
            element.text += data
        if data.strip():
            self.texts.append(data.strip())

    @property
    def links(self) -> list[tuple[str, str]]:
        return [(link.attributes["href"], link.text.strip()) for link in self.all("a")]

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        """The elements of a tag and of a class."""
        return [
            each for each in self.elements if tag in ("", each.tag) and (not class_ or class_ in each.classes)
        ]  # fmt: skip

    def styled(self, name: str) -> list[str]:
        """The values of a style's property, in the order of the elements."""
        pairs = [part.partition(":") for each in self.elements for part in each.attributes.get("style", "").split(";")]
        return [value.strip() for key, _, value in pairs if key.strip() == name]


def page_of(chart: Chart, title: str = "题") -> Page:
    """The HTML of a linked chart; nothing unknown is printed in it."""
    page = Page(html(chart, title))
    values: list[Any] = [value for each in page.elements for value in each.attributes.values()]
    assert not _UNKNOWN & {*page.texts, *values}
    assert [value for value in values if "nan%" in value or "None%" in value] == []
    return page


def rendered(chart: Chart, title: str = "题") -> tuple[list[str], list[tuple[str, str]]]:
    """The texts, and address and text of every link."""
    page = page_of(chart, title)
    return page.texts, page.links


def elements(chart: Chart, tag: str = "", class_: str = "") -> list[Element]:
    """The elements of a tag and of a class."""
    return page_of(chart).all(tag, class_)
