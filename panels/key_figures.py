"""How are we doing? The city's key indicators: value, base, course of the months, change."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY, KEY_INDICATORS, judged
from assessment.rates import is_better
from assessment.verdict import COMPARED, TOLD
from data_access.asked.periods import months_from, shift
from data_access.counting.behind import behind
from data_access.reading.figures import indicator_months
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.links import ranking_link
from panels.peers import peer_standing
from panels.phrases import (
    change_in_words,
    compared_in_words,
    count_base,
    not_compared_note,
    rate_with_base,
    same_age_note,
    shown_as_percent,
    side_in_words,
    verdict_in_words,
)
from panels.ranking import lacking_columns
from panels.records import Row, listed
from panels.rows_behind import counted_columns, rows_link, with_rows
from wording import Wording, within

MONTHS_SHOWN = 24
# A change smaller than this is not worth a headline.
WORTH_SAYING = 0.005


def _uneven(indicators: Sequence[str]) -> list[str]:
    """Those of the indicators that go on ripening: their months are of unequal ages, which is no course."""
    return [key for key in indicators if BY_KEY[key].matures in ("open", "undated", "year")]


def read(reader: Reader, context: Context, indicators: Sequence[str] = KEY_INDICATORS) -> pd.DataFrame:
    """The city's row of every indicator (as ``peer_standing``) with ``months``: its monthly rates, oldest first (NaN
    for those that go on ripening).
    """
    rates = peer_standing(reader, context, indicators)
    city = rates[rates["level"] == "city"].reset_index(drop=True)
    last = context.selection.period.last
    months = months_from(shift(last, 1 - MONTHS_SHOWN), last)
    monthly = indicator_months(reader, indicators, months[0], last)
    monthly["rate"] = monthly["numerator"] / monthly["denominator"]
    ends = {key: context.known(behind(key).ledger) for key in indicators}
    pairs = zip(monthly["indicator"], monthly["month"], strict=True)
    known = pd.Series([month <= ends[key] for key, month in pairs], index=monthly.index, dtype=bool)
    monthly = monthly[known & ~monthly["indicator"].isin([*context.choices.unknown_indicators, *_uneven(indicators)])]
    by_month = monthly.pivot(index="indicator", columns="month", values="rate").reindex(columns=months)
    return city.assign(months=[by_month.reindex([key]).iloc[0].tolist() for key in city["indicator"]])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The largest change for the better and the largest for the worse against the compared period, beyond chance."""
    words = context.words
    shown = list(figures["indicator"])
    told = list(figures.loc[figures["denominator"] > 0, "indicator"])
    drawn = any(pd.Series(months, dtype=float).count() > 1 for months in figures["months"])
    base = words("key_figures.lines", months=MONTHS_SHOWN) if drawn else ""
    base += words("key_figures.base") + same_age_note(context, told)
    if drawn and (uneven := _uneven(told)):
        labels = [words(f"indicator.{key}.label") for key in uneven]
        base += words("key_figures.no_course", indicators=words.join(labels))
    with_cases = figures[figures["denominator"] > 0]
    if with_cases.empty:
        # What nobody could have counted is not none.
        key = "no_cases" if any(map(context.knows, shown)) else "not_in_ledgers"
        return Finding(words(f"key_figures.{key}"), "plain", base)
    spoken = spoken_of(figures)
    if not spoken:
        return Finding(_standing_still(with_cases, context), "plain", base)
    worse = "worse" in [row["side"] for row in spoken]
    parts = [moved_in_words(row, context) for row in spoken]
    parts += [] if worse else [words("key_figures.none_worse")]
    level: Level = "plain"
    if any(row["verdict"] == "different" for row in spoken):
        level = "watch" if len(spoken) > 1 else "bad" if worse else "good"
    return Finding(_one_sentence(parts, words), level, base)


def spoken_of(figures: pd.DataFrame) -> list[pd.Series]:
    """The rows of the largest change for the better and of the largest for the worse, where there are any."""
    told = changed_beyond_chance(figures[figures["denominator"] > 0])
    largest = (_largest(told[told["side"] == side]) for side in ("better", "worse"))
    return [row for row in largest if row is not None]


