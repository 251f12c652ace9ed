"""What a reader has chosen: at once the link, the conditions of the queries and one sentence.

Because all three are made from the same value they cannot disagree. A value in a link that does not exist is named,
never dropped in silence.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from assessment.indicators import BY_KEY, DEFAULT_INDICATOR
from assessment.scheme import COMPONENTS
from data_access.periods import GRAINS, Grain, Period, period_codes, period_of
from wording import DEFAULT_LANGUAGE, LANGUAGES, Wording

Compare = Literal["last_year", "previous", "none"]
COMPARES: tuple[Compare, ...] = get_args(Compare)
# What a ranking can be by besides an indicator.
SCORE = "score"
COUNTIES_GROUP, MUNICIPAL_GROUP = "counties", "municipal_departments"
SHARED_KEYS = ("grain", "period", "compare", "group", "county", "sector", "lang")
PAGE_KEYS = ("indicator", "unit", "focus", "section", "units", "weights", "goals")
# The parts of a page that are looked at one at a time; the first is the usual one.
SECTIONS = ("vetoes", "compare", "what_if", "published")
MOST_COMPARED = 5
_SEPARATOR = ","
# An indicator and the percents that give no points and all of them.
Goal = tuple[str, int, int]
# What a link says of a choice of a page that nobody has made; said, so that Back can undo one.
NONE = "none"


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
    that some scheme scores, ``published`` the publications in force.
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

    def publication_of(self, period: Period) -> PublishedPeriod | None:
        """The publication in force of exactly these months."""
        return next((each for each in self.published if (each.first, each.last) == (period.first, period.last)), None)

    def ranked_by(self, group: str) -> str:
        """What a ranking of the group is by when nobody said: the score, where a scheme has one, else an indicator."""
        return SCORE if group in self.scored_groups else self.default_indicator

    @property
    def default_indicator(self) -> str:
        """The usual one, or the first that the ledgers loaded so far can answer."""
        known = [key for key in (DEFAULT_INDICATOR, *BY_KEY) if key not in self.unknown_indicators]
        return known[0] if known else DEFAULT_INDICATOR


@dataclass(frozen=True)
class Selection:
    """One reader's choice; hashable, so that it can key a cache. ``counties`` and ``sectors`` empty mean all."""

    period: Period
    compare: Compare
    group: str
    counties: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    language: str = DEFAULT_LANGUAGE
    indicator: str = DEFAULT_INDICATOR
    unit: str = ""
    focus: str = ""
    section: str = SECTIONS[0]
    compare_units: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()
    goals: tuple[Goal, ...] = ()

    @property
    def closely(self) -> str:
        """The unit looked at closely: the one a page is about, or the one chosen on a page of many; '' for none."""
        return self.unit or self.focus

    @property
    def by_score(self) -> bool:
        return self.indicator == SCORE

    @property
    def compared(self) -> Period | None:
        """The period to compare with: the same months a year before, or the ones just before; None when not asked."""
        if self.compare == "last_year":
            return self.period.moved(-12)
        if self.compare == "previous":
            step = {"year": 12, "quarter": 3, "month": 1, "custom": self.period.length}[self.period.grain]
            return self.period.moved(-step)
        return None

    def with_(self, **changes: object) -> "Selection":
        return replace(self, **changes)  # type: ignore[arg-type]

    def to_query(self, page_keys: tuple[str, ...] = ()) -> dict[str, str]:
        """The link's parameters, defaults included: every shared key, and the keys the page itself uses."""
        query = {
            "grain": self.period.grain,
            "period": self.period.code,
            "compare": self.compare,
            "group": self.group,
            "county": _SEPARATOR.join(self.counties) or "all",
            "sector": _SEPARATOR.join(self.sectors) or "all",
            "lang": self.language,
        }
        own = {
            "indicator": self.indicator,
            "unit": self.unit,
            "focus": self.focus,
            "section": self.section,
            "units": _SEPARATOR.join(self.compare_units),
            "weights": _SEPARATOR.join(map(str, self.weights)),
            "goals": _SEPARATOR.join(":".join(map(str, goal)) for goal in self.goals),
        }
        return query | {key: own[key] or NONE for key in page_keys}

    def in_words(self, words: Wording, choices: Choices) -> str:
        """The whole choice as one sentence, for headings and documents."""
        names = dict(choices.counties)
        parts = [period_in_words(self.period, words), group_in_words(self.group, words)]
        if self.counties:
            parts.append(words.join([names.get(code, code) for code in self.counties]))
        if self.sectors:
            parts.append(words.join([words.label("sector", sector) for sector in self.sectors]))
        if self.compared:
            parts.append(words("selection.compared", period=period_in_words(self.compared, words)))
        return words("selection.separator").join(parts)


