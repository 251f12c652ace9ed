"""Putting panels on screen: question, finding, chart or table, base; the same for every panel."""

import json
import logging
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data_access.asked.page_keys import SEPARATOR, WHOLE
from exports.workbook import file_name, stamp, workbook
from panels.declare import Context, Finding, Panel, Table
from panels.html import is_long, table_html
from panels.html.whole import whole
from panels.links import HERE, link_to
from ui.access_log import NotNotedError, note_document
from ui.address import change_several
from ui.apart import apart, on_page_only, panel_failed, say_failed
from ui.filters import draw_focus
from ui.first_screen import let_it_be_painted
from ui.headline import headline
from ui.lines import finding_in_lines, stamp_in_lines
from ui.literal import literal, with_commands
from ui.live import said_when_not_kept
from ui.parts import question_html
from ui.pictures import Picture
from ui.taken_along import note, this_browser
from ui.view import View, read_again
from ui.ways import draw_ways
from ui.wrong import Failure
from wording import Wording

log = logging.getLogger("dashboard")
# More rows than this scroll inside their panel, so that what stands below stays within reach.
TALLEST = 780
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def heading(view: View, says: Panel | Callable[[], str], context: Context | None = None) -> None:
    """The page's finding and, under it, what every screen carries.

    ``says`` is the panel whose finding it is, or a function that makes a sentence of several, called once per data
    version and selection. Where that fails, the page's title stands there.
    """
    subject = context or view.context
    if view.projecting:
        view.headings.append(lambda: _headline(says, view, subject)[0])
    else:
        _heading(view, says, subject)


@on_page_only
def _heading(view: View, says: Panel | Callable[[], str], subject: Context) -> None:
    sentence, failure = _headline(says, view, subject)
    st.title(headline(sentence or view.words(f"page.{view.page.key}"), view.words), anchor=False)
    if not sentence:
        words = view.words
        say_failed("heading", words("wrong.heading"), words("wrong.rest_holds"), failure.in_words(words))
    st.caption(literal(stamp_in_lines(stamp(subject, view.words))))
    draw_focus(view)


def _headline(says: Panel | Callable[[], str], view: View, context: Context) -> tuple[str, Failure]:
    """The page's finding, '' where it fails; and the failure that it then is."""
    with apart("heading", view) as failure:
        if isinstance(says, Panel):
            return view.finding(says, context).sentence, failure
        return view.heading(says, context), failure
    return "", failure


def draw(panel: Panel, view: View, context: Context | None = None, *, leads: bool = False) -> None:
    """One panel: its question and tools, its finding, its chart (or the table of it), its base.

    ``leads`` leaves the finding out where the heading of the page says it already, and is its headline on the
    projector. A panel that fails says so here.
    """
    subject = context or view.context
    if view.projecting:
        view.screens.append((panel, subject))
        view.leading.extend([panel.key] if leads else [])
        return
    view.parts.append(panel.key)
    with st.container(key=f"panel_{panel.key}", gap="xsmall"):
        _panel(panel, view, subject, leads)
    view.go_on()
    if len(view.parts) == view.page.in_sight:
        let_it_be_painted()


@st.fragment
def _panel(panel: Panel, view: View, context: Context, leads: bool) -> None:
    """Runs alone when the panel is flipped."""
    with view.lasting() as lasting:
        with apart(f"panel {panel.key}", lasting) as failure:
            _draw(panel, lasting, context, leads)
            return
        words = view.words
        say_failed(panel.key, panel_failed(panel, words), words("wrong.rest_holds"), failure.in_words(words))


def _draw(panel: Panel, view: View, context: Context, leads: bool) -> None:
    as_table = _tools(panel, view, context)
    shown = view.picture(panel, context)
    says = Markup("") if leads else finding_html(shown.finding.sentence, view.words)
    rests_on = base_html(shown.finding.base)
    if as_table or panel.chart is None:
        _draw_in_one(says)
        with said_when_not_kept(view.context.state, view.words):
            text = view.tabled(
                panel.key,
                context.selection,
                shown.finding.sentence,
                lambda: panel.table(view.figures(panel, context), context),
            )
            draw_kept_table(text, view)
        _draw_in_one(rests_on)
    elif shown.drawing.is_html:
        _draw_in_one(says, _folded(view.addresses.in_html(shown.drawing.text), view.words), rests_on)
    else:
        _draw_in_one(says)
        tall = shown.drawing.height > TALLEST
        with st.container(height=TALLEST, border=False) if tall else nullcontext():
            draw_picture(panel, shown, view)
        _draw_in_one(rests_on)


def _folded(drawn: str, words: Wording) -> str:
    """A list with the line that unfolds it on a phone, where a long one would part what stands around it: theme.css."""
    if not is_long(drawn):
        return drawn
    line = Markup('<details class="unfold"><summary><span>{}</span><span>{}</span></summary></details>')
    return drawn + str(line.format(words("panel.unfold"), words("panel.fold")))


def finding_html(sentence: str, words: Wording) -> Markup:
    """The finding of a panel as its heading."""
    return Markup("<h3>{}</h3>").format(finding_in_lines(sentence, words))


def base_html(base: str) -> Markup:
    """What a panel's figures rest on, under them; nothing where nothing is said."""
    return Markup('<p class="base">{}</p>').format(whole(base.strip())) if base else Markup("")