def changed_beyond_chance(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose change is beyond chance and worth saying, with side: "better" or "worse", "" without direction."""
    told = rows[rows["verdict"].isin(TOLD) & (rows["change"].abs() >= WORTH_SAYING)]
    names = {True: "better", False: "worse", None: ""}
    pairs = zip(told["change"], told["indicator"], strict=True)
    sides = [names[is_better(change, BY_KEY[key].better)] for change, key in pairs]
    # Of no row pandas would make numbers of these words.
    return told.assign(side=pd.Series(sides, index=told.index, dtype=object))


def _largest(told: pd.DataFrame) -> pd.Series | None:
    """The row of the largest change, one that is surely different before others; None of none."""
    sure = told[told["verdict"] == "different"]
    told = sure if len(sure) else told
    return None if told.empty else told.loc[told["change"].abs().idxmax()]


def moved_in_words(row: pd.Series, context: Context) -> str:
    """败诉率升到 16.0%（80/500），明显变差, or 接近界限."""
    words = context.words
    direction = "key_figures.risen" if row["change"] > 0 else "key_figures.fallen"
    said = words(direction, indicator=words(f"indicator.{row['indicator']}.label"), rate=rate_with_base(row, words))
    return words("sentence.comma").join([said, words(f"key_figures.{side_in_words(row['side'], row['verdict'])}")])


def _standing_still(with_cases: pd.DataFrame, context: Context) -> str:
    """The first two figures, and that they cannot be compared or that none of those compared differs."""
    words = context.words
    sentences = [
        words(
            "key_figures.stands",
            indicator=words(f"indicator.{row['indicator']}.label"),
            rate=rate_with_base(row, words),
        )
        for _, row in with_cases.head(2).iterrows()
    ]
    compared, named = with_cases[with_cases["verdict"].isin(COMPARED)], with_cases.head(2)
    # What is not compared for another reason has not too few cases.
    if compared.empty and named["verdict"].eq("few").all():
        sentences.append(verdict_in_words("few", words))
    elif len(compared) and compared["verdict"].eq("not_distinguishable").all():
        sentences.append(words("key_figures.alike", n=len(compared), compared=compared_in_words(context)))
    return _one_sentence(sentences, words)


def _one_sentence(parts: list[str], words: Wording) -> str:
    """What begins with a label goes on with others as they stand within a sentence."""
    first, *others = parts
    return words("sentence.separator").join((first, *map(within, others)))


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "key_figures"; a click on a figure ranks the units by it."""
    words = context.words
    data = pd.DataFrame(
        {
            "code": [ranking_link(key) for key in figures["indicator"]],
            "position": range(len(figures)),
            "label": [words(f"indicator.{key}.label") for key in figures["indicator"]],
            "value_text": [words.percent(rate) for rate in figures["rate"]],
            "base_href": [rows_link(row["indicator"], row) for row in figures.to_dict("records")],
            "base_text": [_base(row, context) for _, row in figures.iterrows()],
            "change_text": [change_in_words(row, context) for _, row in figures.iterrows()],
        }
    )
    return Chart("key_figures", data, options={"months": _courses(figures)})


def _base(row: pd.Series, context: Context) -> str:
    words = context.words
    unit = words(f"indicator.{row['indicator']}.base") if row["denominator"] else ""
    return count_base(row, words, unit)


def _courses(figures: pd.DataFrame) -> pd.DataFrame:
    """Each monthly course scaled into its own cell: x and y from 0 to 1; y is NaN where a month is unknown."""
    parts = []
    for position, (_, row) in enumerate(figures.iterrows()):
        values = pd.Series(row["months"], dtype=float)
        low, spread = values.min(), values.max() - values.min()
        y = (values - low) / spread if spread > 0 else values * 0 + 0.5
        x = [number / (MONTHS_SHOWN - 1) for number in range(len(values))]
        parts.append(pd.DataFrame({"position": position, "indicator": row["indicator"], "x": x, "y": y}))
    return pd.concat(parts, ignore_index=True)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """One row an indicator."""
    words = context.words
    named = figures.assign(
        label=[words(f"indicator.{key}.label") for key in figures["indicator"]],
        verdict_text=[verdict_in_words(verdict, words) for verdict in figures["verdict"]],
    )
    columns = (
        Column("label", words("table.indicator")),
        Column("rate", words("table.rate"), "share"),
        *counted_columns(words),
        *lacking_columns(figures, words),
        Column("rate_compared", words("table.compared"), "share"),
        Column("change", words("table.change"), "points"),
        Column("verdict_text", words("table.verdict")),
    )
    return Table(with_rows(named), columns)


def key_figures_of(key: str, indicators: Sequence[str], **more: Any) -> Panel:
    """The city's figures of some indicators that are shown as percentages; ``more`` is what else a panel takes."""
    return Panel(
        key,
        lambda reader, context: read(reader, context, indicators),
        finding,
        chart,
        table,
        lambda _context: tuple(indicators),
        "link",
        names_missing=True,
        population="city",
        **more,
    )


KEY_FIGURES = key_figures_of("key_figures", KEY_INDICATORS)

# --- The indicators that moved most for the worse --------------------------------------------------------------

WEAKEST_SHOWN = 4


def weakest_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """The city's indicators that have a direction and enough cases to be compared, the largest change first.

    As ``peer_standing``, with size (of the change, a share), and side: "worse" where it is beyond chance, else another
    word or "".
    """
    # Changes are compared with each other in percentage points, so what is no percentage stands aside.
    rates = peer_standing(reader, context, [key for key in judged() if shown_as_percent(key)])
    return with_sizes(rates[(rates["level"] == "city") & rates["verdict"].isin(COMPARED)])


def with_sizes(compared: pd.DataFrame) -> pd.DataFrame:
    """Adds size and side to the city's rows that can be compared, the largest change first."""
    sides = changed_beyond_chance(compared)["side"].reindex(compared.index).fillna("")
    sized = compared.assign(size=compared["change"].abs(), side=sides)
    return sized.sort_values("size", ascending=False, kind="stable")


def weakest_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Which indicator got worse by most; else that none of those compared did, or that none could be."""
    words, base = context.words, context.words("weakest.base", small=context.small)
    base += not_compared_note(context, [key for key in judged() if context.knows(key)])
    if context.selection.compared is None:
        return Finding(words("weakest.nothing_to_compare"), "plain", base)
    if figures.empty:
        return Finding(words("weakest.too_few"), "plain", base)
    worse = figures[figures["side"] == "worse"]
    if worse.empty:
        return Finding(words("weakest.none", n=len(figures)), "good", base)
    row = worse.iloc[0]
    values = {"indicator": words(f"indicator.{row['indicator']}.label"), "rate": rate_with_base(row, words)}
    most = "most_unclear" if row["verdict"] == "unclear" else "most"
    moved = words(f"weakest.{'up' if row['change'] > 0 else 'down'}", points=words.number(100 * row["size"], 1))
    sentence = words(f"weakest.{most}", **values, moved=moved)
    return Finding(sentence, "bad" if worse["verdict"].eq("different").any() else "watch", base)


def weakest_chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": what got worse; a click ranks the units by the indicator."""
    worse = figures[figures["side"] == "worse"].head(WEAKEST_SHOWN)
    return listed(_weakest(row, context) for _, row in worse.iterrows())


def _weakest(row: pd.Series, context: Context) -> Row:
    words, key = context.words, row["indicator"]
    note = words("weakest.note", rate=words.percent(row["rate"]), base=count_base(row, words))
    label, change = words(f"indicator.{key}.label"), change_in_words(row, context)
    status = side_in_words("worse", row["verdict"])
    return Row(status, words(f"badge.{status}"), label, change, note, ranking_link(key))


WEAKEST = Panel(
    "weakest",
    weakest_figures,
    weakest_finding,
    weakest_chart,
    table,
    drill="link",
    ledgers=lambda _context: tuple(behind(key).ledger for key in judged()),
    names_missing=True,
    population="city",
)