def period_in_words(period: Period, words: Wording) -> str:
    """2026 年 1—10 月, 2026 年第三季度 …; a year or quarter that is not over names its months."""
    first, last = period.first, period.last
    if first == last:
        return words("period.month", year=first.year, month=first.month)
    if (first.month, period.length) == (1, 12):
        return words("period.year", year=first.year)
    if period.grain == "quarter" and period.length == 3:
        return words("period.quarter", year=first.year, quarter=(first.month + 2) // 3)
    if first.year == last.year:
        return words("period.months", year=first.year, first=first.month, last=last.month)
    values = {"year": first.year, "month": first.month, "last_year": last.year, "last_month": last.month}
    return words("period.span", **values)


def group_in_words(group: str, words: Wording) -> str:
    """A peer group's name: counties, municipal departments, or one sector's departments across counties."""
    kind, _, sector = group.partition(":")
    if sector:
        return words("group.sector", sector=words.label("sector", sector))
    return words.label("group", kind)


def default_selection(choices: Choices, language: str = DEFAULT_LANGUAGE) -> Selection:
    """The running year, compared with the year before, over the first peer group."""
    year = Period("year", choices.last_month.replace(month=1), choices.last_month)
    indicator = choices.ranked_by(choices.default_group)
    return Selection(year, "last_year", choices.default_group, language=language, indicator=indicator)


def parse(query: Mapping[str, str], choices: Choices) -> tuple[Selection, tuple[tuple[str, str], ...]]:
    """The selection a link asks for, and the (key, value) pairs in it that do not exist here.

    Keys that are absent take their defaults; so does an unknown value, and it is reported.
    """
    unknown: list[tuple[str, str]] = []
    language = _one_of(query, "lang", tuple(LANGUAGES), DEFAULT_LANGUAGE, unknown)
    start = default_selection(choices, language)
    group = _one_of(query, "group", choices.groups, start.group, unknown)
    selection = replace(
        start,
        period=_period(query, choices, start.period, unknown),
        compare=_one_of(query, "compare", COMPARES, start.compare, unknown),  # type: ignore[arg-type]
        group=group,
        counties=_several(query, "county", tuple(code for code, _ in choices.counties), unknown),
        sectors=_several(query, "sector", choices.sectors, unknown),
        indicator=_one_of(query, "indicator", (SCORE, *BY_KEY), choices.ranked_by(group), unknown),
        unit=_one_of(query, "unit", choices.units, "", unknown),
        focus=_one_of(query, "focus", choices.units, "", unknown),
        section=_one_of(query, "section", SECTIONS, SECTIONS[0], unknown),
        compare_units=_several(query, "units", choices.units, unknown)[:MOST_COMPARED],
        weights=_weights(query, unknown),
        goals=_goals(query, unknown),
    )
    return selection, tuple(unknown)


def _one_of(
    query: Mapping[str, str], key: str, allowed: tuple[str, ...], default: str, unknown: list[tuple[str, str]]
) -> str:
    value = query.get(key, "")
    if value == NONE and not default:
        return default
    if value and value not in allowed:
        unknown.append((key, value))
    return value if value in allowed else default


def _several(
    query: Mapping[str, str], key: str, allowed: tuple[str, ...], unknown: list[tuple[str, str]]
) -> tuple[str, ...]:
    values = [value for value in query.get(key, "").split(_SEPARATOR) if value and value not in ("all", NONE)]
    unknown.extend((key, value) for value in values if value not in allowed)
    return tuple(value for value in allowed if value in values)


def _weights(query: Mapping[str, str], unknown: list[tuple[str, str]]) -> tuple[int, ...]:
    """Whole percents of the score's components, in their order; none when the link asks for none."""
    asked = query.get("weights", "").removeprefix(NONE)
    weights = tuple(int(part) for part in asked.split(_SEPARATOR) if part.isascii() and part.isdigit())
    fits = len(weights) == len(COMPONENTS) == asked.count(_SEPARATOR) + 1 and sum(weights) == 100
    if asked and not fits:
        unknown.append(("weights", asked))
    return weights if fits else ()


def _reaches(floor: str, target: str, better: str) -> bool:
    return int(floor) < int(target) if better == "higher" else int(floor) > int(target)


def _goals(query: Mapping[str, str], unknown: list[tuple[str, str]]) -> tuple[Goal, ...]:
    """Goalposts to try, as whole percents: indicator:floor:target, the target on the indicator's better side."""
    goals: dict[str, Goal] = {}
    for part in filter(None, query.get("goals", "").removeprefix(NONE).split(_SEPARATOR)):
        key, floor, target = (*part.split(":"), "", "")[:3]
        numbers = all(each.isascii() and each.isdigit() and int(each) <= 100 for each in (floor, target))
        better = BY_KEY[key].better if key in BY_KEY else None
        if not (numbers and better and part.count(":") == 2 and _reaches(floor, target, better)):
            unknown.append(("goals", part))
        else:
            goals[key] = (key, int(floor), int(target))
    return tuple(goals.values())


def _period(query: Mapping[str, str], choices: Choices, default: Period, unknown: list[tuple[str, str]]) -> Period:
    code = query.get("period", "")
    grain = _one_of(query, "grain", GRAINS, _grain_of(code), unknown)
    if not code:
        return latest_period(grain, choices)  # type: ignore[arg-type]
    period = period_of(grain, code, choices.last_month)  # type: ignore[arg-type]
    if period is None or period.last < choices.first_month:
        unknown.append(("period", code))
        return default if grain == default.grain else latest_period(grain, choices)  # type: ignore[arg-type]
    # A span of months is cut to those with data; a year or a quarter keeps its name and so its first month.
    return replace(period, first=max(period.first, choices.first_month)) if grain == "custom" else period


def _grain_of(code: str) -> Grain:
    """The grain a period code is of, so that a link may leave ``grain`` out."""
    shapes: dict[Grain, bool] = {"quarter": "Q" in code, "custom": "~" in code, "month": "-" in code}
    return next((grain for grain, fits in shapes.items() if fits), "year")


def latest_period(grain: Grain, choices: Choices) -> Period:
    """The latest period of a grain that has data; for "custom" the last twelve months."""
    if grain == "custom":
        first = max(choices.first_month, Period("month", choices.last_month, choices.last_month).moved(-11).first)
        return Period("custom", first, choices.last_month)
    code = period_codes(grain, choices.first_month, choices.last_month)[0]
    found = period_of(grain, code, choices.last_month)
    assert found is not None
    return found
