"""What is written beside the cells of a workbook: comments on them, and boxes of text over them.

Nothing of it is read into a ledger. A person is told that it is there, for it may say that a cell is wrong.
"""

from xml.parsers import expat

from data_access.files.workbook_scan import MalformedError, attributes_of, parse, place_of


def rows_with_comments(content: bytes | None) -> set[int]:
    """The rows, as Excel numbers them, of the cells that have a comment; none where the part cannot be read."""
    try:
        found = attributes_of(content, "comment") if content else []
        return {place_of(each.get("ref", ""))[0] for each in found}
    except MalformedError:
        return set()


def boxes_of(content: bytes | None) -> int:
    """How many shapes of a drawing have a text; none where the part cannot be read."""
    boxes, within = 0, False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal within
        within = within or name.rpartition(":")[2] == "txBody"

    def end(name: str) -> None:
        nonlocal within
        within = within and name.rpartition(":")[2] != "txBody"

    def characters(text: str) -> None:
        nonlocal boxes, within
        # One text is enough to tell that a shape has some.
        if within and text.strip():
            boxes, within = boxes + 1, False

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    try:
        parse(content or b"<a/>", parser)
    except MalformedError:
        return 0
    return boxes
