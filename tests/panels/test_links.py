"""Links from marks: what is put in comes out, whatever a number looks like."""

from hypothesis import given
from hypothesis import strategies as st

from panels.links import RECORD_PAGES, link_to, list_link, parts_of, record_key, record_link, record_parts
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
