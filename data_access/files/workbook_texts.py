"""The texts that a workbook keeps once and its cells name by number: an old way to make much of little."""

import re
from collections.abc import Sequence
from xml.parsers import expat

from data_access.files.workbook_scan import parse, refuse_false_count

# How many texts there are, as the list of shared texts has it: the reading library makes room for so many.
_COUNT_OF_TEXTS = re.compile(rb"""(<(?:[\w.-]+:)?sst\b[^<>]*?)\s(?:count|uniqueCount)=(?:"[^"<>]*"|'[^'<>]*')""")


def without_counts(content: bytes) -> bytes:
    """Shared texts without the numbers at their head, which nobody needs and anybody may write."""
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
