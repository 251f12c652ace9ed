"""Are posts, people and work of legal bodies in balance, and whom is to be helped first (article 21)?"""

from typing import Any

import pandas as pd

from data_access.ledgers.legal_staffing import GUIDANCE_CLASSES
from data_access.reading.extent import Extent
from data_access.reading.figures import tally_values
from data_access.reading.mergers import counted_units, members_of, passed_over
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.peers import city_row, comparable, peer_standing, shown
from panels.phrases import base_line, count_base, rate_with_base, value_in_words
from panels.unranked import too_few
from wording import Wording

FILLED, QUALIFIED, LOAD = INDICATORS = ("legal_posts_filled_ratio", "legal_qualified_share", "legal_load_ratio")
CLASSES = {each: f"legal_bodies_{each}" for each in GUIDANCE_CLASSES}
HELPED = GUIDANCE_CLASSES[-1]
MOST_NAMED = 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``peer_standing`` on posts filled, people qualified and load, and by class of guidance how many legal bodies of
    each member there are, at the end of the period (0 beside other rows)."""
    standing = peer_standing(reader, context, INDICATORS)
    period = context.selection.period
    of = members_of(counted_units(reader, passed_over(reader, period)), context.selection.group)
    counted = tally_values(reader, tuple(CLASSES.values()), Extent("city"), period.last, period.last, by=("unit_id",))
    counted = counted.assign(unit_id=counted["unit_id"].map(of)).dropna(subset="unit_id")
    sums = counted.groupby(["unit_id", "tally_key"])["value"].sum()
    bodies = {
        name: [
            int(sums.get((unit_id, tally), 0)) if level == "member" else 0
            for unit_id, level in zip(standing["unit_id"], standing["level"], strict=True)
        ]
        for name, tally in CLASSES.items()
    }
    return standing.assign(**bodies)


def _of(figures: pd.DataFrame, indicator: str, context: Context) -> pd.DataFrame:
    """The members shown on one indicator, the fewest posts filled first."""
    rows = shown(figures, context)
    order = rows[rows["indicator"] == FILLED].set_index("code")["rate"]
    rows = rows[rows["indicator"] == indicator]
    return rows.assign(order=rows["code"].map(order)).sort_values(["order", "code"], na_position="last")


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many posts are filled and how much each person handles, who stands out, and how many are to be helped."""
    words = context.words
    base = base_line(context, FILLED, words("legal_bodies.base"))
    if not context.knows(FILLED):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{FILLED}.label")), "plain", base)
    filled, load = comparable(_of(figures, FILLED, context)), comparable(_of(figures, LOAD, context))
    if filled.empty:
        label, rows = words(f"indicator.{FILLED}.label"), _of(figures, FILLED, context)
        return Finding(too_few(rows, city_row(figures, FILLED), words, indicator=label), "plain", base)
    city = rate_with_base(city_row(figures, FILLED), words)
    if len(filled) == 1:
        own_load = load[load["code"] == filled["code"].iat[0]]
        return Finding(_alone(filled.iloc[0], own_load, city, words), "plain", base)
    # The lowest of a few units that a filter leaves is not the lowest of the city.
    members = figures[(figures["level"] == "member") & (figures["indicator"] == FILLED)]
    cut = len(_of(figures, FILLED, context)) < len(members)
    least_of = "legal_bodies.least_shown" if cut else "legal_bodies.least"
    most_of = "legal_bodies.most_shown" if cut else "legal_bodies.most"
    parts = [words("legal_bodies.city", rate=city)]
    # A rate of few posts or people names nobody.
    filled, load = (rows[rows["denominator"] >= context.small] for rows in (filled, load))
    if len(filled) > 1:
        least = _at_end(filled, filled["rate"].min())
        if len(least):
            rates = {rate_with_base(row, words) for _, row in least.iterrows()}
            rate = rates.pop() if len(rates) == 1 else words.percent(least["rate"].iat[0])
            parts.append(words(least_of, unit=words.join(list(least["unit"])), rate=rate))
    if len(load) > 1:
        most = _at_end(load, load["rate"].max())
        if len(most):
            names = words.join(list(most["unit"]))
            parts.append(words(most_of, unit=names, load=words.number(most["rate"].iat[0], 1)))
    return Finding(words("sentence.comma").join(parts), "plain", base)


def _at_end(rows: pd.DataFrame, rate: float) -> pd.DataFrame:
    """The units at an end, where they are few and not all: of equals none is the first."""
    there = rows[rows["rate"] == rate]
    return there if len(there) <= MOST_NAMED and len(there) < len(rows) else there.head(0)


