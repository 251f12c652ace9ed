"""One panel alone on the whole screen, for a room: its finding as the headline, its chart, base and stamp below.

The arrow keys and the keys of a clicker go through the panels of the page, ↓ and ↑ through the rows of a long list, Esc
goes back to where one came from, and a click on a mark opens that unit's own screen. The link names the panel and which
screen of its rows, so a screen can be sent like any page.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from data_access.reading.readiness import OutdatedError
from exports.workbook import stamp
from panels.charts.projected import Screenful, projected_width, projected_width_of
from panels.declare import Context, Panel
from ui.address import change, change_several
from ui.addresses import FIRST_SCREEN
from ui.apart import apart, panel_failed, say_failed
from ui.draw import draw_picture
from ui.headline import projected_headline
from ui.headline_size import LINE_LENGTHS, headline_size, left_to_chart, longest_piece, with_whole_brackets
from ui.lines import stamp_in_lines
from ui.literal import literal
from ui.live import said_when_not_kept, say_not_kept
from ui.pictures import Picture
from ui.read_ahead import read_ahead
from ui.shown import is_held
from ui.view import View
from wording import Wording, together

_DRAWN = "<style>.st-key-screen {{ --drawn: {}px; --drawn-wide: {}px; }}</style>"
# Between the key of a panel and the number of the screen of its rows.
_PART = "."


def project(view: View, page: Any) -> None:
    """Let the page say which panels it has, and draw the one that the link names.

    Once on the projector a page keeps its version until somebody says otherwise: what was not kept of it says so in its
    place. What the page's other screens need is read while the version is still there.
    """
    _keep_trail(view)
    try:
        page.run()
    except OutdatedError:
        if not is_held():
            raise
        _not_kept_at_all(view)
        return
    keys = [panel.key for panel, _ in view.screens]
    screen = view.context.selection.project
    key, _, part = screen.partition(_PART)
    if not keys or key not in (FIRST_SCREEN, *keys) or not (part or "1").isdecimal():
        st.session_state["screen_not_found"] = screen
        change_several({"project": ""})
        st.rerun()
    number = 0 if key == FIRST_SCREEN else keys.index(key)
    panel, context = view.screens[number]
    with st.container(key="projection", gap=None):
        shown = _draw(panel, context, view, max(int(part or 1), 1))
        _foot(shown, panel.asked(context), view, f"{number + 1} / {len(keys)}")
        _buttons(keys, number, view, shown.screenful if shown else None)
    read_ahead(view)


def _not_kept_at_all(view: View) -> None:
    """The page of a screen was not kept: there is nothing but the way back, and to the latest version."""
    with st.container(key="projection", gap=None):
        say_not_kept(view.context.state, view.words)
        _back_button(view)


def screen_not_found() -> list[tuple[str, str]]:
    """What the link asked for in vain as a screen of the page, as a key with its value."""
    screen = st.session_state.pop("screen_not_found", None)
    return [] if screen is None else [("project", screen)]


def _draw(panel: Panel, context: Context, view: View, screen: int) -> Picture | None:
    """The headline and the chart; returns what was drawn. A panel that fails says so, and the screens go on."""
    with said_when_not_kept(view.context.state, view.words):
        with apart(f"screen of panel {panel.key}", view) as failure:
            shown = view.picture(panel, context, screen=screen)
            asked = panel.asked(context)
            sentence = _about_unit(_sentence(panel, shown, view), asked, view)
            if shown.drawing.text:
                foot = [shown.finding.base, stamp(asked, view.words)]
                size = _draw_headline(sentence, view, shown.drawing.height, foot)
                _draw_chart(panel, shown, view, left_to_chart(view.words.unbroken(sentence), size, foot))
            else:
                _draw_statement(sentence, shown.finding.base, view)
            return shown
        number = failure.in_words(view.words)
        say_failed(panel.key, panel_failed(panel, view.words), view.words("wrong.screens_hold"), number)
    return None


def _sentence(panel: Panel, shown: Picture, view: View) -> str:
    """What the panel found; of the one that leads its page the page's heading, which says it and what weighs more."""
    if panel.key in view.leading and view.headings and (sentence := view.headings[0]()):
        return sentence
    return shown.finding.sentence


def _rows_in_words(part: Screenful | None, words: Wording) -> str:
    """Which rows are shown, and how to come to the others; '' where all are."""
    if part is None:
        return ""
    if not part.first:
        return words("screen.ends", n=part.rows)
    key = "screen.rows" if part.number < part.count else "screen.last_rows"
    return words(key, first=words.number(part.first), last=words.number(part.last), n=part.rows)


def _draw_headline(sentence: str, view: View, chart_height: float = 0, foot: Sequence[str] = ()) -> str:
    """Draws it in the size that is returned."""
    size = headline_size(view.words.unbroken(sentence), chart_height, foot)
    sentence = with_whole_brackets(sentence, LINE_LENGTHS[size])
    with st.container(key=f"headline_{size}"):
        st.title(projected_headline(sentence, view.words, LINE_LENGTHS[size], longest_piece), anchor=False)
    return size


