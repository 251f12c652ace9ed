"""Who is really different? Rates against the number of cases they rest on, with the limits of chance around them."""

import numpy as np
import pandas as pd

from assessment.funnel import Z95, Z998, limits, overdispersed
from assessment.indicators import BY_KEY, Indicator
from assessment.verdict import against
from data_access.reading.reader import Reader
from panels.benchmark import benchmark, benchmark_in_words, benchmark_values, judged, nobody_in_words, verdicts_of
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.lacking import why_no_rate
from panels.peers import city_row, comparable, peer_standing, shown
from panels.phrases import base_line, count_base, not_compared, rate_with_base, verdict_in_words
from panels.ranking import lacking_columns
from panels.ranking_verdict import alone_found
from panels.rows_behind import counted_columns, with_rows
from panels.unranked import all_small, too_few
from wording import Wording, begun

MOST_NAMED = 3
CURVE_POINTS = 90


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row a member and one for the city; columns as ``peer_standing``."""
    return peer_standing(reader, context, [context.indicator])


def placed(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The shown members that can be compared, as ``benchmark.judged``; none of what is no share of cases.

    ``named``: clearly different, and with enough cases to be spoken of.
    """
    units = judged(figures, context.indicator, context)
    units = units if BY_KEY[context.indicator].is_share else units.iloc[:0]
    return units.assign(named=units["against"].eq("different"))


def _compared(figures: pd.DataFrame) -> pd.DataFrame:
    return comparable(figures[figures["level"] == "member"])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Who is clearly different on either side; whether units differ more than chance has it."""
    words, indicator = context.words, BY_KEY[context.indicator]
    label, units = words(f"indicator.{indicator.key}.label"), placed(figures, context)
    base = _base(figures, context)
    if not indicator.is_share:
        return Finding(words("funnel.no_share", indicator=label), "plain", base)
    if len(units) < 2:
        sentence = too_few(shown(figures, context), city_row(figures, indicator.key), words, indicator=label)
        return alone_found(figures, indicator.key, base, context) or Finding(sentence, "plain", base)
    if units["against"].eq("few").all():
        return Finding(all_small(city_row(figures, indicator.key), label, words), "plain", base)
    values = {"indicator": label, "nobody": nobody_in_words(units, context)}
    values |= benchmark_values(units.iloc[0], context)
    worse, better, level = _sides(units, indicator)
    named = units[units["named"]]
    if named.empty:
        sentence = words("funnel.nobody", **values) + _unclear(units, words)
    else:
        parts = [_side("high", named[named["z"] > 0], words), _side("low", named[named["z"] < 0], words)]
        rest = int((~units["named"] & units["against"].ne("few")).sum())
        parts.append(words("funnel.rest", n=rest) if rest else "")
        sentence = words("funnel.different", **values, sides=words("sentence.separator").join(filter(None, parts)))
    if overdispersed(_compared(figures), context.small):
        sentence += words("sentence.separator") + words("funnel.overdispersed")
    spoken = worse if not worse.empty else better
    about = "" if spoken.empty else str(spoken.loc[spoken["z"].abs().idxmax(), "code"])
    return Finding(sentence, level, base, about, verdicts_of(units))


def _sides(units: pd.DataFrame, indicator: Indicator) -> tuple[pd.DataFrame, pd.DataFrame, Level]:
    """Return the named units on the worse and the better side, both empty without a direction, and the level."""
    named = units[units["named"]]
    if indicator.better is None:
        return named.iloc[:0], named.iloc[:0], "plain"
    high, low = named[named["z"] > 0], named[named["z"] < 0]
    worse, better = (high, low) if indicator.better == "lower" else (low, high)
    return worse, better, "bad" if len(worse) else "good" if len(better) else "plain"


def _side(side: str, units: pd.DataFrame, words: Wording) -> str:
    """甲县 28.6%（20/70）明显偏高: one unit is named with its rate, a few by name, many are counted."""
    if units.empty:
        return ""
    if len(units) > MOST_NAMED:
        return words(f"funnel.several_{side}", n=len(units))
    ordered = units.sort_values("z", key=abs, ascending=False)
    only = ordered.iloc[0]
    named = words("funnel.with_rate", unit=only["unit"], rate=rate_with_base(only, words))
    return words(f"funnel.{side}", n=len(units), units=named if len(units) == 1 else words.join(list(ordered["unit"])))


def _unclear(units: pd.DataFrame, words: Wording) -> str:
    """Where no unit is beyond 99.8 %: name the units beyond 95 %, when they are few enough."""
    unclear = units[units["against"] == "unclear"].sort_values("z", key=abs)
    if not 0 < len(unclear) <= MOST_NAMED:
        return ""
    names = words.join(list(unclear["unit"]))
    return words("sentence.separator") + words("funnel.unclear", n=len(unclear), units=names)


def _base(figures: pd.DataFrame, context: Context) -> str:
    words = context.words
    if not BY_KEY[context.indicator].is_share:
        return base_line(context, context.indicator)
    members = shown(figures, context)
    gone = members["silent"].astype(bool) | members["reason"].eq("merged")
    without = (members["denominator"].eq(0) & ~gone).sum()
    note = words("funnel.base", small=context.small, benchmark=benchmark_in_words(context))
    note += words("funnel.without_cases", n=int(without)) if without else ""
    return base_line(context, context.indicator, note) + not_compared(members, words)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "funnel"."""
    words, indicator, units = context.words, BY_KEY[context.indicator], placed(figures, context)
    about = found.about
    rows = [row for _, row in units.iterrows()]
    data = pd.DataFrame(
        {
            "code": units["code"],
            "unit": units["unit"],
            "rate": units["rate"],
            "base": units["denominator"].astype(float),
            "rate_text": [words.percent(rate) for rate in units["rate"]],
            "base_text": [count_base(row, words) for row in rows],
            "position_text": [position_in_words(row, words) for row in rows],
            "label": [_label(row, words, anybody=bool(units["named"].any())) for row in rows],
            "tone": ["accent" if row["code"] == about else "strong" if row["named"] else "plain" for row in rows],
            "small": units["small"].astype(bool),
        }
    )
    labels = {name: words(f"ranking.head.{name}") for name in ("unit", "value_text", "base_text")}
    labels |= {
        "x": words(f"indicator.{indicator.key}.denominator"),
        "position": words("table.against", benchmark=benchmark_in_words(context)),
        "95": words("funnel.limit", share="95%"),
        "99.8": words("funnel.limit", share="99.8%"),
        "centre": words("ranking.reference", **benchmark_values(units.iloc[0], context)) if len(units) else "",
    }
    return Chart("funnel", data, labels, {"limits": _limits(units)})


