"""One case, item or site: everything the ledger says of it, and which load and row that came from."""

from typing import Any

import pandas as pd

from data_access.ledgers.all import BY_KEY
from data_access.ledgers.declare import LedgerColumn
from data_access.ledgers.litigation import LOST
from data_access.ledgers.major_decision import STEPS
from data_access.reading.one_record import OPENED, item_standing, one_record
from data_access.reading.reader import Reader
from panels.attention import with_lights
from panels.decisions.five_steps import LEFT_OUT, step_state
from panels.declare import Chart, Context, Finding, Level, Panel, Table
from panels.fields import fields_chart, fields_table, heading, is_blank, said
from panels.item_words import past_in_words
from panels.links import record_parts
from panels.widths import text_width
from wording import Wording

# A heading names a record by what it is about, up to so many full-width letters; the fields have the whole text.
LONGEST_SUBJECT = 60
# What stands before the name of a column whose value is not the one that holds.
WRITTEN = "written_"


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``one_record`` of the record the selection names: one row, or none.

    An item of rectification is said as it stands; what its own columns say instead is in ``WRITTEN`` + their names.
    """
    selection = context.selection
    figures = one_record(reader, selection.ledger, *record_parts(selection.record))
    if selection.ledger != "rectification" or figures.empty:
        return figures
    code, number, _ = record_parts(selection.record)
    standing = item_standing(reader, code, number, context.as_of)
    written = {WRITTEN + name: figures[name] for name in standing}
    return figures if standing.empty else figures.assign(**written, **standing)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The record's subject and its present state."""
    words, ledger = context.words, context.selection.ledger
    if figures.empty:
        _, number, _ = record_parts(context.selection.record)
        if context.selection.audience:
            return Finding(words("record.not_shown"), "plain", _as_of(context))
        named = number or context.selection.record or words.label("", None)
        # Said alike of a number that nobody has and of one that this reader may not see: neither is given away.
        return Finding(words("record.unknown", number=named), "plain", _as_of(context))
    row = figures.iloc[0]
    about = {"rectification": _item, "demonstration_site": _site, "major_decision": _decision}.get(ledger, _case)
    sentence, level = about(figures, context)
    return Finding(sentence, level, _origin(row, words) + _as_of(context), str(row["code"]))


def _as_of(context: Context) -> str:
    return context.words("record.as_of", as_of=context.words.date(context.as_of))


def _origin(row: pd.Series, words: Wording) -> str:
    """来自第 12 次导入（台账.xlsx）第 57 行，2026-10-31 导入。"""
    if pd.isna(row["load_no"]):
        return words("record.without_origin")
    sentence = words("record.load", load=int(row["load_no"]), source=str(row["source_name"]))
    line = "" if pd.isna(row["load_row"]) else words("record.row", row=int(row["load_row"]))
    return sentence + line + words("record.loaded_on", day=words.date(row["loaded_at"]))


def _case(figures: pd.DataFrame, context: Context) -> tuple[str, Level]:
    words, ledger, row = context.words, context.selection.ledger, figures.iloc[0]
    matter = words("record.no_matter") if is_blank(row["matter"]) else str(row["matter"])
    if is_blank(row["outcome"]):
        state = words("record.open" if is_blank(row["closed_on"]) else "record.no_outcome")
    else:
        state = words.label(BY_KEY[ledger].column("outcome").labels, row["outcome"])
    lost = ledger == "litigation" and row["outcome"] in LOST
    number = row[OPENED[ledger].number]
    return words("record.case", unit=row["unit"], matter=matter, state=state, number=number), "bad" if lost else "plain"


def _item(figures: pd.DataFrame, context: Context) -> tuple[str, Level]:
    words, row = context.words, with_lights(figures, context).iloc[0]
    issue = _subject(row["issue"], row["item_no"])
    state = words(f"record.light.{row['light']}")
    past = past_in_words(row, words) if row["light"] in ("overdue", "supervised") else ""
    level: Level = "bad" if row["light"] in ("overdue", "supervised") else "plain"
    sentence = words("sentence.comma").join(filter(None, (state, past)))
    return words("record.item", unit=row["unit"], issue=issue, state=sentence), level


def _site(figures: pd.DataFrame, context: Context) -> tuple[str, Level]:
    words, row = context.words, figures.iloc[0]
    state, since = words.label("site_state", row["state"]), words.date(row["state_since"])
    level: Level = "bad" if row["state"] in ("warned", "revoked") else "plain"
    return words("record.site", name=row["name"], state=state, since=since), level


def _decision(figures: pd.DataFrame, context: Context) -> tuple[str, Level]:
    """What was decided and when, and how many of the steps were left out; of none, how many are blank."""
    words, row = context.words, figures.iloc[0]
    title = _subject(row["title"], row["decision_no"])
    states = [step_state(row, step) for step in STEPS]
    lacking, blank = sum(state in LEFT_OUT for state in states), states.count("blank")
    state = "lacking" if lacking else "untold" if blank else "kept"
    steps = words(f"record.decision.{state}", n=lacking or blank or len(states))
    day = words.label("", None) if is_blank(row["decided_on"]) else words.date(row["decided_on"])
    sentence = words("record.decision", unit=row["unit"], title=title, day=day, state=steps)
    return sentence, "watch" if lacking else "plain"


def _subject(text: Any, number: Any) -> str:
    """What a record is about; its number where nobody wrote that, or wrote more than a heading holds."""
    return str(number if is_blank(text) or text_width([str(text)], 1) > LONGEST_SUBJECT else text)


def listed(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The record field by field, blanks included: name (the ledger's heading), value (as a reader writes it)."""
    words, ledger = context.words, context.selection.ledger
    if figures.empty:
        return pd.DataFrame(columns=["name", "value"])
    row = figures.iloc[0]
    columns = [column for column in BY_KEY[ledger].columns if column.name != "unit_id"]
    fields = [(heading(column, words), _told(row, column, words)) for column in columns]
    return pd.DataFrame([(words("table.unit"), str(row["unit"])), *fields], columns=["name", "value"])


def _told(row: pd.Series, column: LedgerColumn, words: Wording) -> str:
    """A field as it stands, and what the ledger's column says where that is something else."""
    value, written = (said(row.get(name), column, words) for name in (column.name, WRITTEN + column.name))
    if WRITTEN + column.name not in row or value == written:
        return value
    return words("record.written", value=value, written=written)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "fields": what is filled in; the table has the blanks, too."""
    return fields_chart(listed(figures, context), context)


def table(figures: pd.DataFrame, context: Context) -> Table:
    return fields_table(listed(figures, context), context)


RECORD = Panel(
    "record",
    read,
    finding,
    chart,
    table,
    asks=("ledger", "record"),
    ledgers=lambda context: (context.selection.ledger,),
    population="record",
    told_of="itself",
)
