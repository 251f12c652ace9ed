"""Two to five units side by side, indicator by indicator: where does the one stand behind the other?"""

import pandas as pd

from assessment.indicators import BY_KEY, judged
from assessment.verdict import COMPARED, TOLD, verdicts
from data_access.reading.reader import Reader
from panels.chosen import chosen_unit
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.peers import comparable, peer_standing
from panels.phrases import count_base, in_one_kind, shown_as_percent, value_in_words
from panels.rows_behind import rows_link
from panels.scores import assessed
from wording import Wording

MOST_UNITS = 5
# Of the units nobody asked for, how many stand beside the chosen one and the first.
NEIGHBOURS = 2


def known_indicators(context: Context) -> tuple[str, ...]:
    """The indicators with a direction that the ledgers can answer, in catalogue order."""
    return tuple(key for key in judged() if context.knows(key))


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The members' rows of ``peer_standing`` for every known indicator with a direction.

    Further columns: rank (of the score, <NA> where nothing is scored), chosen.
    """
    members = peer_standing(reader, context, known_indicators(context))
    members = members[members["level"] == "member"]
    assessment = assessed(reader, context)
    ranks = {} if assessment is None else assessment.table.set_index("code")["rank"].to_dict()
    unit = chosen_unit(reader, context)
    return members.assign(rank=members["code"].map(ranks).astype("Int64"), chosen=members["code"] == unit)


def chosen_units(figures: pd.DataFrame, context: Context) -> list[str]:
    """The codes compared, in the order of their rank: those asked for, or the chosen one, the first and the nearest."""
    units = figures.drop_duplicates("code").sort_values("rank", kind="stable", na_position="last")
    order = [str(code) for code in units["code"]]
    asked = [code for code in context.selection.units if code in order][:MOST_UNITS]
    if len(asked) > 1:
        return sorted(asked, key=order.index)
    own = units.loc[units["chosen"].astype(bool), "code"].tolist()
    if not own:
        return order[: NEIGHBOURS + 2]
    at = order.index(own[0])
    near = sorted((code for code in order if code != own[0]), key=lambda code: abs(order.index(code) - at))
    compared = {own[0], order[0], *near[:NEIGHBOURS]}
    return [code for code in order if code in compared]


def _pair(figures: pd.DataFrame, codes: list[str]) -> tuple[str, str]:
    """Who is spoken of and against whom: the chosen unit against the first, the first against the second."""
    chosen = set(figures.loc[figures["chosen"].astype(bool), "code"]) & set(codes)
    own = next(iter(chosen), codes[-1])
    return own, next(code for code in codes if code != own)


def _both(figures: pd.DataFrame, own: str, other: str, small: int) -> pd.DataFrame:
    """The indicators on which both can be compared, with gap (shares, − = behind), verdict on it, behind and ahead
    (bools).

    What is no share of cases has no verdict, and nobody is behind or ahead in it.
    """
    counted = comparable(figures)
    sides = [counted[counted["code"] == code].set_index("indicator") for code in (own, other)]
    both = sides[0].merge(sides[1], on="indicator", suffixes=("", "_other"))
    sign = pd.Series([1 if BY_KEY[str(key)].better == "higher" else -1 for key in both.index], index=both.index)
    shares = pd.Series([BY_KEY[str(key)].is_share for key in both.index], index=both.index, dtype=bool)
    counts = ("numerator", "denominator", "numerator_other", "denominator_other")
    found = verdicts(*(both[name].astype(float).where(shares, 0.0).to_numpy() for name in counts), small=small)
    gap, told = (both["rate"] - both["rate_other"]) * sign, pd.Series(found, index=both.index).isin(TOLD)
    return both.assign(gap=gap, verdict=found, behind=told & (gap < 0), ahead=told & (gap > 0))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """In how many indicators the chosen unit is behind the first one (or the first ahead of the second)."""
    words, codes = context.words, chosen_units(figures, context)
    base = words("compare.base", as_of=words.date(context.as_of))
    if len(codes) < 2:
        return Finding(words("compare.nobody"), "plain", base)
    own, other = _pair(figures, codes)
    names = dict(zip(figures["code"], figures["unit"], strict=True))
    both = _both(figures, own, other, context.small)
    values = {"unit": names[own], "other": names[other]}
    compared, few = both[both["verdict"].isin(COMPARED)], int(both["verdict"].eq("few").sum())
    if compared.empty:
        return Finding(words("compare.too_few" if few else "compare.nothing", **values), "plain", base, own)
    base += words("compare.few", n=few) if few else ""
    behind, ahead = int(compared["behind"].sum()), int(compared["ahead"].sum())
    if not behind and not ahead:
        return Finding(words("compare.alike", n=len(compared), **values), "plain", base, own)
    # The first is compared by what it leads in, every other unit by what it is behind in.
    side = "ahead" if ahead and (codes[0] == own or not behind) else "behind"
    values["of"] = words.number(len(compared))
    sentence = words(f"compare.{side}", n=ahead if side == "ahead" else behind, **values)
    return Finding(sentence + _largest(compared[compared[side]], words), "plain", base, own)


def _largest(rows: pd.DataFrame, words: Wording) -> str:
    """The largest of these differences."""
    # Percentage points are compared with percentage points only.
    rows = rows[[shown_as_percent(str(key)) for key in rows.index]]
    if rows.empty:
        return ""
    row = rows.loc[rows["gap"].abs().idxmax()]
    label = words(f"indicator.{row.name}.label")
    rates = {"own": words.percent(row["rate"]), "other": words.percent(row["rate_other"])}
    return words("compare.largest", indicator=label, **rates)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "compare"."""
    words, codes = context.words, chosen_units(figures, context)
    about = found.about
    keys = known_indicators(context)
    rows_shown = figures[figures["code"].isin(codes)]
    rows = [row for _, row in rows_shown.iterrows()]
    data = pd.DataFrame(
        {
            "code": rows_shown["code"],
            "row": [keys.index(key) for key in rows_shown["indicator"]],
            "column": [codes.index(code) for code in rows_shown["code"]],
            "unit": rows_shown["unit"],
            "label": [words(f"indicator.{key}.label") for key in rows_shown["indicator"]],
            "value_text": [
                value_in_words(row["rate"], row["indicator"], words) if row["denominator"] else "" for row in rows
            ],
            "base_text": [_cases(row, words) for row in rows],
            "base_href": [rows_link(row["indicator"], row, row["code"]) for row in rows],
            "best": _best(rows_shown),
            "small": rows_shown["small"].astype(bool),
            "tone": ["accent" if code == about else "plain" for code in rows_shown["code"]],
        }
    )
    labels = {name: words(f"compare.head.{name}") for name in ("label", "unit", "value", "base")}
    return Chart("compare", data if len(codes) > 1 else data.iloc[:0], labels, {"few": words("compare.few_mark")})


