"""A text as Streamlit shows it letter for letter, where it reads Markdown: the one edge that every text passes.

What ledgers and links hold is anybody's: "3~5日内，10~15日" would be struck through, "5*3*2米" lose its signs, a name
be a link. ``tests/ui/test_literal.py`` holds every call of ``ui`` and ``pages`` to this edge.
"""

import re

_LINES = re.compile(r"\r\n|\r|\n")
_BLANKS = " \t\v\f\r\n"
# What Markdown and Streamlit's additions to it read within a line, and what makes a line of it a list.
_SIGNS = re.compile(r"[\\`*_~#<>|$\[\]{}&]")
# Streamlit looks for names of icons and emoji before any escape is read.
_OPENS_A_NAME = re.compile(r":(?!\s)")
_BEGINS = re.compile(r"^(\s*(?:\d+(?=[.)])|(?=[-+=])))")
# Links, icons and arrows are looked for in what Markdown has left of a text, where no escape is seen any more; a piece
# without letters parts what would be found.
_PARTED = re.compile(r"(?<=:)(?=//|streamlit:|material_)|(?<=www)(?=\.)|(?=@)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
_NOTHING = ":color[]"


def literal(text: str) -> str:
    """The Markdown, on one line, that shows exactly this text; its line breaks are breaks by the style sheet."""
    return _inert(text.lstrip(_BLANKS))


def with_whole(pieces: list[str]) -> str:
    """The same of pieces that follow each other, of which every second one stays whole: it is an element of its own, to
    which the style sheet gives a line that does not break.
    """
    inert = (_inert(piece) for piece in pieces)
    return "".join(f":color[{piece}]" if number % 2 else piece for number, piece in enumerate(inert)).lstrip(_BLANKS)


def with_commands(sentence: str) -> str:
    """The same, but what stands between two backticks keeps the look of a command."""
    pieces = enumerate(sentence.split("`"))
    return "".join(f"`{piece}`" if number % 2 else _inert(piece) for number, piece in pieces)


def _inert(text: str) -> str:
    pieces = [_OPENS_A_NAME.sub("&#58;", _SIGNS.sub(r"\\\g<0>", piece)) for piece in _PARTED.split(text)]
    return _LINES.sub("&#10;", _BEGINS.sub(r"\1\\", _NOTHING.join(pieces)))
