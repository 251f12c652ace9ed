"""Which decisions kept the five steps, and which left one out (article 6)?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.ledgers.major_decision import MAJOR_DECISION, MAY_NOT_APPLY, STEPS
from data_access.reading.decisions import decisions
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import record_link
from panels.look import BADGES
from panels.phrases import extent_in_words
from wording import Wording

INDICATOR = "five_step_completeness"
HEARING = "hearing"
# How a cell can stand, each with the status of ``look.BADGES`` that it wears; what needs a look comes first.
STATES = {"lacking": "missing", "unreasoned": "missing", "blank": "never_loaded", "after": "late",
          "not_applicable": "cause", "done": "accepted", "not_required": "cause"}  # fmt: skip
LEFT_OUT = ("lacking", "unreasoned")
MOST_ROWS = 14


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``decisions`` of the period, with the state of each step (the name of the step) and of the hearing, one of
    ``STATES``; lacking and blank count the steps of the row that were left out, and that are not filled in."""
    rows = decisions(reader, extent_of(reader, context.selection), context.selection.period)
    records = rows.to_dict("records")
    states = {step: [step_state(row, step) for row in records] for step in STEPS}
    states[HEARING] = [_hearing(row) for row in records]
    told = rows.assign(**{name: pd.Series(found, rows.index, dtype=object) for name, found in states.items()})
    steps = told[list(STEPS)]
    return told.assign(lacking=steps.isin(LEFT_OUT).sum(axis=1), blank=steps.eq("blank").sum(axis=1))


def step_state(row: Mapping[Any, Any], step: str) -> str:
    """How a step of a decision stands, one of ``STATES``; ``row`` has the ledger's columns."""
    done, left_out, reason = (row[f"{step}_{part}"] for part in ("on", "not_applicable", "reason"))
    if pd.notna(done):
        return "after" if done > row["decided_on"] else "done"
    if pd.isna(left_out):
        return "blank"
    if left_out and step in MAY_NOT_APPLY:
        return "not_applicable" if pd.notna(reason) and reason else "unreasoned"
    return "lacking"


def _hearing(row: Mapping[Any, Any]) -> str:
    if pd.notna(row["hearing_on"]):
        return "done"
    if pd.isna(row["hearing_required"]):
        return "blank"
    return "lacking" if row["hearing_required"] else "not_required"


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many decisions kept all steps, how many left one out and which step most often, how many nobody can judge."""
    words = context.words
    base = words("five_steps.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(INDICATOR):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{INDICATOR}.label")), "plain", base)
    if figures.empty:
        return Finding(words("five_steps.none"), "plain", base)
    lacking = figures["lacking"] > 0
    untold = int((~lacking & (figures["blank"] > 0)).sum())
    parts = [words("five_steps.kept", kept=words.number(len(figures) - int(lacking.sum()) - untold), n=len(figures))]
    if lacking.any():
        parts.append(words("five_steps.lacking", n=int(lacking.sum())))
        parts += _most(figures, words)
    if untold:
        parts.append(words("five_steps.untold", n=untold))
    shown = min(len(figures), MOST_ROWS)
    base += words("five_steps.shown", shown=shown, n=len(figures)) if shown < len(figures) else ""
    # Few decisions are no proof that the steps are kept.
    well = not untold and len(figures) >= context.small
    return Finding(words("sentence.comma").join(parts), "watch" if lacking.any() else "good" if well else "plain", base)


def _most(figures: pd.DataFrame, words: Wording) -> list[str]:
    """The step that most decisions left out, where it is one."""
    counts = figures[list(STEPS)].isin(LEFT_OUT).sum()
    most = counts[counts == counts.max()]
    return (
        [words("five_steps.most", step=_step(str(most.index[0]), words), n=int(most.iat[0]))] if len(most) == 1 else []
    )


def _step(step: str, words: Wording) -> str:
    if step == HEARING:
        return words("five_steps.hearing")
    return STEPS[step][0] if words.language == "zh" else STEPS[step][1]


def in_order(figures: pd.DataFrame) -> pd.DataFrame:
    """Those that left most out first, then those with blanks, then the newest."""
    return figures.sort_values(["lacking", "blank"], ascending=False, kind="stable")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": a row a decision, which opens its record; a cell a step, and one for the hearing."""
    words = context.words
    rows = in_order(figures).head(MOST_ROWS).to_dict("records")
    if not rows:
        return Chart("grid", pd.DataFrame())
    named = _labels(rows, words)
    heads = {step: _step(step, words) for step in (*STEPS, HEARING)}
    links = [record_link(MAJOR_DECISION.key, row["code"], str(row["decision_no"])) for row in rows]
    cells = [
        _cell(label, head, str(row[step]), link, words) | {"tip": _tip(row, step, context)}
        for label, link, row in zip(named, links, rows, strict=True)
        for step, head in heads.items()
    ]
    options = {
        "rows": pd.DataFrame({"label": named, "code": links, "tone": "plain"}),
        "columns": pd.DataFrame({"label": list(heads.values()), "badge": "", "tone": "plain"}),
    }
    return Chart("grid", pd.DataFrame(cells), {}, options)


