"""Kind "board": what is in which state, a column a state, from the first state to the last."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.balanced import badge_lines, in_lines
from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.declare import Chart
from panels.look import BADGES, Palette

# The narrowest panel, in pixels: heads go on in a second line where they have no room there.
NARROWEST = 560
COLUMN_GAP, WIDEST_COLUMN = 6, 300
COUNT_SIZE, HEAD_SIZE, LEADING = 22, 16, 20
COUNT_HEIGHT, HEAD_GAP = 32, 8
CARD, CARD_LEADING, CARD_GAP = 30, 21, 4
TEXT_SIZE, PADDING, EDGE = 16, 7, 3
# What is written on a card has its lines for this width; where there is less, they are cut.
LEAST_CARD = 124


@dataclass(frozen=True)
class _Places:
    """The columns with the lines of their heads, how wide one is (an expression), for what room the texts of cards have
    their lines, and how high the head is."""

    columns: pd.DataFrame
    step: str
    room: float
    head: float

    def x(self, field: str) -> alt.X:
        count = max(len(self.columns), 1)
        span = [0, {"expr": f"{count} * {self.step}"}]
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, count], range=span, nice=False), axis=None)


def board(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a card: column (words of ``options``), place (from 0 within the column), text, badge ('' or a
    status), badge_text, code ('' cannot be opened), tone ("plain" or "accent").

    options: columns, a frame with label, text (how many there are), tone; in the order they are drawn.
    """
    at = _places(chart.options["columns"])
    cards = _laid_out(chart.data, at)
    height = max([CARD, *cards["bottom"]])
    layers = [
        *_heads(at, colours),
        *_boxes(cards, at, colours),
        *_texts(cards, at, colours),
        *_fields(cards, at),
    ]
    return framed(layers, height + at.head)


def _places(columns: pd.DataFrame) -> _Places:
    count = max(len(columns), 1)
    narrow = min(WIDEST_COLUMN, (NARROWEST + COLUMN_GAP) / count) - COLUMN_GAP
    lines = [in_lines(label, narrow, HEAD_SIZE) for label in columns["label"]]
    columns = columns.reset_index(drop=True).assign(lines=lines)
    head = COUNT_HEIGHT + LEADING * max((len(words) for words in lines), default=1) + HEAD_GAP
    room = max(narrow, LEAST_CARD) - PADDING - 2
    return _Places(columns, f"min({WIDEST_COLUMN}, (width + {COLUMN_GAP}) / {count})", room, head)


def _laid_out(data: pd.DataFrame, at: _Places) -> pd.DataFrame:
    """Cards under one another in their column, with their lines and those of their status."""
    numbers = {label: float(number) for number, label in enumerate(at.columns["label"])}
    cards: list[dict[str, Any]] = []
    below = dict.fromkeys(numbers, 0.0)
    for card in data[data["column"].isin(list(numbers))].sort_values("place", kind="stable").to_dict("records"):
        at_column, top = numbers[card["column"]], below[card["column"]]
        lines = _lines(str(card["text"]), at.room)
        status = _status(card, at.room)
        bottom = top + CARD + CARD_LEADING * (len(lines) + len(status) - 1)
        below[card["column"]] = bottom + CARD_GAP
        cards.append({**card, "lines": lines, "status": status, "at": at_column, "to": at_column + 1, "top": top,
                      "bottom": bottom})  # fmt: skip
    places = ["at", "to", "top", "bottom"]
    frame = pd.DataFrame(cards, columns=[*data.columns, "lines", "status", *places])
    return frame.astype(dict.fromkeys(places, float))


def _lines(text: str, room: float) -> list[str]:
    """A card's text in up to two lines; a number before a name has the first line to itself, as it is never cut."""
    number, _, name = text.partition(" ")
    if name and number[-1:].isdigit() and text_width([text], TEXT_SIZE) > room:
        return [number, name]
    return in_lines(text, room, TEXT_SIZE)


def _status(card: dict[Any, Any], room: float) -> list[str]:
    return badge_lines(card["badge"], card["badge_text"], room, TEXT_SIZE) if card["badge"] else []


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _room(at: _Places, less: float) -> dict[str, str]:
    """How wide a text in a column may be."""
    return {"expr": f"{at.step} - {COLUMN_GAP + less}"}


def _fixed(field: str) -> alt.Color:
    return alt.Color(f"{field}:N", scale=None)


def _text(frame: pd.DataFrame, field: str, y: str, at: _Places, color: Any, *, dx: float = 0, **more: Any) -> Any:
    mark = {"align": "left", "baseline": "middle", "dx": dx, "limit": _room(at, dx), "fontSize": TEXT_SIZE, **more}
    return alt.Chart(frame).mark_text(**mark).encode(x=at.x("at"), y=_y(y), text=f"{field}:N", color=color)


