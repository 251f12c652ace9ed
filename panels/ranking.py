"""Who is ahead, who is behind, and is the difference real? One indicator over one peer group."""

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY, Indicator
from data_access.asked.selection import group_in_words
from data_access.counting.counted_by import word_of_base
from data_access.reading.reader import Reader
from panels.benchmark import benchmark_in_words, benchmark_values, centre, verdict_column
from panels.declare import CellKind, Chart, Column, Context, Finding, Panel, Table
from panels.mergers import merger_columns, with_mergers
from panels.peers import city_row, comparable, peer_standing, shown
from panels.phrases import (
    base_line,
    count_base,
    moved_in_words,
    not_compared,
    same_age_note,
    value_in_words,
    value_kind,
    verdict_in_words,
)
from panels.ranking_verdict import alone_found, named_by_verdict, spread
from panels.rows_behind import counted_column, counted_columns, rows_link, with_rows
from panels.unranked import all_small, too_few
from wording import Wording


def _indicator(context: Context) -> Indicator:
    return BY_KEY[context.indicator]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row a member and one for the city; columns as ``peer_standing``."""
    return peer_standing(reader, context, [context.indicator])


def in_order(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The shown members, the first place on top, those without cases last."""
    units = shown(figures, context)
    return units.sort_values(["place", "denominator", "code"], ascending=[True, False, True], na_position="last")


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Names a unit only where the verdict on it (``benchmark.judged``) allows it, and all its reports are in."""
    words, indicator = context.words, _indicator(context)
    city, members = city_row(figures, indicator.key), in_order(figures, context)
    note = words("ranking.base", small=context.small) if indicator.is_share else ""
    base = base_line(context, indicator.key, note) + same_age_note(context, [indicator.key])
    base += not_compared(members, words)
    compared = comparable(members)
    label = words(f"indicator.{indicator.key}.label")
    if len(compared) < 2:
        found = alone_found(figures, indicator.key, base, context)
        return found or Finding(too_few(members, city, words, indicator=label), "plain", base)
    if compared["small"].all():
        return Finding(all_small(city, label, words), "plain", base)
    # Where there is no test nobody can be told apart: the ends are named, and none is called worse.
    if indicator.better is None or not indicator.is_share:
        return Finding(spread(compared, figures, context), "plain", base)
    return named_by_verdict(figures, base, context)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "ranking", the benchmark's rate as the named reference line."""
    words, indicator, units = context.words, _indicator(context), in_order(figures, context)
    if not context.knows(indicator.key):
        # Of a figure that no ledger tells there is one thing to say, and not once a unit.
        units = units.head(0)
    compared = context.selection.compared is not None
    about = found.about
    data = pd.DataFrame(
        {
            "code": units["code"],
            "order": range(len(units)),
            "place_text": [words.number(place) if pd.notna(place) else "—" for place in units["place"]],
            "moved_text": [_moved(row, words) if compared else "" for _, row in units.iterrows()],
            "unit": units["unit"],
            "value": units["rate"],
            "low": units["low"],
            "high": units["high"],
            "value_text": [value_in_words(rate, indicator.key, words) for rate in units["rate"]],
            "base_href": [rows_link(row["indicator"], row, row["code"]) for row in units.to_dict("records")],
            "base_text": [count_base(row, words) for _, row in units.iterrows()],
            "interval_text": [
                words("ranking.interval", low=words.percent(low), high=words.percent(high))
                if low == low
                else words("ranking.no_interval")
                for low, high in zip(units["low"], units["high"], strict=True)
            ],
            "note": [_note(row, words) for _, row in units.iterrows()],
            "tone": ["accent" if code == about else "plain" for code in units["code"]],
        }
    )
    heads = ("place", "moved", "unit", "value_text", "base_text", "interval")
    labels = {name: words(f"ranking.head.{name}") for name in heads}
    labels |= {"value": words(f"indicator.{indicator.key}.label"), "base": labels["base_text"]}
    if not (indicator.is_share and word_of_base(indicator.key) == "case"):
        labels |= dict.fromkeys(("base", "base_text"), words("ranking.head.parts"))
    if indicator.kind == "count":
        # Beside a count, which is its own base, there stands what it lacks and nothing else.
        lacks = data["base_text"].ne("").any()
        labels |= dict.fromkeys(("base", "base_text"), words("ranking.head.lacking") if lacks else "")
    if indicator.better is None:
        labels["place"] = words("ranking.head.highest_first")
    # The whole city's number of something is no measure of one unit's.
    line = centre(figures, indicator.key, context) if indicator.kind != "count" else math.nan
    named = benchmark_values({"indicator": indicator.key, "centre": line}, context)
    options = {
        "reference": float(line) if line == line else None,
        "reference_label": words("ranking.reference", **named),
    }
    return Chart("ranking", data, labels, options)


def _moved(row: pd.Series, words: Wording) -> str:
    """The places gained or lost; nothing where either place rests on few cases."""
    return "" if row["verdict"] == "few" else moved_in_words(row["moved"], words)


