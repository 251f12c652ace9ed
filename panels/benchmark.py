"""What units are held against, and the one verdict on each: every panel and heading of a page reads it here."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY
from assessment.verdict import TOLD, Count, Verdict, against
from panels.declare import Context
from panels.peers import city_row, comparable, shown
from panels.phrases import value_in_words, verdict_in_words

SIDES = {True: "worse", False: "better"}


def benchmark(figures: pd.DataFrame, indicator: str, context: Context) -> Count:
    """The cases of what units are held against: those of the city, or those of the comparable peers added up."""
    if context.versus == "peers":
        members = comparable(figures[(figures["level"] == "member") & (figures["indicator"] == indicator)])
        return float(members["numerator"].sum()), float(members["denominator"].sum())
    city = city_row(figures, indicator)
    return float(city["numerator"]), float(city["denominator"])


def centre(figures: pd.DataFrame, indicator: str, context: Context) -> float:
    """The benchmark's rate; NaN without cases."""
    cases, base = benchmark(figures, indicator, context)
    return cases / base if base else float("nan")


def judged(figures: pd.DataFrame, indicator: str, context: Context) -> pd.DataFrame:
    """The comparable members shown, held against the benchmark: the columns of ``verdict.against``, and side.

    side: "worse" or "better" than the benchmark; "" on it and without a direction. Nobody is held against anything
    where fewer than two of the group can be compared, and of what is no share of cases there is no test: "".
    """
    members = comparable(figures[(figures["level"] == "member") & (figures["indicator"] == indicator)])
    rows = against(members, benchmark(figures, indicator, context), context.small)
    if len(members) < 2 or not BY_KEY[indicator].is_share:
        rows = rows.assign(against="")
    better = BY_KEY[indicator].better
    worse = rows["z"] > 0 if better == "lower" else rows["z"] < 0
    side = worse.map(SIDES).where(rows["z"].abs() > 0, "") if better else ""
    return shown(rows.assign(side=pd.Series(side, rows.index, dtype=object)), context)


def told(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """Those of ``judged`` on a side of whom a sentence may speak: who is clearly different before who is only close."""
    return rows[rows["against"].isin(TOLD) & rows["side"].eq(side)]


def gravest(rows: pd.DataFrame) -> pd.DataFrame:
    """Of ``told`` those that are clearly different, or, where nobody is, those close to the limit."""
    sure = rows[rows["against"] == "different"]
    return sure if len(sure) else rows


def verdicts_of(*parts: pd.DataFrame) -> dict[tuple[str, str], Verdict]:
    """The verdicts of rows of ``judged`` by unit and indicator, as a finding keeps them."""
    rows = [row for part in parts for row in part[["code", "indicator", "against"]].itertuples(index=False)]
    return {(str(row.code), str(row.indicator)): row.against for row in rows}


def benchmark_in_words(context: Context) -> str:
    """全市, 同类组."""
    return context.words.label("versus", context.versus)


def against_in_words(row: Mapping[str, Any], context: Context) -> str:
    """明显高于全市 13.1%; 高于全市 13.1%，接近界限; 与全市 13.1% 无明显差异; what else is said without a verdict.

    ``row``: of ``judged``, with its indicator.
    """
    words, verdict = context.words, row["against"]
    values = benchmark_values(row, context)
    if verdict not in (*TOLD, "not_distinguishable"):
        return verdict_in_words(verdict, words) or words("against.none", **values)
    if verdict not in TOLD:
        return words(f"against.{verdict}", **values)
    way = "high" if row["z"] > 0 else "low"
    return words(f"against.{verdict}.{way}", **values)


def benchmark_values(row: Mapping[str, Any], context: Context) -> dict[str, str]:
    """What a sentence about a benchmark takes: its name and its rate, of a row of ``judged``."""
    rate = value_in_words(row["centre"], row["indicator"], context.words)
    return {"benchmark": benchmark_in_words(context), "centre": rate}


def verdict_column(members: pd.DataFrame, figures: pd.DataFrame, context: Context) -> list[str]:
    """The verdict on each member of a table of one indicator as one of the three words; "" for who is not judged."""
    if members.empty:
        return []
    rows = judged(figures, str(members["indicator"].iat[0]), context)
    said = dict(zip(rows["code"], rows["against"], strict=True))
    return [verdict_in_words(said.get(code, ""), context.words) for code in members["code"]]