def _cases(row: pd.Series, words: Wording) -> str:
    """47/48, or a dash and why there is no rate."""
    base = count_base(row, words)
    return base if row["denominator"] else f"{words.label('', None)} {base}"


def _best(rows: pd.DataFrame) -> list[bool]:
    """Whether a unit is the best of those with enough cases in its row; nobody is where they are equal or alone."""
    enough = comparable(rows[~rows["small"].astype(bool)])["place"].reindex(rows.index).astype("Float64")
    by_row = enough.groupby(rows["indicator"])
    best, last = by_row.transform("min"), by_row.transform("max")
    return [bool(each) for each in (enough.eq(best) & best.lt(last)).fillna(False)]


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row an indicator; of each unit its rate and its cases."""
    words, codes = context.words, chosen_units(figures, context)
    keys = list(known_indicators(context))
    data = pd.DataFrame({"label": [words(f"indicator.{key}.label") for key in keys]}, index=keys)
    columns = [Column("label", words("table.indicator"))]
    for number, code in enumerate(codes):
        own = figures[figures["code"] == code].set_index("indicator").reindex(keys)
        unit = str(figures.loc[figures["code"] == code, "unit"].iat[0])
        # A row knows its indicator: officers are no cases.
        rows = own.rename_axis("indicator").reset_index()
        rates, kind = in_one_kind(rows, ["rate"], words)
        data[f"rate_{number}"] = rates["rate"].to_numpy()
        data[f"base_{number}"] = [words("compare.not_asked") if pd.isna(row["denominator"]) else count_base(row, words)
                                  for _, row in rows.iterrows()]  # fmt: skip
        data[f"opens_{number}"] = ["" if pd.isna(row["denominator"]) else rows_link(row["indicator"], row, code)
                                   for _, row in rows.iterrows()]  # fmt: skip
        base = words("compare.head.base_of", unit=unit)
        columns += [Column(f"rate_{number}", unit, kind), Column(f"base_{number}", base, opens=f"opens_{number}")]
    return Table(data.reset_index(drop=True), tuple(columns))


COMPARE = Panel(
    "compare",
    read,
    finding,
    chart,
    table,
    known_indicators,
    drill="unit",
    asks=("units",),
    names_missing=True,
    population="named",
)