def position_in_words(row: pd.Series, words: Wording) -> str:
    """Where a unit lies within the limits; nothing is said of one with few cases or whose figure is not complete."""
    if row["silent"]:
        return words("funnel.position.silent")
    if not row["denominator"]:
        return why_no_rate(row, words)
    if row["against"] != row["against"]:
        return words("funnel.position.none")
    if row["against"] in ("few", ""):
        return verdict_in_words("few", words)
    return words(f"funnel.position.{row['against']}")


def _label(row: pd.Series, words: Wording, *, anybody: bool) -> str:
    """The name and rate of a unit beyond the 99.8 % limit; without ``anybody`` there, the name of one beyond 95 %."""
    if row["named"]:
        return words("funnel.label", unit=row["unit"], rate=words.percent(row["rate"]))
    return str(row["unit"]) if not anybody and row["against"] == "unclear" else ""


def _limits(units: pd.DataFrame) -> pd.DataFrame:
    """The centre and the limits over the numbers of cases that the units have: n, centre, low95 … high998."""
    if units.empty:
        return pd.DataFrame(columns=["n", "centre", "low95", "high95", "low998", "high998"])
    centre, most = float(units["centre"].iat[0]), float(units["denominator"].max())
    n = np.geomspace(1, 1.05 * most + 1, CURVE_POINTS)
    low95, high95 = limits(centre, n, Z95)
    low998, high998 = limits(centre, n, Z998)
    curves = {"low95": low95, "high95": high95, "low998": low998, "high998": high998}
    return pd.DataFrame({"n": n, "centre": centre, **curves})


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every member shown, also those without cases, with the limits at its own number of cases (shares only)."""
    words, indicator = context.words, BY_KEY[context.indicator]
    members = figures[figures["level"] == "member"] if indicator.is_share else figures.iloc[:0]
    everyone = pd.concat([against(comparable(members), benchmark(figures, indicator.key, context), context.small),
                          members.drop(comparable(members).index)])  # fmt: skip
    everyone = everyone.assign(position_text=[position_in_words(row, words) for _, row in everyone.iterrows()])
    units = shown(everyone, context).sort_values(["z", "code"], ascending=[False, True], na_position="last")
    columns = (
        Column("unit", words("ranking.head.unit")),
        Column("rate", words(f"indicator.{indicator.key}.label"), "share"),
        *counted_columns(words),
        *lacking_columns(figures, words),
        Column("centre", begun(benchmark_in_words(context)), "share"),
        Column("low95", words("funnel.head.low", share="95%"), "share"),
        Column("high95", words("funnel.head.high", share="95%"), "share"),
        Column("low998", words("funnel.head.low", share="99.8%"), "share"),
        Column("high998", words("funnel.head.high", share="99.8%"), "share"),
        Column("position_text", words("table.against", benchmark=benchmark_in_words(context))),
    )
    return Table(with_rows(units), columns)


def indicators(context: Context) -> tuple[str, ...]:
    return (context.indicator,)


FUNNEL = Panel(
    "funnel",
    read,
    finding,
    chart,
    table,
    indicators,
    drill="unit",
    asks=("versus",),
    names_missing=True,
    population="listed",
)
