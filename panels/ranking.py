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
from panels.lacking import MOST_NAMED
from panels.mergers import merger_columns, with_mergers
from panels.peers import city_row, comparable, peer_standing, shown
from panels.phrases import (
    amount_in_words,
    base_line,
    count_base,
    moved_in_words,
    not_compared,
    rate_with_base,
    same_age_note,
    value_in_words,
    value_kind,
    verdict_in_words,
)
from panels.ranking_verdict import alone_found, named_by_verdict
from panels.rows_behind import counted_column, counted_columns, rows_link, with_rows
from wording import Wording

# Of units of which nobody has a base: what is missing is told before what was not there.
WEIGHTIEST = ("not_in_ledgers", "not_yet_known", "not_reported", "not_filled", "untold", "no_cases")


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
        return Finding(_spread(compared, figures, context), "plain", base)
    return named_by_verdict(figures, base, context)


def too_few(members: pd.DataFrame, city: pd.Series, words: Wording, indicator: str) -> str:
    """Why nobody is compared, where fewer than two of the members can be: no cases, one unit alone, or silence."""
    compared, with_cases = comparable(members), members[members["denominator"] > 0]
    if with_cases.empty:
        why = why_none(members, city["reason"])
        return words("ranking.none_of_shown" if why == "no_cases" and city["denominator"] else f"ranking.{why}",
                     indicator=indicator)  # fmt: skip
    if compared.empty:
        return words("ranking.nobody_complete", indicator=indicator, city=rate_with_base(city, words))
    only = compared.iloc[0]
    # Who stands there alone is no exception among others: a filter may have left the others out.
    key = "alone" if len(members) == 1 else "single" if len(with_cases) == 1 else "single_complete"
    return words(f"ranking.{key}", unit=only["unit"], indicator=indicator, rate=rate_with_base(only, words))


def why_none(members: pd.DataFrame, otherwise: str = "no_cases") -> str:
    """Why of these members nobody has a base: the weightiest of their own reasons, ``otherwise`` without members."""
    reasons = set(members["reason"]) - {"merged"} or {otherwise}
    found = [each for each in WEIGHTIEST if each in reasons]
    return found[0] if found else min(reasons)


def all_small(city: pd.Series, label: str, words: Wording) -> str:
    """That no unit has enough cases to be named; the city's rate with its base, which may rest on few, too."""
    return words("ranking.too_few", indicator=label, city=rate_with_base(city, words))


def _spread(members: pd.DataFrame, figures: pd.DataFrame, context: Context) -> str:
    """The highest and the lowest, of those with enough cases to be named at all."""
    words, key = context.words, context.indicator
    label, enough = words(f"indicator.{key}.label"), members[~members["small"]]
    if len(enough) < 2:
        return all_small(city_row(figures, key), label, words)
    values = benchmark_values({"indicator": key, "centre": centre(figures, key, context)}, context)
    ends: dict[str, str] = {}
    for end, rate in (("top", enough["rate"].max()), ("last", enough["rate"].min())):
        there = enough[enough["rate"] == rate].sort_values("code")
        ends |= {end: _together(there, words), f"{end}_rate": _rate_of_tied(there, words)}
    if enough["rate"].nunique() == 1:
        return words("ranking.all_alike", units=ends["top"], indicator=label, rate=ends["top_rate"], **values)
    return words("ranking.spread", indicator=label, **values, **ends)


def _together(tied: pd.DataFrame, words: Wording) -> str:
    """Those who stand at the same place, by name while they are few."""
    names = words.join(list(tied["unit"].head(MOST_NAMED)))
    return words("ranking.tied_more", units=names, all=len(tied)) if len(tied) > MOST_NAMED else names


def _rate_of_tied(tied: pd.DataFrame, words: Wording) -> str:
    """The rate of one unit with its base; of several of different bases alone."""
    first, bases = tied.iloc[0], len(set(zip(tied["numerator"], tied["denominator"], strict=True)))
    rate = rate_with_base(first, words)
    return rate if len(tied) == 1 or bases == 1 else amount_in_words(first["rate"], first["indicator"], words)


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
    city = figures[figures["level"] == "city"].assign(unit=words("ranking.whole_city"))
    rows = pd.concat([in_order(figures, context), city], ignore_index=True)
    rows = rows.assign(verdict_text=[verdict_in_words(verdict, words) for verdict in rows["verdict"]])
    rows = with_rows(with_mergers(rows, words)).assign(against_text=verdict_column(rows, figures, context))
    kind = value_kind([context.indicator])
    columns: tuple[Column, ...] = (
        Column("place", words("ranking.head.place"), "place"),
        Column("unit", words("ranking.head.unit")),
        Column("rate", words(f"indicator.{context.indicator}.label"), kind),
        *counted_columns(words),
        Column("low", words("table.low"), "share"),
        Column("high", words("table.high"), "share"),
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
