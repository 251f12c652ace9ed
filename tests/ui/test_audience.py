"""The presenter says who is in the room: every page, route and link keeps to it until he ends it."""

from collections.abc import Callable

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from data_access.reading.cached import engine
from data_access.reading.covered import MASK
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from tests.cases import left_for_all
from tests.ui.app_page import charted, links, open_page, said
from ui import searching
from ui.registry import BY_KEY, PAGES
from wording import LANGUAGES, wording

COUNTY, OTHER = "C03", "C07"


def names(app: AppTest) -> str:
    return "\n".join((*said(app), *charted(app)))


@pytest.fixture
def name_of(demo: str) -> Callable[[str], str]:
    """What a county is called where nobody looks on."""
    with reading(engine(), ALL_SEEING) as reader:
        called = dict(reader.units()[["code", "name"]].itertuples(index=False))
    return lambda code: called[code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_projector_offers_the_choice_and_says_what_is_left_out(
    demo: str, name_of: Callable[[str], str], language: str
) -> None:
    words = wording(language)
    app = open_page(BY_KEY["rankings"], project="first", lang=language)
    assert words("audience.nobody") in said(app)
    assert any(f"audience={COUNTY}" in link for link in links(app))
    assert "watermark" not in str(app.main)
    app = open_page(BY_KEY["rankings"], project="first", lang=language, audience=COUNTY)
    assert words("audience.shown", audience=name_of(COUNTY)) in said(app)
    assert not any(f"audience={OTHER}" in link for link in links(app))
    assert any("audience=none" in link for link in links(app))


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "entry",
    [page if page.key in ("overview", "unit") else left_for_all(page, name=page.key) for page in PAGES],
    ids=lambda page: page.key,
)
def test_every_page_keeps_to_it(demo: str, name_of: Callable[[str], str], entry: object) -> None:
    app = open_page(entry, audience=COUNTY, record="C07~ZG-2026-0200-008")  # type: ignore[arg-type]
    assert not app.exception
    shown = names(app)
    assert name_of(OTHER) not in shown
    assert "ZG-2026" not in shown
    assert not app.get("download_button")
    assert not [link for link in links(app) if link.startswith("./") and "audience=" not in link]
    assert [text for text in said(app) if wording("zh")("audience.shown", audience=name_of(COUNTY)) == text]


@pytest.mark.long
@pytest.mark.parametrize("page", ["rankings", left_for_all("disputes", name="disputes")])
def test_no_address_tells_by_its_code_a_unit_that_has_no_name(
    demo: str, name_of: Callable[[str], str], page: str
) -> None:
    app = open_page(BY_KEY[page], audience=COUNTY, focus=OTHER, county=f"{COUNTY},{OTHER}", indicator="loss_rate")
    shown = [*links(app), app.query_params["focus"], app.query_params["county"]]
    assert not [each for each in shown if OTHER in each]
    assert [each for each in links(app) if f"focus={COUNTY}" in each]
    told = app.query_params["focus"]
    # What stands in its place leads to the same unit, and keeps what is on screen when the room is empty again.
    before = names(app)
    again = open_page(BY_KEY[page], audience=COUNTY, focus=told, county=f"{COUNTY},{told}", indicator="loss_rate")
    assert names(again) == before
    assert not again.warning
    app.query_params["audience"] = "none"
    assert name_of(OTHER) in names(app.run())
    assert app.query_params["focus"] == OTHER


def test_what_stands_in_place_of_no_code_is_named_as_unknown(demo: str) -> None:
    app = open_page(BY_KEY["rankings"], audience=COUNTY, focus="-ABCDEFG")
    assert "-ABCDEFG" in app.warning[0].value


def test_it_holds_from_page_to_page_until_it_is_ended(demo: str, name_of: Callable[[str], str]) -> None:
    app = open_page(BY_KEY["rankings"], indicator="loss_rate")
    assert name_of(OTHER) in names(app)
    app.query_params["audience"] = COUNTY
    assert name_of(OTHER) not in names(app.run())
    # A click in the navigation drops the query.
    app.query_params.clear()
    assert name_of(OTHER) not in names(app.run())
    assert app.query_params["audience"] == COUNTY
    app.query_params["audience"] = "none"
    assert name_of(OTHER) in names(app.run())
    assert "audience" not in app.query_params


def test_a_room_that_is_not_known_is_the_public(demo: str, name_of: Callable[[str], str]) -> None:
    app = open_page(BY_KEY["rankings"], indicator="loss_rate", audience="C99")
    assert app.query_params["audience"] == "public"
    assert "C99" in app.warning[0].value
    assert MASK in names(app)
    assert name_of(COUNTY) not in names(app)


def test_the_search_keeps_to_it(demo: str, name_of: Callable[[str], str]) -> None:
    def found(query: str) -> str:
        asked = Request(
            {"type": "http", "method": "GET", "path": "/search", "query_string": query.encode(), "headers": []}
        )
        return bytes(searching.answer(asked).body).decode()

    assert "初658号" in found("q=658")
    assert name_of(OTHER) in found("q=C07")
    hidden = found("q=658&audience=C03")
    assert wording("zh")("search.nothing_shown", text="658") in hidden
    assert name_of(OTHER) not in found("q=C07&audience=C03")
    assert "audience=C03" in found("q=C03&audience=C03")
