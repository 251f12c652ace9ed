"""What readers look at: every page of the dashboard as an address, over the usual selection of the database."""

import os
import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from data_access.asked.periods import Period, period_codes, period_of
from data_access.asked.selection import Choices, Selection, default_selection
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import URL_SETTING
from panels.links import record_key
from tests.benchmarks.floor import indicators
from tests.databases import sqlite_url
from ui.choices import choices_of
from ui.registry import BY_KEY, PAGES

# The indicators that every system shows in turn; all rest on enough cases in each period.
SHOWN = ("appearance_rate", "loss_rate")
RECORDS = {
    "case": "SELECT code, case_no, instance FROM litigation_case JOIN unit USING (unit_id) ORDER BY case_no DESC",
    "item": "SELECT code, item_no, '' FROM rectification JOIN unit USING (unit_id) ORDER BY item_no DESC",
    "site": "SELECT code, site_no, '' FROM demonstration_site JOIN unit USING (unit_id) ORDER BY code, site_no",
}
LISTED = tuple(page.key for page in PAGES if not page.hidden and not page.about_unit)


@dataclass(frozen=True)
class Look:
    """An address: the name of what it shows, the page, and the whole query."""

    name: str
    page: str
    query: Mapping[str, str]

    @property
    def path(self) -> str:
        """The page in an address; the first one lives at the root."""
        return "" if self.page == PAGES[0].key else BY_KEY[self.page].url_path

    @property
    def text(self) -> str:
        """The query as an address has it."""
        return urlencode(self.query)

    @property
    def address(self) -> str:
        return f"/{self.path}?{self.text}"


class Looks:
    """The looks at one database."""

    def __init__(self, database: Path) -> None:
        os.environ[URL_SETTING] = sqlite_url(database)
        with reading(engine(), ALL_SEEING) as reader:
            self.choices: Choices = choices_of(reader, reader.state())
        self._usual: Selection = default_selection(self.choices)
        codes = period_codes("year", self.choices.first_month, self.choices.last_month)
        # The latest one first.
        self.years = [self._period("year", code) for code in codes]
        self._records = dict(_records(database))
        self._officer = next(_rows(database, "SELECT min(officer_no) FROM officer"))[0]

    def _period(self, grain: str, code: str) -> Period:
        period = period_of(grain, code, self.choices.last_month)  # type: ignore[arg-type]
        if period is None:
            raise ValueError(f"there is no {grain} {code}")
        return period

    def quarters(self) -> list[Period]:
        """All quarters, the latest first: the dashboard makes no pictures of them beforehand."""
        codes = period_codes("quarter", self.choices.first_month, self.choices.last_month)
        return [self._period("quarter", code) for code in codes]

    def at(self, page: str, name: str = "", period: Period | None = None, **own: object) -> Look:
        """A page over a period, the latest year where none is given."""
        selection = self._usual.with_(period=period or self.years[0], **own)
        return Look(name or page, page, selection.to_query(BY_KEY[page].keys))

    def every_page(self) -> list[Look]:
        """Each page once, the rankings by score and by an indicator, one record of each kind and an officer's file."""
        county = self.choices.counties[0][0]
        plain = [self.at(page) for page in (*LISTED, "cases") if page != "rankings"]
        records = [self.at(page, record=record) for page, record in self._records.items()]
        records.append(self.at("officer", officer=self._officer))
        return [*plain, *self.rankings(), self.at("unit", "archive of a county", unit=county), *records]

    def rankings(self) -> list[Look]:
        return [self.at("rankings", "rankings by score", indicator="score"), self.by_indicator(SHOWN[0])]

    def by_indicator(self, indicator: str, period: Period | None = None) -> Look:
        return self.at("rankings", "rankings by indicator", period, indicator=indicator)

    def archive(self, code: str, period: Period | None = None) -> Look:
        return self.at("unit", "archive", period, unit=code)

    def endless(self, seed: str) -> Iterator[Look]:
        """What one reader looks at in turn: mostly pages over the last two years, now and then something rarer."""
        chance = random.Random(seed)
        while True:
            period, kind = chance.choice(self.years[:2]), chance.random()
            if kind < 0.6:
                yield self.at(chance.choice(LISTED), "", period)
            elif kind < 0.8:
                yield self.by_indicator(chance.choice(list(indicators())), period)
            else:
                yield self.archive(chance.choice(list(self.choices.units)), period)


def _records(database: Path) -> Iterator[tuple[str, str]]:
    for page, statement in RECORDS.items():
        code, number, also = next(_rows(database, statement))
        yield page, record_key(code, number, also)


def _rows(database: Path, statement: str) -> Iterator[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        yield from connection.execute(statement)