def _alone(filled: pd.Series, load: pd.DataFrame, city: str, words: Wording) -> str:
    """What is said of a unit that stands there by itself."""
    said = words("legal_bodies.alone", unit=filled["unit"], rate=rate_with_base(filled, words), city=city)
    if load.empty:
        return said
    return words("sentence.comma").join([said, words("legal_bodies.load", load=words.number(load["rate"].iat[0], 1))])


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "pair": left posts filled, with the legal bodies to be helped first; right matters a person."""
    words = context.words
    filled, load = _of(figures, FILLED, context), _of(figures, LOAD, context).set_index("code")
    filled = filled if context.knows(FILLED) else filled.head(0)
    rows = [
        _row(row, load.loc[row["code"]].to_dict(), order, words) for order, row in enumerate(filled.to_dict("records"))
    ]
    labels = {
        "unit": words("table.unit"),
        "left": words(f"indicator.{FILLED}.label"),
        "right": words(f"indicator.{LOAD}.label"),
    }
    options = _reference("left", FILLED, figures, words) | _reference("right", LOAD, figures, words)
    return Chart("pair", pd.DataFrame(rows), labels, options)


def _reference(side: str, key: str, figures: pd.DataFrame, words: Wording) -> dict[str, Any]:
    """The city's figure, and its name with it, as a side's reference; None where the city has none."""
    rate = city_row(figures, key)["rate"]
    if rate != rate:
        return {f"{side}_reference": None, f"{side}_reference_text": None}
    name = words("legal_bodies.reference", value=value_in_words(rate, key, words))
    return {f"{side}_reference": rate, f"{side}_reference_text": name}


def _row(filled: dict[Any, Any], load: dict[str, Any], order: int, words: Wording) -> dict[str, Any]:
    helped = words("legal_bodies.helped", n=filled[HELPED]) if filled[HELPED] else ""
    return {
        "order": order,
        "code": unit_link(filled["code"]),
        "name_href": "",
        "unit": filled["unit"],
        "tone": "plain",
        **_side("left", filled, FILLED, words, helped),
        **_side("right", load, LOAD, words),
    }


def _side(side: str, row: dict[Any, Any], indicator: str, words: Wording, more: str = "") -> dict[str, Any]:
    known = bool(row["denominator"])
    base = words("sentence.comma").join(filter(None, (count_base(row, words), more)))
    return {
        f"{side}_value": row["rate"] if known else None,
        f"{side}_text": value_in_words(row["rate"], indicator, words) if known else "",
        f"{side}_base": base,
        f"{side}_mark": "",
    }


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a member: posts, people, qualified, matters, the rates of these, and legal bodies by class."""
    words, filled = context.words, _of(figures, FILLED, context)
    wide = filled.rename(columns={"numerator": "on_post", "denominator": "posts", "rate": "filled"})
    others = {key: _of(figures, key, context).set_index("code") for key in (QUALIFIED, LOAD)}
    # Where no row tells the number there is none to show; nought is told.
    told = wide["rows"].gt(0)
    load = others[LOAD]
    wide = wide.assign(
        posts=wide["posts"].where(told),
        on_post=wide["on_post"].where(told),
        qualified=wide["code"].map(others[QUALIFIED]["rate"]),
        matters=wide["code"].map(load["numerator"].where(load["rows"].gt(0))),
        told_by=wide["code"].map(load["denominator"].where(load["rows"].gt(0))),
        load=wide["code"].map(load["rate"]),
    )
    columns = (
        Column("unit", words("table.unit")),
        Column("posts", words("legal_bodies.head.posts"), "integer"),
        Column("on_post", words("legal_bodies.head.on_post"), "integer"),
        Column("filled", words(f"indicator.{FILLED}.label"), "share"),
        Column("qualified", words(f"indicator.{QUALIFIED}.label"), "share"),
        Column("matters", words("legal_bodies.head.matters"), "integer"),
        Column("told_by", words("legal_bodies.head.told_by"), "integer"),
        Column("load", words(f"indicator.{LOAD}.label"), "score"),
        *(Column(each, words.label("guidance_class", each), "integer") for each in GUIDANCE_CLASSES),
    )
    return Table(wide, columns)


LEGAL_BODIES = Panel(
    "legal_bodies", read, finding, chart, table, lambda _context: INDICATORS, "link", population="listed",
    ignores=("compare",),
)  # fmt: skip
