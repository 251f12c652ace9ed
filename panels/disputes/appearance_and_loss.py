"""Whose heads appear in court, and who loses there? Both rates by unit, with the lines of article 18."""

from typing import Any

import pandas as pd

from assessment.comparison import comparisons
from assessment.course import STEPS, falling
from assessment.indicators import BY_KEY
from data_access.reading.assessed import Assessed
from data_access.reading.reader import Reader
from panels.benchmark import benchmark, benchmark_in_words, verdict_column
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.disputes.worst import finding, sides
from panels.disputes.years import over_the_years
from panels.peers import city_row, peer_standing, shown
from panels.phrases import count_base
from panels.rows_behind import counted_column, rows_link, with_rows
from panels.scores import assessed

# What a rate rests on, what is missing behind it, and who was merged into whom.
BASE = (
    "numerator", "denominator", "blank", "missing", "untold", "merged_into", "taken_in", "taken_in_cases",
    "taken_in_missing",
)  # fmt: skip


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a member and indicator, and one for the city; columns as ``peer_standing``, and further:

    rate_1 … rate_3 (shares, over the same months so many years before), falling (worse in each of these years and now
    told from the benchmark), vetoed (proposed by article 18: beyond the average and among the last), average (share)
    and scope and method (whose average it is, and which mean: the rule's, or the city's cases where the period is not
    assessed), last_n (how many are the last; 0 where the period is not assessed).
    """
    keys = sides(context)
    history = over_the_years(reader, context, keys)
    standing = _with_years(peer_standing(reader, context, keys), history, context)
    judged = assessed(reader, context)
    proposed = set() if judged is None else set(_pairs(judged.proposals))
    averages = {key: city_row(standing, key)["rate"] for key in keys} | _averages(judged)
    return standing.assign(
        vetoed=[pair in proposed for pair in _pairs(standing)],
        average=standing["indicator"].map(averages),
        scope=judged.scheme.average_scope if judged else "city",
        method=judged.scheme.average_method if judged else "pooled",
        last_n=judged.scheme.veto_last_n if judged else 0,
    )


def _with_years(standing: pd.DataFrame, history: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Add the rates of the years before, and whether the member is falling."""
    history = history.merge(standing.loc[standing["level"] == "member", ["unit_id", "code", "indicator"]])
    rates = history.assign(rate=history["numerator"] / history["denominator"])
    wide = rates.pivot(index=["code", "indicator"], columns="years_ago", values="rate")
    wide = wide.reindex(columns=range(1, STEPS + 1)).add_prefix("rate_").reset_index()
    fallen = set()
    for key in standing["indicator"].unique():
        cases, base = benchmark(standing, key, context)
        better = BY_KEY[key].better
        assert better is not None
        of_key = history[history["indicator"] == key]
        fallen |= {(code, key) for code in falling(of_key, (int(cases), int(base)), better, context.small)}
    standing = standing.merge(wide, on=["code", "indicator"], how="left")
    return standing.assign(falling=[pair in fallen for pair in _pairs(standing)])


def _pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["code"], rows["indicator"], strict=True))


def _averages(judged: Assessed | None) -> dict[str, float]:
    """Return, by indicator, the average that article 18 compares with, where it has one."""
    if judged is None:
        return {}
    averages = {each.clause.indicator: each.average.value() for each in
             comparisons(judged.scheme, judged.inputs.counts, judged.inputs.city)}  # fmt: skip
    return {key: cases / base for key, (cases, base) in averages.items()}


