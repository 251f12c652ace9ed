"""Kind "grid": a table whose cells are tinted by how much is in them; the row and the column spoken of are framed."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.balanced import badge_lines, in_lines
from panels.charts.frame import framed
from panels.charts.marks import badge_text, opening, text_width
from panels.charts.names import name_fields
from panels.charts.projected import projected_width
from panels.declare import Chart
from panels.look import BADGES, Palette

ROW_HEIGHT, GAP = 30, 1
# The width of the narrowest panel, in pixels; heads that have no room in it slant.
NARROWEST = 560
# Names of rows take at most this share of the width; columns are not wider than this.
NAME_SHARE, WIDEST_COLUMN = 0.28, 120
NAME_SIZE, NAME_GAP, HEAD_SIZE, LEADING, HEAD_INSET, HEAD_GAP = 17, 12, 16, 20, 4, 6
BADGE_INSET = 1
# Added to every reckoned width of a text: letters differ from font to font.
SLACK = 4
# Heads with words too long for the narrowest column slant towards it, and stand upright where columns are wider.
SLANT, SINE, COSINE, WIDEST_SLANTED = 40, 0.64, 0.77, 170
# From this step on the numerals are the colour of the paper.
DARK_STEP = 4


@dataclass(frozen=True)
class _Places:
    """Rows and columns with their numbers; the expressions of where cells begin and how wide they are; the head."""

    rows: pd.DataFrame
    columns: pd.DataFrame
    left: str
    cell: str
    head: float
    # The width of a cell from which heads stand upright; 0 when they always do.
    upright: float

    def x(self, field: str) -> alt.X:
        count = max(len(self.columns), 1)
        span = [{"expr": self.left}, {"expr": f"{self.left} + {count} * {self.cell}"}]
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, count], range=span, nice=False), axis=None)


def grid(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a cell: row, column (words of ``options``), text, step (0 to 5, -1 without fill), code (a link or
    '' for a cell that cannot be opened), tip (words said when pointed at, '' none).

    options: rows, a frame with label, code (of the unit its name opens, or ''), tone ("plain", "accent" or "total");
    columns, a frame with label, badge (a status or ''), tone. No label stands twice.
    """
    at = _places(chart)
    data = _placed(chart.data, at)
    layers = [
        *_cells(data, at, colours),
        *_frames(at, colours),
        *_row_names(at, colours),
        *_heads(at, colours),
        *(_slanted_heads(at, colours) if at.upright else []),
        *_fields(data, at),
    ]
    return framed(layers, max(len(at.rows), 1) * ROW_HEIGHT + at.head)


def _placed(data: pd.DataFrame, at: _Places) -> pd.DataFrame:
    """The cells of the rows and columns there are, with their places and the tones of their row and column."""
    rows, columns = (frame.set_index("label")[["at", "tone"]] for frame in (at.rows, at.columns))
    data = data[data["row"].isin(rows.index) & data["column"].isin(columns.index)]
    row, column = rows.loc[data["row"]], columns.loc[data["column"]]
    x, top = column["at"].to_numpy(float), row["at"].to_numpy(float) * ROW_HEIGHT
    return data.assign(
        row_tone=row["tone"].to_numpy(), column_tone=column["tone"].to_numpy(), x=x, middle=x + 0.5, x2=x + 1,
        top=top, mid=top + ROW_HEIGHT / 2, bottom=top + ROW_HEIGHT,
    )  # fmt: skip


def _places(chart: Chart) -> _Places:
    rows, columns = (_numbered(chart.options[name]) for name in ("rows", "columns"))
    count = max(len(columns), 1)
    width = text_width(rows["label"], NAME_SIZE) + NAME_GAP + SLACK
    least = NARROWEST
    if chart.options.get("projected"):
        least = projected_width(max(len(rows), 1) * ROW_HEIGHT + 2 * LEADING)
    narrow = min(WIDEST_COLUMN, (least - min(width, NAME_SHARE * least)) / count)
    heads = list(zip(columns["badge"], columns["label"], strict=True))
    lines = [_head_lines(badge, label, narrow) for badge, label in heads]
    words = [badge_text(badge, label) if badge else label for badge, label in heads]
    slanted = any(text_width(head, HEAD_SIZE) > narrow - HEAD_INSET for head in lines)
    upright = 0.0
    if slanted:
        lines = [_head_lines(badge, label, WIDEST_COLUMN) for badge, label in heads]
        upright = max(text_width(head, HEAD_SIZE) for head in lines) + HEAD_INSET
    head = max((len(words) for words in lines), default=1) * LEADING + HEAD_GAP + 4.0
    if slanted:
        wide = [min(text_width([text], HEAD_SIZE), WIDEST_SLANTED) for text in words]
        head = max(head, max(wide) * SINE + HEAD_SIZE * COSINE + HEAD_GAP)
        # No head begins left of the chart.
        width = max(width, *(text * COSINE - number * narrow for number, text in enumerate(wide)))
    left = f"min({width:.0f}, {NAME_SHARE} * width)"
    cell = f"min({WIDEST_COLUMN}, (width - {left}) / {count})"
    return _Places(rows, columns.assign(words=words, lines=lines), left, cell, head, upright)


