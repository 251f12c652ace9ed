"""Demonstration sites (article 20): the state that events make, and which sites should be adjusted, with the reasons.

A suggestion is for people to decide. What is not known is said beside it and never guessed.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Suggested = Literal["", "revoke", "warn", "designate"]

# The gravest first: the order in which suggestions are listed.
SUGGESTIONS: tuple[Suggested, ...] = ("revoke", "warn", "designate")
# The state an event makes, in the order in which events of one day count: the last of them decides. A plate given back
# is a designation; an exchange makes no state.
STATE_AFTER = {
    "cultivated": "cultivating",
    "applied": "applied",
    "assessed": "assessed",
    "designated": "designated",
    "reviewed": "reviewed",
    "warned": "warned",
    "restored": "designated",
    "revoked": "revoked",
}
EXCHANGE = "exchange"
# A site is cultivated from the day it is listed until it has its plate: applying and being assessed are part of it.
CULTIVATED = ("cultivating", "applied", "assessed")
IN_GOOD_STANDING = ("designated", "reviewed")
WITH_PLATE = (*IN_GOOD_STANDING, "warned")
YEARS_IN_FRONT = 2
OVERDUE_ITEMS = 3
MONTHS_TO_MEND = 12
MONTHS_WITHOUT_EXCHANGE = 24


@dataclass(frozen=True)
class SiteEvent:
    """Something that happened to a site; ``kind`` is a key of ``STATE_AFTER`` or ``EXCHANGE``."""

    occurred_on: dt.date
    kind: str
    seq: int = 1


@dataclass(frozen=True)
class History:
    """What the events up to a day make of a site; ``state`` is '' when none of them makes one.

    ``since`` is the first day of the state without a change of it, ``plated_on`` the day the plate now held was given;
    ``last_event_on`` the latest event that made or confirmed the state, ``events`` how many of any kind there were.
    """

    state: str
    since: dt.date | None
    last_event_on: dt.date | None
    plated_on: dt.date | None
    last_exchange: dt.date | None
    events: int


def history(events: Iterable[SiteEvent], as_of: dt.date) -> History:
    """The state of a site at a day, from the events up to it."""
    happened = [event for event in events if event.occurred_on <= as_of]
    order = list(STATE_AFTER)
    steps = [event for event in happened if event.kind in STATE_AFTER]
    state, since, last, plated = "", None, None, None
    for event in sorted(steps, key=lambda each: (each.occurred_on, order.index(each.kind), each.seq)):
        after, last = STATE_AFTER[event.kind], event.occurred_on
        if after != state:
            state, since = after, event.occurred_on
        plated = (plated or event.occurred_on) if state in WITH_PLATE else None
    exchanges = [event.occurred_on for event in happened if event.kind == EXCHANGE]
    return History(state, since, last, plated, max(exchanges, default=None), len(happened))


def contradicts(site: History, state: str, since: dt.date | None) -> bool:
    """Whether a site's columns differ from its events in state or date; False where no event makes a state."""
    if not site.state:
        return False
    return state != site.state or (since is not None and since not in (site.since, site.last_event_on))


@dataclass(frozen=True)
class YearPlace:
    """Where a unit stands in its group in an assessment year: place by score, how many share it, how many have one.

    Without a ``place``, ``unknown`` says why: "group_not_scored", "year_not_scored" or "unit_not_scored".
    """

    year: int
    place: int | None = None
    tied: int = 1
    size: int = 0
    unknown: str = ""


def in_first_third(standing: YearPlace) -> bool:
    """Whether the unit and all that share its place fit into the first n/3 places; a tie across the line is not in."""
    return standing.place is not None and 3 * (standing.place + standing.tied - 1) <= standing.size


def in_last_third(standing: YearPlace) -> bool:
    """Whether the unit and all that share its place fit into the last n/3 places; a tie across the line is not in."""
    return standing.place is not None and 3 * (standing.size - standing.place + 1) <= standing.size


@dataclass(frozen=True)
class Veto:
    """A veto that counts in the running year; figure as cases ("2/9"), place, the rate it rests on (``indicator``) and
    how many of its losses were reversed since only where it was computed.

    ``missing`` and ``blank`` count the reports and cells that are missing behind the figure.
    """

    clause: str
    figure: str = ""
    place: int | None = None
    few: bool = False
    one_case: bool = False
    indicator: str = ""
    reversed: int = 0
    missing: int = 0
    blank: int = 0


