"""What a page is given: the reader, the context, the page it is, and where figures are kept."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, cast

import pandas as pd
import streamlit as st

from data_access.reading.cached import NotAtHandError, engine, kept, not_at_hand
from data_access.reading.hidden import Hidden
from data_access.reading.reader import Reader, reading
from data_access.reading.readiness import DatabaseNotReadyError, OutdatedError
from data_access.reading.viewer import Viewer
from panels.charts.projected import projected, screenful
from panels.declare import Context, Finding, Panel, Table
from panels.drawing import Drawing, drawn
from panels.html import table_html
from panels.links import linked
from panels.seen import seen_figures
from panels.told import missing, told
from ui.access import Seat, seat_here
from ui.address import seen_by, selection_of
from ui.addresses import Addresses
from ui.literal import literal
from ui.live import say_not_kept
from ui.pictures import Picture, picture, stored_picture
from ui.registry import PageEntry
from wording import DEFAULT_LANGUAGE, Wording, wording


@dataclass(frozen=True)
class View:
    """One run of one page for one viewer.

    On the projector a page draws nothing: it says which panels it has, in ``screens``, and one of them is drawn alone.
    What makes its headings stands in ``headings``; the panels that lead under one are named in ``leading``.
    """

    reader: Reader
    context: Context
    page: PageEntry
    pages: Mapping[str, Any]
    # Whose page it is; what runs later asks it again what may be seen.
    seat: Seat = field(default_factory=Seat)
    screens: list[tuple[Panel, Context]] = field(default_factory=list)
    headings: list[Callable[[], str]] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    # The parts of the page that were drawn, by the keys of their panels (``ui.parts``).
    parts: list[str] = field(default_factory=list)
    # Why the page cannot go on, noted by a part of it: Streamlit would show in its place what a fragment raises.
    not_ready: list[DatabaseNotReadyError] = field(default_factory=list)

    @property
    def projecting(self) -> bool:
        return bool(self.context.selection.project)

    @property
    def words(self) -> Wording:
        return self.context.words

    def viewer(self) -> Viewer:
        """Who may see what of this page now, before whom it is shown."""
        return self.seat.viewer().before(self.reader.viewer.audience)

    @contextmanager
    def lasting(self) -> Iterator["View"]:
        """This view while its page is run; when a part of the page runs alone later, one over a reader of its own.

        When other data have been loaded since, the part shows what was kept of those beside it, or says that it was
        not. When the database does not answer, the page runs again as a whole.
        """
        if self.reader.is_open:
            try:
                yield self
            except DatabaseNotReadyError as reason:
                self.not_ready.append(reason)
            return
        viewer = self.viewer()
        if seat_here() != self.seat or viewer != self.reader.viewer:
            # Another reader sits here now, or something was taken away or given since: the page is another one.
            st.rerun()
        try:
            with reading(engine(), viewer) as reader:
                if reader.state() != self.context.state:
                    reader.only_what_is_kept()
                reader.remember_units(self.reader.units())
                reader.remember_dates(self.reader.dates())
                view = replace(self, reader=reader, not_ready=[])
                reader.keep_with(view.kept)
                try:
                    yield view
                except OutdatedError:
                    say_not_kept(self.context.state, self.words)
        except DatabaseNotReadyError:
            st.rerun()

    def go_on(self) -> None:
        """Called after a part of the page; ``DatabaseNotReadyError`` when it noted that the page cannot go on."""
        if self.not_ready:
            raise self.not_ready[0]

    def as_linked(self) -> "View":
        """The view of what the link asks for now, which a widget of a part of the page may have changed."""
        selection, _ = selection_of(self.context.choices, self.page)
        seen = seen_by(selection, self.context.choices, self.page)
        return replace(self, context=replace(self.context, selection=seen))

    def kept(
        self, name: str, question: Any, compute: Callable[[], Any], at_hand: Callable[[], Any] = not_at_hand
    ) -> Any:
        """An answer under this data version and this viewer's scope."""
        return kept(
            name,
            question,
            state=self.context.state,
            scope=self.reader.viewer.scope_key,
            since=self.reader.since,
            compute=compute,
            at_hand=at_hand,
        )

    def read(self, name: str, question: Any, compute: Callable[[], Any]) -> Any:
        """An answer that statements are asked for, kept; one that fails leaves what stands beside it readable."""

        def answer() -> Any:
            with self.reader.apart():
                return compute()

        return self.kept(name, question, answer)

    def rows(self, name: str, question: Any, compute: Callable[[], Any]) -> tuple[Any, Hidden]:
        """The same of rows that stand in no panel, with what the viewer's scope hides of them."""

        def answer() -> tuple[Any, Hidden]:
            with self.reader.noting() as hidden:
                return compute(), hidden

        return cast(tuple[Any, Hidden], self.read(name, question, answer))

    def figures(self, panel: Panel, context: Context | None = None) -> pd.DataFrame:
        """The panel's figures, computed once per data version, selection and scope."""
        own = panel.asked(context or self.context)
        # The language changes the words, not the figures.
        question = own.selection.with_(language="")
        read = self.read(f"panel:{panel.key}", question, lambda: seen_figures(panel, self.reader, own))
        return cast(pd.DataFrame, read)

    def missing(self, context: Context) -> dict[str, int]:
        """By ledger the reports that are missing of the extent and period of a selection."""
        asked = context.selection
        question = (asked.period, asked.group, asked.counties, asked.sectors, asked.closely)
        return cast(dict[str, int], self.read("missing_reports", question, lambda: missing(self.reader, context)))

    def picture(self, panel: Panel, context: Context, *, screen: int = 0) -> Picture:
        """The panel in words and marks, made once per data version, selection, theme and scope.

        ``screen``: as it is projected, on the screen of this number of those that its rows take.
        """
        dark, context = is_dark(), panel.asked(context)

        def compute() -> Picture:
            figures = self.figures(panel, context)
            missing = {} if panel.names_missing else self.missing(context)
            finding = told(panel, figures, missing, context)
            return _picture(panel, figures, finding, context, dark, screen)

        return self._pictured(panel.key, (context.selection, dark, screen), compute)

    def heading(self, says: Callable[[], str], context: Context) -> str:
        """The page's own sentence, which weighs several panels: kept as a picture of words alone, for it asks for the
        figures of all of them. Every screen of a projected page has the same.
        """
        name, question = f"heading:{self.page.key}", context.selection.with_(project="")
        return self._pictured(name, question, lambda: Picture(Finding(says()), Drawing())).finding.sentence

    def _pictured(self, name: str, question: Any, make: Callable[[], Picture]) -> Picture:
        """A picture kept in memory and, but before an audience, in a file."""
        state = self.context.state
        asked = (name, self.reader.viewer.scope_key, state, question)

        def from_file() -> Picture:
            if found := stored_picture(state.version_code, asked):
                return found
            raise NotAtHandError

        if self.reader.viewer.audience:
            # Before an audience covers differ from one process to another.
            return cast(Picture, self.kept(f"picture:{name}", question, make))
        made = partial(picture, state.version_code, asked, make)
        return cast(Picture, self.kept(f"picture:{name}", question, made, at_hand=from_file))

    def tabled(self, name: str, question: Any, title: str, make: Callable[[], Table]) -> str:
        """The HTML of a table with the links of ``panels.links``, made once per data version, question and title."""
        asked = (question, title, self.words.language)
        return cast(str, self.kept(f"table:{name}", asked, lambda: table_html(make(), title, self.words)))

    def finding(self, panel: Panel, context: Context | None = None) -> Finding:
        """The finding of the panel's picture."""
        return self.picture(panel, context or self.context).finding

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.page, self.context.selection, before_audience=bool(self.reader.viewer.audience))

    def link(self, page: str, /, **own: str) -> dict[str, str]:
        """The query of another page with the same filters and these of its keys, as an address may show it."""
        return self.addresses.query(page, own)

    def address(self, link: str) -> str:
        """Where a link that ``panels.links`` made leads, with the same filters."""
        return self.addresses.of(link)


