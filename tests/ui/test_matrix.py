"""Every page and document for every role: no word of a row outside the scope is in what the server sends.

What is searched are the messages to the browser, letter for letter, with what a chart holds and a link says, and all
files of a document. And no heading denies what the all-seeing read without saying that it is limited.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from data_access.asked.page_keys import LISTED_LEDGERS
from data_access.reading.covered import MASK
from data_access.reading.reader import reading
from data_access.reading.roles import BY_KEY as ROLES
from data_access.reading.viewer import ALL_SEEING
from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from data_access.store.engine import reader_engine
from panels.declare import Panel
from panels.funnel import FUNNEL
from panels.key_figures import KEY_FIGURES
from panels.ranking import RANKING, RANKING_GLANCE
from panels.told import told
from tests.canaries import OF_A_PERSON, OF_A_ROW, PUBLISHED, heard, ids_of, may_be_heard
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.spoken import context_of
from tests.ui.app_page import blanks, findings, open_page, said, sent
from ui import access
from ui.access import Seat
from ui.access_log import SETTING as LOG_SETTING
from ui.draw import document
from ui.modes import MODE_SETTING
from ui.registry import BY_KEY, PAGES, PageEntry
from ui.view import View
from wording import LANGUAGES, wording

UNITS = {"county": ("C03",), "department": ("M-public_security",), "unit": ("C07-public_security",)}
PEOPLE = (
    *(Person(role, "", role, UNITS.get(role, ())) for role in ROLES),
    Person("clerk of a county", "", "clerk", ("C03",)),
)
# A role, and before whom.
SEATS = (*((each.identity, "") for each in PEOPLE), ("city_leader", "C03"), ("county", "C07"), ("clerk", "public"))
# Records of one county and of a department, and each list.
OFFICER = "ZF-C07-public_security-001"
OF_ANOTHER = {"unit": "C07", "focus": "C07", "record": "C07-public_security~ZG-2026-0701-006", "officer": OFFICER}
SUIT = {"ledger": "litigation", "record": "M-public_security~(2025)演7101行初658号~first", "unit": "M-public_security"}
# Every row of the city that a page shows, with what was entered of the leaders of a county and its departments.
WHOLE = {"unit": "C01", "officer": OFFICER}
QUERIES = (OF_ANOTHER, SUIT, WHOLE, {"period": "2025", "unit": "C03", "focus": "C03"})
LISTS = tuple({"ledger": ledger} for ledger in LISTED_LEDGERS)


@dataclass(frozen=True)
class Planted:
    engine: Engine
    url: str


@pytest.fixture(scope="module")
def planted(planted_url: str) -> Iterator[Planted]:
    engine = reader_engine(planted_url)
    yield Planted(engine, planted_url)
    engine.dispose()


@pytest.fixture
def sit(
    planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use_database: Callable[[str], None]
) -> Callable[[str], Seat]:
    """Let the next page be of a role, as a gateway would say it."""
    use_database(planted.url)
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(FILE_SETTING, str(tmp_path / "viewers.toml"))
    monkeypatch.setenv(LOG_SETTING, str(tmp_path / "access"))
    write_people(PEOPLE)

    def sit(role: str) -> Seat:
        seat = Seat(role)
        monkeypatch.setattr(access, "_seat", lambda *_: seat)
        return seat

    return sit


def of_others(planted: Planted, seat: Seat, audience: str, text: str) -> dict[str, set[str]]:
    """By canary the units of whose rows it must not be heard."""
    may = may_be_heard(planted.engine, seat.viewer().before(audience))
    found = heard(text, ids_of(planted.engine))
    return {canary: codes - may[canary] for canary, codes in found.items() if codes - may[canary]}


def asked_of(page: PageEntry) -> tuple[dict[str, str], ...]:
    return (*QUERIES, *LISTS) if page.key == "cases" else QUERIES


# In every run each page once, in turn with the roles and what is asked.
EVERY_RUN = {(page.key, *SEATS[(3 * place + 2) % len(SEATS)], place % 3) for place, page in enumerate(PAGES)}
CASES = [
    pytest.param(*case, id=name) if (page.key, *seat, number) in EVERY_RUN else left_for_all(*case, name=name)
    for page in PAGES
    for seat in SEATS
    for number, query in enumerate(asked_of(page))
    for spoken in [{"lang": "en"} if (PAGES.index(page) + SEATS.index(seat)) % 2 else {}]
    for case, name in [((page, *seat, query | spoken), f"{page.key}-{'-'.join(filter(None, seat))}-{number}")]
]


@pytest.mark.parametrize(("entry", "role", "audience", "query"), CASES)
@pytest.mark.one_in(9)
def test_no_page_sends_a_word_of_a_row_outside_the_scope(
    planted: Planted, sit: Callable[[str], Seat], entry: PageEntry, role: str, audience: str, query: dict[str, str]
) -> None:
    seat = sit(role)
    app = open_page(entry, **query, **({"audience": audience} if audience else {}))
    assert not app.exception
    assert of_others(planted, seat, audience, sent(app)) == {}


def test_the_canaries_are_heard_where_they_may_be(planted: Planted, sit: Callable[[str], Seat]) -> None:
    its, ids = {"C07-public_security"}, ids_of(planted.engine)
    for page, words, units in (("item", (OF_A_ROW, OF_A_PERSON), its), ("officer", (OF_A_ROW, OF_A_PERSON), its),
                               ("bulletins", (PUBLISHED,), {"M-justice", "C01", "C04", "C05"})):  # fmt: skip
        sit("city_leader")
        found = heard(sent(open_page(BY_KEY[page], **(OF_ANOTHER if page != "bulletins" else WHOLE))), ids)
        assert {word: found[word] for word in words} == dict.fromkeys(words, units)


@pytest.mark.long
def test_the_citys_bulletins_are_for_everybody_and_a_countys_for_its_own(
    planted: Planted, sit: Callable[[str], Seat]
) -> None:
    for role, audience in (("county", ""), ("auditor", ""), ("city_leader", "C03")):
        sit(role)
        app = open_page(BY_KEY["bulletins"], **({"audience": audience} if audience else {}))
        found = heard(sent(app), ids_of(planted.engine))[PUBLISHED]
        assert found == (set() if audience else {"M-justice"}), role


# --- Documents -------------------------------------------------------------------------------------------------------


def unpacked(content: bytes) -> str:
    """All files of a workbook, or of what else is a zip, as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return "\n".join(files.read(name).decode("utf-8", "ignore") for name in files.namelist())


