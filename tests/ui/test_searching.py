"""The search finds units, pages, indicators and records, in words, and keeps the filters that are on screen."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import insert
from starlette.requests import Request

from data_access.store.engine import writer_engine
from data_access.store.state import raise_version
from data_access.store.tables import unit
from tests.ui.conftest import UseDatabase
from ui.searching import answer
from wording import wording

FILTERS = {"period": "2025", "county": "C02", "lang": "zh"}


class _Found(HTMLParser):
    """The links of an answer, and the words of each."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.said = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append((str(dict(attrs)["href"]), ""))

    def handle_data(self, data: str) -> None:
        self.said += data
        if self.links:
            link, words = self.links[-1]
            self.links[-1] = (link, words + data)


def found(typed: str, **query: str) -> _Found:
    query_string = urlencode({**FILTERS, **query, "q": typed}).encode()
    return _Found(bytes(answer(Request({"type": "http", "query_string": query_string, "headers": []})).body).decode())


@pytest.mark.parametrize(
    ("typed", "path", "own", "words"),
    [
        # A unit: by its name, a part of it, its short name, its code, its initials (read in either way), its spelling.
        ("云泊县", "/unit", {"unit": "C07"}, "云泊县"),
        ("云泊县住房", "/unit", {"unit": "C07-housing"}, "云泊县住房和城乡建设局"),
        ("c07", "/unit", {"unit": "C07"}, "云泊县"),
        ("ybx", "/unit", {"unit": "C07"}, "云泊县"),
        ("ＹＰＸ", "/unit", {"unit": "C07"}, "云泊县"),
        ("yunpo", "/unit", {"unit": "C07"}, "云泊县"),
        # A page and an indicator, in either language.
        ("整改", "/rectification", {}, "整改跟踪"),
        ("zggz", "/rectification", {}, "整改跟踪"),
        ("rectification", "/rectification", {}, "整改跟踪"),
        ("败诉率", "/rankings", {"indicator": "loss_rate"}, "败诉率"),
        ("bsl", "/rankings", {"indicator": "loss_rate"}, "败诉率"),
        ("Loss rate", "/rankings", {"indicator": "loss_rate"}, "败诉率"),
        # A record by its number.
        ("演0101行初12号", "/case", {"ledger": "litigation"}, "(2026)演0101行初12号"),
    ],
)
def test_what_is_typed_finds_it_first_and_its_link_keeps_the_filters(
    demo: str, typed: str, path: str, own: dict[str, str], words: str
) -> None:
    link, said = found(typed).links[0]
    query = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
    assert urlsplit(link).path == f".{path}"
    assert query.items() >= {**FILTERS, **own}.items()
    assert said.startswith(words)


def test_an_answer_is_in_the_readers_language_and_takes_nothing_else_along(demo: str) -> None:
    link, said = found("loss rate", lang="en", unit="C01", project="first").links[0]
    assert said == f"{wording('en')('indicator.loss_rate.label')} {wording('en')('search.ranked')}"
    assert parse_qs(urlsplit(link).query).keys() == {*FILTERS, "indicator"}


def test_what_is_found_nowhere_is_said_and_what_was_typed_stays_a_text(demo: str) -> None:
    typed = '<img src="x" onerror="alert(1)">'
    assert found(typed).said == wording("zh")("search.nothing", text=typed)
    assert found("  ").said == ""


def test_without_a_database_the_search_says_why(without_tables: str) -> None:
    assert found("云泊县").said == wording("zh")("not_ready.missing.title")


def test_a_unit_is_found_as_soon_as_it_is_loaded(demo_copy: str, use_database: UseDatabase) -> None:
    assert found("重阳县").links == []
    engine = writer_engine(demo_copy)
    with engine.begin() as connection:
        connection.execute(insert(unit).values(unit_id=9_999, code="C99", name="重阳县", kind="county"))
        raise_version(connection)
    engine.dispose()
    for typed in ("重阳县", "chongyang"):
        assert "unit=C99" in found(typed).links[0][0]


def test_a_bulletin_is_found_by_its_number_and_its_title_whatever_the_filters_show(demo: str) -> None:
    for typed in ("演依法〔2025〕2期", "2025 年第 2 季度依法行政"):
        link, said = next(each for each in found(typed).links if each[0].startswith("./bulletins"))
        query = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
        assert query.items() >= {"sought": "演依法〔2025〕2期", "period": "2025-07", "county": "all"}.items()
        assert "演依法〔2025〕2期" in said
