"""The style sheet in a browser that does not know ``light-dark()``, which browsers before 2024 do not."""

import re
from pathlib import Path

import pytest
import streamlit

from panels.look import DARK, LIGHT, plain_colours_first
from tests.test_rooms import ROOT
from ui.shell import FLOOR, first_page
from ui.styles import styles
from wording import LANGUAGES, wording

both_themes = pytest.mark.parametrize(("dark", "palette"), [(False, LIGHT), (True, DARK)], ids=["light", "dark"])


def as_the_floor_reads_it(sheet: str) -> str:
    """The sheet without what such a browser passes over: declarations, and what asks whether it knows them."""
    sheet = re.sub(r"@supports \(color: light-dark[^{]*\{ :root \{[^}]*\} \}", "", sheet)
    return re.sub(r"[\w-]+:[^;{}]*light-dark\([^;{}]*;", "", sheet)


@both_themes
def test_every_colour_has_a_plain_one_of_the_theme_for_a_browser_of_the_floor(dark: bool, palette: object) -> None:
    read = as_the_floor_reads_it(styles(dark=dark))
    assert "light-dark" not in read
    (projection,) = re.findall(r"\.st-key-projection \{[^}]*\}", read)[:1]
    assert f"background: {palette.paper};" in projection  # type: ignore[attr-defined]
    (variables,) = re.findall(r":root \{[^}]*--ink[^}]*\}", read)
    assert f"--ink: {palette.ink};" in variables  # type: ignore[attr-defined]
    named = set(re.findall(r"([\w-]+):[^;{}]*light-dark", styles(dark=dark)))
    assert {"background", "border-top", "color", "border-left"} <= named, "there is something to replace"


@pytest.mark.parametrize(
    ("rule", "plain"),
    [
        ("a { color: light-dark(#123, #FFF); top: 0; }", "a { color: #FFF; color: light-dark(#123, #FFF); top: 0; }"),
        ("a { fill: light-dark(var(--ink), #000); }", "a { fill: #000; fill: light-dark(var(--ink), #000); }"),
        ("a:hover { color: red; }", "a:hover { color: red; }"),
    ],
)
def test_the_plain_colour_stands_before_the_one_that_knows_both_themes(rule: str, plain: str) -> None:
    assert plain_colours_first(rule, dark=True) == plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_in_both_languages_which_browser_is_needed_before_any_script_of_streamlits(
    language: str,
) -> None:
    page = first_page()
    said = wording(language)("browser.what_to_do", **FLOOR)
    assert said in page
    assert all(str(version) in said for version in FLOOR.values())
    # A module waits until the page has been read; what stands in the page has run by then.
    assert re.search(r'<script type="module"', page)
    assert page.index("<body>") < page.index("function draws()") < page.index('<div id="root">')


def test_streamlit_knows_every_name_of_its_own_that_the_style_sheets_rely_on() -> None:
    sheets = [(ROOT / "assets" / name).read_text(encoding="utf-8") for name in ("theme.css", "print.css")]
    named = set(re.findall(r'data-testid="?(\w+)', "".join(sheets)))
    scripts = (Path(streamlit.__file__).parent / "static").rglob("*.js")
    known = set().union(*(re.findall(r"\bst[A-Z]\w+", script.read_text(encoding="utf-8")) for script in scripts))
    assert len(named) > 10
    assert named - known == set()


def test_no_class_of_the_frame_alone_is_one_of_a_list() -> None:
    """A class that says enough by itself in the frame would draw what is called alike in a list, too."""
    frame = re.sub(r"/\*.*?\*/", "", (ROOT / "assets" / "theme.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    while frame != (frame := re.sub(r"\([^()]*\)", "", frame)):
        pass
    alone = set(re.findall(r"(?:^|[,{}])\s*\.([\w-]+)", frame))
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "panels" / "html").rglob("*.html"))
    of_lists = set(" ".join(re.findall(r'class="([^"]*)"', templates)).split())
    assert {"here", "parts"} & alone == {"here"}
    assert {"parts", "base"} <= of_lists
    assert alone & of_lists == set()


def test_no_script_holds_what_streamlit_takes_for_markup_and_throws_all_scripts_away() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "assets").glob("*.js")}
    assert scripts
    assert {name: found for name, text in scripts.items() if (found := re.findall(r"<[/\w!].*", text))} == {}
