"""Do more disputes come in than usual? Applications, suits and petitions by month, against their normal variation."""

import datetime as dt

import pandas as pd

from assessment.control import Point, every_month, xmr_chart
from data_access.asked.periods import shift
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import untold_months
from data_access.reading.gaps import known_to, unknown_months
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.disputes.control_words import (
    beside,
    control_chart,
    control_columns,
    month_in_words,
    more_in_words,
    of_period,
    point_in_words,
    selected,
    spoken_of,
    with_signals,
)
from panels.forms_alone import forms_of, with_forms
from panels.phrases import extent_in_words, not_begun
from panels.rows_behind import in_month, some, tally_link
from wording import Wording, within

# What comes in, by ledger.
TALLIES = {
    "reconsideration": "applications_received",
    "litigation": "litigation_filed",
    "petition": "petitions_received",
}
# Without limits nothing can be said month by month.
UNJUDGED = ("", "short", "rare")
COLUMNS = ["ledger", "month", "value", "centre", "low", "high", "signal", "side", "length", "stretch", "limits",
           "baseline"]  # fmt: skip


def last_whole_month(context: Context) -> dt.date:
    """The last month of the selection that some ledger covers whole; a month half gone would look like a drop."""
    last, choices = context.selection.period.last, context.choices
    latest = max((choices.known[ledger] for ledger in TALLIES if ledger in choices.known), default=context.as_of)
    return last if _end(last) <= latest else shift(last, -1)


def _end(month: dt.date) -> dt.date:
    return shift(month, 1) - dt.timedelta(days=1)


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a ledger and month, from the ledger's first month to the last whole one of the selection.

    Columns: ledger, then as ``xmr_chart`` (value: what came in that month over the extent of the selection, NaN where
    the ledger tells nothing of it, or not all). A ledger in which the whole city has nothing until then has no row.
    """
    first, last = context.choices.first_month, last_whole_month(context)
    keys = tuple(TALLIES.values())
    city = tally_values(reader, keys, Extent("city"), first, last)
    extent = extent_of(reader, context.selection)
    own = tally_values(reader, keys, extent, first, last)
    parts = []
    for ledger, key in TALLIES.items():
        begun = city.loc[(city["tally_key"] == key) & (city["value"] > 0), "month"]
        if len(begun):
            counts = own[own["tally_key"] == key][["month", "value"]].rename(columns={"value": "count"})
            months = every_month(counts, begun.min(), last, 0)
            unknown = months["month"].isin(_untold(reader, extent, ledger, begun.min(), last))
            months["count"] = months["count"].astype(float).mask(unknown)
            parts.append(xmr_chart(months).assign(ledger=ledger))
    figures = pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)
    return with_forms(figures, keys, reader, extent, context)


def _untold(reader: Reader, extent: Extent, ledger: str, first: dt.date, last: dt.date) -> set[dt.date]:
    """The months whose number nobody knows: the ledger's gaps, the month that it ends in the middle of, and those of
    which forms tell some unit's within a longer time alone.
    """
    day = known_to(reader, extent, ledger)
    running = {day.replace(day=1)} if day is not None and day < _end(day.replace(day=1)) else set()
    of_forms = untold_months(reader, (TALLIES[ledger],), extent, first, last)
    return running | of_forms | unknown_months(reader, extent, ledger, first, last)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """What was out of the ordinary in the selected months, ledger by ledger; else that all vary as usual."""
    words = context.words
    ledgers = [ledger for ledger in TALLIES if (figures["ledger"] == ledger).any()]
    if not ledgers:
        said = not_begun(context, *TALLIES) or words("dispute_trend.nothing")
        return Finding(said, "plain", words("as_of", as_of=words.date(context.as_of)))
    summaries = {ledger: of_period(figures[figures["ledger"] == ledger], context) for ledger in ledgers}
    base = _base(ledgers, context)
    if not any(summary.months for summary in summaries.values()):
        none = "dispute_trend.of_forms" if forms_of(figures) else "dispute_trend.no_month"
        return Finding(words(none), "plain", base)
    # Who never had any has no usual number; beside one that had too few to judge nothing is said of it.
    had = [ledger for ledger in ledgers if figures.loc[figures["ledger"] == ledger, "value"].any()]
    judged = [ledger for ledger in ledgers if summaries[ledger].limits not in UNJUDGED and (ledger in had or not had)]
    if not judged:
        rare = any(summary.limits == "rare" for summary in summaries.values())
        return Finding(words("trend.rare" if rare else "trend.short"), "plain", base)
    if not had:
        never = words.join([within(_name(ledger, words)) for ledger in ledgers])
        return Finding(words("dispute_trend.never", ledgers=never), "plain", base)
    points = {ledger: point for ledger, summary in summaries.items() if (point := spoken_of(summary)) is not None}
    if not points:
        return Finding(_as_usual(figures[figures["ledger"].isin(judged)], judged, context), "plain", base)
    sentences = [
        _said(figures[figures["ledger"] == ledger], ledger, point, context) for ledger, point in points.items()
    ]
    outside = any(point["signal"] == "outside" for point in points.values())
    return Finding(words("sentence.separator").join(sentences), "watch" if outside else "plain", base)


def _as_usual(figures: pd.DataFrame, judged: list[str], context: Context) -> str:
    """That the months are as usual; those beyond a limit with few cases are not, nor are they called unusual."""
    words, inside = context.words, selected(figures, context).dropna(subset=["value"])
    ledgers = words.join([within(_name(ledger, words)) for ledger in judged])
    beyond = (inside["value"] < inside["low"]) | (inside["value"] > inside["high"])
    months, few = inside["month"].nunique(), inside.loc[beyond, "month"].nunique()
    if few == months:
        return words("dispute_trend.few", ledgers=ledgers)
    if months == 1:
        month = month_in_words(inside["month"].iat[0], context)
        return words("dispute_trend.one_as_usual", ledgers=ledgers, month=month)
    usual = words("dispute_trend.as_usual", ledgers=ledgers, n=months - few)
    return words("sentence.comma").join([usual, words("trend.few_months", n=few)]) if few else usual


def _said(chart: pd.DataFrame, ledger: str, point: Point, context: Context) -> str:
    """The sentence about one ledger's signal, a month, a run or a trend; and how many more months stand out."""
    words = context.words
    cases = words("dispute_trend.cases", n=int(point["value"]))
    said = point_in_words({**point, "said": cases}, _count, _name(ledger, words), context)
    return words("sentence.comma").join(filter(None, (said, more_in_words(beside(chart, point, context), words))))


