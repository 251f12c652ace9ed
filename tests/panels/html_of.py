"""The HTML of a chart, read as a browser reads it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from panels.declare import Chart
from panels.html import html

VOID = {"br", "hr", "img", "wbr"}
HOSTILE = ("<b>&\"'</b>", "{{x}}", "x" * 10_000)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    within: list["Element"] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def share(self, name: str) -> float:
        """A property of its style in percent."""
        found = re.search(rf"(?:^|;)\s*{name}:\s*([-\d.]+)%", self.attributes["style"])
        assert found, self.attributes["style"]
        return float(found[1])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, within=list(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data
        if data.strip():
            self.texts.append(data.strip())


def _read(chart: Chart) -> _Reader:
    reader = _Reader()
    reader.feed(html(chart, "title"))
    assert reader.open == []
    return reader


def rendered(chart: Chart) -> tuple[list[str], list[tuple[str, str]]]:
    """The texts, and the address and text of every link."""
    reader = _read(chart)
    assert not {"nan", "None", "NaN"} & set(reader.texts)
    links = [(each.attributes["href"], each.text.strip()) for each in reader.elements if each.tag == "a"]
    return reader.texts, links


def elements(chart: Chart, tag: str = "", kind: str = "") -> list[Element]:
    """Its elements of a tag and of a class."""
    found = _read(chart).elements
    return [each for each in found if tag in ("", each.tag) and (not kind or kind in each.classes)]
