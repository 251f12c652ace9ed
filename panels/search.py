"""What a reader looks for by its name, initials, code or number: units, pages, indicators, records, bulletins."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.asked.choices import COUNTIES_GROUP, Choices
from data_access.files.cell_text import plain
from data_access.reading.bulletins import titles
from data_access.reading.covered import is_covered
from data_access.reading.reader import Reader
from data_access.reading.search import found_records
from panels.links import link_to, ranking_link, record_link, unit_link
from panels.rows_behind import in_month
from panels.spelling import initials_stand_at, spelled
from wording import LANGUAGES, Wording, wording

# Of each kind so many are shown.
SHOWN = 6
# Whoever published it, whatever the filters show.
_ANYWHERE = {"group": COUNTIES_GROUP, "county": "all", "sector": "all"}
# How well a text names something, the best first: it is the name, begins it, stands in it; or it spells its beginning
# or what stands in it.
WHOLE, BEGINS, WITHIN, SPELLS, SPELLS_WITHIN = range(5)


@dataclass(frozen=True)
class Hit:
    """Something found: the kind of thing, its name, what tells it apart, the link to it, and how well it fits."""

    kind: str
    name: str
    note: str
    link: str
    fit: int


@dataclass(frozen=True)
class Sought:
    """A thing that can be found: ``names`` are all by which it is known, the first is shown; ``initials`` are given."""

    kind: str
    names: tuple[str, ...]
    note: str
    link: str
    initials: str = ""

    def fit(self, text: str) -> int | None:
        """How well a text, as ``plain`` has it, names this; None where it does not."""
        names = [plain(name) for name in self.names if name]
        held = [name for name in names if text in name]
        if held:
            return min(WHOLE if name == text else BEGINS if name.startswith(text) else WITHIN for name in held)
        return self._spelled(text, names) if text.isascii() else None

    def _spelled(self, text: str, names: Iterable[str]) -> int | None:
        """How well a text without Chinese names this by its sounds."""
        places = [place for name in names if (place := initials_stand_at(name, text)) is not None]
        begins = 0 in places or plain(self.initials).startswith(text) or any(spelled(n).startswith(text) for n in names)
        return SPELLS if begins else SPELLS_WITHIN if places else None


def found(text: str, reader: Reader, choices: Choices, pages: Iterable[str], words: Wording) -> list[Hit]:
    """What a text finds, the kinds of the best fits first; nothing for a blank text.

    ``pages``: the keys of those that can be opened by their names. Two statements, beside that for the units.
    """
    sought = plain(text)
    if not sought:
        return []
    years = range(choices.first_month.year, choices.last_month.year + 1)
    records = [_record(row, words) for row in found_records(reader, text, years).to_dict("records")]
    units = reader.units()
    groups = [_best(sought, _units(units[~units["name"].map(is_covered)], words)), _best(sought, _pages(pages, words))]
    groups += [_best(sought, _indicators(choices, words)), records, _best(sought, _issues(reader, words))]
    # The kinds keep their order where two fit alike.
    return [hit for group in sorted(filter(None, groups), key=lambda group: group[0].fit) for hit in group]


def _best(text: str, things: Iterable[Sought]) -> list[Hit]:
    fits = ((thing, thing.fit(text)) for thing in things)
    hits = [Hit(each.kind, each.names[0], each.note, each.link, fit) for each, fit in fits if fit is not None]
    return sorted(hits, key=lambda hit: hit.fit)[:SHOWN]


def _units(units: pd.DataFrame, words: Wording) -> Iterator[Sought]:
    """Every unit; its note is its county, or what kind of unit it is."""
    names = dict(zip(units["code"], units["name"], strict=True))
    for row in units[["code", "name", "short_name", "pinyin", "kind", "county"]].itertuples(index=False):
        short, initials = (str(each) if pd.notna(each) else "" for each in (row.short_name, row.pinyin))
        county = names.get(row.county, "") if row.county != row.code else ""
        note = county or words.label("unit_kind", row.kind)
        yield Sought("unit", (row.name, short, row.code), note, unit_link(row.code), initials)


def _pages(keys: Iterable[str], words: Wording) -> Iterator[Sought]:
    for key in keys:
        yield Sought("page", _in_both(f"page.{key}", words), "", link_to(key))


def _indicators(choices: Choices, words: Wording) -> Iterator[Sought]:
    """Those that the ledgers loaded so far can answer; each opens the ranking by it."""
    for key in BY_KEY:
        if key not in choices.unknown_indicators:
            names = _in_both(f"indicator.{key}.label", words)
            yield Sought("indicator", names, words("search.ranked"), ranking_link(key))


def _issues(reader: Reader, words: Wording) -> Iterator[Sought]:
    """The issues of bulletins by title and number; none before an audience. Each opens the page of its month."""
    if reader.viewer.audience:
        return
    for row in titles(reader).itertuples():
        number, title = str(row.issue_no), str(row.title) if pd.notna(row.title) else ""
        link = link_to("bulletins", sought=number, **in_month(row.published_on), **_ANYWHERE)
        note = words("search.of_issue", number=number if title else row.unit, day=words.date(row.published_on))
        yield Sought("bulletin", (title, number) if title else (number,), note, link)


def _in_both(key: str, words: Wording) -> tuple[str, ...]:
    """A name in the reader's language, then in the others, for it may be typed in any."""
    return words(key), *(wording(language)(key) for language in LANGUAGES if language != words.language)


def _record(row: Mapping[str, object], words: Wording) -> Hit:
    ledger, code, number, also = (str(row[name]) for name in ("ledger", "code", "number", "also"))
    note = words("search.of_ledger", unit=row["unit"], ledger=words.label("ledger", ledger))
    return Hit("record", number, note, record_link(ledger, code, number, also), WHOLE if row["exact"] else WITHIN)
