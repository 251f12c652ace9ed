"""Are documents filed, in time, and found to conform: by unit and by month (article 8)?"""

import math
from collections.abc import Mapping
from itertools import product
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.asked.periods import months_from, shift
from data_access.counting.behind import behind
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import untold_months
from data_access.reading.gaps import unknown_months
from data_access.reading.lists_behind import ALL, REST
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.peers import city_row, peer_standing, shown
from panels.phrases import base_line, count_base, extent_in_words, rate_with_base, share_with_base
from panels.ranking import lacking_columns
from panels.rows_behind import counted_column, counted_columns, in_month, part_link, rows_link, with_rows
from panels.unranked import too_few, why_none

RATES = ("filing_rate", "filing_timeliness", "filing_conformity")
MOST_ROWS, MONTHS_SHOWN, DARKEST = 14, 12, 5
_COUNTED = NORMATIVE_DOCUMENT.counted


def _tint(row: Mapping[Any, Any]) -> int:
    """How dark a cell is: by how much of the whole is lacking."""
    lacking = 1 - float(row["numerator"]) / float(row["denominator"])
    return min(DARKEST, math.ceil(DARKEST * 2 * lacking))


def _cell(name: str, head: str, row: Mapping[Any, Any], link: str, context: Context) -> dict[str, Any]:
    words, filled = context.words, bool(row["denominator"])
    rate = words.percent(row["numerator"] / row["denominator"]) if filled else words.label("", None)
    return {"row": name, "column": head, "text": rate, "step": _tint(row) if filled else -1,
            "code": link.removeprefix("@"), "tip": count_base(row, words) if filled else ""}  # fmt: skip


def _grid(cells: list[dict[str, Any]], rows: list[tuple[str, str]], heads: list[str]) -> Chart:
    options = {
        "rows": pd.DataFrame(rows, columns=["label", "code"]).assign(tone="plain"),
        "columns": pd.DataFrame({"label": heads}).assign(badge="", tone="plain"),
    }
    return Chart("grid", pd.DataFrame(cells), {}, options)


# --- By unit -----------------------------------------------------------------------------------------------------


def read_units(reader: Reader, context: Context) -> pd.DataFrame:
    """The rows of ``peer_standing`` of the three rates."""
    return peer_standing(reader, context, RATES)


def units_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The three rates of the city, or of the units that a filter leaves taken together, each with its base."""
    words = context.words
    base = base_line(context, RATES[0], words("filing.by_unit_base"))
    if not context.knows(*RATES):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{RATES[0]}.label")), "plain", base)
    units = shown(figures, context)
    cut = len(units) < int(figures["level"].eq("member").sum())
    city, documents = city_row(figures, RATES[0]), units["denominator"].gt(0) | units["blank"].gt(0)
    if not (documents.any() if cut else city["denominator"]):
        label = words(f"indicator.{RATES[0]}.label")
        return Finding(too_few(units[units["indicator"] == RATES[0]], city, words, indicator=label), "plain", base)
    rows = (_together(units, key) if cut else city_row(figures, key) for key in RATES)
    said = [
        words("filing.rate", indicator=words(f"indicator.{key}.label"), rate=rate_with_base(row, words))
        for key, row in zip(RATES, rows, strict=True)
    ]
    rates = words("sentence.comma").join(said)
    return Finding(rates if cut else words("filing.of_city", rates=rates), "plain", base)


def _together(units: pd.DataFrame, indicator: str) -> pd.Series:
    """The units as one: their documents added up, never their rates."""
    own = units[units["indicator"] == indicator]
    sums = {name: own[name].sum() for name in ("numerator", "denominator", "blank")}
    rate = sums["numerator"] / sums["denominator"] if sums["denominator"] else math.nan
    return pd.Series({**sums, "rate": rate, "indicator": indicator, "reason": why_none(own)})


def units_chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": a row a unit, those first that filed least in time; a cell opens the documents behind it."""
    words = context.words
    units = shown(figures, context)
    if not units["denominator"].any():
        return Chart("grid", pd.DataFrame())
    late = units[units["indicator"] == RATES[1]].sort_values("rate", na_position="last", kind="stable")
    names = dict(zip(late["code"].head(MOST_ROWS), late["unit"].head(MOST_ROWS), strict=True))
    heads = {key: words(f"indicator.{key}.label") for key in RATES}
    kept = units[units["code"].isin(names)].to_dict("records")
    cells = [
        _cell(names[row["code"]], heads[row["indicator"]], row, rows_link(row["indicator"], row, row["code"]), context)
        for row in kept
    ]
    return _grid(cells, [(name, unit_link(code)) for code, name in names.items()], list(heads.values()))