@dataclass(frozen=True)
class Facts:
    """What a suggestion depends on: the site's state, and of its unit the places (the running year, then the one
    before), the vetoes that count this year, how many are undecided, its overdue items (None: not known), and how many
    clauses of the veto rule nobody can judge for want of reports or cells.
    """

    state: str
    since: dt.date | None
    places: Sequence[YearPlace]
    vetoes: Sequence[Veto] = ()
    undecided_vetoes: int = 0
    overdue: int | None = None
    unjudged_vetoes: int = 0


@dataclass(frozen=True)
class Reason:
    """One ground of a suggestion: "warned" (on, days), "veto" (veto), "last_third" or "first_third" (standing),
    "overdue" (count).
    """

    code: str
    on: dt.date | None = None
    days: int = 0
    veto: Veto | None = None
    standing: YearPlace | None = None
    count: int = 0


@dataclass(frozen=True)
class Judgement:
    """What is suggested of a site ('' for nothing), why, and what could not be told: codes of ``YearPlace.unknown``,
    "since_unknown", "overdue_unknown", "veto_undecided" and "veto_unjudged".
    """

    suggested: Suggested
    reasons: tuple[Reason, ...] = ()
    unknown: tuple[str, ...] = ()


def judged(facts: Facts, as_of: dt.date) -> Judgement:
    """The one adjustment that article 20 suggests for a site at a day, if any."""
    if facts.state in CULTIVATED:
        return _to_designate(facts)
    if facts.state in IN_GOOD_STANDING:
        grounds = _against(facts)
        return Judgement("warn" if grounds else "", grounds, _unknown(facts))
    if facts.state == "warned":
        return _to_revoke(facts, as_of)
    return Judgement("")


def _to_designate(facts: Facts) -> Judgement:
    """Cultivated, in the first third in both years, and no veto: while one waits nobody knows that there is none."""
    years = tuple(facts.places[:YEARS_IN_FRONT])
    gaps = [standing.unknown for standing in years if standing.unknown]
    open_vetoes = _open_vetoes(facts)
    unknown = (*dict.fromkeys(gaps), *open_vetoes)
    ahead = len(years) == YEARS_IN_FRONT and all(in_first_third(standing) for standing in years)
    if not ahead or facts.vetoes or open_vetoes:
        return Judgement("", (), unknown)
    return Judgement("designate", tuple(Reason("first_third", standing=standing) for standing in years), unknown)


def _to_revoke(facts: Facts, as_of: dt.date) -> Judgement:
    """Warned more than a year ago, and a reason to warn holds still."""
    grounds = _against(facts)
    if facts.since is None:
        return Judgement("", (), ("since_unknown", *_unknown(facts)))
    if not grounds or facts.since >= months_before(as_of, MONTHS_TO_MEND):
        return Judgement("", (), _unknown(facts))
    warned = Reason("warned", on=facts.since, days=(as_of - facts.since).days)
    return Judgement("revoke", (warned, *grounds), _unknown(facts))


def _against(facts: Facts) -> tuple[Reason, ...]:
    """The grounds against a plate that hold today."""
    grounds = [Reason("veto", veto=veto) for veto in facts.vetoes]
    grounds += [Reason("last_third", standing=standing) for standing in facts.places[:1] if in_last_third(standing)]
    if facts.overdue is not None and facts.overdue >= OVERDUE_ITEMS:
        grounds.append(Reason("overdue", count=facts.overdue))
    return tuple(grounds)


def _unknown(facts: Facts) -> tuple[str, ...]:
    codes = [standing.unknown for standing in facts.places[:1] if standing.unknown]
    codes += ["overdue_unknown"] if facts.overdue is None else []
    return (*codes, *_open_vetoes(facts))


def _open_vetoes(facts: Facts) -> tuple[str, ...]:
    waits = {"veto_undecided": facts.undecided_vetoes, "veto_unjudged": facts.unjudged_vetoes}
    return tuple(code for code, count in waits.items() if count)


def lacking(site: History, highlight: str, as_of: dt.date) -> tuple[str, ...]:
    """What a site with a plate lacks: "highlight", and "exchange" when there was none in 24 months.

    A plate younger than that has had no time for an exchange yet; without the day of either nothing is said.
    """
    if site.state not in WITH_PLATE:
        return ()
    latest = max((day for day in (site.plated_on, site.last_exchange) if day), default=None)
    quiet = latest is not None and latest < months_before(as_of, MONTHS_WITHOUT_EXCHANGE)
    return (() if highlight.strip() else ("highlight",)) + (("exchange",) if quiet else ())


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last one of a shorter month."""
    number = 12 * day.year + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))
