"""How old are the open items, and how many of each age are past due?"""

import pandas as pd

from data_access.asked.page_keys import AGE_BANDS, AGES, NONE, TERMS
from data_access.reading.items import age_counts
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import link_to
from panels.rectification.asked import base_at, extent, nothing
from panels.rows_behind import counted_column, some

# An item is called old from this place in ``AGES`` on: more than 90 days.
OLD = AGES.index(90) + 1


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """One row an age, the youngest first, none left out: age (place in ``AGES``), within, past (open items)."""
    by_age = age_counts(reader, extent(reader, context), context.at)
    counts = {(row.age, row.past): row.items for row in by_age.itertuples(index=False)}
    ages = range(len(AGES) + 1)
    rows = [(age, int(counts.get((age, 0), 0)), int(counts.get((age, 1), 0))) for age in ages]
    return pd.DataFrame(rows, columns=["age", "within", "past"])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the open items are older than 90 days, and how many of those are past due."""
    words, base = context.words, base_at("ages.base", context)
    total = int(figures[["within", "past"]].sum().sum())
    if not total:
        return nothing(context, "open_items.none", base, "plain")
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
    if past == all_old > 1:
        return Finding(words("ages.old_and_all_past", rate=rate, days=days), "bad", base)
    return Finding(words("ages.old_and_past", n=past, rate=rate, days=days), "bad", base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "stack": a bar an age, within and past the due date in force; a click narrows the list of items."""
    words = context.words
    rows = [
        {"order": order, "row": words.label("age", AGE_BANDS[row["age"]]), "segment": words(f"ages.{side}"),
         "value": float(row[side]), "text": words(f"ages.{side}_items", n=int(row[side])) if row[side] else "",
         "tone": tone, "code": _link(row["age"], side)}
        for order, row in enumerate(figures.to_dict("records"))
        for side, tone in (("past", "ink"), ("within", "mist"))
        if figures[["within", "past"]].to_numpy().any()
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=["order", "row", "segment", "value", "text", "tone", "code"])
    sums = [words.number(int(row["within"] + row["past"])) for row in figures.to_dict("records")]
    totals = pd.DataFrame({"order": range(len(sums)), "text": sums})
    labels = {"ink": words("ages.past"), "mist": words("ages.within")}
    return Chart("stack", data, labels, {"totals": totals if rows else totals.head(0)})


def _link(age: int, term: str) -> str:
    """The list of the items of an age that are past their due date, or within it."""
    return link_to("rectification", age=AGE_BANDS[age], term=term, light=NONE, source=NONE, page="1")


def table(figures: pd.DataFrame, context: Context) -> Table:
    words, rows = context.words, figures.to_dict("records")
    links = {
        f"{term}_opens": [f"@{_link(row['age'], term)}" if some(row[term]) else "" for row in rows] for term in TERMS
    }
    named = figures.assign(label=[words.label("age", AGE_BANDS[age]) for age in figures["age"]], **links)
    columns = (
        Column("label", words("ages.head")),
        counted_column("within", words("ages.within")),
        counted_column("past", words("ages.past")),
    )
    return Table(named, columns)


OPEN_BY_AGE = Panel(
    "open_by_age",
    read,
    finding,
    chart,
    table,
    drill="link",
    asks=("at",),
    ledgers=("rectification",),
    needs=("rectification",),
    ignores=("period", "compare"),
)
