"""The panel and its parts. A panel is drawn on a page, on the projector, in a slide and in a document alike."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from assessment.comparison import clause_indicators
from assessment.indicators import BY_KEY, SMALL_DENOMINATOR
from assessment.scheme import Scheme
from assessment.score_frames import DECIMALS
from assessment.verdict import Verdict, Versus
from data_access.asked.page_keys import DECLARED
from data_access.asked.selection import FILTERS, Choices, Selection
from data_access.counting.behind import behind
from data_access.reading.reader import Reader
from data_access.reading.readiness import State
from panels.counted import amount
from panels.settings import words_under
from wording import Wording

Level = Literal["plain", "good", "watch", "bad"]
Drill = Literal["", "unit", "focus", "link"]
# Of whom a panel speaks, and which filters it therefore follows (``panels.population`` says it in words):
# - extent: what the filters, the peer group or the unit looked at closely leave (``reading.extent``)
# - filters: the same, without a close look at one unit, which narrows nothing there
# - listed: the units of the peer group that the filters leave, each among the whole group
# - ranked: the same rows under a sentence about the whole group
# - group, named: the whole peer group whatever the filters leave; or one unit of it, which the sentence names
# - city: the whole city, whatever the filters leave
# - whole, own: the unit of the page; a county with all its units, or its government alone
# - record: one row of a ledger
Population = Literal["extent", "filters", "listed", "ranked", "group", "named", "city", "whole", "own", "record"]
# Those whom no filter changes that leaves some units out, and these filters.
UNFILTERED: tuple[Population, ...] = ("city", "whole", "own", "record")
NARROWING = ("county", "sector", "system")
# The filters that change nothing of what holds for the whole city at any time: definitions, settings, loads, proofs.
AT_ANY_TIME = ("period", "compare", "group")
# What a sentence is told of, for who may see some rows alone: of the rows that were read, so that it holds of these; of
# published figures, beside a list of rows; or it says by itself that something is hidden.
ToldOf = Literal["rows", "figures", "itself"]
CellKind = Literal["text", "integer", "share", "points", "place", "score", "date", "month"]


@dataclass(frozen=True)
class Context:
    """What a panel is asked about: the selection, the state of the data, what can be chosen, on which ledgers the
    answer rests (none: on no single one), and by which filters it is counted."""

    selection: Selection
    state: State
    choices: Choices
    ledgers: tuple[str, ...] = ()
    # The shared filters that the answer depends on; a stamp names these and no others.
    filters: tuple[str, ...] = FILTERS
    # Whether the rows told of are those that the viewer may see, of more: they are not all of the city's.
    is_part: bool = False

    @property
    def words(self) -> Wording:
        """The sentences in the reader's language; settings they name are those in force in the period."""
        return words_under(self.selection.language, self.choices.rules, self.selection.period)

    @property
    def scheme(self) -> Scheme | None:
        """The settings of the scheme of the period's year, without its items; None where the year has none."""
        return self.choices.scheme_of(self.selection.period.last.year)

    @property
    def small(self) -> int:
        """Below how many cases a figure rests on few, by the scheme of the period's year."""
        return self.scheme.small_denominator if self.scheme else SMALL_DENOMINATOR

    @property
    def as_of(self) -> dt.date:
        """The day the answer stands at: the oldest up to which one of its ledgers is known, else that of the data."""
        return self.known(*self.ledgers)

    def known(self, *ledgers: str) -> dt.date:
        """The oldest day up to which one of these ledgers is known; the day of the data where none of them is dated."""
        return self.choices.reaches(*ledgers) or self.state.data_as_of

    @property
    def at(self) -> dt.date:
        """The day that lights, ages and lists of items stand at: the chosen one, else that of the data."""
        return self.selection.at or self.known("rectification")

    @property
    def indicator(self) -> str:
        """The indicator the selection names, or the usual one where it asks for the score."""
        return self.choices.default_indicator if self.selection.by_score else self.selection.indicator

    @property
    def versus(self) -> Versus:
        """What units are held against: the city unless the page has chosen their peer group."""
        return "peers" if self.selection.versus == "peers" else "city"

    def knows(self, *indicators: str) -> bool:
        """Whether the ledgers loaded so far can answer any of these indicators."""
        return not set(indicators) <= set(self.choices.unknown_indicators)

    def has(self, *ledgers: str) -> bool:
        """Whether any of these ledgers was loaded; forms tell numbers in their place, no rows."""
        return not self.choices.loaded.isdisjoint(ledgers)

    def with_(self, **changes: Any) -> "Context":
        return replace(self, selection=self.selection.with_(**changes))


def ledgers_behind() -> tuple[str, ...]:
    """The ledgers that any indicator rests on."""
    return tuple(dict.fromkeys(behind(key).ledger for key in BY_KEY))


def scored_ledgers(context: Context) -> tuple[str, ...]:
    """The ledgers that scores and vetoes rest on."""
    keys = (*context.choices.scored_by, *clause_indicators(context.scheme))
    return tuple(dict.fromkeys(behind(key).ledger for key in keys))


