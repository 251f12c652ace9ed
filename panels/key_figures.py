"""How are we doing? The city's key indicators: value, base, course of the months, change."""

import pandas as pd

from assessment.indicators import BY_KEY, JUDGED, KEY_INDICATORS
from assessment.rates import is_better
from data_access.asked.periods import months_from, shift
from data_access.counting.behind import behind
from data_access.reading.figures import indicator_months
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.peers import peer_standing
from panels.phrases import (
    change_in_words,
    change_or_not,
    count_base,
    not_compared_note,
    same_age_note,
    shown_as_percent,
)

MONTHS_SHOWN = 24
# What goes on ripening: its months are of unequal ages, which is no course.
UNEVEN = tuple(key for key in KEY_INDICATORS if BY_KEY[key].matures in ("open", "undated"))
# A change smaller than this is not worth a headline.
WORTH_SAYING = 0.005


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The city's row of every key indicator (as ``peer_standing``) with ``months``: its monthly rates, oldest first
    (NaN for those of ``UNEVEN``).
    """
    rates = peer_standing(reader, context, KEY_INDICATORS)
    city = rates[rates["level"] == "city"].reset_index(drop=True)
    last = context.selection.period.last
    months = months_from(shift(last, 1 - MONTHS_SHOWN), last)
    monthly = indicator_months(reader, KEY_INDICATORS, months[0], last)
    monthly["rate"] = monthly["numerator"] / monthly["denominator"]
    ends = {key: context.known(behind(key).ledger) for key in KEY_INDICATORS}
    pairs = zip(monthly["indicator"], monthly["month"], strict=True)
    known = pd.Series([month <= ends[key] for key, month in pairs], index=monthly.index, dtype=bool)
    monthly = monthly[known & ~monthly["indicator"].isin([*context.choices.unknown_indicators, *UNEVEN])]
    by_month = monthly.pivot(index="indicator", columns="month", values="rate").reindex(columns=months)
    return city.assign(months=[by_month.reindex([key]).iloc[0].tolist() for key in city["indicator"]])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The largest change for the better and the largest for the worse against the compared period."""
    words = context.words
    base = words("key_figures.base", months=MONTHS_SHOWN) + same_age_note(context, KEY_INDICATORS)
    base += words("key_figures.no_course", indicators=words.join([words(f"indicator.{key}.label") for key in UNEVEN]))
    with_cases = figures[figures["denominator"] > 0]
    if with_cases.empty:
        return Finding(words("key_figures.no_cases"), "plain", base)
    changed = with_cases[with_cases["change"].abs() >= WORTH_SAYING]
    verdicts = _verdicts(changed)
    better, worse = changed[verdicts == "better"], changed[verdicts == "worse"]
    parts = [_risen(part, context) for part in (better, worse) if not part.empty]
    if not parts:
        return Finding(_standing_still(with_cases, context), "plain", base)
    if better.empty or worse.empty:
        single = "key_figures.only_worse" if better.empty else "key_figures.only_better"
        return Finding(words(single, change=parts[0]), "bad" if better.empty else "good", base)
    return Finding(words("key_figures.both", better=parts[0], worse=parts[1]), "watch", base)


def _verdicts(rows: pd.DataFrame) -> pd.Series:
    """ "better", "worse" or "" for the change of each row."""
    names = {True: "better", False: "worse", None: ""}
    pairs = zip(rows["change"], rows["indicator"], strict=True)
    verdicts = [names[is_better(change, BY_KEY[key].better)] for change, key in pairs]
    return pd.Series(verdicts, index=rows.index, dtype=object)


def _risen(changed: pd.DataFrame, context: Context) -> str:
    words = context.words
    row = changed.loc[changed["change"].abs().idxmax()]
    direction = "key_figures.risen" if row["change"] > 0 else "key_figures.fallen"
    return words(direction, indicator=words(f"indicator.{row['indicator']}.label"), rate=words.percent(row["rate"]))


