"""The page that the server sends first, before any script of Streamlit's runs.

A browser too old for these scripts shows a white page and no reason; this page says in both languages what is needed.
"""

from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from ui.registry import ALL_PAGES
from ui.sessions import is_full, refusal
from wording import LANGUAGES, wording

ASSETS = Path(__file__).parent.parent / "assets"
# The oldest browsers that show the dashboard, as the sentence and README name them.
FLOOR = {"chromium": 112, "firefox": 121, "safari": 17}
_SENTENCES = Markup('<div lang="{}"><h1 style="font-size:24px;line-height:1.4">{}</h1><p>{}</p></div>')


def routes() -> list[Route]:
    """The address of every page, each answered with the same first page, as Streamlit does."""
    return [Route("/", _first), *(Route(f"/{page.url_path}", _first) for page in ALL_PAGES[1:])]


def _first(_request: Request) -> HTMLResponse:
    if is_full():
        return refusal().answer()
    return HTMLResponse(first_page(), headers={"Cache-Control": "no-cache"})


@cache
def first_page() -> str:
    """Streamlit's own first page, with what is said to a browser that is too old before its scripts.

    Raises ``ValueError`` when Streamlit's page has no place for it any more.
    """
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    place = '<div id="root">'
    if page.count(place) != 1:
        raise ValueError(f"expected {place} once in Streamlit's index.html: see where the first words can stand now")
    return page.replace(place, _floor() + place)


def _floor() -> str:
    said = Markup("").join(_in(language) for language in LANGUAGES)
    return (ASSETS / "browser_floor.html").read_text(encoding="utf-8").replace("{{sentences}}", said)


def _in(language: str) -> Markup:
    words = wording(language)
    return _SENTENCES.format(language, words("browser.too_old"), words("browser.what_to_do", **FLOOR))
