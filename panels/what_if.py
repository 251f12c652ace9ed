"""What if the components weighed otherwise? Places under other weights beside the official ones; never saved."""

from dataclasses import replace

import pandas as pd

from assessment.draws import Draws
from assessment.robustness import Robustness, draw, ranked, totals
from assessment.scheme import COMPONENTS, Scheme
from data_access.reading.assessed import Assessed
from data_access.reading.reader import Reader
from panels.chosen import as_of, chosen_unit
from panels.declare import Chart, Column, Context, Finding, Panel, Table, scored_ledgers
from panels.peers import sectors_of
from panels.phrases import moved_in_words
from panels.scores import assessed, shown_units, why_no_scores
from wording import Wording

COLUMNS = ["code", "unit", "county", "sector", "chosen", "score", "rank", "low", "high", "score_then", "rank_then",
           "low_then", "high_then", "moved", *(f"w_{part}" for part in COMPONENTS),
           *(f"w_{part}_then" for part in COMPONENTS), "year", "version", "goals"]  # fmt: skip


def tried(context: Context, scheme: Scheme, group: str) -> Scheme:
    """The scheme with the weights and goalposts asked for; its own where none are."""
    weights = dict(zip((f"w_{part}" for part in COMPONENTS), map(float, context.selection.weights), strict=False))
    goals = {key: (floor / 100, target / 100) for key, floor, target in context.selection.goals}
    posted = scheme.with_goalposts(group)
    items = tuple(
        replace(item, floor=goals[item.key][0], target=goals[item.key][1])
        if item.key in goals and item is posted.get(item.key)
        else item
        for item in scheme.items
    )
    if weights:
        scheme = replace(scheme, group_weights=(), **weights)  # type: ignore[arg-type]
    return replace(scheme, items=items)


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a unit in the order of its rank under the weights asked for. Empty when nothing is scored.

    Columns: code, unit, county, chosen, score, rank, low, high (official), the same with _then (under the weights
    asked for), moved (places gained), w_daily, w_annual, w_external (percents) and the same with _then, year, version,
    goals (the goalposts tried that the scheme has: ((indicator, floor, target in percent), …)).
    """
    assessment = assessed(reader, context)
    if assessment is None:
        return pd.DataFrame(columns=COLUMNS)
    other = tried(context, assessment.scheme, assessment.group)
    scored = other.with_goalposts(assessment.group)
    goals = tuple(goal for goal in context.selection.goals if goal[0] in scored)
    rows = under(assessment, other).assign(
        chosen=lambda rows: rows["code"] == chosen_unit(reader, context),
        sector=lambda rows: sectors_of(reader, rows["code"]),
        year=assessment.scheme.year,
        version=assessment.scheme.version,
        **{f"w_{part}": assessment.scheme.component_weight(part, assessment.group) for part in COMPONENTS},
        **{f"w_{part}_then": other.component_weight(part, assessment.group) for part in COMPONENTS},
    )
    rows["goals"] = [goals] * len(rows)
    return rows.assign(moved=rows["rank"] - rows["rank_then"])[COLUMNS]


def under(assessment: Assessed, other: Scheme) -> pd.DataFrame:
    """The official table with what another scheme of the same items makes of it; the draws are the official ones."""
    official = assessment.table[["code", "unit", "county", "score", "rank", "low", "high"]]
    if other == assessment.scheme:
        then = official.drop(columns=["unit", "county"])
    else:
        draws = draw(assessment.scheme, assessment.group, assessment.scores)
        then = _ranked(draws, ranked(draws, other), other)
    rows = official.merge(then, on="code", suffixes=("", "_then"))
    return rows.sort_values(["rank_then", "rank", "code"], na_position="last").reset_index(drop=True)


def _ranked(draws: Draws, sure: Robustness, scheme: Scheme) -> pd.DataFrame:
    scores = pd.DataFrame({"code": draws.codes, "score": totals(draws, scheme)[:, 0]})
    ranks = scores["score"].rank(method="min", ascending=False).astype("Int64")
    return scores.assign(rank=ranks).merge(sure.units[["code", "low", "high"]], on="code")


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many places change, who moves most, and whether the first or the last does."""
    words = context.words
    placed = figures[figures["moved"].notna()] if len(figures) else figures
    if placed.empty:
        sentence = why_no_scores(context) if figures.empty else words("scores.nothing_counted")
        return Finding(sentence, "plain", as_of(context))
    row = placed.iloc[0]
    base = words("what_if.base", scheme=words("scores.scheme", year=int(row["year"]), version=int(row["version"])),
                 official=_weights(row, "", words), as_of=words.date(context.as_of))  # fmt: skip
    values = {"weights": _tried_in_words(row, words)}
    moved = placed[placed["moved"] != 0]
    if not row["goals"] and all(row[f"w_{part}"] == row[f"w_{part}_then"] for part in COMPONENTS):
        return Finding(words("what_if.official", **values), "plain", base)
    if moved.empty:
        return Finding(words("what_if.nobody", **values), "plain", base)
    furthest = moved[moved["moved"].abs() == moved["moved"].abs().max()]
    parts = [words("what_if.moved", n=len(moved), **values, most=_most(furthest, words)), *_ends(placed, words)]
    about = str(furthest["code"].iat[0]) if len(furthest) == 1 else ""
    return Finding(words("sentence.separator").join(parts), "plain", base, about)