def units_table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a unit and rate, each number opening its documents."""
    rows = shown(figures, context)
    named = with_rows(rows).assign(label=[context.words(f"indicator.{key}.label") for key in rows["indicator"]])
    words = context.words
    columns = (Column("unit", words("table.unit")), Column("label", words("filing.head.rate")),
               Column("rate", words("table.rate"), "share"), *counted_columns(words),
               *lacking_columns(rows, words))  # fmt: skip
    return Table(named, columns)


FILING_BY_UNIT = Panel(
    "filing_by_unit",
    read_units,
    units_finding,
    units_chart,
    units_table,
    lambda _context: RATES,
    drill="link",
    population="listed",
    ignores=("compare",),
)


# --- By month ----------------------------------------------------------------------------------------------------


def read_months(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a rate and month, of the last twelve months up to the end of the period: indicator, month, numerator,
    denominator, blank, and unknown (whether the ledger, or a form, tells nothing of the month)."""
    last = context.selection.period.last
    months, extent = months_from(shift(last, 1 - MONTHS_SHOWN), last), extent_of(reader, context.selection)
    blanks = {key: known.key for key in RATES if (known := behind(key).blank)}
    tallies = {part for key in RATES for part in _parts(key)} | {*blanks.values()}
    counted = tally_values(reader, tuple(sorted(tallies)), extent, months[0], last)
    values = counted.groupby(["tally_key", "month"])["value"].sum().to_dict()
    gaps = unknown_months(reader, extent, NORMATIVE_DOCUMENT.key, months[0], last)
    told = {key: untold_months(reader, _parts(key), extent, months[0], last) for key in RATES}
    rows = []
    for key, month in product(RATES, months):
        unknown = month in gaps | told[key]
        counts = (0 if unknown else int(values.get((tally, month), 0)) for tally in (*_parts(key), blanks.get(key, "")))
        rows.append((key, month, *counts, unknown))
    return pd.DataFrame(rows, columns=["indicator", "month", "numerator", "denominator", "blank", "unknown"])


def _parts(rate: str) -> tuple[str, str]:
    return BY_KEY[rate].numerator, BY_KEY[rate].denominator


def months_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The three rates of the months shown together."""
    words = context.words
    base = words("filing.by_month_base", extent=extent_in_words(context), months=MONTHS_SHOWN,
                 as_of=words.date(context.as_of))  # fmt: skip
    if not context.knows(*RATES):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{RATES[0]}.label")), "plain", base)
    sums = figures.groupby("indicator", sort=False)[["numerator", "denominator", "blank"]].sum()
    if not sums["denominator"].any():
        return Finding(words("filing.none"), "plain", base)
    said = [
        words("filing.rate", indicator=words(f"indicator.{key}.label"),
              rate=share_with_base(row["numerator"], row["denominator"], words, row["blank"], _COUNTED))
        for key, row in sums.iterrows()
        if row["denominator"]
    ]  # fmt: skip
    # Of other months than the rates by unit beside it, it says so.
    rates = words("sentence.comma").join(said)
    return Finding(words("filing.of_months", months=MONTHS_SHOWN, rates=rates), "plain", base)


def months_chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": a row a month, the latest first; a cell opens the documents of the month behind it."""
    words = context.words
    if not figures["denominator"].any():
        return Chart("grid", pd.DataFrame())
    heads = {key: words(f"indicator.{key}.label") for key in RATES}
    months = sorted(figures["month"].unique(), reverse=True)
    cells = [
        _cell(f"{row['month']:%Y-%m}", heads[row["indicator"]], row, _of_month(row), context)
        for row in figures.to_dict("records")
    ]
    # What still waits for its review makes a late month look bad: months of unequal age have no tint.
    uneven = {heads[key] for key in RATES if BY_KEY[key].matures == "undated"}
    cells = [cell | {"step": -1} if cell["column"] in uneven else cell for cell in cells]
    return _grid(cells, [(f"{month:%Y-%m}", "") for month in months], list(heads.values()))


def _of_month(row: Mapping[Any, Any]) -> str:
    """The link to the documents of a month that speak against the rate, to all of them where none does."""
    against = row["numerator"] < row["denominator"]
    return part_link(row["indicator"], REST if against else ALL, in_month(row["month"])) if row["denominator"] else ""


def months_table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a month and rate, the latest month first; nothing of a month of which the ledger tells nothing."""
    words = context.words
    rows = figures.sort_values("month", ascending=False, kind="stable")
    rows = rows.assign(
        label=[words(f"indicator.{key}.label") for key in rows["indicator"]],
        rate=rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0),
    )
    opened = with_rows(rows, own=[in_month(month) for month in rows["month"]])
    counts = ["numerator", "denominator", "blank"]
    opened[counts] = opened[counts].where(~opened["unknown"])
    columns = (Column("month", words("table.month"), "month"), Column("label", words("filing.head.rate")),
               Column("rate", words("table.rate"), "share"), *counted_columns(words),
               counted_column("blank", words("table.blank")))  # fmt: skip
    return Table(opened, columns)


FILING_BY_MONTH = Panel(
    "filing_by_month",
    read_months,
    months_finding,
    months_chart,
    months_table,
    lambda _context: RATES,
    drill="link",
    told_of="figures",
    ignores=("compare",),
)
