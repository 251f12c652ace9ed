"""What became of the applications received: accepted, closed, sued about, lost in court?"""

import pandas as pd

from data_access.asked.selection import period_in_words
from data_access.reading.chain import STEPS, dispute_chain
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.forms_alone import beside_the_rows, none_or_untold, with_forms
from panels.links import list_link
from panels.phrases import extent_in_words, not_begun, share_with_base
from panels.rows_behind import counted_column
from wording import Wording

# The lists of ``data_access.reading.case_lists`` that the bars of the chain open; a loss is another ledger's.
LISTED = STEPS[:-1]
# Without what these indicators need the later steps are not known.
SUED_NEEDS, LOST_NEEDS, PETITIONED_NEEDS = "no_further_suit_rate", "loss_rate", "resolved_at_source_rate"


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """As ``dispute_chain``, and the measure "ever": the applications the whole city has received since the data begin.

    Columns: measure, cases.
    """
    selection, choices = context.selection, context.choices
    cases = dispute_chain(reader, extent_of(reader, selection), selection.period, context.as_of)
    ever = tally_values(
        reader, ("applications_received",), Extent("city"), choices.first_month, choices.last_month, by=()
    )
    figures = pd.concat([cases, pd.DataFrame({"measure": ["ever"], "cases": [int(ever["value"].sum())]})])
    return with_forms(figures, ("applications_received",), reader, extent_of(reader, selection), context)


def _counts(figures: pd.DataFrame) -> dict[str, int]:
    return {str(measure): int(cases) for measure, cases in zip(figures["measure"], figures["cases"], strict=True)}


def known_steps(counts: dict[str, int], context: Context) -> tuple[str, ...]:
    """The steps that the ledgers loaded so far can tell of: how suits ended of none, where of none it is told."""
    if not context.knows(SUED_NEEDS):
        return STEPS[:3]
    told = context.knows(LOST_NEEDS) and (counts["decided"] or not counts["sued"])
    return STEPS if told else STEPS[:4]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many were closed, sued about and lost; how often that was the end of it, by definition A."""
    words, counts = context.words, _counts(figures)
    if not counts["received"]:
        key = "chain.nothing_received" if counts["ever"] else "chain.not_in_ledgers"
        sentence = not_begun(context, "reconsideration") or none_or_untold(words(key), figures, words)
        return Finding(sentence, "plain", words("as_of", as_of=words.date(context.as_of)))
    base = _base(counts, context) + beside_the_rows(figures, words)
    if not counts["closed"]:
        return Finding(words("chain.none_closed", n=counts["received"]), "plain", base)
    steps = known_steps(counts, context)
    sentences = [words("chain.closed", n=counts["closed"])]
    if "lost" in steps and counts["sued"]:
        lost = words.number(counts["lost"]) if counts["lost"] else words("chain.none_lost")
        sentences.append(words("chain.sued_and_lost", n=counts["sued"], lost=lost))
    elif "sued" in steps:
        sentences.append(words("chain.sued", n=counts["sued"]) if counts["sued"] else words("chain.nobody_sued"))
    if "sued" in steps and counts["mature"]:
        sentences.append(words("chain.ended_a", rate=_rate(counts, "ended", words)))
    return Finding(words("sentence.comma").join(sentences), "plain", base)


def _rate(counts: dict[str, int], measure: str, words: Wording) -> str:
    """A measure as a share of what was closed long enough ago."""
    return share_with_base(counts[measure], counts["mature"], words, counts["mature_blank"], "case")


def _base(counts: dict[str, int], context: Context) -> str:
    """The base: whose applications, of which months, how many are open, and the share by definition B."""
    words, steps = context.words, known_steps(counts, context)
    period = period_in_words(context.selection.period, words)
    base = words("chain.base", extent=extent_in_words(context), period=period, as_of=words.date(context.as_of))
    if open_ := counts["accepted"] - counts["closed"]:
        base += words("chain.open", n=open_)
    if "sued" not in steps:
        base += words("chain.sued_unknown")
    elif "lost" not in steps:
        base += words("chain.lost_unknown")
    elif undecided := counts["sued"] - counts["decided"]:
        base += words("chain.undecided", n=undecided)
    if "sued" in steps and counts["mature"]:
        base += words("chain.definition_a")
        if counts["sued_elsewhere"]:
            base += words("chain.sued_elsewhere", n=counts["sued_elsewhere"])
        if context.knows(PETITIONED_NEEDS):
            base += words("chain.definition_b", rate=_rate(counts, "ended_unpetitioned", words))
        else:
            base += words("chain.petitions_unknown")
    return base


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "chain": a bar a step; of what was closed, what was settled; a click lists the cases of the step."""
    words, counts = context.words, _counts(figures)
    if not counts["received"]:
        return Chart("chain", pd.DataFrame())
    rows, before = [], ""
    for order, step in enumerate(known_steps(counts, context)):
        settled = counts["settled"] if step == "closed" and counts["settled"] else None
        rows.append(
            {
                "order": order,
                "label": words(f"chain.step.{step}"),
                "value": float(counts[step]),
                "value_text": words("chain.cases", n=counts[step]),
                "note": _note(counts, step, before, words),
                "part": float("nan") if settled is None else float(settled),
                "part_text": "" if settled is None else words("chain.settled", n=settled),
                "tone": "accent" if step == "lost" and counts[step] else "plain",
                "code": list_link("reconsideration", step) if step in LISTED else "",
            }
        )
        before = step
    return Chart("chain", pd.DataFrame(rows))


def _note(counts: dict[str, int], step: str, before: str, words: Wording) -> str:
    """A step's cases as a share of the step before; '' where the step before has none."""
    if not before or not counts[before]:
        return ""
    return words(f"chain.share.{before}", rate=words.percent(counts[step] / counts[before]))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every step and both definitions of an end, each with its cases; what is not known is left blank."""
    words, counts = context.words, _counts(figures)
    steps = known_steps(counts, context)
    # Where the city has no application at all, the ledger is not loaded: nobody knows that there was none.
    answered = dict.fromkeys((*STEPS[:3], "settled"), counts["ever"] > 0) | {step: step in steps for step in STEPS[3:]}
    answered |= {"mature": "sued" in steps, "ended": "sued" in steps}
    answered["ended_unpetitioned"] = answered["ended"] and context.knows(PETITIONED_NEEDS)
    rows = [(words(f"chain.step.{key}"), counts[key] if is_known else None) for key, is_known in answered.items()]
    data = pd.DataFrame(rows, columns=["step", "cases"]).astype({"cases": "Int64"})
    opens = [f"@{list_link('reconsideration', key)}" if key in LISTED and counts[key] else "" for key in answered]
    columns = (Column("step", words("chain.head.step")), counted_column("cases", words("chain.head.cases")))
    return Table(data.assign(cases_opens=opens), columns)


def asked(_context: Context) -> tuple[str, ...]:
    return ("acceptance_rate", "settlement_rate", "no_further_suit_rate")


DISPUTE_CHAIN = Panel(
    "dispute_chain",
    read,
    finding,
    chart,
    table,
    asked,
    drill="link",
    ledgers=("reconsideration", "litigation", "petition"),
    ignores=("compare",),
)
