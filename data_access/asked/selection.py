"""What a reader has chosen: at once the link, the conditions of the queries and one sentence.

Because all three are made from the same value they cannot disagree. A value in a link that does not exist is named,
never dropped in silence.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from data_access.asked.choices import COUNTIES_GROUP as COUNTIES_GROUP
from data_access.asked.choices import MUNICIPAL_GROUP as MUNICIPAL_GROUP
from data_access.asked.choices import SCORE as SCORE
from data_access.asked.choices import Choices as Choices
from data_access.asked.choices import PublishedPeriod as PublishedPeriod
from data_access.asked.page_keys import (
    BY_NAME,
    DECLARED,
    NONE,
    SEPARATOR,
    PageChoices,
    several,
)
from data_access.asked.page_keys import MOST_COMPARED as MOST_COMPARED
from data_access.asked.page_keys import PAGE_KEYS as PAGE_KEYS
from data_access.asked.page_keys import SECTIONS as SECTIONS
from data_access.asked.periods import GRAINS, Grain, Period, period_codes
from wording import DEFAULT_LANGUAGE, LANGUAGES, Wording

Compare = Literal["last_year", "previous", "none"]
COMPARES: tuple[Compare, ...] = get_args(Compare)
# The choices that pages share; "sector" is offered as "system" where it is counted across counties.
FILTERS = ("period", "compare", "group", "county", "sector")
# To whom a screen is shown: the key of a link, and whom it names beside a county. Who is unknown is the public.
AUDIENCE, PUBLIC, COUNTIES = "audience", "public", "counties"
# The most characters of a value in a link: all units of a large city stay below.
LONGEST_VALUE = 2_000
# The keys of a link that every page shares, beside which each has its own.
SHARED_KEYS = ("grain", "period", "compare", "group", "county", "sector", "lang", AUDIENCE)


@dataclass(frozen=True)
class Selection(PageChoices):
    """One reader's choice; hashable, so that it can key a cache. ``counties`` and ``sectors`` empty mean all.

    ``audience``: to whom it is shown, '' for to the reader alone; before others no link opens a record.
    """

    period: Period
    compare: Compare
    group: str
    counties: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    language: str = DEFAULT_LANGUAGE
    audience: str = ""

    @property
    def closely(self) -> str:
        """The code of the unit a page is about, or of the one chosen on a page of many units; '' for none."""
        return self.unit or self.focus

    @property
    def by_score(self) -> bool:
        return self.indicator == SCORE

    def named_as(self, compare: Compare) -> str:
        """What a way to compare is called: a period longer than a year is not held against the year before."""
        return "years_before" if compare == "last_year" and self.period.length > 12 else compare

    @property
    def compared(self) -> Period | None:
        """The period to compare with: the same months a year before, or as many just before; None when not asked.

        What is longer than a year is held against the same months so many years before that no month is in both.
        What is just before a running quarter are not its first months, so October stands against September; only a year
        that is not over keeps to its own months, those of the year before.
        """
        if self.compare == "none":
            return None
        a_year = self.compare == "last_year" or self.period.grain == "year"
        years = -(-self.period.length // 12)
        return self.period.moved(-12 * years if a_year else -self.period.length)

    def with_(self, **changes: object) -> "Selection":
        return replace(self, **changes)  # type: ignore[arg-type]

    def to_query(self, page_keys: tuple[str, ...] = ()) -> dict[str, str]:
        """The link's parameters, defaults included: every shared key, and the keys the page itself uses."""
        query = {
            "grain": self.period.grain,
            "period": self.period.code,
            "compare": self.compare,
            "group": self.group,
            "county": SEPARATOR.join(self.counties) or "all",
            "sector": SEPARATOR.join(self.sectors) or "all",
            "lang": self.language,
        } | ({AUDIENCE: self.audience} if self.audience else {})
        own = [BY_NAME[key] for key in page_keys]
        texts = {each.key: each.text(getattr(self, each.key)) for each in own}
        return query | {key: text for key, text in texts.items() if text}

    def in_words(self, words: Wording, choices: Choices, filters: Collection[str] = FILTERS) -> str:
        """The choice as one sentence, for headings and documents: of the filters, those that something is counted by;
        '' where there is nothing to say."""
        names = dict(choices.counties)
        parts = []
        if "period" in filters:
            parts.append(period_in_words(self.period, words))
        if "group" in filters:
            parts.append(group_in_words(self.group, words))
        if self.counties and "county" in filters:
            parts.append(words.join([names.get(code, code) for code in self.counties]))
        if self.sectors and {"sector", "system"} & set(filters):
            parts.append(words.join([system_in_words(sector, words) for sector in self.sectors]))
        if self.focus:
            parts.append(words("selection.focus", unit=choices.name(self.focus)))
        if self.versus and not self.by_score:
            parts.append(words("selection.versus", benchmark=words.label("versus", self.versus)))
        if self.at:
            parts.append(words("selection.at", day=words.date(self.at)))
        if self.compared and "compare" in filters:
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