def _in_order(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """A row a shown member, its two indicators as columns (rate_left …), the highest loss first, without cases last."""
    members = shown(figures, context)
    rows = [members[members["indicator"] == key].set_index("code") for key in sides(context)]
    names = ["unit", *BASE, "rate", "small", "reason", "vetoed", "falling", "place"]
    names += [f"rate_{years}" for years in range(1, STEPS + 1)]
    left, right = (side[names] for side in rows)
    wide = left.drop(columns="unit").add_suffix("_left").join(right.drop(columns="unit").add_suffix("_right"))
    wide = wide.assign(unit=left["unit"]).reset_index()
    order = ["rate_right", "denominator_right", "rate_left", "code"]
    ordered: pd.DataFrame = wide.sort_values(order, ascending=[False, False, True, True], na_position="last")
    return ordered.reset_index(drop=True)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "pair": appearance on the left, loss on the right."""
    words, units = context.words, _in_order(figures, context)
    about = found.about
    data = pd.DataFrame(
        {
            "order": range(len(units)),
            "code": units["code"],
            "unit": units["unit"],
            **_side(units, "left", context),
            **_side(units, "right", context),
            "tone": ["accent" if code == about else "plain" for code in units["code"]],
        }
    )
    labels = {side: words(f"indicator.{key}.label") for side, key in _by_side(context).items()}
    labels |= {"unit": words("table.unit"), "veto": words("appearance_and_loss.veto")}
    return Chart(
        "pair", data, labels, {**_reference(figures, "left", context), **_reference(figures, "right", context)}
    )


def _by_side(context: Context) -> dict[str, str]:
    """The two rates by the side on which they are drawn."""
    return dict(zip(("left", "right"), sides(context), strict=True))


def _side(units: pd.DataFrame, side: str, context: Context) -> dict[str, Any]:
    words, key = context.words, _by_side(context)[side]
    rows = units[[f"{name}_{side}" for name in (*BASE, "rate", "small", "reason", "vetoed")]]
    rows = rows.rename(columns=lambda name: name.removesuffix(f"_{side}")).assign(indicator=key)
    few = words("appearance_and_loss.few")
    return {
        f"{side}_value": rows["rate"].astype(float),
        f"{side}_text": [words.percent(rate) if rate == rate else "" for rate in rows["rate"]],
        f"{side}_base_href": [
            rows_link(key, row, code) for row, code in zip(rows.to_dict("records"), units["code"], strict=True)
        ],
        f"{side}_base": [
            f"{count_base({**row, 'indicator': key}, words)}{few if row['small'] else ''}"
            for row in rows.to_dict("records")
        ],
        f"{side}_mark": ["veto" if vetoed else "" for vetoed in rows["vetoed"]],
    }


def _reference(figures: pd.DataFrame, side: str, context: Context) -> dict[str, Any]:
    """Return the average of article 18 as the value and the text of a side's reference line."""
    words, city = context.words, city_row(figures, _by_side(context)[side])
    has_average = city["average"] == city["average"]
    rate = words.percent(city["average"])
    if city["method"] != "pooled":
        rate = words("veto.average", rate=rate, method=words.label("average_method", city["method"]))
    text = words(f"appearance_and_loss.reference.{city['scope']}", rate=rate)
    return {f"{side}_reference": float(city["average"]) if has_average else None,
            f"{side}_reference_text": text if has_average else ""}  # fmt: skip


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every shown member with both rates, their cases, the years before and whether article 18 proposes a veto."""
    words, units = context.words, _in_order(figures, context)
    rows = {key: units.assign(indicator=key) for key in sides(context)}
    units = units.assign(
        **{f"against_{side}": verdict_column(rows[key], figures, context) for side, key in _by_side(context).items()}
    )
    units = units.assign(
        **{f"veto_{side}": [words("yes") if each else "" for each in units[f"vetoed_{side}"]]
           for side in ("left", "right")}
    )  # fmt: skip
    for side, key in _by_side(context).items():
        units = with_rows(units.assign(indicator=key), suffix=f"_{side}")
    columns = [Column("unit", words("table.unit")), Column("missing_left", words("table.missing_reports"), "integer")]
    for side, key in _by_side(context).items():
        label = words(f"indicator.{key}.label")
        columns += [
            Column(f"rate_{side}", label, "share"),
            counted_column(f"numerator_{side}", words(f"indicator.{key}.numerator")),
            counted_column(f"denominator_{side}", words(f"indicator.{key}.denominator")),
            counted_column(f"blank_{side}", words("appearance_and_loss.head.blank", indicator=label)),
            Column(f"place_{side}", words("appearance_and_loss.head.place", indicator=label), "place"),
            Column(f"veto_{side}", words("appearance_and_loss.head.veto", indicator=label)),
        ]
        columns.append(
            Column(
                f"against_{side}",
                words("appearance_and_loss.head.against", indicator=label, benchmark=benchmark_in_words(context)),
            )
        )
        columns += [
            Column(f"rate_{years}_{side}", words("appearance_and_loss.head.before", indicator=label, n=years), "share")
            for years in range(1, STEPS + 1)
        ]
    return Table(units, tuple(columns))


APPEARANCE_AND_LOSS = Panel(
    "appearance_and_loss",
    read,
    finding,
    chart,
    table,
    sides,
    drill="focus",
    opens="unit",
    asks=("versus",),
    names_missing=True,
    population="listed",
)
