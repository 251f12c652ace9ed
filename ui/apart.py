"""A part of a page that fails says so in its place and is logged; the page goes on with its other parts."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data_access.reading.cached import engine
from data_access.reading.readiness import DatabaseNotReadyError, said_when_not_ready
from panels.declare import Context, Panel
from ui.covered_links import without_persons
from ui.view import View
from ui.wrong import Failure
from wording import Wording

log = logging.getLogger("dashboard")
_Given = ParamSpec("_Given")


def apart(part: str, view: View) -> AbstractContextManager[Failure, bool]:
    """Let a part of a page fail alone: return from within when it is done, say after it that it failed.

    The log keeps the traceback, under the number of the failure that it gives. ``DatabaseNotReadyError`` passes, since
    it concerns the whole page; so do Streamlit's orders to stop and to run again, which are no ``Exception``.
    """
    # The type says that it may swallow an exception, so that what follows it is reached.
    return cast(AbstractContextManager[Failure, bool], _logged_failure(part, view))


@contextmanager
def _logged_failure(part: str, view: View) -> Iterator[Failure]:
    failure = Failure()
    try:
        with said_when_not_ready(engine()):
            yield failure
    except DatabaseNotReadyError:
        raise
    except Exception as error:
        link = f"{view.page.url_path}?{urlencode(view.context.selection.to_query(view.page.keys), safe=',~')}"
        link = without_persons(link)
        log.error("failure %s: %s failed on /%s", failure.number, part, link, exc_info=error)


def figures_of(panel: Panel, view: View, context: Context | None = None) -> pd.DataFrame | None:
    """A panel's figures for what stands beside it; None when they fail, which the panel says in its own place."""
    with apart(f"panel {panel.key}", view):
        return view.figures(panel, context)
    return None


def draws_something(panel: Panel, view: View) -> bool:
    """Whether a panel has anything to draw; also when it fails, which it says in its own place."""
    with apart(f"panel {panel.key}", view):
        return bool(view.picture(panel, view.context).drawing.text)
    return True


def panel_failed(panel: Panel, words: Wording) -> str:
    """That a panel could not be shown."""
    return words("wrong.panel", question=panel.question(words))


def say_failed(name: str, sentence: str, what_to_do: str, number: str) -> None:
    """A sentence in the place of what could not be drawn, and the number of the failure in words."""
    with st.container(key=f"failed_{name}", gap=None):
        st.text(sentence)
        st.text(what_to_do)
        st.text(number)


def on_page_only(
    draw: Callable[Concatenate[View, _Given], None],
) -> Callable[Concatenate[View, _Given], None]:
    """A part of a page that is no panel, and so is not there on the projector. It fails alone, as a panel does."""

    @wraps(draw)
    def drawn(view: View, *given: _Given.args, **named: _Given.kwargs) -> None:
        if view.projecting:
            return
        words = view.words
        with apart(draw.__name__, view) as failure:
            draw(view, *given, **named)
            return
        name, number = draw.__name__.strip("_"), failure.in_words(words)
        say_failed(name, words("wrong.part"), words("wrong.rest_holds"), number)

    return cast(Callable[Concatenate[View, _Given], None], drawn)


def in_place(draw: Callable[[View], None]) -> Callable[[View], None]:
    """A part of a page with widgets of its own that runs alone when they are used, and not the page with it."""

    @st.fragment
    def part(view: View) -> None:
        with view.lasting() as lasting:
            draw(lasting.as_linked())

    @wraps(draw)
    def drawn(view: View) -> None:
        if view.projecting:
            draw(view)
        else:
            part(view)
            view.go_on()

    return drawn
