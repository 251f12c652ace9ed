"""What is said of appearance and loss: who is worst, who has been falling, and where one unit stands."""

from collections.abc import Iterable

import pandas as pd

from assessment.comparison import clause_indicators
from assessment.course import STEPS
from assessment.indicators import BY_KEY
from panels.declare import Context, Finding, Level
from panels.peers import city_row, comparable, shown
from panels.phrases import not_compared, rate_with_base
from panels.ranking import too_few
from wording import Wording

# The rates of appearance and loss that article 18 usually compares.
LEFT, RIGHT = clause_indicators(None)


def sides(context: Context) -> tuple[str, str]:
    """The rates of appearance and loss that article 18 compares by the scheme of the period's year."""
    return clause_indicators(context.scheme)


def _said(context: Context) -> tuple[str, str]:
    """What is said first: a loss weighs more than an absence."""
    left, right = sides(context)
    return right, left


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Who loses most and whose heads appear least, each named only where its interval excludes the city's rate.

    Where the page looks at one unit closely, that unit's two rates.
    """
    words, members = context.words, shown(figures, context)
    close = members[members["code"] == context.selection.focus]
    if context.selection.focus and not close.empty:
        level: Level = "bad" if close["falling"].any() or close["vetoed"].any() else "plain"
        base = _base(members, context.selection.focus, context)
        return Finding(_of_one(close, figures, context), level, base, context.selection.focus)
    worst = {key: worst_units(members, figures, key) for key in _said(context)}
    named = [rows for rows in worst.values() if not rows.empty]
    about = str(named[0]["code"].iat[0]) if named else ""
    sentence = words("sentence.separator").join(_of_group(worst, members, figures, words))
    return Finding(sentence, "bad" if named else "plain", _base(members, about, context), about)


def standing_out(members: pd.DataFrame, figures: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows of an indicator that rest on enough cases and whose interval lies on the worse side of the city's rate.

    Of a single unit that can be compared nothing is said: there is nobody to stand out from.
    """
    city, of_group = city_row(figures, key), figures[(figures["level"] == "member") & (figures["indicator"] == key)]
    rows = comparable(members[(members["indicator"] == key) & ~members["small"]])
    if city["denominator"] == 0 or len(comparable(of_group)) < 2:
        return rows.iloc[:0]
    apart = rows["low"] > city["rate"] if BY_KEY[key].better == "lower" else rows["high"] < city["rate"]
    return rows[apart]


def worst_units(members: pd.DataFrame, figures: pd.DataFrame, key: str) -> pd.DataFrame:
    """Those of ``standing_out`` that are worst, several where they tie; somebody falling goes before the others."""
    rows = standing_out(members, figures, key)
    rows = rows[rows["falling"]] if rows["falling"].any() else rows
    return rows[rows["place"] == rows["place"].max()]


def _of_group(
    worst: dict[str, pd.DataFrame], members: pd.DataFrame, figures: pd.DataFrame, words: Wording
) -> list[str]:
    """What is said of each indicator over the group; one sentence of both where the same unit is falling in both."""
    fallen = [rows.iloc[0] for rows in worst.values() if len(rows) == 1 and rows["falling"].all()]
    if len(fallen) == len(worst) and len({row["code"] for row in fallen}) == 1:
        return [_both_falling(fallen, words)]
    sentences = [_of_indicator(rows, members, figures, key, words) for key, rows in worst.items()]
    nobody = "too_few" if comparable(members)["small"].all() else "no_difference"
    return [each for each in sentences if each] or [words(f"appearance_and_loss.{nobody}", **_labels(worst, words))]


def _labels(loss_and_appearance: Iterable[str], words: Wording) -> dict[str, str]:
    """The names of the two rates, as a sentence about both takes them."""
    labels = (words(f"indicator.{key}.label") for key in loss_and_appearance)
    return dict(zip(("loss", "appearance"), labels, strict=True))


def _of_indicator(
    worst: pd.DataFrame, members: pd.DataFrame, figures: pd.DataFrame, key: str, words: Wording
) -> str:  # fmt: skip
    """The sentence about one indicator; '' where nobody stands out."""
    city, rows = city_row(figures, key), members[members["indicator"] == key]
    label, with_cases = words(f"indicator.{key}.label"), rows[rows["denominator"] > 0]
    compared = comparable(rows)
    if len(compared) == len(with_cases) == 1 < len(rows):
        only = compared.iloc[0]
        rate = rate_with_base(only, words)
        return words("appearance_and_loss.single", unit=only["unit"], indicator=label, rate=rate)
    if len(compared) < 2:
        return too_few(rows, city, words, indicator=label)
    if worst.empty:
        return ""
    if len(worst) > 1:
        values = {"units": words.join(list(worst["unit"])), "rate": words.percent(worst["rate"].iat[0])}
        return words("appearance_and_loss.tied", indicator=label, **values)
    return _of_worst(worst.iloc[0], city, words)


def _of_worst(row: pd.Series, city: pd.Series, words: Wording) -> str:
    key = row["indicator"]
    values = {"unit": row["unit"], "indicator": words(f"indicator.{key}.label"), "rate": rate_with_base(row, words)}
    if row["falling"]:
        return words("appearance_and_loss.falling", **values, n=STEPS)
    side = "above" if BY_KEY[key].better == "lower" else "below"
    return words(f"appearance_and_loss.{side}", **values, city=words.percent(city["rate"]))


def _of_one(close: pd.DataFrame, figures: pd.DataFrame, context: Context) -> str:
    """The sentence about a chosen unit: its rates beside the city's, whether or not it stands out."""
    words, said = context.words, _said(context)
    rows = [close[close["indicator"] == key].iloc[0] for key in said]
    if all(row["falling"] for row in rows):
        return _both_falling(rows, words)
    of_city = [words.percent(city_row(figures, key)["rate"]) for key in said]
    cities = dict(zip(("loss_city", "appearance_city"), of_city, strict=True))
    return words("appearance_and_loss.close", unit=rows[0]["unit"], **_rates(rows, words), **cities)


def _rates(rows: list[pd.Series], words: Wording) -> dict[str, str]:
    """The names of the two rates, and the rates with their bases."""
    rates = zip(("loss_rate", "appearance_rate"), (rate_with_base(row, words) for row in rows), strict=True)
    return {**_labels((row["indicator"] for row in rows), words), **dict(rates)}


def _both_falling(rows: list[pd.Series], words: Wording) -> str:
    return words("appearance_and_loss.both_falling", unit=rows[0]["unit"], n=STEPS, **_rates(rows, words))


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
