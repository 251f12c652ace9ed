"""Where the links of a page lead: to a page that is there, with the filters on screen, and to what exists."""

from urllib.parse import parse_qsl

import pytest

from data_access.asked.selection import parse
from data_access.reading.available import choices_for
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from tests.ui.app_page import links, open_page
from tests.ui.test_pages import pages
from ui.registry import BY_KEY, PAGES, PageEntry

FILTERS = {"grain": "year", "period": "2025", "compare": "none", "group": "counties", "county": "C02,C07",
           "sector": "all", "lang": "en"}  # fmt: skip
QUERIES = {
    "unit": {"unit": "C07"},
    "disputes": {"focus": "C07"},
    "cases": {"which": "lost"},
    "case": {"ledger": "litigation", "record": "M-public_security~(2025)演7101行初658号~first"},
    "item": {"record": "C02~ZG-2026-0200-008"},
    "site": {"record": "C06-transport~SF-006"},
    "officer": {"officer": "ZF-C01-T01-001"},
}
# What is asked about now is of the running year, and a cell of a grid of months of its month.
OF_ITS_OWN_TIME = {("overview", "cases"), ("decisions", "cases")}


@pages
@pytest.mark.one_in(6)
def test_every_link_keeps_the_filters_and_names_only_what_is_there(demo: str, entry: PageEntry) -> None:
    on_page = links(open_page(entry, **FILTERS, **QUERIES.get(entry.key, {})))
    # Those to a part of the page itself ask for nothing.
    found = [link for link in on_page if not link.startswith("#")]
    with reading(engine(), ALL_SEEING) as reader:
        choices = choices_for(reader, reader.units(), reader.state().data_as_of)
    assert len(found) > 1
    for link in found:
        path, _, text = link.removeprefix("./").partition("?")
        query = dict(parse_qsl(text, keep_blank_values=True))
        page = BY_KEY[path] if path else PAGES[0]
        of_now = {"grain", "period"} if (entry.key, page.key) in OF_ITS_OWN_TIME else set()
        if page is entry and query["period"] != FILTERS["period"]:
            # The link that puts all filters back.
            assert query["county"] == "all"
            continue
        # A cell of a matrix is the list of its county and system.
        changed = {"county", "sector"} | of_now
        assert {key for key, _ in FILTERS.items() - query.items()} <= changed, link
        assert set(query) <= {*FILTERS, *page.keys}, link
        assert parse(query, choices)[1] == (), link


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("focused", "leads_to"), [("none", "C07"), ("C07", "none")])
def test_a_second_click_on_the_unit_a_page_is_narrowed_to_opens_the_page_again(
    demo: str, focused: str, leads_to: str
) -> None:
    app = open_page(BY_KEY["disputes"], period="2025", focus=focused)
    wanted = [dict(parse_qsl(link.partition("?")[2])).get("focus") for link in links(app) if "./disputes?" in link]
    assert leads_to in wanted
    assert focused == "none" or "C07" in wanted, "links that leave the page as it is keep its unit"


def test_a_list_that_an_archive_opens_is_of_its_unit_alone(demo: str) -> None:
    found = links(open_page(BY_KEY["unit"], unit="C07", period="2025"))
    lists = [dict(parse_qsl(link.partition("?")[2])) for link in found if link.startswith("./cases?")]
    assert {each["ledger"] for each in lists} >= {"normative_document", "case_file_review", "officer"}
    assert {each.get("focus") for each in lists} == {"C07"}
