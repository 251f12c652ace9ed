"""What can be chosen in a database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.indicators import BY_KEY, DEFAULT_INDICATOR
from assessment.mergers import Merger, passed_on
from assessment.scheme import BLANK_LIMIT, Scheme, merged_cases_of
from data_access.asked.periods import Grain, Period, period_of
from data_access.ledgers.all import BY_KEY as LEDGERS
from data_access.ledgers.counting_rules import SHIPPED, DatedValues

# The key by which a ranking orders units by their score instead of an indicator.
SCORE = "score"
COUNTIES_GROUP, MUNICIPAL_GROUP = "counties", "municipal_departments"


@dataclass(frozen=True)
class PublishedPeriod:
    """Which months a publication is of, and the data version it made: whether anything was loaded since."""

    publication_no: str
    first: dt.date
    last: dt.date
    version: int


@dataclass(frozen=True)
class Choices:
    """What can be chosen in a database: months with data, peer groups, counties, sectors, units (codes, in order).

    ``unknown_indicators`` are those that no ledger loaded so far has the columns for, ``scored_groups`` the peer groups
    that some scheme scores and ``scored_by`` the indicators they are scored by, ``published`` the publications in
    force, ``as_of`` the day the data stand at (None: the end of the last month), ``names`` the units' names by their
    codes. ``schemes`` are the settings of each year's scheme in force (its highest version), without its items,
    ``rules`` the counting rules: what sentences about a period take their numbers from. ``known`` is the day up to
    which each ledger is known of everybody, ``known_of_some`` the latest that is known of anybody
    (``counting.ledger_dates``); ``whole_month`` is the last month that every ledger handed in by periods reaches (None:
    the last one). ``settled_year`` is the year before the running one while that has too little. ``begins`` is
    by ledger the first month of which anything is counted, whether rows or forms told it, ``stated`` the last of which
    anybody has said what stood at its end (``reading.stated``). ``mergers`` are those of all units, ``has_forms``
    whether any form was loaded, ``loaded`` the ledgers of which a sheet was, be it without rows: of any other nobody
    knows that there is nothing. ``only_published``: to who asks, a period has scores where exactly its months were
    published.
    """

    first_month: dt.date
    last_month: dt.date
    groups: tuple[str, ...]
    counties: tuple[tuple[str, str], ...]
    sectors: tuple[str, ...]
    units: tuple[str, ...]
    default_group: str
    unknown_indicators: tuple[str, ...] = ()
    scored_groups: tuple[str, ...] = ()
    scored_by: tuple[str, ...] = ()
    published: tuple[PublishedPeriod, ...] = ()
    as_of: dt.date | None = None
    schemes: tuple[Scheme, ...] = ()
    rules: DatedValues = SHIPPED
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    known: Mapping[str, dt.date] = field(default_factory=dict, compare=False, repr=False)
    known_of_some: Mapping[str, dt.date] = field(default_factory=dict, compare=False, repr=False)
    begins: Mapping[str, dt.date] = field(default_factory=dict, compare=False, repr=False)
    stated: Mapping[str, dt.date] = field(default_factory=dict, compare=False, repr=False)
    whole_month: dt.date | None = None
    settled_year: Period | None = None
    mergers: tuple[Merger, ...] = ()
    has_forms: bool = False
    loaded: frozenset[str] = frozenset(LEDGERS)
    only_published: bool = False

    @property
    def first_january(self) -> dt.date:
        """The January of the first month with data: where an assessment of its year begins."""
        return self.first_month.replace(month=1)

    @property
    def usual_month(self) -> dt.date:
        """The month that a period ends with where nobody names it: a row of a later month opens none for the others."""
        return self.whole_month or self.last_month

    @property
    def running_year(self) -> Period:
        """The months of the data's last year, up to the usual month."""
        return Period("year", self.usual_month.replace(month=1), self.usual_month)

    @property
    def default_period(self) -> Period:
        """The running year, or the one before while it has too little."""
        return self.settled_year or self.running_year

    def reaches(self, *ledgers: str) -> dt.date | None:
        """The oldest day up to which one of these ledgers is known; None where none of them is dated."""
        return min((self.known[ledger] for ledger in ledgers if ledger in self.known), default=None)

    def begun_after(self, month: dt.date, *ledgers: str) -> dt.date | None:
        """The first month of any of these ledgers where all of them begin after a month; else None."""
        firsts = [self.begins.get(ledger) for ledger in ledgers]
        known = [first for first in firsts if first is not None]
        return min(known) if known and len(known) == len(firsts) and min(known) > month else None

    def month_read(self, ledger: str, period: Period) -> dt.date:
        """The month at whose end what a ledger states is read over a period: the last that is stated (``stated``)."""
        stated = self.stated.get(ledger, period.last)
        return stated if period.first <= stated <= period.last else period.last

    def period(self, grain: Grain, code: str) -> Period | None:
        """The period a code names, cut to the data: a year or a quarter to the usual month, unless it begins later."""
        named = None if grain in ("month", "custom") else period_of(grain, code, self.usual_month)
        return named or period_of(grain, code, self.last_month)

    def blank_limit(self, period: Period) -> float:
        """The share of blank rows, in percent, above which a rate counts as not reported in the year a period ends."""
        scheme = self.scheme_of(period.last.year)
        return scheme.blank_limit if scheme else BLANK_LIMIT

    def name(self, code: str) -> str:
        """The name of a unit by its code."""
        return self.names.get(code) or dict(self.counties).get(code, code)

    def scheme_of(self, year: int) -> Scheme | None:
        """The settings of the scheme of a year; None where it has none."""
        return next((scheme for scheme in self.schemes if scheme.year == year), None)

    def scores(self, group: str, period: Period) -> bool:
        """Whether a group is scored over a period: by the scheme of its year, which counts from January on."""
        in_force = self.scheme_of(period.last.year) is not None
        open_ = not self.only_published or self.publication_of(period) is not None
        return group in self.scored_groups and in_force and period.begins_a_year and open_

    def scored_period(self, group: str, period: Period) -> Period | None:
        """The year of a period, else the latest one, over which a group is scored; None where there is none."""
        years = [period.last.year, *sorted((scheme.year for scheme in self.schemes), reverse=True)]
        named = [self.period("year", str(year)) for year in years]
        named += [Period("custom", each.first, each.last) for each in reversed(self.published)]
        return next((each for each in named if each and self.scores(group, each)), None)

    def passed_on(self, period: Period) -> Mapping[str, str]:
        """By unit code the one that its cases are counted for over a period, where that is another."""
        own = merged_cases_of(self.scheme_of(period.last.year)) == "own"
        return {} if own else passed_on(self.mergers, period.end)

    def publication_of(self, period: Period) -> PublishedPeriod | None:
        """The publication in force of exactly these months."""
        return next((each for each in self.published if (each.first, each.last) == (period.first, period.last)), None)

    def ranked_by(self, group: str) -> str:
        """The key a group is ranked by as a default: ``SCORE`` where a scheme scores the group, else an indicator."""
        return SCORE if group in self.scored_groups else self.default_indicator

    @property
    def usual_unit(self) -> str:
        """The unit that a page about one begins with: the first county, else the first of all; '' where none is."""
        return next(iter((*(code for code, _name in self.counties), *self.units)), "")

    @property
    def default_indicator(self) -> str:
        """``DEFAULT_INDICATOR``, or the first indicator that the ledgers loaded so far can answer."""
        answerable = [key for key in (DEFAULT_INDICATOR, *BY_KEY) if key not in self.unknown_indicators]
        return answerable[0] if answerable else DEFAULT_INDICATOR
