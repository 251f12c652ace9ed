"""A filter chosen on one page is said, stamped and counted by the pages that use it, and by no other."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.cases import left_for_all
from tests.ui.app_page import links, open_page, said
from ui.registry import BY_KEY
from wording import wording

WORDS = wording("zh")
CHOSEN = {"county": "C07", "sector": "public_security"}
COUNTY, SYSTEM = "云泊县", WORDS.label("sector", "public_security")
# Of another county, so that the chosen one is named by the filter alone.
UNIT = {"unit": "C01"}


def chip(name: str) -> set[str]:
    """What a chip says, and what it says of a click on it."""
    return {WORDS("carried.not_used", filter=name), WORDS("carried.take_back", filter=name), "×"}


def stamps(app: Any) -> list[str]:
    return [text for text in said(app) if "数据版本" in text and "{" not in text]


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "query"), [("overview", {}), left_for_all("unit", UNIT, name="unit")], ids=["overview", "unit"]
)
def test_a_page_without_the_filter_says_the_same_with_it_but_for_the_chips(
    demo: str, page: str, query: dict[str, str]
) -> None:
    app, without = open_page(BY_KEY[page], **query, **CHOSEN), open_page(BY_KEY[page], **query)
    assert set(said(app)) - set(said(without)) == chip(COUNTY) | chip(SYSTEM)
    assert set(said(without)) <= set(said(app))
    # The link keeps what was chosen for the pages that use it.
    assert {key: app.query_params[key] for key in CHOSEN} == CHOSEN


def test_a_chip_takes_its_filter_out_of_the_link_and_leaves_the_other(demo: str) -> None:
    app = open_page(BY_KEY["overview"], **CHOSEN)
    queries = [dict(parse_qsl(urlsplit(link).query)) for link in links(app)]
    chips = [(query["county"], query["sector"]) for query in queries if query.get("county") != query.get("sector")]
    assert chips == []
    app.query_params["county"] = "all"
    app.run()
    assert chip(SYSTEM) <= set(said(app))
    assert not chip(COUNTY) & (set(said(app)) - {"×"})


def test_another_group_is_not_counted_where_no_filter_shows_it(demo: str) -> None:
    app, without = open_page(BY_KEY["overview"], group="municipal_departments"), open_page(BY_KEY["overview"])
    assert set(said(app)) - set(said(without)) == chip(WORDS("group.municipal_departments"))


@pytest.mark.long
@pytest.mark.parametrize("page", ["rankings", left_for_all("disputes", name="disputes")])
def test_a_page_with_the_filter_stamps_it_and_has_no_chip(demo: str, page: str) -> None:
    app = open_page(BY_KEY[page], county="C07")
    assert stamps(app)
    assert all(COUNTY in stamp for stamp in stamps(app))
    assert not chip(COUNTY) & (set(said(app)) - {"×"})


def test_a_record_is_counted_by_no_filter_and_stamps_none(demo: str) -> None:
    (stamp,) = stamps(open_page(BY_KEY["site"], record="C06-transport~SF-006", county="C07", period="2025"))
    assert [part for part in (COUNTY, "2025", "县区", "对比", "发布") if part in stamp] == []
