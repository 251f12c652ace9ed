"""Which units a ranking names: those that the one verdict (``benchmark.judged``) tells from the benchmark."""

from collections.abc import Mapping

import pandas as pd

from assessment.indicators import BY_KEY
from panels.benchmark import against_in_words, benchmark_values, centre, judged, nobody_in_words, verdicts_of
from panels.declare import Context, Finding, Level
from panels.lacking import MOST_NAMED
from panels.peers import city_row, comparable, shown
from panels.phrases import amount_in_words, rate_with_base
from panels.unranked import all_small
from wording import Wording


def named_by_verdict(figures: pd.DataFrame, base: str, context: Context) -> Finding:
    """Who is clearly worse than the benchmark; else who is clearly better; else who is close to the limit."""
    words, key = context.words, context.indicator
    rows = judged(figures, key, context).sort_values("z", key=abs, ascending=False, kind="stable")
    values = benchmark_values({"indicator": key, "centre": centre(figures, key, context)}, context)
    values |= {"indicator": words(f"indicator.{key}.label"), "nobody": nobody_in_words(rows, context)}
    verdicts = verdicts_of(rows)
    levels: dict[str, Level] = {"worse": "bad", "better": "good"}
    for side, level in levels.items():
        sure = rows[rows["side"].eq(side) & rows["against"].eq("different")]
        if len(sure):
            sentence = _clearly(sure, side, values | {"others": nobody_in_words(rows, context, "others")}, context)
            return Finding(sentence, level, base, str(sure["code"].iat[0]), verdicts)
    close = rows[rows["against"] == "unclear"]
    if close.empty:
        return Finding(words("ranking.no_difference", **values), "plain", base, verdicts=verdicts)
    worse = close[close["side"] == "worse"]
    # Of those close to the limit the one is meant that has to be looked at, however far a better one is.
    level, about = ("watch", str(worse["code"].iat[0])) if len(worse) else ("plain", "")
    return Finding(_close(close, values, words), level, base, about, verdicts)


def alone(figures: pd.DataFrame, indicator: str, context: Context) -> pd.Series | None:
    """The one unit that the filters leave of a group, as ``benchmark.judged``; None where others are left, too, or
    there never were others to compare it with.
    """
    of_indicator = figures[figures["indicator"] == indicator]
    others = comparable(of_indicator[of_indicator["level"] == "member"])
    left = judged(figures, indicator, context)
    if len(left) != 1 or len(shown(of_indicator, context)) != 1 or len(others) < 2:
        return None
    return left.iloc[0].copy()


def alone_in_words(row: pd.Series, figures: pd.DataFrame, context: Context) -> str:
    """甲县败诉率 28.0%（7/25），高于全市 13.1%，接近界限，列 10 个可比单位第 10 位: a filter hides the others, no more.

    ``row``: of ``alone``. No place is named that rests on few cases.
    """
    words, key = context.words, row["indicator"]
    values = {"indicator": words(f"indicator.{key}.label"), "rate": rate_with_base(row, words)}
    said = words("ranking.one", unit=row["unit"], **values, against=against_in_words(row, context))
    of_all = comparable(figures[(figures["level"] == "member") & (figures["indicator"] == key)])
    if row["small"] or pd.isna(row["place"]):
        return said
    place = words("ranking.place_among", n=len(of_all), place=words.number(row["place"]))
    return words("sentence.comma").join((said, place))


def alone_found(figures: pd.DataFrame, indicator: str, base: str, context: Context) -> Finding | None:
    """The finding about ``alone``; None where there is no such unit."""
    row = alone(figures, indicator, context)
    if row is None:
        return None
    levels: dict[tuple[str, str], Level] = {("different", "worse"): "bad", ("different", "better"): "good",
                                            ("unclear", "worse"): "watch"}  # fmt: skip
    sentence, level = alone_in_words(row, figures, context), levels.get((row["against"], row["side"]), "plain")
    return Finding(sentence, level, base, str(row["code"]), verdicts_of(row.to_frame().T))


def _clearly(sure: pd.DataFrame, side: str, values: Mapping[str, str], context: Context) -> str:
    """甲县败诉率 28.6%（20/70），明显高于全市 13.1%: one unit alone, or how many and who is farthest."""
    words, first = context.words, sure.iloc[0]
    where = "high" if first["z"] > 0 else "low"
    unit = {"unit": first["unit"], "rate": rate_with_base(first, words)}
    if len(sure) > 1:
        return words(f"ranking.several_{where}", n=len(sure), **values, **unit)
    said = words("ranking.one", indicator=values["indicator"], **unit, against=against_in_words(first, context))
    return said if side == "worse" else words("ranking.only_better", said=said, others=values["others"])


def _close(close: pd.DataFrame, values: Mapping[str, str], words: Wording) -> str:
    """That nobody is clearly different, and who is close to the limit: by name while they are few."""
    first = close.iloc[0]
    if len(close) == 1:
        return words("ranking.close", **values, unit=first["unit"], rate=rate_with_base(first, words))
    names = words.join(list(close["unit"]))
    if len(close) > MOST_NAMED:
        return words("ranking.several_close", n=len(close), **values)
    return words("ranking.close_ones", **values, units=names)


def spread(members: pd.DataFrame, figures: pd.DataFrame, context: Context) -> str:
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
        said = words("ranking.all_alike", units=ends["top"], indicator=label, rate=ends["top_rate"], **values)
    else:
        said = words("ranking.spread", indicator=label, **values, **ends)
    return words("sentence.comma").join(filter(None, (said, _of_others(figures, context))))


def _of_others(figures: pd.DataFrame, context: Context) -> str:
    """How much of the city's count is that of units outside the group; '' of what is no count, and of none."""
    key = context.indicator
    if BY_KEY[key].kind != "count" or context.versus == "peers":
        return ""
    of_group = figures.loc[figures["level"].eq("member") & figures["indicator"].eq(key), "numerator"].sum()
    others = city_row(figures, key)["numerator"] - of_group
    return context.words("ranking.of_others", count=amount_in_words(others, key, context.words)) if others > 0 else ""


def _together(tied: pd.DataFrame, words: Wording) -> str:
    """Those who stand at the same place, by name while they are few."""
    names = words.join(list(tied["unit"].head(MOST_NAMED)))
    return words("ranking.tied_more", units=names, all=len(tied)) if len(tied) > MOST_NAMED else names


def _rate_of_tied(tied: pd.DataFrame, words: Wording) -> str:
    """The rate of one unit with its base; of several of different bases alone."""
    first, bases = tied.iloc[0], len(set(zip(tied["numerator"], tied["denominator"], strict=True)))
    rate = rate_with_base(first, words)
    return rate if len(tied) == 1 or bases == 1 else amount_in_words(first["rate"], first["indicator"], words)
