"""Texts of which a part is struck out: what a person reads past, and a program reads with the rest.

35 with the 3 struck out is 5 to whoever looks at it. The row is told; which of the two is meant nobody can say here.
"""

from xml.parsers import expat

from data_access.files.workbook_scan import parse

_STRIKE, _OFF = "strike", ("0", "false")


def struck_texts(strings: bytes | None) -> frozenset[int]:
    """The numbers of the shared texts of which a part is struck out; raises ``MalformedError``."""
    found: set[int] = set()
    count = -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        name = name.rpartition(":")[2]
        count += name == "si"
        if _strikes(name, attributes):
            found.add(count)

    if strings and _STRIKE.encode() in strings:
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parse(strings, parser)
    return frozenset(found)


def rows_partly_struck(sheet: bytes, texts: frozenset[int]) -> set[int]:
    """The rows with a cell that names one of the ``texts`` or holds such a text itself; raises ``MalformedError``."""
    found: set[int] = set()
    row, names_text = 0, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, names_text
        name = name.rpartition(":")[2]
        if name == "row":
            row = int(attributes.get("r", row + 1))
        elif name == "c":
            names_text = attributes.get("t") == "s"
        elif _strikes(name, attributes):
            found.add(row)

    def characters(text: str) -> None:
        if names_text and text.isdecimal() and int(text[:9]) in texts:
            found.add(row)

    if texts or _STRIKE.encode() in sheet:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.CharacterDataHandler = start, characters
        parse(sheet, parser)
    return found


def _strikes(name: str, attributes: dict[str, str]) -> bool:
    return name == _STRIKE and attributes.get("val") not in _OFF
