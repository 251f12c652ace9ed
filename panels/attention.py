"""What needs attention now, and how fresh the ledgers are."""

from typing import Any

import pandas as pd

from assessment.lights import SEVERITY, ItemDates, days_past_due, due_in_force, light
from data_access.asked.periods import Period
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.reading.assessed import assess
from data_access.reading.reader import Reader
from data_access.reading.records import latest_loads, missing_materials, missing_reports, open_items
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.item_words import past_in_words, returned_in_words
from panels.veto_words import veto_note

ROWS_SHOWN = 9
# The gravest first; vetoes and supervised items stand for themselves, the others are sums by unit.
KINDS = ("vetoed", "proposed", "supervised", "overdue", "not_reported", "missing")
SHOWN = {"supervised": 3}
UNITS_SHOWN = 2
COLUMNS = ["kind", "code", "unit", "text", "past", "returned_count", "due_on", "items"]
# What a veto is about; unknown in the other rows.
VETO = ["clause", "figure", "place", "few", "one_case"]


def with_lights(items: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Adds to items their light at the data's date, the due date in force, the days past it, a rank of severity."""
    lights, past, due = [], [], []
    for row in items.to_dict("records"):
        dates = ItemDates(**{name: _known(row[name]) for name in ItemDates.__annotations__})
        lights.append(light(dates, context.as_of))
        past.append(days_past_due(dates, context.as_of))
        due.append(due_in_force(dates, context.as_of))
    return items.assign(
        light=lights, past=past, due_in_force=due, severity_rank=[SEVERITY.index(each) for each in lights]
    )


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """What to ask about, the worst first.

    Columns: kind (one of ``KINDS``), code, unit, text (an issue, '' for sums), past (days),
    returned_count, due_on, items (how many the row stands for), and of vetoes ``VETO``.
    """
    items = with_lights(open_items(reader, context.as_of), context)
    supervised = items[items["light"] == "supervised"].sort_values("past", ascending=False)
    rows = [_vetoes(reader, context)]
    rows.append(supervised.assign(kind="supervised", text=supervised["issue"].fillna(""), items=1)[COLUMNS])
    rows.append(_sums(items[items["light"] == "overdue"], "overdue"))
    lacking = missing_materials(reader, context.as_of).rename(columns={"missing": "items"})
    lacking = lacking.assign(kind="missing", text="", past=0, returned_count=0, due_on=None)
    rows.append(lacking[COLUMNS])
    silent = missing_reports(reader, context.as_of).rename(columns={"missing": "items"})
    rows.append(silent.assign(kind="not_reported", text="", past=0, returned_count=0, due_on=None)[COLUMNS])
    filled = [part for part in rows if not part.empty]
    matters = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)
    return matters.reindex(columns=COLUMNS + VETO)