def _standing_still(with_cases: pd.DataFrame, context: Context) -> str:
    words = context.words
    sentences = [
        words(
            "key_figures.stands",
            indicator=words(f"indicator.{row['indicator']}.label"),
            rate=words.percent(row["rate"]),
        )
        for _, row in with_cases.head(2).iterrows()
    ]
    return words("sentence.separator").join(sentences)


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "key_figures"; a click on a figure ranks the units by it."""
    words = context.words
    data = pd.DataFrame(
        {
            "code": figures["indicator"],
            "position": range(len(figures)),
            "label": [words(f"indicator.{key}.label") for key in figures["indicator"]],
            "value_text": [words.percent(rate) for rate in figures["rate"]],
            "base_text": [_base(row, context) for _, row in figures.iterrows()],
            "change_text": [change_or_not(row, context) for _, row in figures.iterrows()],
        }
    )
    return Chart("key_figures", data, options={"months": _courses(figures)})


def _base(row: pd.Series, context: Context) -> str:
    words = context.words
    unit = words(f"indicator.{row['indicator']}.base") if row["denominator"] else ""
    return words("key_figures.of", count=count_base(row, words), unit=unit) if unit else words(row["reason"])


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
    named = figures.assign(label=[words(f"indicator.{key}.label") for key in figures["indicator"]])
    columns = (
        Column("label", words("table.indicator")),
        Column("rate", words("table.rate"), "share"),
        Column("numerator", words("table.numerator"), "integer"),
        Column("denominator", words("table.denominator"), "integer"),
        Column("rate_compared", words("table.compared"), "share"),
        Column("change", words("table.change"), "points"),
    )
    return Table(named, columns)


KEY_FIGURES = Panel("key_figures", read, finding, chart, table, lambda _context: KEY_INDICATORS, "indicator")

# --- The indicators that moved most for the worse --------------------------------------------------------------

WEAKEST_SHOWN = 4


def weakest_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """The city's indicators that have a direction and got worse, the largest change first."""
    # Changes are compared with each other in percentage points, so what is no percentage stands aside.
    rates = peer_standing(reader, context, [key for key in JUDGED if shown_as_percent(key)])
    city = rates[rates["level"] == "city"]
    worse = city[_verdicts(city) == "worse"]
    worse = worse.assign(size=worse["change"].abs())
    return worse[worse["size"] >= WORTH_SAYING].sort_values("size", ascending=False).head(WEAKEST_SHOWN)


def weakest_finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("weakest.base") + not_compared_note(context, [key for key in JUDGED if context.knows(key)])
    if context.selection.compared is None:
        return Finding(words("weakest.nothing_to_compare"), "plain", base)
    if figures.empty:
        return Finding(words("weakest.none"), "good", base)
    row = figures.iloc[0]
    values = {"indicator": words(f"indicator.{row['indicator']}.label"), "rate": words.percent(row["rate"])}
    points = words.number(100 * row["size"], 1)
    return Finding(words("weakest.most", **values, points=points), "bad", base)


def weakest_chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "rows"; a click ranks the units by the indicator."""
    words = context.words
    data = pd.DataFrame(
        {
            "code": figures["indicator"],
            "order": range(len(figures)),
            "badge": "worse",
            "badge_text": words("badge.worse"),
            "name": [words(f"indicator.{key}.label") for key in figures["indicator"]],
            "text": [change_in_words(row["change"], row["indicator"], words) for _, row in figures.iterrows()],
            "note": [
                words("weakest.note", rate=words.percent(row["rate"]), base=count_base(row, words))
                for _, row in figures.iterrows()
            ],
        }
    )
    return Chart("rows", data)


WEAKEST = Panel(
    "weakest",
    weakest_figures,
    weakest_finding,
    weakest_chart,
    table,
    drill="indicator",
    ledgers=lambda _context: tuple(behind(key).ledger for key in JUDGED),
)
