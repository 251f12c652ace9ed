"""Did each government look back at the decisions it has to look back at every year (article 6)?"""

import datetime as dt
from typing import Any

import pandas as pd

from data_access.asked.periods import Period
from data_access.ledgers.counting_rules import in_force
from data_access.ledgers.major_decision import EVALUATING_KINDS, MAJOR_DECISION
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Context, Finding, Level
from panels.links import list_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, records
from panels.rows_behind import over, whose

INDICATOR = "decisions_evaluated_count"
EVALUATED, MADE = "decisions_evaluated", "decisions_made"
# How a government stands to its duty, each with the status it wears; what needs a look comes first.
# Of years that no ledger tells nobody knows what there was to look back at.
STATES = {"unmet": "missing", "open": "submitted", "untold": "cause", "nothing": "cause", "met": "accepted"}


def _year(context: Context) -> Period:
    last = context.selection.period.last
    return Period("year", last.replace(month=1), last)


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a government that the filters leave: code, unit, evaluated (in the year, up to the end of the period), made
    (decisions of the three years before, any of which may be evaluated), duty (how many a year), state (``STATES``)."""
    extent, year = extent_of(reader, context.selection), _year(context)
    units = reader.units()
    units = units[units["kind"].isin(EVALUATING_KINDS)]
    if extent.unit_ids is not None:
        units = units[units["unit_id"].isin(extent.unit_ids)]
    if not context.knows(INDICATOR):
        # What no ledger tells is not nought.
        units = units.iloc[:0]
    before = year.first.replace(year=year.first.year - 3)
    counted = (
        tally_values(reader, (EVALUATED,), extent, year.first, year.last, by=("unit_id",)),
        tally_values(reader, (MADE,), extent, before, year.first.replace(year=year.first.year - 1, month=12),
                     by=("unit_id",)),
    )  # fmt: skip
    evaluated, made = (dict(zip(each["unit_id"], each["value"], strict=True)) for each in counted)
    rows = units[["unit_id", "code", "name"]].rename(columns={"name": "unit"})
    duty = _duty(context)
    rows = rows.assign(
        evaluated=[int(evaluated.get(unit, 0)) for unit in rows["unit_id"]],
        made=[int(made.get(unit, 0)) for unit in rows["unit_id"]],
        duty=duty,
    )
    over_ = context.known(MAJOR_DECISION.key) >= year.last.replace(month=12, day=31)
    told = context.has(MAJOR_DECISION.key) and before >= _first_told(context)
    states = [_state(row, over=over_, told=told) for row in rows.to_dict("records")]
    rows = rows.assign(state=pd.Series(states, rows.index, dtype=object))
    order = rows["state"].map({state: place for place, state in enumerate(STATES)})
    return rows.assign(order=order).sort_values(["order", "code"], kind="stable").drop(columns=["order", "unit_id"])


def _first_told(context: Context) -> dt.date:
    """The first month of which decisions are told: other ledgers may begin earlier."""
    return context.choices.begins.get(MAJOR_DECISION.key) or context.choices.first_month


def _duty(context: Context) -> int:
    year = _year(context)
    versions = in_force(context.choices.rules, "evaluations_a_year", year.first, year.last)
    return versions[-1][1] if versions else 0


def _state(row: Any, *, over: bool, told: bool) -> str:
    """A duty is not broken before its year is over, nor by who has nothing to look back at; that is known where the
    ledger tells all of the years before."""
    if row["evaluated"] >= row["duty"]:
        return "met"
    if not row["made"]:
        return "nothing" if told else "untold"
    return "unmet" if over else "open"


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many were evaluated in the year, and how many governments did what they have to."""
    words, year = context.words, context.selection.period.last.year
    base = words("evaluations.base", extent=extent_in_words(context), n=_duty(context), as_of=words.date(context.as_of))
    if not context.knows(INDICATOR):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{INDICATOR}.label")), "plain", base)
    due = figures[~figures["state"].isin(["nothing", "untold"])]
    if due.empty:
        untold = figures["state"].eq("untold").any()
        month = _first_told(context)
        first = words("period.month", year=month.year, month=month.month)
        said = words("evaluations.untold", year=year, first=first) if untold else words("evaluations.none", year=year)
        return Finding(said, "plain", base)
    counts = due["state"].value_counts()
    met, open_, unmet = (int(counts.get(state, 0)) for state in ("met", "open", "unmet"))
    parts = [words("evaluations.done", year=year, n=int(due["evaluated"].sum())),
             words("evaluations.met", met=words.number(met), n=len(due))]  # fmt: skip
    parts += [words("evaluations.unmet", n=unmet)] if unmet else []
    parts += [words("evaluations.open", n=open_)] if open_ else []
    # Of whom nobody can tell has not done well.
    if untold := int(figures["state"].eq("untold").sum()):
        parts.append(words("evaluations.rest_untold", n=untold))
    level: Level = "bad" if unmet else "plain" if open_ or untold else "good"
    return Finding(words("sentence.comma").join(parts), level, base)


def row(each: Record, context: Context) -> Row:
    """How it stands, which government, how many; a click lists what it evaluated."""
    words, year = context.words, _year(context)
    link = list_link(MAJOR_DECISION.key, "evaluated", **whose(each["code"]), **over(year)) if each["evaluated"] else ""
    text = words("evaluations.row", evaluated=words.number(each["evaluated"]), n=int(each["made"]))
    return Row(STATES[each["state"]], words(f"evaluations.state.{each['state']}"), each["unit"], text, code=link)


def _opens(each: Record, context: Context) -> str:
    return row(each, context).code


EVALUATIONS = records(
    "evaluations",
    read,
    finding,
    row,
    (
        Head("unit", "table.unit"),
        Head("state", "evaluations.head.state", said=lambda each, context: row(each, context).badge_text),
        Head("evaluated", "evaluations.head.evaluated", "integer", opens=_opens),
        Head("duty", "evaluations.head.duty", "integer"),
        Head("made", "evaluations.head.made", "integer"),
    ),
    indicators=lambda _context: (INDICATOR,),
    ledgers=(MAJOR_DECISION.key,),
    told_of="figures",
    ignores=("compare",),
)