def _head_lines(badge: str, label: str, room: float) -> list[str]:
    """The words of a head in up to two lines."""
    if badge:
        return badge_lines(badge, label, room - HEAD_INSET, HEAD_SIZE)
    return in_lines(label, room - HEAD_INSET, HEAD_SIZE)


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=True).assign(at=lambda rows: rows.index.astype(float))


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _ink(tone: str, plain: str, colours: Palette) -> str:
    return colours.accent if tone == "accent" else plain


def _cells(data: pd.DataFrame, at: _Places, colours: Palette) -> list[Any]:
    """Tints with their figures; nothing of a kind is weaker, a total stands without tint."""
    filled = data[data["step"] >= 0].assign(fill=lambda cells: [colours.heat[step] for step in cells["step"]])
    color = alt.Color("fill:N", scale=None)
    mark = alt.Chart(filled).mark_rect(stroke=colours.paper, strokeWidth=2 * GAP)
    layers: list[Any] = [mark.encode(x=at.x("x"), x2="x2", y=_y("top"), y2="bottom", color=color)]
    inks = [_numeral(*cell, colours) for cell in zip(data["step"], data["row_tone"], data["column_tone"], strict=True)]
    told = data.assign(ink=inks)
    for part, weight in ((told[told["step"] == 0], 400), (told[told["step"] != 0], 600)):
        text = alt.Chart(part).mark_text(baseline="middle", fontWeight=weight)
        layers.append(text.encode(x=at.x("middle"), y=_y("mid"), text="text:N", color=alt.Color("ink:N", scale=None)))
    return layers


def _numeral(step: int, row_tone: str, column_tone: str, colours: Palette) -> str:
    if step < 0:
        return colours.accent if "accent" in (row_tone, column_tone) else colours.ink
    if step == 0:
        return colours.grey
    return colours.paper if step >= DARK_STEP else colours.ink


def _frames(at: _Places, colours: Palette) -> list[Any]:
    """A thin rectangle around the cells of each row and column that is spoken of, totals left out."""
    rows, columns = (frame[frame["tone"] != "total"] for frame in (at.rows, at.columns))
    if rows.empty or columns.empty:
        return []
    whole = (columns["at"].min(), columns["at"].max() + 1, rows["at"].min(), rows["at"].max() + 1)
    boxes = [(number, number + 1, *whole[2:]) for number in columns.loc[columns["tone"] == "accent", "at"]]
    boxes += [(*whole[:2], number, number + 1) for number in rows.loc[rows["tone"] == "accent", "at"]]
    frame = pd.DataFrame(boxes, columns=["x", "x2", "top", "bottom"], dtype=float)
    frame = frame.assign(top=frame["top"] * ROW_HEIGHT, bottom=frame["bottom"] * ROW_HEIGHT)
    edge = alt.Chart(frame).mark_rect(filled=False, stroke=colours.accent, strokeWidth=2)
    return [edge.encode(x=at.x("x"), x2="x2", y=_y("top"), y2="bottom")]


def _row_names(at: _Places, colours: Palette) -> list[Any]:
    rows = at.rows.assign(
        mid=(at.rows["at"] + 0.5) * ROW_HEIGHT,
        ink=[_ink(tone, colours.grey if tone == "total" else colours.ink, colours) for tone in at.rows["tone"]],
    )
    mark: dict[str, Any] = {"align": "right", "baseline": "middle", "x": {"expr": f"{at.left} - {NAME_GAP}"}}
    mark |= {"fontSize": NAME_SIZE, "limit": {"expr": f"{at.left} - {NAME_GAP}"}}
    color = alt.Color("ink:N", scale=None)
    return [
        alt.Chart(part).mark_text(**mark, fontWeight=weight).encode(y=_y("mid"), text="label:N", color=color)
        for part, weight in ((rows[rows["tone"] != "accent"], 400), (rows[rows["tone"] == "accent"], 700))
    ]


