"""What units are held against, and the one verdict on each: every panel and heading of a page reads it here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from assessment.indicators import BY_KEY
from assessment.rates import rate
from assessment.verdict import TOLD, Count, Verdict, against
from panels.declare import Context
from panels.peers import added, comparable, shown
from panels.phrases import amount_in_words, verdict_in_words

_COUNTS = ["numerator", "denominator"]
# What a distance above the benchmark is worth: better, worse or neither.
_WAYS = {"higher": 1, "lower": -1, None: 0}


def benchmarks(figures: pd.DataFrame, indicators: Iterable[str], context: Context) -> pd.DataFrame:
    """The cases of what units are held against, numerator and denominator by indicator (the index), 0 without any.

    Those of the city, or those of the peers added up that count as reported.
    """
    found, keys = _held_by(figures, context), list(indicators)
    return pd.DataFrame([found.get(key, (0.0, 0.0)) for key in keys], keys, _COUNTS, dtype=float).fillna(0.0)


def _held_by(figures: pd.DataFrame, context: Context) -> dict[str, Count]:
    """By indicator the cases of what units are held against."""
    if context.versus == "peers":
        rows = added(figures[figures["level"] == "member"]).groupby("indicator")[_COUNTS].sum().reset_index()
    else:
        rows = figures[figures["level"] == "city"]
    return {key: count for key, *count in zip(rows["indicator"], *(rows[name] for name in _COUNTS), strict=True)}  # type: ignore[misc]


def benchmark(figures: pd.DataFrame, indicator: str, context: Context) -> Count:
    """``benchmarks`` of one indicator."""
    cases, base = benchmarks(figures, [indicator], context).iloc[0]
    return float(cases), float(base)


def centre(figures: pd.DataFrame, indicator: str, context: Context) -> float:
    """The benchmark's rate; NaN without cases."""
    return rate(*benchmark(figures, indicator, context))


def judged(figures: pd.DataFrame, indicator: str, context: Context) -> pd.DataFrame:
    """``judged_by_each`` of one indicator."""
    return judged_by_each(figures, [indicator], context)


def judged_by_each(figures: pd.DataFrame, indicators: Iterable[str], context: Context) -> pd.DataFrame:
    """The comparable members shown, held against the benchmark: the columns of ``verdict.against``, and side.

    Indicator by indicator in the order given. side: "worse" or "better" than the benchmark; "" on it and without a
    direction. Nobody is held against anything where fewer than two of the group can be compared, and of what is no
    share of cases there is no test: "".
    """
    order = {key: place for place, key in enumerate(indicators)}
    members = comparable(figures[(figures["level"] == "member") & figures["indicator"].isin(order)])
    members = members.iloc[sorted(range(len(members)), key=[order[key] for key in members["indicator"]].__getitem__)]
    keys = members["indicator"].tolist()
    held = benchmarks(figures, order, context).to_numpy()[[order[key] for key in keys]]
    rows = against(members, (held[:, 0], held[:, 1]), context.small)
    compared = Counter(keys)
    tested = np.array([compared[key] > 1 and BY_KEY[key].is_share for key in keys], bool)
    ways = np.array([_WAYS[BY_KEY[key].better] for key in keys], float) * rows["z"].to_numpy(float)
    side = np.select([ways > 0, ways < 0], ["better", "worse"], "").astype(object)
    against_it = rows["against"].where(tested, "")
    return shown(rows.assign(against=against_it, side=pd.Series(side, rows.index, dtype=object)), context)


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


def nobody_in_words(rows: pd.DataFrame, context: Context, whom: str = "nobody") -> str:
    """各单位, or 基数不少于 10 的各单位: of whom a sentence without exception holds, as few cases bear no verdict.

    ``rows``: of ``judged``; ``whom``: "nobody" of all, "others" of those beside who was named.
    """
    words = context.words
    if rows["against"].eq("few").any():
        return words(f"without_exception.{whom}_enough", small=context.small)
    return words(f"without_exception.{whom}")


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
    rate = amount_in_words(row["centre"], row["indicator"], context.words)
    return {"benchmark": benchmark_in_words(context), "centre": rate}


def verdict_column(members: pd.DataFrame, figures: pd.DataFrame, context: Context) -> list[str]:
    """The verdict on each member of a table of one indicator as one of the three words; "" for who is not judged."""
    if members.empty:
        return []
    rows = judged(figures, str(members["indicator"].iat[0]), context)
    said = dict(zip(rows["code"], rows["against"], strict=True))
    return [verdict_in_words(said.get(code, ""), context.words) for code in members["code"]]