def _cell(label: str, head: str, state: str, link: str, words: Wording) -> dict[str, object]:
    """How a step stands; what needs a look opens the record."""
    code = "" if state in ("done", "not_required") else link
    return {
        "row": label,
        "column": head,
        "text": _text(state, words),
        "status": STATES[state],
        "step": -1,
        "code": code,
    }


def _labels(rows: list[dict[Any, Any]], words: Wording) -> list[str]:
    """What each decision is called: by its subject and its unit, with its number where two would be called alike."""
    names = [
        words("five_steps.label", title=row["title"] if pd.notna(row["title"]) else row["decision_no"],
              unit=row["short_name"] if pd.notna(row["short_name"]) else row["unit"])
        for row in rows
    ]  # fmt: skip
    alike = {name for name in names if names.count(name) > 1}
    return [
        words("five_steps.numbered", label=name, number=row["decision_no"], unit=row["unit"]) if name in alike else name
        for name, row in zip(names, rows, strict=True)
    ]


def _text(state: str, words: Wording) -> str:
    return f"{BADGES[STATES[state]][0]} {words(f'five_steps.state.{state}')}"


def _tip(row: Mapping[Any, Any], step: str, context: Context) -> str:
    """The day, or why not; of a risk that was assessed how, and what came of it."""
    words, day = context.words, row[f"{step}_on"]
    said = [words.date(day)] if pd.notna(day) else []
    if row[step] == "not_applicable":
        said.append(str(row[f"{step}_reason"]))
    if step == "risk_assessment" and pd.notna(day):
        said += [str(row["risk_methods"])] if pd.notna(row["risk_methods"]) else []
        said += [words.label("risk_result", row["risk_result"])] if pd.notna(row["risk_result"]) else []
    return words("sentence.comma").join(said)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a decision: how each step stands, with its day or the reason why it does not apply."""
    words = context.words
    ordered = in_order(figures)
    records = ordered.to_dict("records")
    said = {step: [_said(row, step, context) for row in records] for step in (*STEPS, HEARING)}
    links = [record_link(MAJOR_DECISION.key, row["code"], str(row["decision_no"])) for row in records]
    opened = {"number_opens": [f"@{link}" if link else "" for link in links]}
    named = ordered.assign(
        **{name: pd.Series(cells, ordered.index, dtype=object) for name, cells in (said | opened).items()}
    )
    columns = (
        Column("unit", words("table.unit")),
        Column("decision_no", words("five_steps.head.number"), opens="number_opens"),
        Column("title", words("five_steps.head.title")),
        Column("decided_on", words("five_steps.head.decided_on"), "date"),
        *(Column(step, _step(step, words)) for step in (*STEPS, HEARING)),
    )
    return Table(named, columns)


def _said(row: Mapping[Any, Any], step: str, context: Context) -> str:
    words, tip = context.words, _tip(row, step, context)
    state = words(f"five_steps.state.{row[step]}")
    return words("five_steps.with_tip", state=state, tip=tip) if tip else state


FIVE_STEPS = Panel(
    "five_steps",
    read,
    finding,
    chart,
    table,
    lambda _context: (INDICATOR, "decision_hearing_rate"),
    drill="link",
    ledgers=(MAJOR_DECISION.key,),
    ignores=("compare",),
)