def _vetoes(reader: Reader, context: Context) -> pd.DataFrame:
    """This year's vetoes that count or wait for a decision, of every peer group that is scored."""
    year = Period("custom", context.as_of.replace(month=1, day=1), context.as_of.replace(day=1))
    parts = [pd.DataFrame(columns=COLUMNS)]
    for group in context.choices.scored_groups:
        assessment = assess(reader, group, year)
        if assessment is None:
            continue
        units = assessment.table.set_index("code")["unit"]
        open_ = assessment.vetoes[assessment.vetoes["in_force"] | assessment.vetoes["status"].eq("proposed")]
        named = open_.assign(
            kind=open_["in_force"].map({True: "vetoed", False: "proposed"}),
            unit=open_["code"].map(units),
            text="",
            past=0,
            returned_count=0,
            due_on=None,
            items=1,
        )
        parts.append(named[COLUMNS + VETO])
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _sums(items: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Items added up by unit, the unit with most of them first."""
    counts = items.groupby(["code", "unit"], as_index=False).agg(items=("item_no", "size"), past=("past", "max"))
    counts = counts.assign(kind=kind, text="", returned_count=0, due_on=None)
    return counts.sort_values(["items", "past"], ascending=False)[COLUMNS]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many items are supervised and overdue and how many materials are missing."""
    words = context.words
    base = words("attention.base", as_of=words.date(context.as_of))
    if figures.empty and not context.knows("rectification_on_time_rate", "archive_completeness"):
        return Finding(words("attention.not_in_ledgers"), "plain", base)
    if figures.empty:
        return Finding(words("attention.nothing"), "good", base)
    counts = figures.groupby("kind")["items"].sum()
    sentences = [words(f"attention.{kind}", n=int(counts[kind])) for kind in KINDS if kind in counts]
    return Finding(words("sentence.comma").join(sentences), "bad", base)


def chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "rows": the supervised items one by one, then the units with most overdue items and missing materials."""
    words = context.words
    parts = [figures[figures["kind"] == kind].head(SHOWN.get(kind, UNITS_SHOWN)) for kind in KINDS]
    matters = pd.concat(parts).head(ROWS_SHOWN)
    data = pd.DataFrame(
        {
            "code": matters["code"],
            "order": range(len(matters)),
            "badge": matters["kind"],
            "badge_text": [words(f"badge.{kind}") for kind in matters["kind"]],
            "name": matters["unit"],
            "text": [_said(row, context) for _, row in matters.iterrows()],
            "note": [_note(row, context) for _, row in matters.iterrows()],
        }
    )
    return Chart("rows", data)


def _said(row: pd.Series, context: Context) -> str:
    words = context.words
    if row["kind"] == "supervised":
        return str(row["text"])
    if row["kind"] in ("vetoed", "proposed"):
        return veto_note(row, words)
    return words(f"attention.{row['kind']}_row", n=int(row["items"]))


def _note(row: pd.Series, context: Context) -> str:
    words = context.words
    if row["kind"] not in ("supervised", "overdue"):
        return ""
    return words("sentence.comma").join(filter(None, (past_in_words(row, words), returned_in_words(row, words))))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Everything, not only the rows shown."""
    words = context.words
    vetoes = figures["kind"].isin(("vetoed", "proposed"))
    pairs = zip(vetoes, figures.to_dict("records"), strict=True)
    notes = [veto_note(row, words) if veto else row["text"] for veto, row in pairs]
    named = figures.assign(kind=[words(f"badge.{kind}") for kind in figures["kind"]], text=notes)
    columns = (
        Column("kind", words("table.status")),
        Column("unit", words("table.unit")),
        Column("text", words("table.issue")),
        Column("items", words("table.items"), "integer"),
        Column("past", words("table.past"), "integer"),
        Column("returned_count", words("table.returned"), "integer"),
        Column("due_on", words("table.due_on"), "date"),
    )
    return Table(named, columns)


ATTENTION = Panel("attention", read, finding, chart, table, drill="unit")


def freshness_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """One row a ledger in the order of the catalogue: ledger, loaded_at, data_as_of, rows_stored (NaN when never)."""
    order = pd.DataFrame({"ledger": [ledger.key for ledger in LEDGERS if not ledger.parent]})
    return order.merge(latest_loads(reader), on="ledger", how="left")


def freshness_finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    never = figures[figures["loaded_at"].isna()]
    base = words("freshness.base")
    if never.empty:
        return Finding(words("freshness.all", as_of=words.date(context.as_of)), "plain", base)
    names = words.join([words.label("ledger", key) for key in never["ledger"]])
    return Finding(words("freshness.never", n=len(never), ledgers=names), "watch", base)


def freshness_chart(figures: pd.DataFrame, context: Context) -> Chart:
    """Kind "rows", nothing to open: the ledgers that tell of events; the table has the others, too."""
    words = context.words
    figures = figures[[any(column.event for column in BY_KEY[key].columns) for key in figures["ledger"]]]
    loaded = figures["loaded_at"].notna()
    badge = loaded.map({True: "loaded", False: "never_loaded"})
    notes = [words.date(day) for day in figures["data_as_of"]]
    data = pd.DataFrame(
        {
            "code": "",
            "order": range(len(figures)),
            "badge": badge,
            "badge_text": [words(f"badge.{each}") for each in badge],
            "name": [words.label("ledger", key) for key in figures["ledger"]],
            "text": [words("freshness.rows", n=int(rows)) if rows == rows else "" for rows in figures["rows_stored"]],
            "note": [
                words("freshness.as_of", as_of=note) if has else "" for note, has in zip(notes, loaded, strict=True)
            ],
        }
    )
    return Chart("rows", data)


def freshness_table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(ledger=[words.label("ledger", key) for key in figures["ledger"]])
    columns = (
        Column("ledger", words("table.ledger")),
        Column("rows_stored", words("table.rows_stored"), "integer"),
        Column("data_as_of", words("table.as_of"), "date"),
        Column("loaded_at", words("table.loaded_at"), "date"),
    )
    return Table(named, columns)


FRESHNESS = Panel("freshness", freshness_figures, freshness_finding, freshness_chart, freshness_table)
