"""How old are the open items, and how many of each age are past due?"""

import pandas as pd

from data_access.reading.items import AGES, age_counts
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.rectification.asked import base_at, extent, nothing
from wording import Wording

# An item is called old from this place in ``AGES`` on: more than 90 days.
OLD = AGES.index(90) + 1


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row an age, the youngest first, none left out: age (place in ``AGES``), within, past (open items)."""
    by_age = age_counts(reader, extent(reader, context), context.at)
    counts = {(row.age, row.past): row.items for row in by_age.itertuples(index=False)}
    ages = range(len(AGES) + 1)
    rows = [(age, int(counts.get((age, 0), 0)), int(counts.get((age, 1), 0))) for age in ages]
    return pd.DataFrame(rows, columns=["age", "within", "past"])


def age_in_words(age: int, words: Wording) -> str:
    """不超过 30 日, 31—60 日 …, 超过 180 日."""
    if age == 0:
        return words("ages.up_to", days=AGES[0])
    if age == len(AGES):
        return words("ages.over", days=AGES[-1])
    return words("ages.between", first=AGES[age - 1] + 1, last=AGES[age])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the open items are older than 90 days, and how many of those are past due."""
    words, base = context.words, base_at("ages.base", context)
    total = int(figures[["within", "past"]].sum().sum())
    if not total:
        return nothing(context, "open_items.none", base)
    old = figures[figures["age"] >= OLD]
    past, all_old = int(old["past"].sum()), int(old[["within", "past"]].sum().sum())
    days = AGES[OLD - 1]
    if not all_old:
        oldest = int(figures.loc[figures[["within", "past"]].sum(axis=1) > 0, "age"].max())
        return Finding(words("ages.none_old", n=total, days=AGES[oldest]), "plain", base)
    rate = words("rate_with_base", rate=words.percent(all_old / total), numerator=words.number(all_old),
                 denominator=words.number(total))  # fmt: skip
    if not past:
        return Finding(words("ages.old", rate=rate, days=days), "watch", base)
    return Finding(words("ages.old_and_past", n=past, rate=rate, days=days), "bad", base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "stack": a bar an age, within and past the due date in force."""
    words = context.words
    rows = [
        {"order": order, "row": age_in_words(int(row["age"]), words), "segment": words(f"ages.{side}"),
         "value": float(row[side]), "text": words(f"ages.{side}_items", n=int(row[side])) if row[side] else "",
         "tone": tone, "code": ""}
        for order, row in enumerate(figures.to_dict("records"))
        for side, tone in (("past", "ink"), ("within", "mist"))
        if figures[["within", "past"]].to_numpy().any()
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=["order", "row", "segment", "value", "text", "tone", "code"])
    sums = [words.number(int(row["within"] + row["past"])) for row in figures.to_dict("records")]
    totals = pd.DataFrame({"order": range(len(sums)), "text": sums})
    labels = {"ink": words("ages.past"), "mist": words("ages.within")}
    return Chart("stack", data, labels, {"totals": totals if rows else totals.head(0)})


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(label=[age_in_words(int(age), words) for age in figures["age"]])
    columns = (
        Column("label", words("ages.head")),
        Column("within", words("ages.within"), "integer"),
        Column("past", words("ages.past"), "integer"),
    )
    return Table(named, columns)


OPEN_BY_AGE = Panel(
    "open_by_age", read, finding, chart, table, asks=("at",), ledgers=("rectification",), ignores=("period", "compare")
)
