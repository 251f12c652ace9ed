"""Links from marks: what is put in comes out, whatever a number looks like."""

import json

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from panels.declare import Chart
from panels.html import html
from panels.links import (
    RECORD_PAGES,
    completed,
    completed_json,
    link_to,
    list_link,
    parts_of,
    record_key,
    record_link,
    record_parts,
)
from tests.panels.html_of import Page
from ui.registry import BY_KEY

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)
codes = st.from_regex(r"[A-Z]\d\d(-[a-z_]+)?", fullmatch=True)


@given(st.dictionaries(st.sampled_from(["county", "light", "focus"]), texts))
def test_a_link_gives_back_its_page_and_keys(query: dict[str, str]) -> None:
    assert parts_of(link_to("rectification", **query)) == ("rectification", query)


@given(codes, texts.filter(lambda number: "~" not in number), st.sampled_from(["", "first", "second"]))
def test_a_record_is_named_by_its_unit_its_number_and_what_else_tells_it_apart(
    unit: str, number: str, also: str
) -> None:
    assert record_parts(record_key(unit, number, also)) == (unit, number, also)


def test_what_names_no_record_has_empty_parts() -> None:
    assert record_parts("") == ("", "", "")
    assert record_parts("C07") == ("C07", "", "")


def test_every_link_leads_to_a_page_that_knows_its_keys() -> None:
    for ledger in RECORD_PAGES:
        page, query = parts_of(record_link(ledger, "C01", "一号", "first"))
        assert set(query) <= set(BY_KEY[page].own_keys)
    page, query = parts_of(list_link("litigation", "lost", county="C07", sector="housing", focus="C07"))
    assert set(query) - {"county", "sector"} <= set(BY_KEY[page].own_keys)


# --- Completed when they are shown -------------------------------------------------------------------------------


def address(link: str) -> str:
    """A whole address in which the link can be found again."""
    return f"./there?filters=kept&link={link}"


@given(texts, st.dictionaries(st.sampled_from(["record", "which"]), texts, min_size=1))
def test_a_link_in_html_is_completed_and_a_text_that_looks_like_one_stays(text: str, query: dict[str, str]) -> None:
    own = link_to("case", **query)
    text = f'{text} href="@{text}" @{text}'
    rows = pd.DataFrame([{"badge": "", "badge_text": "", "name": text, "text": text, "note": text, "href": f"@{own}",
                          "name_href": f"@{own}"}])  # fmt: skip
    page = Page(completed(html(Chart("rows", rows), text), address))
    assert page.links == [(address(own), text.strip())]
    assert [row.attributes.get("data-in") for row in page.all("tr")] == [address(own)]


@given(texts)
def test_a_link_in_a_specification_is_completed_and_a_text_that_looks_like_one_stays(text: str) -> None:
    rows = {"href": "@unit?unit=C01", "name": f"@{text}", "tip": f'"href": "@{text}"'}
    sent = json.loads(completed_json(json.dumps(rows, ensure_ascii=False), address))
    assert sent == {**rows, "href": address("unit?unit=C01")}


def test_a_link_within_its_page_says_what_it_changes_there() -> None:
    drawn = completed('<a data-in href="@.?focus=C07&amp;light=overdue">', address)
    assert 'data-here="focus=C07&amp;light=overdue"' in drawn
    assert "data-here" not in completed('<a data-in href="@unit?unit=C07">', address)