def _note(row: pd.Series, words: Wording) -> str:
    """The note beside a unit: that it has no place for want of reports or cells, else that it has few cases."""
    if row["silent"]:
        return words("ranking.unplaced")
    return words("ranking.small") if row["small"] else ""


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every member shown and the city, all numbers behind the chart; the city is more than the rows above it."""
    words = context.words
    cases = word_of_base(context.indicator) == "case"
    name = words("ranking.whole_city" if cases else "ranking.all_units")
    city = figures[figures["level"] == "city"].assign(unit=name)
    rows = pd.concat([in_order(figures, context), city], ignore_index=True)
    rows = rows.assign(verdict_text=[verdict_in_words(verdict, words) for verdict in rows["verdict"]])
    rows = with_rows(with_mergers(rows, words)).assign(against_text=verdict_column(rows, figures, context))
    kind = value_kind([context.indicator])
    columns: tuple[Column, ...] = (
        Column("place", words("ranking.head.place"), "place"),
        Column("unit", words("ranking.head.unit")),
        *_figure_columns(kind, context),
    )
    columns += (*lacking_columns(figures, words), *merger_columns(rows, words))
    columns += against_columns(context.indicator, context)
    if context.selection.compared:
        columns += (
            Column("rate_compared", words("table.compared"), kind),
            _change_column(kind, words),
            Column("verdict_text", words("table.verdict")),
            Column("place_compared", words("table.place_compared"), "place"),
        )
    return Table(rows, columns)


def _figure_columns(kind: CellKind, context: Context) -> tuple[Column, ...]:
    """The figure with its parts and its interval; a count, which is its own base and has neither, opens its rows."""
    words, label = context.words, context.words(f"indicator.{context.indicator}.label")
    if _indicator(context).kind == "count":
        return (Column("rate", label, kind, "numerator_opens"),)
    interval = (Column("low", words("table.low"), "share"), Column("high", words("table.high"), "share"))
    return (Column("rate", label, kind), *counted_columns(words), *interval)


def _change_column(kind: CellKind, words: Wording) -> Column:
    """The change in percentage points, or of what is no share in the figure's own measure."""
    if kind == "share":
        return Column("change", words("table.change"), "points")
    return Column("change", words("table.change_plain"), kind)


def against_columns(indicator: str, context: Context) -> tuple[Column, ...]:
    """The column of the verdict on each unit, for what a verdict can be given on."""
    head = context.words("table.against", benchmark=benchmark_in_words(context))
    return (Column("against_text", head),) if BY_KEY[indicator].is_share else ()


def lacking_columns(figures: pd.DataFrame, words: Wording) -> tuple[Column, ...]:
    """The columns of a table of standings (``with_rows``) that say what is missing: cells, and reports owed."""
    blank = counted_column("blank", words("table.blank"))
    missing = Column("missing", words("table.missing_reports"), "integer")
    return (blank, missing) if figures["due"].any() else (blank,)


GLANCE_ENDS = 5


def glance_chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """The ranking; of more than ten units the first five and the last five, those with few cases left out."""
    full = chart(figures, found, context)
    data = full.data
    if len(data) > 2 * GLANCE_ENDS:
        few = set(figures.loc[figures["small"] | figures["silent"], "code"])
        enough = data[data["value"].notna() & ~data["code"].isin(few)]
        data = pd.concat([enough.head(GLANCE_ENDS), enough.tail(GLANCE_ENDS)]).drop_duplicates()
    heads = {"value": context.words("table.rate"), "place": context.words("ranking.head.rank_sign")}
    return Chart("ranking", data, {**full.labels, **heads}, {**full.options, "glance": True})


def chosen(context: Context) -> tuple[str, ...]:
    return (context.indicator,)


def glance_finding(figures: pd.DataFrame, context: Context) -> Finding:
    whole = finding(figures, context)
    group = group_in_words(context.selection.group, context.words)
    label = context.words(f"indicator.{context.indicator}.label")
    base = context.words("ranking.glance_base", group=group, indicator=label)
    if BY_KEY[context.indicator].is_share:
        base += context.words("ranking.glance_marks", small=context.small)
    if len(shown(figures, context)) > 2 * GLANCE_ENDS:
        base += context.words("ranking.glance_ends", ends=GLANCE_ENDS, small=context.small)
    return replace(whole, base=base)


RANKING = Panel(
    "ranking",
    read,
    finding,
    chart,
    table,
    chosen,
    drill="unit",
    asks=("versus",),
    names_missing=True,
    population="listed",
)
RANKING_GLANCE = replace(
    RANKING, key="ranking_glance", finding=glance_finding, chart=glance_chart, asks=(), names_missing=False
)


def ranking_by(key: str, indicator: str, head: str, **more: Any) -> Panel:
    """The ranking of the peer group by one indicator, whatever the page is by; ``more`` is what else a panel takes.

    ``head`` is the key of the words above its values. The unit looked at closely, where there is one, is in accent.
    """

    def by(context: Context) -> Context:
        return context.with_(indicator=indicator)

    def drawn(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
        closely = context.selection.closely
        about = closely if closely in set(shown(figures, by(context))["code"]) else found.about
        ranked = chart(figures, replace(found, about=about), by(context))
        heads = dict.fromkeys(("value", "value_text"), context.words(head))
        return replace(ranked, labels={**ranked.labels, **heads})

    return Panel(
        key,
        lambda reader, context: read(reader, by(context)),
        lambda figures, context: finding(figures, by(context)),
        drawn,
        lambda figures, context: table(figures, by(context)),
        lambda _context: (indicator,),
        asks=("versus",),
        **more,
    )