def _draw_statement(sentence: str, base: str, view: View) -> None:
    """A finding with nothing to draw has the screen: the sentence in its middle, below it what it rests on."""
    with st.container(key="statement", gap="medium"):
        _draw_headline(sentence, view)
        if base:
            st.caption(literal(together(base)))


def _draw_chart(panel: Panel, shown: Picture, view: View, left: float) -> None:
    """A chart is drawn as wide as its place, which differs between screens (theme.css), and then enlarged."""
    height = shown.drawing.height
    with st.container(key="screen_list" if shown.drawing.is_html else "screen"):
        if not shown.drawing.is_html:
            st.html(_DRAWN.format(projected_width(height), projected_width_of(height, left)))
        draw_picture(panel, shown, view)


def _about_unit(sentence: str, context: Context, view: View) -> str:
    """The finding with the name of the unit its page is about: on the page it stands in the heading."""
    if not view.page.about_unit:
        return sentence
    units = view.reader.units()
    name = str(units.loc[units["code"] == context.selection.unit, "name"].iat[0])
    if name in sentence:
        return sentence
    key = "archive.heading_own" if sentence.startswith(view.words("population.own_level")) else "archive.heading"
    return view.words(key, unit=name, finding=sentence)


def _foot(shown: Picture | None, context: Context, view: View, place: str) -> None:
    """What was counted, on lines of its own; below it as of when, by which selection, which rows, which screen."""
    words = view.words
    with st.container(key="foot", gap=None):
        if shown and shown.drawing.text and shown.finding.base:
            st.caption(literal(together(shown.finding.base)))
        with st.container(key="foot_line", horizontal=True, wrap=False, gap="medium"):
            stamped = _not_said_above(stamp(context, words).split(words("stamp.separator")), shown)
            st.caption(literal(stamp_in_lines(words("screen.separator").join(stamped))))
            # Only one of the two is seen at a time, so they share a place.
            with st.container(key="turns", width="content"):
                if rows := _rows_in_words(shown.screenful if shown else None, words):
                    with st.container(key="rows", width="content"):
                        st.caption(literal(rows))
                # Seen where the browser has put rows on a further screen (fit.js).
                with st.container(key="more", width="content"):
                    st.caption(literal(words("screen.more")))
            st.caption(literal(place), width="content")


def _not_said_above(stamped: Sequence[str], shown: Picture | None) -> list[str]:
    """Of a stamp what the base does not say, which stands right above it: as of when, mostly."""
    above = shown.finding.base.casefold() if shown and shown.drawing.text else ""
    return [part for part in stamped if part.casefold() not in above]


def _buttons(keys: list[str], number: int, view: View, part: Screenful | None) -> None:
    """The buttons that the keyboard and a clicker press: screen before, screen after, further rows, back."""
    words = view.words
    before, after = keys[number - 1], keys[(number + 1) % len(keys)]
    with st.container(key="screen_keys", horizontal=True):
        for name, key, shortcut in (
            ("before", before, "Left"),
            ("before_page", before, "PageUp"),
            ("after", after, "Right"),
            ("after_page", after, "PageDown"),
        ):
            label = words(f"screen.{name.removesuffix('_page')}")
            st.button(literal(label), key=f"screen_{name}", shortcut=shortcut, on_click=change, args=("project", key))
        for name, step, shortcut in (("further", 1, "Down"), ("nearer", -1, "Up")):
            if part and 1 <= part.number + step <= part.count:
                rows = f"{keys[number]}{_PART}{part.number + step}"
                label, key = words(f"screen.{name}"), f"screen_{name}"
                st.button(literal(label), key=key, shortcut=shortcut, on_click=change, args=("project", rows))
        _back_button(view)


def _back_button(view: View) -> None:
    st.button(literal(view.words("screen.back")), key="screen_back", shortcut="Esc", on_click=_back)


# --- Back from a unit's screens to the one it was opened from ----------------------------------------------------


def _keep_trail(view: View) -> None:
    """Remember the screen of another page from which this page's was opened; go there when Esc was pressed."""
    trail = st.session_state.setdefault("screens", [])
    if back := st.session_state.pop("screen_back", None):
        st.session_state["screen"] = back
        st.switch_page(view.pages[back[0]], query_params=back[1])
    here, last = (view.page.key, st.query_params.to_dict()), st.session_state.get("screen")
    if trail and trail[-1][0] == here[0]:
        # The browser's own Back led there.
        trail.pop()
    elif last and last[0] != here[0]:
        trail.append(last)
    st.session_state["screen"] = here


def forget_screens() -> None:
    """Called on a page that is not projected: what was shown before is no way back any more."""
    for key in ("screens", "screen"):
        st.session_state.pop(key, None)


def _back() -> None:
    """Leave the screen: to the one from which this unit's was opened, else to the page."""
    if trail := st.session_state.get("screens"):
        st.session_state["screen_back"] = trail.pop()
    else:
        change_several({"project": ""})
