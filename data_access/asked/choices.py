"""What can be chosen in a database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.indicators import BY_KEY, DEFAULT_INDICATOR
from assessment.scheme import Scheme
from data_access.asked.periods import Period
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
    that some scheme scores, ``published`` the publications in force, ``as_of`` the day the data stand at (None: the end
    of the last month), ``names`` the units' names by their codes. ``schemes`` are the settings of each year's scheme in
    force, without its items, ``rules`` the counting rules: what sentences about a period take their numbers from.
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
    published: tuple[PublishedPeriod, ...] = ()
    as_of: dt.date | None = None
    schemes: tuple[Scheme, ...] = ()
    rules: DatedValues = SHIPPED
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def name(self, code: str) -> str:
        """The name of a unit by its code."""
        return self.names.get(code) or dict(self.counties).get(code, code)

    def scheme_of(self, year: int) -> Scheme | None:
        """The settings of the scheme of a year; None where it has none."""
        return next((scheme for scheme in self.schemes if scheme.year == year), None)

    def publication_of(self, period: Period) -> PublishedPeriod | None:
        """The publication in force of exactly these months."""
        return next((each for each in self.published if (each.first, each.last) == (period.first, period.last)), None)

    def ranked_by(self, group: str) -> str:
        """The key a group is ranked by as a default: ``SCORE`` where a scheme scores the group, else an indicator."""
        return SCORE if group in self.scored_groups else self.default_indicator

    @property
    def default_indicator(self) -> str:
        """``DEFAULT_INDICATOR``, or the first indicator that the ledgers loaded so far can answer."""
        answerable = [key for key in (DEFAULT_INDICATOR, *BY_KEY) if key not in self.unknown_indicators]
        return answerable[0] if answerable else DEFAULT_INDICATOR
