"""What a page chooses for itself (its unit, its date, the page of its list): one declaration each, in ``PageChoices``.

It is a part of the selection like the shared filters, but stands in the links of the pages that use it only. From its
declaration follow the field of the selection, the key in the link, how it is read, written and forgotten, which panels
it is kept from, and the widget of a choice of one option with its words.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from assessment.indicators import BY_KEY, DEFAULT_INDICATOR
from assessment.lights import OPEN_LIGHTS
from assessment.scheme import COMPONENTS
from assessment.verdict import VERSUS
from data_access.asked.choices import SCORE, Choices
from data_access.ledgers.rectification import RECTIFICATION, RECTIFICATION_SOURCES

# The value in a link of a page's choice that nobody has made. The link writes it, so that Back can undo a choice.
NONE = "none"
SEPARATOR = ","
# The sections of a page that shows one of them at a time; the first is the default.
SECTIONS = ("vetoes", "compare", "what_if", "published")
MOST_COMPARED = 5
# The columns by which items are grouped, and the orders of their list; the first of each is the default.
BYS = ("county", "sector", "source")
ORDERS = ("worst", "due", "assigned", "unit")
# How long ago an open item was assigned, the youngest first: up to each number of days, and longer than the last.
AGES = (30, 60, 90, 180)
AGE_BANDS = (*(f"to_{days}" for days in AGES), f"over_{AGES[-1]}")
# Whether an open item is past its due date in force.
TERMS = ("past", "within")
# The reports of a unit that cost points: those that never came, and those that came late.
REPORT_STATES = ("not_reported", "late")
# What the access log notes.
NOTED = ("page", "document")
# The ledgers whose rows a page lists and opens; the first is the default.
# The lists of the rows behind an indicator, as a link calls them after it: below its line, above it, below it alone,
# and in neither part, as a deciding cell is blank.
PARTS = ("all", "hit", "rest", "blank")
# The tallies whose figures open lists of their own, beside the parts of indicators; each is called
# ``case_list.counted.<key>``, and a part of it by its facet after it (the outcome, the source, the matter).
LISTED_TALLIES = (
    "litigation_filed",
    "first_instance_closed",
    "first_instance_lost",
    "applications_received",
    "reconsideration_closed",
    "reconsideration_corrected",
    "petitions_received",
    "petitions_closed",
    "petitions_closed_known",
    "petition_online_closed",
    "rectification_assigned",
    "rectification_closed",
    "rectification_reopened",
    "rectification_open",
    "legal_services_due",
    "legal_services_on_time",
    "legal_services_delivered",
    "legal_services_adopted",
    "file_defects",
    "file_defects_penalty",
    "file_defects_licence",
    "file_defects_levy",
    "file_defects_compulsion",
)
LISTED_LEDGERS = (
    "litigation",
    "reconsideration",
    "petition",
    "rectification",
    "normative_document",
    "case_file_review",
    "plan_task",
    "legal_service",
    "cadre_review",
    "officer",
    "major_decision",
)
# The page number by which a download asks for the whole list; no link holds it.
WHOLE = 0
# The key of an indicator, the percent that gives no points and the percent that gives all points.
Goal = tuple[str, int, int]
# The value read from a link, and the parts of the text that name nothing in this database.
Read = tuple[Any, list[str]]


# How one of several options is chosen: of buttons in a row or of a list that opens; what is no such choice has "".
Widget = Literal["", "row", "list"]


@dataclass(frozen=True)
class PageKey:
    """A field of the selection, which the link calls by the same ``key``; ``read`` gets a text neither blank nor NONE.

    A read value of None leaves the field at ``usual``, its value when nothing is chosen. ``said`` is whether a link
    says also that nothing is chosen. Every panel of a page answers by it, or, ``of_one_panel``, those alone whose
    ``asks`` name it. ``options`` are what ``widget`` lets a reader choose, each in the words of the vocabulary
    ``labels``; where nothing is usual, nothing can be chosen, too (``every.<key>``). It is called ``address.<key>``.
    """

    key: str
    usual: Any
    read: Callable[[str, Choices], Read]
    write: Callable[[Any], str] = str
    said: bool = True
    of_one_panel: bool = True
    options: tuple[str, ...] = ()
    labels: str = ""
    widget: Widget = ""

    def text(self, value: Any) -> str:
        """The value as the link says it; '' when the link leaves it out."""
        return self.write(value) if value else NONE if self.said else ""


def _key(usual: Any, read: Callable[[str, Choices], Read], write: Callable[[Any], str] = str, **more: Any) -> Any:
    """The field of a page's own choice; ``more`` is what else a ``PageKey`` has."""
    return field(default=usual, metadata={"read": read, "write": write, **more})


def _one_of(allowed: Callable[[Choices], Iterable[str]]) -> Callable[[str, Choices], Read]:
    def read(text: str, choices: Choices) -> Read:
        return (text, []) if text in allowed(choices) else (None, [text])

    return read


def _option(options: Iterable[str], labels: str, widget: Widget = "list", usual: str = "", **more: Any) -> Any:
    """A choice of one of these options; ``more`` as of ``_key``."""
    words = tuple(options)
    return _key(usual, _one_of(lambda _choices: words), options=words, labels=labels, widget=widget, **more)


_unit = _one_of(lambda choices: choices.units)


def several(text: str, allowed: Iterable[str]) -> Read:
    """The allowed values that a comma-separated text names, in the order of ``allowed``, and the unknown ones."""
    values = [value for value in text.split(SEPARATOR) if value and value not in ("all", NONE)]
    existing = tuple(allowed)
    return tuple(value for value in existing if value in values), [value for value in values if value not in existing]


