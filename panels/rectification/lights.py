"""Where do the open items stand? Lights by county, system or source, at any date."""

from typing import Any

import pandas as pd

from assessment.lights import OPEN_LIGHTS as LIGHTS
from data_access.asked.page_keys import NONE
from data_access.asked.selection import COUNTIES_GROUP, MUNICIPAL_GROUP
from data_access.reading.items import light_counts
from data_access.reading.mergers import looked_at
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.links import link_to
from panels.rectification.asked import base_at, extent, nothing
from panels.rows_behind import counted_column
from wording import Wording

# Red and yellow cells are tinted by their number of items; below this number a cell is never the darkest.
TINTED = ("supervised", "overdue", "returned", "behind")
DARKEST, FEW = 5, 8
# More rows do not fit on a screen: those after the worst are added up in one.
MOST_ROWS = 11
ALL = "all"


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row a county, system or source with open items, the worst first: group (its code, '' for units without),
    name, a column a light of ``LIGHTS``, and all.
    """
    units = looked_at(reader, context.selection.closely, context.selection.period)
    # The city's own government stands for itself: no filter chooses it with the departments.
    units = units.assign(county=units["county"].mask(units["kind"] == "city", units["code"]))
    counts = light_counts(reader, extent(reader, context), context.at, context.selection.by, units)
    wide = counts.pivot(index="group", columns="light", values="items").reindex(columns=list(LIGHTS)).fillna(0)
    wide = wide.astype(int).assign(all=lambda rows: rows.sum(axis=1)).rename_axis(columns=None).reset_index()
    names = reader.units().set_index("code")["name"]
    wide = wide.assign(name=[names.get(group, "") for group in wide["group"]])
    order = ["supervised", "overdue", "returned", ALL]
    return wide.sort_values([*order, "group"], ascending=[*[False] * len(order), True], ignore_index=True)


def _named(group: str, name: str, context: Context) -> str:
    """The name of a row in the language of the reader."""
    words, by = context.words, context.selection.by
    if not group:
        return words(f"lights.without_{by}")
    if by == "county":
        # The city's government is called by the city's name, which is no name of all its units here.
        own_level = group not in dict(context.choices.counties)
        return words("concentration.own_level", unit=name) if own_level else name
    return words.label("sector", group) if by == "sector" else words.label("rectification_source", group)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many items are open, supervised and overdue, and which row has most of these."""
    words, base = context.words, base_at("lights.base", context)
    if figures.empty:
        return nothing(context, "open_items.none", base, "plain")
    base += words("lights.base_of_numbers")
    counts = figures[[*LIGHTS, ALL]].sum()
    sentences = [words("open_items.total", n=int(counts[ALL]))]
    grave = [light for light in ("supervised", "overdue") if counts[light]]
    sentences += [words(f"open_items.{light}", n=int(counts[light])) for light in grave]
    if not grave:
        sentences += [words("lights.returned", n=int(counts["returned"]))] if counts["returned"] else []
        level: Level = "watch" if counts["returned"] or counts["behind"] else "plain"
        return Finding(words("sentence.comma").join(sentences), level, base)
    most = _most(figures)
    sentences.append(_said_most(figures, most, context))
    named = len(figures) > len(most) == 1 and context.selection.by == "county"
    about = str(most["group"].iat[0]) if named else ""
    return Finding(words("sentence.comma").join(filter(None, sentences)), "bad", base, about)


def _red(figures: pd.DataFrame) -> pd.Series:
    return figures["supervised"] + figures["overdue"]


def _most(figures: pd.DataFrame) -> pd.DataFrame:
    red = _red(figures)
    return figures[red == red.max()]


