"""Where did the points go? One unit's score, item by item; the items add up to it."""

from typing import Any

import pandas as pd

from assessment.lost_points import with_lost_points
from data_access.reading.reader import Reader
from panels.chosen import chosen_unit
from panels.declare import Chart, Column, Context, Finding, Panel, Table, scored_ledgers
from panels.lacking import lacking_in_words
from panels.rows_behind import rows_link, with_rows
from panels.score_tree import cause_in_words, causes_chart, with_causes
from panels.scores import assessed, why_no_scores
from wording import Wording

# The names of first-level items are long.
MOST_HEADINGS = 2
MOST_NAMED = 3
# The items of the most lost points are bars of their own, the others one bar together.
MOST_BARS = 8
NOT_COUNTED = ("not_applicable", "not_reported", "missing")
# How an item of each component is called: an indicator, an item of the marks, a group of reviewers.
_LABELS = {"annual": "mark_item", "external": "reviewer_group"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The chosen unit's rows of ``Scores.parts`` with unit and score, weight and lost as ``with_lost_points``.

    Empty when nothing can be scored.
    """
    assessment = assessed(reader, context)
    code = chosen_unit(reader, context)
    if assessment is None or not code:
        return pd.DataFrame()
    parts = assessment.scores.parts[assessment.scores.parts["code"] == code]
    own = assessment.table[assessment.table["code"] == code].iloc[0]
    lost = with_lost_points(parts).assign(unit=own["unit"], score=own["score"]).reset_index(drop=True)
    lines = assessment.scores.lines
    if lines is None:
        return lost
    return with_causes(lost, lines[lines["code"] == code], assessment.scheme, assessment.group)


def item_in_words(row: dict[str, Any], words: Wording) -> str:
    """负责人出庭应诉率, 公众评议, 1.2 文件报备 …: what an item of a scheme is called."""
    component, key = row["component"], row["key"]
    if key and row.get("heading") is not None:
        return f"{key} {row['title']}".strip()
    if component == "adjustment":
        return words("scores.part.adjustment")
    return words(f"indicator.{key}.label") if component == "daily" else words.label(_LABELS[component], key)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many points are missing and where most of them went."""
    words = context.words
    base = words("as_of", as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(why_no_scores(context), "plain", base)
    code, unit = str(figures["code"].iat[0]), figures["unit"].iat[0]
    counted = figures[figures["lost"] > 0].sort_values("lost", ascending=False)
    base = words("score_parts.base") + _left_out(figures, words) + base
    if pd.isna(figures["score"].iat[0]):
        silent = bool((figures["state"].eq("not_reported") & figures["points"].isna()).any())
        key = "score_parts.no_total" if silent else "score_parts.nothing"
        return Finding(words(key, unit=unit), "bad" if silent else "plain", base, code)
    if counted.empty and (unmarked := int(figures["state"].eq("missing").sum())):
        return Finding(words("score_parts.full_so_far", unit=unit, n=unmarked), "plain", base, code)
    if counted.empty:
        return Finding(words("score_parts.full", unit=unit), "good", base, code)
    worst = _worst(counted, words)
    lost = words.number(100 - figures["score"].iat[0], 2)
    return Finding(words("score_parts.lost", unit=unit, lost=lost, items=words.join(worst)), "plain", base, code)


def _worst(counted: pd.DataFrame, words: Wording) -> list[str]:
    """Where most was lost: of a printed scheme the first-level items, which the chart shows in this order."""
    if "heading" not in counted or not counted["heading"].any():
        return [_item(row, words) for row in counted.head(MOST_NAMED).to_dict("records")]
    sums = counted[counted["heading"] != ""].groupby("heading", sort=False)["lost"].sum()
    most = sums.sort_values(ascending=False, kind="stable").head(MOST_HEADINGS)
    return [words("score_parts.item", item=name, points=words.number(lost, 2)) for name, lost in most.items()]


def _item(row: dict[str, Any], words: Wording) -> str:
    item = item_in_words(row, words)
    return words("score_parts.item", item=item, points=words.number(row["lost"], 2))


def _left_out(figures: pd.DataFrame, words: Wording) -> str:
    """Which items were not counted, and why their weight went to the others."""
    out = figures[figures["state"].isin(NOT_COUNTED) & (figures["component"] != "adjustment")]
    sentences = []
    for state in NOT_COUNTED:
        rows = out[out["state"] == state].to_dict("records")
        items = [_with_lacking(item_in_words(row, words), row, words) for row in rows]
        if items:
            sentences.append(words(f"score_parts.{state}", items=words.join(items)))
    return "".join(sentences)


def _with_lacking(said: str, row: dict[str, Any], words: Wording) -> str:
    """出庭应诉率（漏报 5 期）: what is said of an item, with what is missing where it counts as not reported."""
    lacking = lacking_in_words(row, words) if row["state"] == "not_reported" else ""
    return words("not_compared.unit", unit=said, lacking=lacking) if lacking else said


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": the points lost by item, the most first; an adjustment may give points back.

    The bar of an indicator opens the rows behind it. Of a printed scheme kind "tree": every cause (``score_tree``).
    """
    words = context.words
    if figures.empty:
        return Chart("bars", pd.DataFrame())
    if "heading" in figures:
        return causes_chart(figures, context)
    lost = figures[figures["lost"].notna() & figures["lost"].ne(0)]
    rows = lost.sort_values("lost", ascending=False, kind="stable").to_dict("records")
    shown, rest = (rows[:MOST_BARS], rows[MOST_BARS:]) if len(rows) > MOST_BARS + 1 else (rows, [])
    bars = [(item_in_words(row, words), float(row["lost"]), _opened(row)) for row in shown]
    if rest:
        # Whole hundredths are added up; what floats leave behind them is no loss.
        together = round(sum(row["lost"] for row in rest), 2)
        bars.append((words("score_parts.rest", n=len(rest)), together, ""))
    data = pd.DataFrame(
        {
            "order": range(len(bars)),
            "label": [label for label, _, _ in bars],
            "value": [-points for _, points, _ in bars],
            "value_text": [words.signed(-points, 2) for _, points, _ in bars],
            "tone": ["accent", *["plain"] * MOST_BARS][: len(shown)] + ["rest"] * bool(rest),
            "code": [link for _, _, link in bars],
        }
    )
    return Chart("bars", data)


def _opened(row: dict[str, Any]) -> str:
    """The link to the rows behind an item of the daily marks; '' for what is marked or reviewed by hand."""
    return rows_link(_indicator(row), row, row["code"]).removeprefix("@")


def _indicator(row: dict[str, Any]) -> str:
    """The indicator that an item rests on; of a printed scheme that of its only line."""
    return str(row["indicator"] if "heading" in row else row["key"] if row["component"] == "daily" else "")


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every item: what was counted, its points, its weight after sharing and what it gives; the last column adds up."""
    words = context.words
    parts = figures
    if len(parts):
        rows = parts.to_dict("records")
        parts = parts.assign(
            component_text=[words(f"scores.part.{row['component']}") for row in rows],
            item=[item_in_words(row, words) for row in rows],
            state_text=[_with_lacking(words.label("part_state", row["state"]), row, words) for row in rows],
        )
        # Only what is counted has rows; marks and reviews are numbers that people gave.
        parts = with_rows(parts.assign(indicator=[_indicator(row) for row in rows]))
        if "causes" in parts:
            parts = parts.assign(reason=[_why(row, words) for row in rows])
    names = (
        ("component_text", "text"), ("item", "text"), ("numerator", "score"), ("denominator", "integer"),
        ("blank", "integer"), ("points", "score"), ("weight", "score"), ("printed", "score"), ("lost", "score"),
        ("state_text", "text"), ("reason", "text"),
    )  # fmt: skip
    opened = ("numerator", "denominator", "blank")
    columns = tuple(
        Column(name, words(f"score_parts.head.{name}"), kind, f"{name}_opens" if name in opened else "")  # type: ignore[arg-type]
        for name, kind in names
    )
    return Table(
        parts.reindex(columns=[column.name for column in columns] + [f"{name}_opens" for name in opened]), columns
    )


def _why(row: dict[str, Any], words: Wording) -> str:
    """Every cause with its points, then the reasons that people gave."""
    lost = [(cause["lost"], cause_in_words(cause, words)) for cause in row["causes"] if cause["lost"]]
    causes = [f"{words.signed(-points, 2)} {said}" for points, said in lost]
    return words("sentence.separator").join([*causes, *([row["reason"]] if row["reason"] else [])])


SCORE_PARTS = Panel(
    "score_parts",
    read,
    finding,
    chart,
    table,
    drill="link",
    ledgers=scored_ledgers,
    names_missing=True,
    population="named",
    ignores=("compare",),
)
