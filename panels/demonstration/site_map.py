"""Where are the sites? Counties by level, with the departments of the city as a row of their own."""

import pandas as pd

from assessment.demonstration import CULTIVATED, WITH_PLATE
from data_access.asked.choices import COUNTIES_GROUP, MUNICIPAL_GROUP
from data_access.ledgers.demonstration_site import SITE_LEVELS
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.demonstration.judged_sites import rests_on, shown_sites
from panels.demonstration.site_words import as_of_in_words
from panels.links import link_to
from panels.phrases import extent_in_words

PLATES, IN_CULTIVATION = "plates", "cultivated"
COLUMNS = ["code", "unit", *SITE_LEVELS, PLATES, IN_CULTIVATION, "revoked"]
MOST_NAMED = 3
DARKEST = 5


def _of_all(context: Context) -> Context:
    """The context without the unit looked at closely, so that a narrowed page still shows every county here."""
    return context.with_(unit="", focus="")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a county that the filters leave and of which the viewer sees any rows, then one of the city's departments
    (code and unit ''), where they have a site: plates held by level and in all, sites in cultivation, plates lost.
    Empty when nobody has a site.
    """
    sites = shown_sites(reader, _of_all(context))
    if sites.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = [_row(code, name, sites[sites["county"] == code]) for code, name in _counties(reader, context)]
    municipal = sites[sites["county"] == ""]
    if len(municipal):
        rows.append(_row("", "", municipal))
    return pd.DataFrame(rows, columns=COLUMNS)


def _counties(reader: Reader, context: Context) -> list[tuple[str, str]]:
    """The counties that can have a site under these filters: of one whose sites are hidden no nought is drawn."""
    selection = context.selection
    if selection.group == MUNICIPAL_GROUP:
        return []
    units, allowed = reader.units(), reader.allowed()
    seen = set(units["county"] if allowed is None else units.loc[units["code"].isin(allowed), "county"])
    if selection.counties:
        seen &= set(selection.counties)
    return [(code, name) for code, name in context.choices.counties if code in seen]


def _row(code: str, unit: str, sites: pd.DataFrame) -> list[object]:
    plated = sites[sites["state"].isin(WITH_PLATE)]
    by_level = [int((plated["level"] == level).sum()) for level in SITE_LEVELS]
    return [code, unit, *by_level, len(plated), int(sites["state"].isin(CULTIVATED).sum()),
            int((sites["state"] == "revoked").sum())]  # fmt: skip


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Which county has most plates, and which has none."""
    words, who = context.words, extent_in_words(_of_all(context))
    if figures.empty:
        return Finding(words("demonstration.none", who=who), "plain", as_of_in_words(context))
    base, plates = _base(figures, context), int(figures[PLATES].sum())
    about = context.selection.closely if context.selection.closely in set(figures["code"]) - {""} else ""
    counties = figures[figures["code"] != ""]
    if len(figures) == 1 or counties.empty:
        unit = figures["unit"].iat[0] or words("municipal_units")
        return Finding(words("site_map.single", unit=unit, n=plates), "plain", base, about)
    if not plates:
        return Finding(words("site_map.no_plates", who=who), "plain", base, about)
    sentences = [words("site_map.plates", who=who, n=plates), *_compared(counties, context)]
    return Finding(words("sentence.comma").join(sentences), "plain", base, about)


def _compared(counties: pd.DataFrame, context: Context) -> list[str]:
    """Who has most plates and who none, by name while they are few."""
    words = context.words
    most = int(counties[PLATES].max())
    first, without = counties[counties[PLATES] == most], counties[counties[PLATES] == 0]
    if len(first) == len(counties):
        return [words("site_map.all_equal", n=most)]
    if most == counties[PLATES].sum():
        return [words("site_map.only", units=first["unit"].iat[0], n=most)]
    sentences = []
    if len(first) <= MOST_NAMED:
        name = "most" if len(first) == 1 else "most_each"
        sentences.append(words(f"site_map.{name}", units=words.join(list(first["unit"])), n=most))
    else:
        sentences.append(words("site_map.several_most", counties=words.number(len(first)), n=most))
    if 0 < len(without) <= MOST_NAMED:
        sentences.append(words("site_map.without", units=words.join(list(without["unit"]))))
    elif len(without):
        sentences.append(words("site_map.several_without", n=len(without)))
    return sentences


def _base(figures: pd.DataFrame, context: Context) -> str:
    words, revoked = context.words, int(figures["revoked"].sum())
    return (
        words("site_map.base")
        + (words("site_map.revoked", n=revoked) if revoked else "")
        + as_of_in_words(context)
    )  # fmt: skip


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": a click on a cell narrows the page to the county, one on its name opens its archive."""
    words = context.words
    names = [unit or words("municipal_units") for unit in figures["unit"]]
    heads = {**{level: words(f"site_map.level.{level}") for level in SITE_LEVELS},
             PLATES: words("site_map.head.plates"), IN_CULTIVATION: words("site_map.head.cultivated")}  # fmt: skip
    total, cells = words("site_map.total"), []
    darkest = max(int(figures[list(SITE_LEVELS)].max().max()), 1) if len(figures) else 1
    for name, row in zip(names, figures.to_dict("records"), strict=True):
        for key, head in heads.items():
            step = round(DARKEST * row[key] / darkest) if key in SITE_LEVELS else -1
            cells.append(_cell(name, head, row[key], step, _narrowing(row["code"], context), context))
    for key, head in heads.items() if len(figures) > 1 else ():
        cells.append(_cell(total, head, int(figures[key].sum()), -1, "", context))
    closely = context.selection.closely
    rows = [
        {"label": name, "code": code, "tone": "accent" if code and code == closely else "plain"}
        for name, code in zip(names, figures["code"], strict=True)
    ]
    rows += [{"label": total, "code": "", "tone": "total"}] if len(figures) > 1 else []
    columns = [
        {"label": head, "badge": "", "tone": "plain" if key in SITE_LEVELS else "total"} for key, head in heads.items()
    ]
    data = pd.DataFrame(cells, columns=["row", "column", "text", "step", "code", "tip"])
    return Chart("grid", data, options={"rows": pd.DataFrame(rows), "columns": pd.DataFrame(columns)})


def _cell(row: str, column: str, count: int, step: int, code: str, context: Context) -> list[object]:
    words = context.words
    return [row, column, words.number(count), step, code, words("site_map.tip", row=row, column=column, n=count)]


def _narrowing(code: str, context: Context) -> str:
    """The link of a row: it narrows the page to the county or opens it again; the city's departments are a group."""
    if code:
        return link_to("demonstration", focus="none" if code == context.selection.focus else code)
    others = context.selection.group == MUNICIPAL_GROUP
    return link_to("demonstration", focus="none", group=COUNTIES_GROUP if others else MUNICIPAL_GROUP)


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(unit=[unit or words("municipal_units") for unit in figures["unit"]])
    columns = (
        Column("unit", words("table.unit")),
        *(Column(level, words.label("site_level", level), "integer") for level in SITE_LEVELS),
        Column(PLATES, words("site_map.head.plates"), "integer"),
        Column(IN_CULTIVATION, words("site_map.head.cultivated"), "integer"),
        Column("revoked", words("site_map.head.revoked"), "integer"),
    )
    return Table(named, columns)


SITE_MAP = Panel(
    "site_map",
    read,
    finding,
    chart,
    table,
    drill="link",
    opens="unit",
    ledgers=rests_on,
    needs=("demonstration_site",),
    population="filters",
    ignores=("period", "compare"),
)