def _heads(at: _Places, colours: Palette) -> list[Any]:
    """Above each column a rule, how many there are, and what they are."""
    number = at.columns.index.to_numpy(float)
    columns = at.columns.assign(
        at=number, to=number + 1,
        ink=[colours.accent if tone == "accent" else colours.ink for tone in at.columns["tone"]],
        rule=-at.head + 1, count=-at.head + COUNT_HEIGHT / 2 + 4,
    )  # fmt: skip
    words = pd.DataFrame(
        [
            {"at": column["at"], "text": line, "line": COUNT_HEIGHT - at.head + (number + 0.5) * LEADING,
             "ink": colours.accent if column["tone"] == "accent" else colours.grey}
            for column in columns.to_dict("records")
            for number, line in enumerate(column["lines"])
        ],
        columns=["at", "text", "line", "ink"],
    ).astype({"at": float, "line": float})  # fmt: skip
    columns = columns.drop(columns="lines")
    rule = alt.Chart(columns).mark_rule(strokeWidth=2, x2Offset=-COLUMN_GAP)
    return [
        rule.encode(x=at.x("at"), x2="to", y=_y("rule"), color=_fixed("ink")),
        _text(columns, "text", "count", at, _fixed("ink"), fontSize=COUNT_SIZE, fontWeight=600),
        _text(words, "text", "line", at, _fixed("ink"), fontSize=HEAD_SIZE),
    ]


def _boxes(cards: pd.DataFrame, at: _Places, colours: Palette) -> list[Any]:
    """A card lies on the tint of its status; one spoken of has an edge in accent."""
    cards = cards.drop(columns=["lines", "status"])
    cards = cards.assign(tint=[_of_badge(badge, 2, colours, colours.heat[0]) for badge in cards["badge"]])
    box = alt.Chart(cards).mark_rect(cornerRadius=2, x2Offset=-COLUMN_GAP)
    edge = alt.Chart(cards[cards["tone"] == "accent"]).mark_rect(color=colours.accent, x2Offset=EDGE)
    return [
        box.encode(x=at.x("at"), x2="to", y=_y("top"), y2="bottom", color=_fixed("tint")),
        edge.encode(x=at.x("at"), x2="at", y=_y("top"), y2="bottom"),
    ]


def _of_badge(badge: str, part: int, colours: Palette, otherwise: str) -> str:
    """The ink (1) or the tint (2) of a status."""
    return str(getattr(colours, BADGES[badge][part])) if badge else otherwise


def _texts(cards: pd.DataFrame, at: _Places, colours: Palette) -> list[Any]:
    """What a card says, and below it the shape and the word of its status."""
    told = [
        {"at": card["at"], "text": text, "y": card["top"] + CARD / 2 + number * CARD_LEADING,
         "ink": _ink(card, number < len(card["lines"]), colours),
         "strong": card["tone"] == "accent" and number < len(card["lines"])}
        for card in cards.to_dict("records")
        for number, text in enumerate([*card["lines"], *card["status"]])
    ]  # fmt: skip
    lines = pd.DataFrame(told, columns=["at", "text", "y", "ink", "strong"])
    strong = lines["strong"].astype(bool)
    return [
        _text(part, "text", "y", at, _fixed("ink"), dx=PADDING, fontWeight=weight)
        for part, weight in ((lines[~strong], 400), (lines[strong], 700))
    ]


def _ink(card: dict[Any, Any], text: bool, colours: Palette) -> str:
    """Of a card's own text or of its status; the filled badge is written on in the colour of the paper."""
    if not text or (card["badge"] and BADGES[card["badge"]][1] == "paper"):
        return _of_badge(card["badge"], 1, colours, colours.grey)
    return colours.accent if card["tone"] == "accent" else colours.ink


def _fields(cards: pd.DataFrame, at: _Places) -> list[Any]:
    """A card says its whole text when pointed at, and can be clicked where it leads somewhere."""
    fields, cards = [], cards.drop(columns=["lines", "status"])
    cards["tip"] = (cards["text"].astype(str) + " " + cards["badge_text"].astype(str)).str.strip()
    for part, cursor in ((cards[cards["code"] == ""], "default"), (cards[cards["code"] != ""], "pointer")):
        field = alt.Chart(part).mark_rect(opacity=0, cursor=cursor, x2Offset=-COLUMN_GAP)
        fields.append(field.encode(x=at.x("at"), x2="to", y=_y("top"), y2="bottom", tooltip="tip:N"))
    return [fields[0], opening(fields[1])]