def _draw_in_one(*parts: str) -> None:
    """Parts of a panel as one element: a browser spends more time on each element than on what stands in it."""
    if text := "".join(parts):
        st.html(text)


def _tools(panel: Panel, view: View, context: Context) -> bool:
    """The question on the left; flip, download and definitions on the right. Returns whether it is flipped."""
    words = view.words
    beside = partial(st.container, horizontal=True, vertical_alignment="center", gap="small")
    with beside(key=f"tools_{panel.key}"):
        st.html(question_html(panel.key, panel.question(words)))
        with beside(width="content"):
            flipped = panel.chart is not None and _flip(panel, words)
            if panel.chart is not None:
                draw_ways(view, [(words("panel.project"), link_to(HERE, project=panel.key))])
            _download(panel, view, context)
            method = f"method.{panel.key}"
            if panel.indicators(context) or words.has(method):
                with st.popover(literal(words("panel.definitions")), type="tertiary"):
                    definitions(panel.indicators(context), words)
                    if words.has(method):
                        st.caption(with_commands(words(method)))
    return bool(flipped)


def _flip(panel: Panel, words: Wording) -> bool:
    """Whether the panel shows its table; the link says so, and Back returns to the panels as they were flipped."""
    name, flipped = f"flip_{panel.key}", st.query_params.get("flip", "").split(SEPARATOR)
    st.session_state[name] = panel.key in flipped

    def turned() -> None:
        others = [key for key in flipped if key not in ("", panel.key)]
        change_several({"flip": SEPARATOR.join([*others, panel.key] if st.session_state[name] else others)})

    return bool(st.toggle(literal(words("panel.as_table")), key=name, on_change=turned))


def _download(panel: Panel, view: View, context: Context) -> None:
    """The panel's table as a workbook, made when it is asked for; of a list all of its pages. Not for every role."""
    if not view.reader.viewer.downloads:
        return
    context = panel.asked(context)
    if "page" in panel.asks:
        context = context.with_(page=WHOLE)
    name = file_name(view.words(f"page.{view.page.key}"), panel.question(view.words), context)
    browser = this_browser()
    st.download_button(
        literal(view.words("panel.download")),
        lambda: note(document(panel, view, context), WORKBOOK, name, browser),
        file_name=name,
        mime=WORKBOOK,
        key=f"download_{panel.key}",
        on_click="ignore",
        type="tertiary",
    )


def document(panel: Panel, view: View, context: Context) -> bytes:
    """The panel's table as the bytes of a workbook, read on a connection of its own, and noted in the access log.

    Where that cannot be done, the workbook says so: when it is made, nothing more can be written on the page.
    """
    question, words = panel.question(view.words), view.words
    viewer = view.viewer()
    if not viewer.downloads:
        return _without_figures(question, words("access.no_download"), "", context)
    made, asked = None, context
    with apart(f"download of panel {panel.key}", view) as failure:
        figures, finding, asked = read_again(panel, context, viewer)
        made = workbook(question, finding, panel.table(figures, asked), asked, words(f"page.{view.page.key}"))
    if made is None:
        base = "\n".join((words("wrong.rest_holds"), failure.in_words(words)))
        return _without_figures(question, panel_failed(panel, words), base, context)
    try:
        note_document(view.seat, view.page.key, panel.key, asked.selection.to_query(view.page.keys), made)
    except NotNotedError as error:
        log.error("a document of the panel %s was not handed out: %s", panel.key, error)
        return _without_figures(question, words("access.not_noted"), "", context)
    return made


def _without_figures(question: str, sentence: str, base: str, context: Context) -> bytes:
    return workbook(question, Finding(sentence, base=base), Table(pd.DataFrame(), ()), context)


def definitions(indicators: tuple[str, ...], words: Wording) -> None:
    """What the indicators of a panel mean and what is counted: one element, for a panel may rest on all of them."""
    told = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(words(f"indicator.{key}.label"), _counted(key, words))
        for key in indicators
    )
    if told:
        st.html(Markup('<dl class="definitions">{}</dl>').format(told))


def _counted(key: str, words: Wording) -> str:
    """What is counted of an indicator, what it means and why it is kept, as sentences one after the other."""
    parts = {part: words(f"indicator.{key}.{part}") for part in ("numerator", "denominator")}
    return " ".join(
        (words("definition.counted", **parts), *(words(f"indicator.{key}.{part}") for part in ("meaning", "why")))
    )


def draw_picture(panel: Panel, shown: Picture, view: View, **size: Any) -> None:
    """The list or the chart, with its links completed by the filters on screen; ``size`` is a chart's."""
    drawing = shown.drawing
    if not drawing.text:
        return
    if drawing.is_html:
        st.html(view.addresses.in_html(drawing.text))
        return
    spec = json.loads(view.addresses.in_json(drawing.text))
    st.vega_lite_chart(spec, theme=None, key=f"chart_{panel.key}", alt=shown.finding.sentence, **size)


def draw_table(table: Table, title: str, view: View) -> None:
    """A table that is sorted by its heads, with figures as they are printed elsewhere; unknown values are dashes."""
    draw_kept_table(table_html(table, title, view.words), view)


def draw_kept_table(text: str, view: View) -> None:
    """The same of its HTML, which ``View.tabled`` keeps."""
    st.html(_folded(view.addresses.in_html(text), view.words))
