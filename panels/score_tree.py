"""Where points of a printed scheme went: by first-level item, and below it every cause, a click from its rows."""

from typing import Any

import pandas as pd

from assessment.countable import OWN_COUNTS
from assessment.indicators import BY_KEY
from assessment.lost_points import shared_out
from assessment.scheme import Scheme
from assessment.scheme_tree import Node, tree_of
from data_access.asked.page_keys import LISTED_LEDGERS
from data_access.checking.known_words import label
from data_access.reading.scheme_counts import OF_REPORTS
from panels.declare import Chart, Context
from panels.links import link_to, list_link
from panels.records import Row, listed
from panels.reports import REPORTS
from panels.rows_behind import rows_link, whose
from wording import Wording

DECIMALS = 2


def with_causes(parts: pd.DataFrame, lines: pd.DataFrame, scheme: Scheme, group: str) -> pd.DataFrame:
    """One unit's parts with heading (number and title of the first-level item), indicator (of an item of one line) and
    causes: of each line its row of ``Scores.lines`` with lost (points of the score) and required.
    """
    nodes = tree_of(scheme, group)
    heads = {leaf.item_no: _named(node) for node in nodes for leaf in node.leaves()}
    own = {leaf.item_no: leaf for node in nodes for leaf in node.leaves()}
    by_item = {number: rows.to_dict("records") for number, rows in lines.groupby("item_no", sort=False)}
    causes = [_causes(row, by_item.get(row["key"], []), own.get(row["key"])) for row in parts.to_dict("records")]
    return parts.assign(
        heading=[heads.get(key, "") for key in parts["key"]],
        indicator=[_indicator(by_item.get(key, [])) for key in parts["key"]],
        causes=causes,
    )


def _named(node: Node) -> str:
    return f"{node.item_no} {node.title}".strip()


def _indicator(lines: list[dict[str, Any]]) -> str:
    return str(lines[0]["key"]) if len(lines) == 1 and lines[0]["key"] in BY_KEY else ""


def _causes(part: dict[str, Any], lines: list[dict[str, Any]], leaf: Node | None) -> list[dict[str, Any]]:
    if leaf is None or leaf.is_bonus or pd.isna(part["lost"]):
        return []
    lost = shared_out(part["lost"], [0.0 if pd.isna(line["points"]) else line["points"] for line in lines])
    least = {(line.key, line.rule): line.required for line in leaf.lines}
    return [
        {**line, "lost": each, "required": least.get((line["key"], line["rule"]))}
        for line, each in zip(lines, lost, strict=True)
    ]


def causes_chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "tree": the first-level items by what was lost, the most first; below each what took it, in their order."""
    words = context.words
    rows: list[Row] = []
    under: list[str] = []
    lost = figures[figures["lost"].notna() & (figures["heading"] != "")]
    sums = lost.groupby("heading", sort=False)[["lost", "printed", "weight"]].sum().round(DECIMALS)
    for heading, sum_of in sums[sums["lost"] > 0].sort_values("lost", ascending=False, kind="stable").iterrows():
        given = words("score_tree.given", points=words.number(sum_of["printed"], DECIMALS),
                      weight=words.number(sum_of["weight"], DECIMALS))  # fmt: skip
        rows.append(Row("item_lost", words.signed(-sum_of["lost"], DECIMALS), str(heading), given))
        under.append("")
        for part in lost[lost["heading"] == heading].to_dict("records"):
            below = [_row(part, cause, words) for cause in part["causes"] if cause["lost"] > 0]
            rows, under = rows + below, under + [str(heading)] * len(below)
    return Chart("tree", listed(rows).data.assign(under=under))


def _row(part: dict[str, Any], cause: dict[str, Any], words: Wording) -> Row:
    lost, name = words.signed(-cause["lost"], DECIMALS), f"{part['key']} {part['title']}".strip()
    return Row(
        "cause", lost, name, cause_in_words(cause, words), str(cause["reason"] or ""), opened(cause, part["code"])
    )


def opened(cause: dict[str, Any], code: str) -> str:
    """What a cause opens: the rows that speak against the unit, the reports that cost the points, or the rows of the
    form that told a count; '' for what people gave.
    """
    if cause["key"] in OF_REPORTS:
        state = "late" if cause["key"] == "reports_late" else "not_reported"
        return link_to("unit", unit=code, flip=REPORTS.key, reports=state)
    if cause["key"] in OWN_COUNTS:
        return list_link(LISTED_LEDGERS[0], cause["key"], **whose(code))
    return rows_link(cause["key"], cause, code).removeprefix("@") if cause["key"] in BY_KEY else ""


def _unit_word(key: str, words: Wording) -> str:
    """The word that an own count is said with; one of steps ("0.1个百分点") is so many times that."""
    named = f"count_unit.{key}"
    said = words(named) if words.has(named) else ""
    return words("cause.steps", step=said) if said[:1].isdigit() else said


def cause_in_words(cause: dict[str, Any], words: Wording) -> str:
    """3 件未报备 · 漏报 1 次 · 出庭应诉率 90.0%（9/10）· 评分 18/20."""
    key, rule = str(cause["key"]), cause["rule"]
    if cause["state"] in ("missing", "not_reported"):
        return words(f"cause.{cause['state']}", what=label("item", key, words))
    what = label("item", key, words)
    if key in OWN_COUNTS and rule == "per_case":
        count = words.as_written(cause["n"])
        return words("cause.of_own", what=what, count=count, unit_word=_unit_word(key, words)).strip()
    if rule == "per_case":
        own = f"cause.{key}"
        values = {"n": int(cause["n"]), "what": what}
        # Beside the name of a share the number alone would read as the share.
        other = "cause.of_share" if key in BY_KEY and BY_KEY[key].is_share else "cause.per_case"
        return words(own, n=values["n"]) if words.has(own) else words(other, **values)
    if rule == "required":
        return words("cause.required", n=int(cause["n"]), what=what, least=words.as_written(cause["required"]))
    if rule == "review":
        return words("cause.review", mean=words.number(100 * cause["value"], 1), what=what)
    figures = {name: words.as_written(cause[name]) for name in ("numerator", "denominator") if pd.notna(cause[name])}
    if rule == "mark":
        return words("cause.mark", what=what, **figures)
    if rule == "material":
        return words("cause.material", what=what)
    shown = BY_KEY[key].shown_as if key in BY_KEY else "number"
    value = words.percent(cause["value"]) if shown == "percent" else words.number(cause["value"], 1)
    return words("cause.rate", what=what, value=value, **figures)