FEW = tuple(panel for panel in PANELS if panel.key in ("case_list", "item_list", "record"))
DOCUMENTS = [
    pytest.param(role, FEW, id=role) if role in ("county", "auditor") else left_for_all(role, PANELS, name=role)
    for role in ROLES
]


@pytest.mark.parametrize(("role", "panels"), [*DOCUMENTS, left_for_all("county", PANELS, name="county-all")])
def test_no_document_has_a_word_of_a_row_outside_the_scope(
    planted: Planted, sit: Callable[[str], Seat], role: str, panels: tuple[Panel, ...]
) -> None:
    seat, found = sit(role), {}
    with reading(planted.engine, seat.viewer()) as reader:
        context = context_of(reader, **OF_ANOTHER)
        for panel in panels:
            text = unpacked(document(panel, View(reader, context, BY_KEY["cases"], {}, seat), context))
            if others := of_others(planted, seat, "", text):
                found[panel.key] = others
            assert (wording("zh")("access.no_download") in text) == (not ROLES[role].downloads)
    assert found == {}


# --- Denied ----------------------------------------------------------------------------------------------------------

DENIES = {
    "zh": re.compile("没有|未发现|均已|均无|全部|尚无|从未|只有"),
    "en": re.compile(r"\b(no|none|not|nothing|nobody|never|neither|all|every|only)\b", re.IGNORECASE),
}
# A heading puts clauses together; which ones differs by what its reader may see.
CLAUSE = re.compile(r"；|; | · |\n")
# What a sentence says that speaks of a part, or leaves something to those who may see it.
SEEN = ("seen.within", "seen.base", "seen.not_listed", "suggestions.hidden")
LIMITED = (*SEEN, *(f"{key}_shown" for key in SEEN), "scores.not_published", "audience.watermark")
# Made of published figures, which are everybody's: who may not see scores is told these instead.
INSTEAD_OF_SCORES = (KEY_FIGURES, RANKING, RANKING_GLANCE, FUNNEL)