def _count(value: float, words: Wording) -> str:
    """A number as text: a count whole, a limit with one decimal where it has a fraction."""
    return words.number(value, 0 if value == round(value) else 1)


def _name(ledger: str, words: Wording) -> str:
    return words(f"dispute_trend.{ledger}")


def _base(ledgers: list[str], context: Context) -> str:
    """Whose counts, how the limits were made, and which ledgers are missing."""
    words = context.words
    base = words("dispute_trend.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    missing = [words.label("ledger", ledger) for ledger in TALLIES if ledger not in ledgers]
    return base + (words("dispute_trend.missing", ledgers=words.join(missing)) if missing else "")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "control": a lane a ledger."""
    words = context.words
    if figures.empty:
        return Chart("control", pd.DataFrame())
    spoken = set()
    for ledger, rows in figures.groupby("ledger", sort=False):
        point = spoken_of(of_period(rows, context))
        spoken |= {(ledger, point["month"])} if point else set()
    counts = [words("trend.unknown") if value != value else _count(value, words) for value in figures["value"]]
    places = zip(figures["ledger"], figures["month"], counts, strict=True)
    labels = [_label(month, text, words) if (ledger, month) in spoken else "" for ledger, month, text in places]
    lanes = [_name(ledger, words) for ledger in figures["ledger"]]
    codes = [_opened(row.ledger, row.month).removeprefix("@") for row in figures.itertuples()]
    drawn = figures.assign(lane=lanes, said=counts, label=labels, code=codes)
    return control_chart(drawn, _count, context, share=False)


def _opened(ledger: str, month: dt.date) -> str:
    """The link to what came in in a month."""
    return tally_link(TALLIES[ledger], 1, **in_month(month))


def _label(month: dt.date, text: str, words: Wording) -> str:
    return words("dispute_trend.label", month=words.label("month_name", month.month), value=text)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every ledger and month with its limits, the latest month on top."""
    words = context.words
    named = with_signals(figures.assign(unknown=figures["value"].isna()), words).assign(
        ledger_text=[words.label("ledger", ledger) for ledger in figures["ledger"]],
        opens=[_opened(row.ledger, row.month) if some(row.value) else "" for row in figures.itertuples()],
    )
    named = named.sort_values(["ledger", "month"], ascending=[True, False], kind="stable")
    control = control_columns(words, "integer", "score", "opens")
    return Table(named, (Column("ledger_text", words("table.ledger")), *control))


DISPUTE_TREND = Panel(
    "dispute_trend", read, finding, chart, table, drill="link", ledgers=tuple(TALLIES), ignores=("compare",)
)