def _said_most(figures: pd.DataFrame, most: pd.DataFrame, context: Context) -> str:
    """The words about the row with most red items; '' where there is one row only."""
    words = context.words
    if len(figures) == 1:
        return ""
    names = [_named(row["group"], row["name"], context) for _, row in most.iterrows()]
    # Two numbers were said before: what a row has of both is neither's.
    both = words("lights.both") if figures["supervised"].any() and figures["overdue"].any() else ""
    n = int(_red(most).iat[0])
    if len(most) == 1:
        return words("lights.only" if n == _red(figures).sum() else "lights.most", n=n, row=names[0], both=both)
    alike = len(most) == len(figures)
    if len(most) <= 3:
        return words("lights.alike" if alike else "lights.tied", n=n, rows=words.join(names), both=both)
    return words("lights.many_alike" if alike else "lights.many_tied", n=n, rows=words.number(len(most)), both=both)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "grid": the heads are the lights; a cell narrows the list of items, a county's name opens its archive."""
    words, by = context.words, context.selection.by
    about = found.about
    shown, most = _shown(figures, context), max(int(figures[list(TINTED)].to_numpy().max(initial=0)), FEW)
    rows, cells = [], []
    for row in shown.to_dict("records"):
        counted = row["kind"] == "row"
        opens = row["group"] if counted and by == "county" else ""
        tone = "total" if not counted else "accent" if about and row["group"] == about else "plain"
        rows.append({"label": row["label"], "code": opens, "tone": tone})
        for light in (*LIGHTS, ALL):
            value, head = int(row[light]), _head(light, words)
            plain = counted and light != ALL
            step = _step(value, most) if light in TINTED and plain else 0 if plain else -1
            link = _link(row, "" if light == ALL else light, context) if value else ""
            tip = words("lights.tip", row=row["label"], light=head, n=value)
            cells.append({"row": row["label"], "column": head, "text": words.number(value), "step": step,
                          "code": link, "tip": tip})  # fmt: skip
    heads = [
        {"label": _head(light, words), "badge": "" if light == ALL else light, "tone": "plain"}
        for light in (*LIGHTS, ALL)
    ]
    data = pd.DataFrame(cells, columns=["row", "column", "text", "step", "code", "tip"])
    return Chart("grid", data, {}, {"rows": pd.DataFrame(rows), "columns": pd.DataFrame(heads)})


def _head(light: str, words: Wording) -> str:
    return words("lights.all") if light == ALL else words.label("badge", light)


def _step(value: int, most: int) -> int:
    return -(-DARKEST * value // most)


def _shown(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The rows with their labels, those that do not fit added up, and their sum; kind is row, rest or total."""
    if figures.empty:
        return figures.assign(label="", kind="")
    words = context.words
    labels = [_named(row["group"], row["name"], context) for _, row in figures.iterrows()]
    shown = figures.assign(label=labels, kind="row")
    # Of one more than these nobody is left out.
    if len(shown) > MOST_ROWS + 1:
        rest = shown.iloc[MOST_ROWS:]
        label = words("lights.rest", n=len(rest))
        shown = pd.concat([shown.head(MOST_ROWS), _sum(rest, label, "rest")], ignore_index=True)
    return pd.concat([shown, _sum(figures, words("lights.all"), "total")], ignore_index=True)


def _sum(rows: pd.DataFrame, label: str, kind: str) -> pd.DataFrame:
    return pd.DataFrame([{**rows[[*LIGHTS, ALL]].sum(), "group": "", "name": "", "label": label, "kind": kind}])


def _link(row: dict[str, object], light: str, context: Context) -> str:
    """The link to the items of a cell; '' for the rest added up, and for items without a system or source."""
    by, group = context.selection.by, str(row["group"])
    query = {"light": light or NONE, "source": NONE, "age": NONE, "term": NONE, "page": "1"}
    if row["kind"] == "rest" or (row["kind"] == "row" and not group and by != "county"):
        return ""
    if row["kind"] == "row" and by == "county":
        query |= _of_row(group, context)
    elif row["kind"] == "row":
        query[by] = group
        closely, counties = context.selection.closely, dict(context.choices.counties)
        if by == "sector" and closely in counties:
            # Who looks closely at a county looks at all its systems.
            query |= {"county": closely, "focus": NONE}
    return link_to("rectification", **query)


def _of_row(group: str, context: Context) -> dict[str, str]:
    """The keys that choose a county, the city's government or its departments; where systems or a group of one are
    chosen, a county's units of these alone."""
    selection = context.selection
    if not group:
        return {"group": MUNICIPAL_GROUP}
    of_some = selection.sectors or selection.group != COUNTIES_GROUP
    if of_some and group in dict(context.choices.counties):
        return {"county": group, "focus": NONE}
    return {"focus": group}


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(label=[_named(row["group"], row["name"], context) for _, row in figures.iterrows()])
    links = {
        f"{light}_opens": [_opened(row, light, context) for row in named.assign(kind="row").to_dict("records")]
        for light in (*LIGHTS, ALL)
    }
    counts = [counted_column(light, _head(light, words)) for light in (*LIGHTS, ALL)]
    return Table(named.assign(**links), (Column("label", words(f"by.{context.selection.by}")), *counts))


def _opened(row: dict[str, Any], light: str, context: Context) -> str:
    link = _link(row, "" if light == ALL else light, context) if row[light] else ""
    return f"@{link}" if link else ""


LIGHTS_PANEL = Panel(
    "lights",
    read,
    finding,
    chart,
    table,
    drill="link",
    opens="unit",
    asks=("at", "by"),
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("period", "compare"),
)