def denied_cases() -> Iterator[Any]:
    """Each page for each seat in each language; in every run a few, in turn."""
    pages = [page for page in PAGES if not page.hidden]
    for number, (page, seat, language) in enumerate(product(pages, SEATS, LANGUAGES)):
        name = f"{page.key}-{'-'.join(filter(None, seat))}-{language}"
        every_run = number % 23 == 5
        given = (page, *seat, language)
        yield pytest.param(*given, id=name) if every_run else left_for_all(*given, name=name)


@pytest.mark.parametrize(("entry", "role", "audience", "language"), list(denied_cases()))
@pytest.mark.one_in(9)
def test_no_sentence_of_a_page_denies_what_is_hidden(
    instead_of_scores: Callable[[str], set[str]],
    sit: Callable[[str], Seat],
    entry: PageEntry,
    role: str,
    audience: str,
    language: str,
) -> None:
    sit(role)
    app = open_page(entry, unit="C07", lang=language, **({"audience": audience} if audience else {}))
    # Of a unit that is not of the audience another name is said.
    said_here = {text for text in sentences(app) if MASK not in text and not is_limited(text, language)}
    wrong = {part for text in said_here for part in CLAUSE.split(text) if DENIES[language].search(part)}
    if wrong:
        sit("city_leader")
        told_all = sentences(open_page(entry, unit="C07", lang=language)) | instead_of_scores(language)
        wrong -= {part for text in told_all for part in CLAUSE.split(text)}
    assert wrong == set()


def sentences(app: AppTest) -> set[str]:
    """The findings of a page, what stands below them, and every other text that is no row of a list nor a choice."""
    chosen = {words(f"audience.{each}") for words in map(wording, LANGUAGES) for each in ("none", "public", "counties")}
    return {*(blanks(each.value) for each in app.title), *findings(app), *said(app)} - chosen


@pytest.fixture(scope="module")
def instead_of_scores(planted: Planted) -> Callable[[str], set[str]]:
    """What who may not see scores is told instead, worked out once a language."""

    @cache
    def texts(language: str) -> set[str]:
        with reading(planted.engine, ALL_SEEING) as reader:
            context = context_of(reader, lang=language, indicator="loss_rate")
            asked = [(panel, panel.asked(context)) for panel in INSTEAD_OF_SCORES]
            findings = [told(panel, panel.figures(reader, own), {}, own) for panel, own in asked]
        return {blanks(text) for finding in findings for text in (finding.sentence, finding.base)}

    return texts


def is_limited(text: str, language: str) -> bool:
    """Whether a sentence says that it speaks of a part, or that an assessment is not published yet."""
    return any(re.search(limit, text) for limit in limits(language))


@cache
def limits(language: str) -> list[str]:
    """Each as a pattern, with anything for a number or a text that it names."""
    counted = {key: {"n": 2} if key.startswith("suggestions") else {} for key in LIMITED}
    texts = [wording(language)(key, said="⟦", hidden="⟦", audience="⟦", day="⟦", **n) for key, n in counted.items()]
    return [re.escape(blanks(each)).replace("2", r"[\d,]+").replace("⟦", ".*") for each in texts]