def system_in_words(sector: str, words: Wording) -> str:
    """公安系统: a system within a sentence; townships are none."""
    own = f"extent.system.{sector}"
    return words(own) if words.has(own) else words("extent.system", sector=words.label("sector", sector))


def group_in_words(group: str, words: Wording) -> str:
    """A peer group's name: counties, municipal departments, or one sector's departments across counties."""
    kind, _, sector = group.partition(":")
    if sector:
        own = f"group.sector.{sector}"
        return words(own) if words.has(own) else words("group.sector", sector=words.label("sector", sector))
    return words.label("group", kind)


def default_selection(choices: Choices, language: str = DEFAULT_LANGUAGE) -> Selection:
    """The running year (the one before while it has too little), against the year before, over the first peer group."""
    period, indicator = choices.default_period, choices.ranked_by(choices.default_group)
    return Selection(period, "last_year", choices.default_group, language=language, indicator=indicator)


def parse(query: Mapping[str, str], choices: Choices) -> tuple[Selection, tuple[tuple[str, str], ...]]:
    """The selection a link asks for, and the (key, value) pairs in it that do not exist here.

    Keys that are absent take their defaults; so does an unknown value, and it is reported. A value that is longer than
    any that a page writes is not read at all.
    """
    unknown = [(key, query[key]) for key in (*SHARED_KEYS, *BY_NAME) if len(query.get(key, "")) > LONGEST_VALUE]
    audience = audience_of(query)
    query = {key: value for key, value in query.items() if len(value) <= LONGEST_VALUE}
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
        indicator=choices.ranked_by(group),
    )
    selection = replace(selection, **_of_pages(query, choices, unknown))
    return (_before_others(selection, audience, choices, unknown) if audience else selection), tuple(unknown)


def _one_of(
    query: Mapping[str, str], key: str, allowed: tuple[str, ...], default: str, unknown: list[tuple[str, str]]
) -> str:
    value = query.get(key, "")
    if value and value not in allowed:
        unknown.append((key, value))
    return value if value in allowed else default


def audience_of(query: Mapping[str, str]) -> str:
    """To whom a link is shown, as it says it; '' where it says nothing."""
    text = query.get(AUDIENCE, "")
    return "" if text == NONE else PUBLIC if len(text) > LONGEST_VALUE else text


def audiences(choices: Choices) -> tuple[str, ...]:
    """To whom a screen can be shown: anybody, all counties, one of them."""
    return (PUBLIC, COUNTIES, *(code for code, _ in choices.counties))


def _before_others(selection: Selection, audience: str, choices: Choices, unknown: list[tuple[str, str]]) -> Selection:
    """The selection before an audience; the number of a record or an officer would stand in the link."""
    if audience not in audiences(choices):
        unknown.append((AUDIENCE, audience))
        audience = PUBLIC
    return replace(selection, audience=audience, record="", officer="")


def _several(
    query: Mapping[str, str], key: str, allowed: tuple[str, ...], unknown: list[tuple[str, str]]
) -> tuple[str, ...]:
    values, missing = several(query.get(key, ""), allowed)
    unknown.extend((key, value) for value in missing)
    return tuple(values)


def _of_pages(query: Mapping[str, str], choices: Choices, unknown: list[tuple[str, str]]) -> dict[str, Any]:
    """What a link sets by the pages' own keys; a missing or unknown value leaves the field's default."""
    fields: dict[str, Any] = {}
    for each in DECLARED:
        text = query.get(each.key, "")
        if text and text != NONE:
            value, missing = each.read(text, choices)
            unknown.extend((each.key, part) for part in missing)
            fields |= {} if value is None else {each.key: value}
    return fields


def _period(query: Mapping[str, str], choices: Choices, default: Period, unknown: list[tuple[str, str]]) -> Period:
    code = query.get("period", "")
    grain = _one_of(query, "grain", GRAINS, _grain_of(code), unknown)
    usual = default if grain == default.grain else latest_period(grain, choices)  # type: ignore[arg-type]
    if not code:
        return usual
    period = choices.period(grain, code)  # type: ignore[arg-type]
    if period is None or period.last < choices.first_month:
        unknown.append(("period", code))
        return usual
    # A span of months is cut to the years with data, so that what was published from January on can be asked for; a
    # year or a quarter keeps its name and so its first month.
    return replace(period, first=max(period.first, choices.first_january)) if grain == "custom" else period


def _grain_of(code: str) -> Grain:
    """The grain that a period code is written in; so a link may leave ``grain`` out."""
    shapes: dict[Grain, bool] = {"quarter": "Q" in code, "custom": "~" in code, "month": "-" in code}
    return next((grain for grain, fits in shapes.items() if fits), "year")


def latest_period(grain: Grain, choices: Choices) -> Period:
    """The latest period of a grain that has data; for "custom" the last twelve months."""
    last = choices.usual_month
    if grain == "custom":
        return Period("custom", max(choices.first_month, Period("month", last, last).moved(-11).first), last)
    period = choices.period(grain, period_codes(grain, choices.first_month, last)[0])
    assert period is not None
    return period
