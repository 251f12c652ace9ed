"""The style sheet of every page, whole: the frame's, that of lists, and what holds on paper alone; and its scripts.

Both go out with every run, and are read once.
"""

from functools import cache
from pathlib import Path

from panels.html import style_sheet
from panels.look import drawings_on_paper, palette, plain_colours_first

ASSETS = Path(__file__).parent.parent / "assets"
SCRIPTS = (
    "history",
    "sign_in",
    "links",
    "search",
    "here",
    "fold",
    "tight",
    "fit",
    "reconnect",
    "live",
    "tables",
    "words",
    "word_ends",
    "draft",
)


@cache
def styles(*, dark: bool) -> str:
    """The sheet as a browser of the floor takes it, with the plain colours of the reader's theme first."""
    own = ((ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in ("theme", "print"))
    frame, paper = (plain_colours_first(sheet, dark=dark) for sheet in own)
    # What pops up lies outside of the page whose theme Streamlit declares.
    beside = f'[data-testid="stPopoverBody"] {{ color-scheme: {"dark" if dark else "light"}; }}'
    drawings = drawings_on_paper() if dark else ""
    # What holds on paper comes last: it overrules the others.
    return "\n".join([frame, beside, style_sheet(dark=dark), paper, drawings])


@cache
def scripts() -> str:
    """The scripts of every page, one after the other."""
    return "\n".join((ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)


@cache
def logo(language: str, *, dark: bool) -> str:
    """The name of the dashboard as a drawing, in the ink of a theme."""
    drawing = (ASSETS / f"logo_{language}.svg").read_text(encoding="utf-8")
    return drawing.replace("currentColor", palette(dark).ink)