def _heads(at: _Places, colours: Palette) -> list[Any]:
    """Words above their column in up to two lines; a status in a box of its tint."""
    most = max((len(lines) for lines in at.columns["lines"]), default=1)
    rows = [
        {"middle": column["at"] + 0.5, "ink": _head_ink(column, colours), "text": text,
         "weight": column["tone"], "y": -HEAD_GAP - (most - _shift(column, most) - number - 0.5) * LEADING}
        for column in at.columns.to_dict("records")
        for number, text in enumerate(column["lines"])
    ]  # fmt: skip
    told = pd.DataFrame(rows, columns=["middle", "ink", "text", "weight", "y"])
    mark: dict[str, Any] = {"baseline": "middle", "fontSize": HEAD_SIZE, "limit": {"expr": f"{at.cell} - 2"}}
    mark |= _where(at, upright=True)
    layers: list[Any] = _badge_boxes(at, most * LEADING + 4, colours)
    for part, weight in ((told[told["weight"] != "accent"], 400), (told[told["weight"] == "accent"], 700)):
        text = alt.Chart(part).mark_text(**mark, fontWeight=weight)
        color = alt.Color("ink:N", scale=None)
        layers.append(text.encode(x=at.x("middle"), y=_y("y"), text="text:N", color=color))
    return layers


def _where(at: _Places, *, upright: bool) -> dict[str, Any]:
    """Upright heads are seen where cells are wide enough for them, slanted ones elsewhere."""
    if not at.upright:
        return {}
    return {"opacity": {"expr": f"({at.cell}) {'>=' if upright else '<'} {at.upright:.0f} ? 1 : 0"}}


def _shift(column: dict[Any, Any], most: int) -> float:
    """By how many lines a head begins lower: words stand on the cells, those of a status in the middle of its box."""
    lacking = most - len(column["lines"])
    return lacking / 2 if column["badge"] else lacking


def _head_ink(column: dict[Any, Any], colours: Palette) -> str:
    if column["badge"]:
        return str(getattr(colours, BADGES[column["badge"]][1]))
    return _ink(column["tone"], colours.grey, colours)


def _badge_boxes(at: _Places, height: float, colours: Palette) -> list[Any]:
    boxes = at.columns[at.columns["badge"].astype(bool)]
    boxes = boxes.assign(
        fill=[getattr(colours, BADGES[badge][2]) for badge in boxes["badge"]],
        x=boxes["at"], x2=boxes["at"] + 1, top=-HEAD_GAP + 2 - height, bottom=-HEAD_GAP + 2.0,
    )[["fill", "x", "x2", "top", "bottom"]]  # fmt: skip
    look: dict[str, Any] = {"cornerRadius": 2, "stroke": colours.paper, "strokeWidth": 2 * BADGE_INSET}
    box = alt.Chart(boxes).mark_rect(**look, **_where(at, upright=True))
    color = alt.Color("fill:N", scale=None)
    return [box.encode(x=at.x("x"), x2="x2", y=_y("top"), y2="bottom", color=color)]


def _slanted_heads(at: _Places, colours: Palette) -> list[Any]:
    """Each head ends above the middle of its column and comes from the upper left, where no other stands."""
    inks = [
        _head_ink(column, colours) if column["badge"] != "supervised" else colours.red
        for column in at.columns.to_dict("records")
    ]
    heads = at.columns.assign(middle=at.columns["at"] + 0.6, ink=inks)[["middle", "ink", "words", "tone"]]
    mark: dict[str, Any] = {"align": "right", "baseline": "bottom", "angle": SLANT, "y": -2, "fontSize": HEAD_SIZE}
    mark |= _where(at, upright=False)
    color = alt.Color("ink:N", scale=None)
    return [
        alt.Chart(part).mark_text(**mark, fontWeight=weight, limit=WIDEST_SLANTED).encode(
            x=at.x("middle"), text="words:N", color=color
        )
        for part, weight in ((heads[heads["tone"] != "accent"], 400), (heads[heads["tone"] == "accent"], 700))
    ]  # fmt: skip


def _fields(data: pd.DataFrame, at: _Places) -> list[Any]:
    """What is pointed at and clicked: every cell says its words, some open a list, names open their unit."""
    fields = []
    for part, cursor in ((data[data["code"] == ""], "default"), (data[data["code"] != ""], "pointer")):
        field = alt.Chart(part).mark_rect(opacity=0, cursor=cursor)
        fields.append(field.encode(x=at.x("x"), x2="x2", y=_y("top"), y2="bottom", tooltip="tip:N"))
    rows = at.rows.assign(top=at.rows["at"] * ROW_HEIGHT, bottom=(at.rows["at"] + 1) * ROW_HEIGHT)
    names = name_fields(rows, f"{at.left} - {NAME_GAP / 2}", "label")
    return [fields[0], opening(fields[1]), names]