def _units(text: str, choices: Choices) -> Read:
    units, unknown = several(text, choices.units)
    return units[:MOST_COMPARED], unknown


def _weights(text: str, _choices: Choices) -> Read:
    """Whole percents of the score's components, in their order."""
    weights = tuple(int(part) for part in text.split(SEPARATOR) if part.isascii() and part.isdigit())
    fits = len(weights) == len(COMPONENTS) == text.count(SEPARATOR) + 1 and sum(weights) == 100
    return (weights, []) if fits else (None, [text])


def _reaches(floor: str, target: str, better: str) -> bool:
    return int(floor) < int(target) if better == "higher" else int(floor) > int(target)


def _goals(text: str, _choices: Choices) -> Read:
    """Goalposts to try, as whole percents: indicator:floor:target, the target on the indicator's better side."""
    goals: dict[str, Goal] = {}
    unknown = []
    for part in filter(None, text.split(SEPARATOR)):
        key, floor, target = (*part.split(":"), "", "")[:3]
        numbers = all(each.isascii() and each.isdigit() and int(each) <= 100 for each in (floor, target))
        better = BY_KEY[key].better if key in BY_KEY else None
        if not (numbers and better and part.count(":") == 2 and _reaches(floor, target, better)):
            unknown.append(part)
        else:
            goals[key] = (key, int(floor), int(target))
    return tuple(goals.values()), unknown


def _date(text: str, choices: Choices) -> Read:
    """A day from the first month with data to the one up to which the items are known, which alone are asked by day."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None, [text]
    last = choices.reaches(RECTIFICATION.key) or choices.as_of or choices.last_month
    return (day, []) if choices.first_month <= day <= last and text == day.isoformat() else (None, [text])


def _any_day(text: str, _choices: Choices) -> Read:
    try:
        return dt.date.fromisoformat(text), []
    except ValueError:
        return None, [text]


def _page(text: str, _choices: Choices) -> Read:
    fits = text.isascii() and text.isdigit() and 0 < int(text) <= 1_000_000
    return (int(text), []) if fits else (None, [text])


def _free(text: str, _choices: Choices) -> Read:
    """Any text: the number of a record or the key of a panel, which is checked where it is looked up."""
    return text, []


def _names(text: str, _choices: Choices) -> Read:
    """Names that are checked where they are looked up."""
    return tuple(dict.fromkeys(filter(None, text.split(SEPARATOR)))), []


@dataclass(frozen=True, kw_only=True)
class PageChoices:
    """The part of a selection that pages choose for themselves."""

    # What is usual depends on the peer group, so ``selection.parse`` sets it.
    indicator: str = _key(DEFAULT_INDICATOR, _one_of(lambda _choices: (SCORE, *BY_KEY)), of_one_panel=False)
    unit: str = _key("", _unit, of_one_panel=False)
    focus: str = _key("", _unit, of_one_panel=False)
    # What the units are held against; nothing on a page, and for a panel, that holds them against nothing.
    versus: str = _option(VERSUS, "versus")
    section: str = _option(SECTIONS, "closer", "row", SECTIONS[0])
    units: tuple[str, ...] = _key((), _units, SEPARATOR.join)
    weights: tuple[int, ...] = _key((), _weights, lambda value: SEPARATOR.join(map(str, value)))
    goals: tuple[Goal, ...] = _key((), _goals, lambda value: SEPARATOR.join(":".join(map(str, each)) for each in value))
    at: dt.date | None = _key(None, _date, dt.date.isoformat)  # noqa: RUF009 - it makes a field
    by: str = _option(BYS, "by", "row", BYS[0])
    light: str = _option(OPEN_LIGHTS, "badge")
    source: str = _option(RECTIFICATION_SOURCES, "rectification_source")
    age: str = _option(AGE_BANDS, "age")
    term: str = _option(TERMS, "term")
    order: str = _option(ORDERS, "order", usual=ORDERS[0])
    reports: str = _key(
        "",
        _one_of(lambda _choices: REPORT_STATES),
        said=False,
        options=REPORT_STATES,
        labels="report_state",
        widget="list",
    )
    page: int = _key(1, _page)
    ledger: str = _option(LISTED_LEDGERS, "ledger", "row", LISTED_LEDGERS[0])
    which: str = _key("", _free)
    record: str = _key("", _free)
    officer: str = _key("", _free)
    # What is looked for in bulletins.
    sought: str = _key("", _free, said=False)
    # The stamp, publication or receipt that somebody wants proved.
    proof: str = _key("", _free, said=False)
    project: str = _key("", _free, said=False)
    # A screen that nobody touches: it goes on with every load by itself.
    wall: str = _key("", _one_of(lambda _choices: ("1",)), said=False)
    # Of the access log: who, pages or documents.
    who: str = _key("", _free, said=False)
    noted: str = _key("", _one_of(lambda _choices: NOTED), said=False, options=NOTED, labels="noted", widget="row")
    # The day of the access log, and the one whose settings are read.
    day: dt.date | None = _key(None, _any_day, dt.date.isoformat, said=False)  # noqa: RUF009 - it makes a field
    # The panels that are flipped to their tables.
    flip: tuple[str, ...] = _key((), _names, SEPARATOR.join, said=False)


DECLARED = tuple(PageKey(each.name, each.default, **each.metadata) for each in fields(PageChoices))
BY_NAME = {each.key: each for each in DECLARED}
PAGE_KEYS = tuple(BY_NAME)
