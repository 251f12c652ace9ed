"""What is said of appearance and loss: who is worst, who has been falling, and where one unit stands."""

from collections.abc import Iterable

import pandas as pd

from assessment.comparison import clause_indicators
from assessment.course import STEPS
from assessment.indicators import BY_KEY
from panels.benchmark import (
    against_in_words,
    benchmark_in_words,
    gravest,
    judged,
    nobody_in_words,
    told,
    verdicts_of,
)
from panels.declare import Context, Finding, Level
from panels.peers import city_row, comparable, shown
from panels.phrases import not_compared, rate_with_base
from panels.ranking_verdict import alone, alone_in_words
from panels.unranked import too_few
from wording import Wording, within

# The rates of appearance and loss that article 18 usually compares.
LEFT, RIGHT = clause_indicators(None)


# What is said of an indicator that has nothing to be computed from.
NOTHING = "ranking.no_cases"


def sides(context: Context) -> tuple[str, str]:
    """The rates of appearance and loss that article 18 compares by the scheme of the period's year."""
    return clause_indicators(context.scheme)


def _said(context: Context) -> tuple[str, str]:
    """What is said first: a loss weighs more than an absence."""
    left, right = sides(context)
    return right, left


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Who loses most and whose heads appear least, each named only where the verdict on it allows it.

    Where the page looks at one unit closely, that unit's two rates.
    """
    words, members = context.words, shown(figures, context)
    close = members[members["code"] == context.selection.focus]
    held = {key: judged(figures, key, context) for key in _said(context)}
    verdicts = verdicts_of(*held.values())
    if context.selection.focus and not close.empty:
        level: Level = "bad" if close["falling"].any() or close["vetoed"].any() else "plain"
        base = _base(members, context.selection.focus, context)
        verdicts = {pair: said for pair, said in verdicts.items() if pair[0] == context.selection.focus}
        return Finding(_of_one(close, figures, context), level, base, context.selection.focus, verdicts)
    worst = {key: _worst(rows) for key, rows in held.items()}
    named = [rows for rows in worst.values() if not rows.empty]
    about = str(named[0]["code"].iat[0]) if named else ""
    sentence = words("sentence.separator").join(_of_group(worst, members, figures, context))
    sure = any(rows["against"].eq("different").any() for rows in named)
    level = "bad" if sure else "watch" if named else "plain"
    return Finding(sentence, level, _base(members, about, context), about, verdicts)


def worst_units(figures: pd.DataFrame, key: str, context: Context) -> pd.DataFrame:
    """The units shown that are told to be worse than the benchmark and are worst, several where they tie.

    Who is clearly different goes before who is close to the limit, then who is falling before the others. The columns
    of ``benchmark.judged``.
    """
    return _worst(judged(figures, key, context))


def _worst(rows: pd.DataFrame) -> pd.DataFrame:
    rows = gravest(told(rows, "worse"))
    rows = rows[rows["falling"]] if rows["falling"].any() else rows
    return rows[rows["place"] == rows["place"].max()]


def _of_group(
    worst: dict[str, pd.DataFrame], members: pd.DataFrame, figures: pd.DataFrame, context: Context
) -> list[str]:
    """What is said of each indicator over the group; one sentence of both where the same unit is falling in both."""
    fallen = [rows.iloc[0] for rows in worst.values() if len(rows) == 1 and rows["falling"].all()]
    if len(fallen) == len(worst) and len({row["code"] for row in fallen}) == 1:
        return [_both(fallen, context)]
    sentences = [_of_indicator(rows, members, figures, key, context) for key, rows in worst.items()]
    labels = [context.words(f"indicator.{key}.label") for key in worst]
    if sentences == [context.words(NOTHING, indicator=label) for label in labels]:
        both = [labels[0], *map(within, labels[1:])]
        return [context.words(NOTHING, indicator=context.words.join(both))]
    judged_ = pd.concat([judged(figures, key, context) for key in worst])
    values = {**_labels(worst, context.words), "benchmark": benchmark_in_words(context),
              "nobody": nobody_in_words(judged_, context)}  # fmt: skip
    nobody = "too_few" if comparable(members)["small"].all() else "no_difference"
    return [each for each in sentences if each] or [context.words(f"appearance_and_loss.{nobody}", **values)]


def _labels(loss_and_appearance: Iterable[str], words: Wording) -> dict[str, str]:
    """The names of the two rates, as a sentence about both takes them."""
    labels = (words(f"indicator.{key}.label") for key in loss_and_appearance)
    return dict(zip(("loss", "appearance"), labels, strict=True))


def _of_indicator(
    worst: pd.DataFrame, members: pd.DataFrame, figures: pd.DataFrame, key: str, context: Context
) -> str:  # fmt: skip
    """The sentence about one indicator; '' where nobody stands out."""
    words, city, rows = context.words, city_row(figures, key), members[members["indicator"] == key]
    label, with_cases = words(f"indicator.{key}.label"), rows[rows["denominator"] > 0]
    compared = comparable(rows)
    if len(compared) == len(with_cases) == 1 < len(rows):
        only = compared.iloc[0]
        rate = rate_with_base(only, words)
        return words("ranking.single", unit=only["unit"], indicator=label, rate=rate)
    if len(compared) < 2:
        only = alone(figures, key, context)
        left = alone_in_words(only, figures, context) if only is not None else ""
        return left or too_few(rows, city, words, indicator=label)
    if worst.empty:
        return ""
    if len(worst) > 1:
        first = worst.iloc[0]
        values = {"units": words.join(list(worst["unit"])), "rate": words.percent(first["rate"])}
        values["against"] = against_in_words(first, context)
        return words("appearance_and_loss.tied", indicator=label, **values)
    return with_course(_said_of(worst.iloc[0], context), [worst.iloc[0]], words)


def _said_of(row: pd.Series, context: Context) -> str:
    """甲县败诉率 28.0%（7/25），高于全市 13.1%，接近界限."""
    words = context.words
    values = {"indicator": words(f"indicator.{row['indicator']}.label"), "rate": rate_with_base(row, words)}
    return words("ranking.one", unit=row["unit"], **values, against=against_in_words(row, context))


def with_course(said: str, rows: list[pd.Series], words: Wording) -> str:
    """What is said of one unit and, where all of these rates have got worse year after year, that they have."""
    if not all(row["falling"] for row in rows):
        return said
    ways = {"rising" if BY_KEY[row["indicator"]].better == "lower" else "sinking" for row in rows}
    course = words(f"course.{ways.pop() if len(ways) == 1 else 'both'}", n=STEPS)
    return words("sentence.comma").join(filter(None, (said, course)))


def _of_one(close: pd.DataFrame, figures: pd.DataFrame, context: Context) -> str:
    """The sentence about a chosen unit: its rates and the verdict on them, whether or not it stands out."""
    rows = [close[close["indicator"] == key].iloc[0] for key in _said(context)]
    verdicts = [judged(figures, row["indicator"], context) for row in rows]
    own = [found[found["code"] == row["code"]] for found, row in zip(verdicts, rows, strict=True)]
    # Who has no cases, or too few reports, is not held against anything.
    return _both([found.iloc[0] if len(found) else row for found, row in zip(own, rows, strict=True)], context)


def _both(rows: list[pd.Series], context: Context) -> str:
    """甲县败诉率 28.0%（7/25），高于全市 13.1%，接近界限；出庭应诉率 66.7%（18/27），与全市 83.1% 无明显差异."""
    words, unit = context.words, rows[0]["unit"]
    parts = []
    for row in rows:
        values = {"indicator": words(f"indicator.{row['indicator']}.label"), "rate": rate_with_base(row, words)}
        verdict = against_in_words(row, context) if "against" in row else ""
        parts.append(words("sentence.comma").join(filter(None, (words("rate.named", **values), verdict))))
    said = words("appearance_and_loss.close", unit=unit, rates=words("sentence.separator").join(parts))
    if all(row["falling"] for row in rows):
        return with_course(said, rows, words)
    return said


def _base(members: pd.DataFrame, about: str, context: Context) -> str:
    """The base: numerators and denominators, the years of a falling unit, the meaning of the mark of article 18."""
    words = context.words
    named = zip(("appearance", "loss"), sides(context), strict=True)
    counted = {f"{clause}_{part}": words(f"indicator.{key}.{part}") for clause, key in named
               for part in ("numerator", "denominator")}  # fmt: skip
    base = words("appearance_and_loss.base", **counted, as_of=words.date(context.as_of))
    silent = members[members["silent"].astype(bool)].drop_duplicates("code")
    base += not_compared(silent, words)
    fallen = members[members["falling"] & (members["code"] == about)]
    if not fallen.empty:
        row = fallen.iloc[-1]
        rates = [words.percent(row[f"rate_{years}"]) for years in range(STEPS, 0, -1)] + [words.percent(row["rate"])]
        values = {"unit": row["unit"], "indicator": words(f"indicator.{row['indicator']}.label")}
        base += words("appearance_and_loss.years", **values, rates=" → ".join(rates))
    if members["vetoed"].any():
        base += words("appearance_and_loss.rule", n=int(members["last_n"].iat[0]))
    return base
