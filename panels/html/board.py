"""Kind "board": what is in which state, a column a state, from the first state to the last."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records

# How many lines number and word at the head of a column take.
HEAD_LINES = 2


def board(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a card: column (words of ``options``), place (from 0 within the column), text, badge ('' or a
    status), badge_text, code and href ('' cannot be opened), tone ("plain" or "accent").

    options: columns, a frame with label, text (how many there are), tone; in the order they are drawn.
    """
    cards = records(chart.data.sort_values("place", kind="stable"))
    states = [
        {**state, "cards": [card for card in cards if card["column"] == state["label"]]}
        for state in records(chart.options["columns"])
    ]
    return {"states": states, "lines": HEAD_LINES + max((_lines(state["cards"]) for state in states), default=0)}


def _lines(cards: list[dict[str, Any]]) -> int:
    """How many lines the cards of a column take: one each, and one for a status."""
    return len(cards) + sum(1 for card in cards if card["badge"])