def _picture(
    panel: Panel, figures: pd.DataFrame, finding: Finding, context: Context, dark: bool, screen: int
) -> Picture:
    chart = panel.chart(figures, finding, context) if panel.chart else None
    if chart is None or chart.data.empty:
        return Picture(finding, Drawing())
    shown = linked(projected(chart, screen) if screen else chart, panel, context, in_a_room=bool(screen))
    return Picture(finding, drawn(shown, finding.sentence, dark=dark), screenful(chart, screen) if screen else None)


def read_again(panel: Panel, context: Context, viewer: Viewer) -> tuple[pd.DataFrame, Finding, Context]:
    """The figures of a panel and what they tell, read on a connection of their own, after the page's has been closed.

    Other data may have been loaded since: the context says which they are of.
    """
    with reading(engine(), viewer) as reader:
        context = replace(context, state=reader.state())
        figures = seen_figures(panel, reader, context)
        return figures, told(panel, figures, missing(reader, context), context), context


def is_dark() -> bool:
    """Whether the reader looks at the dark theme; what is made before a reader comes is in the light one."""
    return bool(st.context.theme.type == "dark")


_desk: ContextVar[tuple[Seat, Wording] | None] = ContextVar("current_desk", default=None)


def set_current_desk(seat: Seat, words: Wording) -> None:
    _desk.set((seat, words))


def current_desk() -> tuple[Seat, Wording]:
    """Who sits before a page that reads no data, and his language; nobody where it is run without the frame."""
    return _desk.get() or (Seat(), wording(DEFAULT_LANGUAGE))


_current: ContextVar[View | None] = ContextVar("current_view", default=None)


def set_current(view: View) -> None:
    _current.set(view)


def current_view() -> View:
    """The view the frame made. A page that is run without the frame stops here with a sentence."""
    view = _current.get()
    if view is None:
        st.error(literal(wording(DEFAULT_LANGUAGE)("wrong.page_alone")))
        st.stop()
    return view
