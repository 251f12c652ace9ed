"""The shared texts of a workbook, which its cells name by number: a small file can hold huge texts that way."""

import re
from collections.abc import Sequence
from xml.parsers import expat

from data_access.files.workbook_scan import parse, refuse_false_count

# The number of shared texts that the file states: python-calamine reserves memory for so many.
_COUNT_OF_TEXTS = re.compile(rb"""(<(?:[\w.-]+:)?sst\b[^<>]*?)\s(?:count|uniqueCount)=(?:"[^"<>]*"|'[^'<>]*')""")


def without_counts(content: bytes) -> bytes:
    """The XML of the shared texts without the stated numbers, which are not needed and may be false."""
    for _ in range(2):
        content = _COUNT_OF_TEXTS.sub(rb"\1", content, count=1)
    return content


def text_lengths(content: bytes) -> list[int]:
    """The length of each shared text; raises ``MalformedError``."""
    lengths: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if attributes:
            refuse_false_count(attributes, len(content))
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parse(content, parser)
    return lengths


def named_characters(content: bytes, lengths: Sequence[int]) -> int:
    """How many characters the cells of a sheet hold by naming shared texts; raises ``MalformedError``."""
    total = 0
    names_text = in_value = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal names_text, in_value
        local = name.rpartition(":")[2]
        names_text = attributes.get("t") == "s" if local == "c" else names_text
        in_value = local == "v"

    def text(characters: str) -> None:
        nonlocal total
        if names_text and in_value and characters.strip().isdecimal() and len(characters) < 10:
            number = int(characters)
            total += lengths[number] if number < len(lengths) else 0

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parse(content, parser)
    return total
