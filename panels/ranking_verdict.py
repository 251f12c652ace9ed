"""Which units a ranking names: those that the one verdict (``benchmark.judged``) tells from the benchmark."""

from collections.abc import Mapping

import pandas as pd

from panels.benchmark import against_in_words, benchmark_values, centre, judged, verdicts_of
from panels.declare import Context, Finding, Level
from panels.phrases import MOST_NAMED, rate_with_base
from wording import Wording


def named_by_verdict(figures: pd.DataFrame, base: str, context: Context) -> Finding:
    """Who is clearly worse than the benchmark; else who is clearly better; else who is close to the limit."""
    words, key = context.words, context.indicator
    rows = judged(figures, key, context).sort_values("z", key=abs, ascending=False, kind="stable")
    values = benchmark_values({"indicator": key, "centre": centre(figures, key, context)}, context)
    values["indicator"] = words(f"indicator.{key}.label")
    verdicts = verdicts_of(rows)
    levels: dict[str, Level] = {"worse": "bad", "better": "good"}
    for side, level in levels.items():
        sure = rows[rows["side"].eq(side) & rows["against"].eq("different")]
        if len(sure):
            sentence = _clearly(sure, side, values, context)
            return Finding(sentence, level, base, str(sure["code"].iat[0]), verdicts)
    close = rows[rows["against"] == "unclear"]
    if close.empty:
        return Finding(words("ranking.no_difference", **values), "plain", base, verdicts=verdicts)
    level, about = ("watch", str(close["code"].iat[0])) if close["side"].eq("worse").any() else ("plain", "")
    return Finding(_close(close, values, words), level, base, about, verdicts)


def _clearly(sure: pd.DataFrame, side: str, values: Mapping[str, str], context: Context) -> str:
    """甲县败诉率 28.6%（20/70），明显高于全市 13.1%: one unit alone, or how many and who is farthest."""
    words, first = context.words, sure.iloc[0]
    where = "high" if first["z"] > 0 else "low"
    unit = {"unit": first["unit"], "rate": rate_with_base(first, words)}
    if len(sure) > 1:
        return words(f"ranking.several_{where}", n=len(sure), **values, **unit)
    said = words("ranking.one", indicator=values["indicator"], **unit, against=against_in_words(first, context))
    return said if side == "worse" else words("ranking.only_better", said=said)


def _close(close: pd.DataFrame, values: Mapping[str, str], words: Wording) -> str:
    """That nobody is clearly different, and who is close to the limit: by name while they are few."""
    first = close.iloc[0]
    if len(close) == 1:
        return words("ranking.close", **values, unit=first["unit"], rate=rate_with_base(first, words))
    names = words.join(list(close["unit"]))
    if len(close) > MOST_NAMED:
        return words("ranking.several_close", n=len(close), **values)
    return words("ranking.close_ones", **values, units=names)
