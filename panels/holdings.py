"""What is open in a unit, and what does its archive lack?"""

import pandas as pd

from data_access.reading.reader import Reader
from data_access.reading.records import materials, open_items
from panels.attention import with_lights
from panels.columns import ITEM
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.item_words import past_in_words, returned_in_words, subject
from panels.links import record_link
from panels.mergers import unit_column, with_merged_units
from panels.records import Record, Row, at_most, heads, listed, records, records_in

ROWS_SHOWN = 6


def open_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """The unit's open rectification items with their lights, the worst first."""
    items = with_lights(open_items(reader, context.as_of, context.selection.unit, context.selection.period), context)
    return items.sort_values(["severity_rank", "past"], ascending=[True, False])


def open_finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("open_items.base", as_of=words.date(context.as_of))
    if figures.empty and not context.has("rectification"):
        return Finding(words("open_items.not_in_ledgers"), "plain", base)
    if figures.empty:
        return Finding(words("open_items.none"), "plain", base)
    counts = figures["light"].value_counts()
    sentences = [words("open_items.total", n=len(figures))]
    sentences += [
        words(f"open_items.{light}", n=int(counts[light])) for light in ("supervised", "overdue") if light in counts
    ]
    worst = "bad" if len(sentences) > 1 else "plain"
    return Finding(words("sentence.comma").join(sentences), worst, base)  # type: ignore[arg-type]


def open_row(item: Record, context: Context) -> Row:
    """What makes the item what it is: how long past due, how often returned, else when it is due."""
    words = context.words
    said = past_in_words(item, words) or returned_in_words(item, words)
    note = said or words("open_items.due", day=words.date(item["due_in_force"]))
    opens = record_link("rectification", item["code"], item["item_no"])
    return Row(item["light"], words.label("badge", item["light"]), text=subject(item), note=note, code=opens)


OPEN_HEADS = heads(
    ITEM, "light", "item_no", "unit", "issue", "source", "assigned_on", "due_on", "past", "returned_count"
)
OPEN_ITEMS = records(
    "open_items",
    open_figures,
    open_finding,
    open_row,
    OPEN_HEADS,
    first=at_most(ROWS_SHOWN),
    ledgers=("rectification",),
    needs=("rectification",),
    population="whole",
    ignores=("period", "compare"),
)


# What an archive holds, in time or not.
HELD = ("accepted", "late")


def materials_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """What must be in the archive in the period's year: unit, title, due_on, submitted_on, returned_reason, status.

    ``status`` is accepted, late, submitted, returned, missing or not_due.
    """
    required = materials(reader, context.selection.unit, context.selection.period)
    return required.assign(status=[_status(row, context) for _, row in required.iterrows()])


def _status(row: pd.Series, context: Context) -> str:
    if row["state"] == "missing":
        return "missing" if row["due_on"] < context.as_of else "not_due"
    if row["state"] == "accepted" and pd.notna(row["submitted_on"]) and row["submitted_on"] > row["due_on"]:
        return "late"
    return str(row["state"])


def materials_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Accepted of due, as a rate."""
    words = context.words
    base = words("materials.base", year=context.selection.period.last.year) + with_merged_units(figures, context)
    held_by_now = figures["status"].isin(HELD) & figures["due_on"].le(context.as_of)
    due = figures[figures["due_on"].lt(context.as_of) | held_by_now]
    if due.empty:
        in_ledgers = context.knows("archive_completeness")
        return Finding(words("materials.none" if in_ledgers else "materials.not_in_ledgers"), "plain", base)
    held = int(due["status"].isin(HELD).sum())
    values = {"held": words.number(held), "rate": words.percent(held / len(due))}
    return Finding(words("materials.held", n=len(due), **values), "good" if held == len(due) else "watch", base)


def materials_chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": what is missing, returned, late or waiting first."""
    order = ["missing", "returned", "submitted", "late", "not_due", "accepted"]
    rows = figures.assign(rank=[order.index(status) for status in figures["status"]])
    return listed(
        _material(each, context) for each in records_in(rows.sort_values(["rank", "due_on"]).head(ROWS_SHOWN))
    )


def _material(material: Record, context: Context) -> Row:
    words, returned = context.words, material["status"] == "returned" and material["returned_reason"]
    note = str(returned) if returned else words("materials.due", day=words.date(material["due_on"]))
    return Row(material["status"], words.label("badge", material["status"]), text=material["title"], note=note)


def materials_table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(status=[words(f"badge.{each}") for each in figures["status"]])
    columns = (
        Column("status", words("table.status")),
        *unit_column(figures, words),
        Column("title", words("table.title")),
        Column("due_on", words("table.due_on"), "date"),
        Column("submitted_on", words("table.submitted_on"), "date"),
        Column("returned_reason", words("table.returned_reason")),
    )
    return Table(named, columns)


MATERIALS = Panel(
    "materials",
    materials_figures,
    materials_finding,
    materials_chart,
    materials_table,
    ledgers=("archive_material",),
    needs=("archive_requirement", "archive_material"),
    population="own",
    ignores=("compare",),
)