@dataclass(frozen=True)
class Finding:
    """The conclusion with its numbers in the reader's language; ``base`` says what was counted, as of when.

    ``about`` is the code of the unit the sentence names, which the chart then shows in the accent colour.
    ``verdicts`` are those that the sentence rests on, by unit and indicator: of one page they never differ.
    """

    sentence: str
    level: Level = "plain"
    base: str = ""
    about: str = ""
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """A kind of chart over data whose columns play the roles that the kind documents.

    ``labels`` are the words of axes and column heads by role; ``options`` are numbers or names the kind documents.
    """

    kind: str
    data: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column of a table: the column of the frame, its heading and how its values are written.

    ``opens`` is the column of the frame with the link of each value, the sign of a link before it: a figure opens the
    rows that it counts (``panels.rows_behind``); '' where nothing of the column opens anything.
    """

    name: str
    heading: str
    kind: CellKind = "text"
    opens: str = ""


@dataclass(frozen=True)
class Table:
    """Typed columns over a frame; shares are 0–1, points are differences of shares."""

    data: pd.DataFrame
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Panel:
    """A question answered from the database: ``figures`` reads and computes, the rest only words and draws it.

    ``chart`` is given what was found, so that no panel works it out twice.

    ``indicators`` names what the definitions button explains; ``drill`` says what the column ``code`` of the chart's
    data names and a click on a mark therefore does: open a unit's archive, narrow the page to a unit ("focus"), or
    follow a link (made by ``panels.links``; lists of records have no other). ``opens`` says what a click on the name of
    a row opens where that is something else. ``asks`` names the keys ``of_one_panel`` (``page_keys``) that its answer
    depends on; another panel's are kept from it. ``ledgers`` are those that the answer rests on, where these are
    not the ones behind its indicators: it stands at the oldest day up to which they are known. ``names_missing``: its
    rows say unit by unit which reports are missing; of any other panel its base says how many are. ``population``: of
    whom it speaks, ``told_of``: whether of rows.
    """

    key: str
    figures: Callable[[Reader, Context], pd.DataFrame]
    finding: Callable[[pd.DataFrame, Context], Finding]
    chart: Callable[[pd.DataFrame, Finding, Context], Chart] | None
    table: Callable[[pd.DataFrame, Context], Table]
    indicators: Callable[[Context], tuple[str, ...]] = lambda _context: ()
    drill: Drill = ""
    opens: Literal["", "unit"] = ""
    asks: tuple[str, ...] = ()
    ledgers: Callable[[Context], tuple[str, ...]] | tuple[str, ...] = ()
    names_missing: bool = False
    population: Population = "extent"
    told_of: ToldOf = "rows"
    # Further filters that change nothing in its answer, beside those that change nothing of its population.
    ignores: tuple[str, ...] = ()
    # The ledgers whose rows it lists or judges: where one of them was never loaded, nobody knows its answer.
    needs: tuple[str, ...] = ()

    def question(self, words: Wording) -> str:
        return words(f"panel.{self.key}.question")

    def asked(self, context: Context) -> Context:
        """The context with the ledgers this panel rests on and the filters it is counted by, and without what other
        panels alone depend on, so that their widgets ask nothing anew of this one."""
        usual = {each.key: each.usual for each in DECLARED if each.of_one_panel and each.key not in self.asks}
        return replace(context.with_(**usual), ledgers=self.rests_on(context), filters=self.counted_by(context.filters))

    def counted_by(self, filters: tuple[str, ...]) -> tuple[str, ...]:
        """Of these filters, those that its answer depends on: its stamp names them and no others."""
        ignored = {*self.ignores, *(NARROWING if self.population in UNFILTERED else ())}
        return tuple(each for each in filters if each not in ignored)

    def lacks(self, context: Context) -> tuple[str, ...]:
        """Those of the ledgers it ``needs`` that were never loaded."""
        return tuple(each for each in self.needs if not context.has(each))

    def rests_on(self, context: Context) -> tuple[str, ...]:
        """The ledgers that the answer rests on, each once."""
        named = self.ledgers(context) if callable(self.ledgers) else self.ledgers
        return tuple(dict.fromkeys(named or (behind(key).ledger for key in self.indicators(context))))


def not_loaded(ledgers: Iterable[str], base: str, context: Context) -> Finding:
    """That ledgers were never loaded: of what was never handed in nobody knows that there is none."""
    named = context.words.join([context.words.label("ledger", each) for each in ledgers])
    return Finding(context.words("records.not_loaded", ledgers=named), "plain", base)


def cell(value: Any, kind: CellKind, words: Wording) -> str:
    """A value as readers write it; unknown is a dash, never nought."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return words.label("", None)
    if kind == "share":
        return words.percent(value)
    if kind == "points":
        return words.signed(100 * value, 1)
    if kind == "score":
        return words.number(value, DECIMALS)
    if kind in ("integer", "place"):
        return amount(value, words)
    if kind == "date":
        return words.date(value)
    return f"{value:%Y-%m}" if kind == "month" else str(value)


def marked(value: Any, kind: CellKind, words: Wording) -> str:
    """What is said of a share that is nearly none or nearly all, which no format of numbers can: <0.1%, >99.9%."""
    said = cell(value, kind, words) if kind == "share" else ""
    return said if said.startswith(("<", ">")) else ""
