"""Kind "board": every card under its state, with its status, its link and its tone."""

from collections.abc import Iterable

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import page_of, rendered

NAMES = ["column", "place", "text", "badge", "badge_text", "href", "tone"]
Card = tuple[str, int, str, str, str, str, str]


def board(states: Iterable[str], *cards: Card, accent: str = "") -> Chart:
    counts = [(state, str(sum(card[0] == state for card in cards))) for state in states]
    tones = ["accent" if state == accent else "plain" for state, _ in counts]
    heads = pd.DataFrame(counts, columns=["label", "text"]).assign(tone=tones)
    return Chart("board", pd.DataFrame(cards, columns=NAMES), options={"columns": heads})


def card(state: str, place: int, text: str, badge: str = "", href: str = "", tone: str = "plain") -> Card:
    return (state, place, text, badge, "督办" if badge else "", href, tone)


def test_every_card_stands_under_its_state_in_its_place() -> None:
    texts, links = rendered(
        board(("申报", "评估", "命名"), card("命名", 1, "丙局"), card("命名", 0, "乙局"), card("申报", 0, "甲局"))
    )
    assert texts == ["1", "申报", "甲局", "0", "评估", "2", "命名", "乙局", "丙局"]
    assert links == []


def test_a_card_that_opens_is_a_link_and_no_other_is() -> None:
    chart = board(("申报",), card("申报", 0, "甲局", "supervised", "@site?record=1"), card("申报", 1, "另 4 个"))
    parsed = page_of(chart)
    assert parsed.links == [("@site?record=1", "甲局")]
    opened = [attributes.get("data-in") for tag, attributes in parsed.elements if tag == "li"]
    assert opened == [None, "@site?record=1", None]
    assert "■ 督办" in parsed.texts


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ 7 * 7 }}", "长" * 10_000])
def test_whatever_is_said_is_text(text: str) -> None:
    texts, links = rendered(board((text,), card(text, 0, text, "", '@site?record="><script>')), title=text)
    assert (texts, links) == (["1", text, text], [('@site?record="><script>', text)])


def test_what_is_spoken_of_is_told_from_the_rest() -> None:
    parsed = page_of(board(("甲", "乙"), card("甲", 0, "一", tone="accent"), card("乙", 0, "二", "near"), accent="乙"))
    classes = [attributes["class"] for tag, attributes in parsed.elements if tag == "li" and "class" in attributes]
    assert classes == ["card told", "accent", "card blue-on-blue_tint"]


def test_the_projector_hears_of_the_longest_column() -> None:
    cards = (card("甲", 0, "一", "near"), card("甲", 1, "二"), card("乙", 0, "三"))
    assert page_of(board(("甲", "乙"), *cards)).elements[1][1]["style"] == "--rows: 5"
    assert page_of(board(())).elements[1][1]["style"] == "--rows: 2"