def _tried_in_words(row: pd.Series, words: Wording) -> str:
    """The weights tried, and each goalpost that differs from the scheme's."""
    goals = [
        words("what_if.goal", indicator=words(f"indicator.{key}.label"), floor=floor, target=target)
        for key, floor, target in row["goals"]
    ]
    return words("sentence.comma").join([_weights(row, "_then", words), *goals])


def _weights(row: pd.Series, suffix: str, words: Wording) -> str:
    """日常 50、年度 30、外部评议 20."""
    weights = [(words(f"scores.part.{part}"), row[f"w_{part}{suffix}"]) for part in COMPONENTS]
    return words("what_if.weights", **{part: f"{label} {words.as_written(weight)}"
                                       for part, (label, weight) in zip(COMPONENTS, weights, strict=True)})  # fmt: skip


def _most(furthest: pd.DataFrame, words: Wording) -> str:
    """The words about the unit that moves furthest; where several do, only how far."""
    row = furthest.iloc[0]
    if len(furthest) > 1:
        return words("what_if.most_several", n=abs(int(row["moved"])))
    direction = "up" if row["moved"] > 0 else "down"
    return words(f"what_if.most_{direction}", unit=row["unit"], n=abs(int(row["moved"])))


def _ends(placed: pd.DataFrame, words: Wording) -> list[str]:
    """Whether the first and the last are others, one sentence each when they are, one for both when they are not."""
    if placed["rank_then"].max() == 1:
        return [words("what_if.all_equal")]
    sentences = []
    for end, best in (("first", True), ("last", False)):
        before, then = (_at_end(placed, name, best) for name in ("rank", "rank_then"))
        if before != then:
            names = dict(zip(placed["code"], placed["unit"], strict=True))
            now = words.join([names[code] for code in placed["code"] if code in then])
            sentences.append(words(f"what_if.{end}_changes", units=now))
    return sentences or [words("what_if.ends_stay")]


def _at_end(placed: pd.DataFrame, name: str, best: bool) -> set[str]:
    end = placed[name].min() if best else placed[name].max()
    return set(placed.loc[placed[name] == end, "code"])


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "places": of each unit shown the place then, the official one, and how sure the place then is."""
    words = context.words
    units = shown_units(figures, context)
    about = found.about
    rows = units.to_dict("records")
    data = units[["code", "unit"]].assign(
        place_text=[words.label("", None) if pd.isna(row["rank_then"]) else str(row["rank_then"]) for row in rows],
        moved_text=[moved_in_words(row["moved"], words) for row in rows],
        before=units["rank"].astype(float),
        place=units["rank_then"].astype(float),
        low=units["low_then"].astype(float),
        high=units["high_then"].astype(float),
        tip=[_tip(row, words) for row in rows],
        tone=["accent" if row["code"] == about else "plain" for row in rows],
    )
    labels = {name: words(f"what_if.head.{name}") for name in ("place", "unit", "moved", "axis")}
    return Chart("places", data, labels, {"worst": len(figures)})


def _tip(row: dict[str, object], words: Wording) -> str:
    if pd.isna(row["rank_then"]) or pd.isna(row["rank"]):
        return str(row["unit"])
    values = {name: words.number(row[name]) for name in ("rank", "rank_then", "low_then", "high_then")}  # type: ignore[arg-type]
    return words("what_if.tip", unit=row["unit"], **values)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every unit shown, its score and place official and under the weights asked for."""
    words = context.words
    columns = (
        Column("unit", words("scores.head.unit")),
        Column("rank", words("what_if.head.official"), "place"),
        Column("rank_then", words("what_if.head.place"), "place"),
        Column("moved", words("what_if.head.moved"), "integer"),
        Column("score", words("what_if.head.score"), "score"),
        Column("score_then", words("what_if.head.score_then"), "score"),
        Column("low_then", words("scores.head.low"), "place"),
        Column("high_then", words("scores.head.high"), "place"),
    )
    return Table(shown_units(figures, context), columns)


WHAT_IF = Panel(
    "what_if",
    read,
    finding,
    chart,
    table,
    drill="unit",
    asks=("weights", "goals"),
    ledgers=scored_ledgers,
    names_missing=True,
    population="group",
    ignores=("compare",),
)
