"""What might the next bulletin say? Progress, exemplars, problems and guidance, of the period and group on screen.

Whoever is named rests on enough cases, is told apart from the benchmark, and stands there with figure and base; of
others nothing is said, with a name or without.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY, judged
from assessment.verdict import TOLD
from data_access.counting.behind import behind
from data_access.reading.reader import Reader
from panels.benchmark import against_in_words, judged_by_each
from panels.declare import Context, Finding, Panel
from panels.key_figures import changed_beyond_chance, moved_in_words
from panels.peers import peer_standing
from panels.phrases import extent_in_words, rate_with_base
from panels.records import Head, Record, Row, records
from wording import begun

PARTS = ("progress", "exemplars", "problems", "guidance")
SIDES = {"exemplars": "better", "problems": "worse"}
CHANGES = {"progress": "better", "problems": "worse"}
# So many sentences a part has at most: a bulletin of all figures is read by nobody.
MOST_SENTENCES = 4
COLUMNS = ["part", "sentence", "code", "source"]


def spoken_indicators(context: Context) -> tuple[str, ...]:
    """The indicators of which a draft may speak: shares with a direction that the ledgers can answer."""
    return tuple(key for key in judged() if BY_KEY[key].is_share and context.knows(key))


def standing(reader: Reader, context: Context) -> pd.DataFrame:
    """Where all stand on what a draft may speak of, as ``peer_standing``."""
    return peer_standing(reader, context, spoken_indicators(context))


def sentences_of(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """A row a sentence of the four parts, from the rows of ``standing``: part, sentence, code (of the unit named, ''
    for none), source (the ledger of its figure, '' of guidance).
    """
    rows = judged_by_each(figures, spoken_indicators(context), context).to_dict("records")
    problems = list(_of_units(rows, "problems", context))
    said = [*_changes(figures, "progress", context), *_of_units(rows, "exemplars", context)]
    said += [*_changes(figures, "problems", context), *problems]
    said += _guidance([key for key, _row in problems], context)
    return pd.DataFrame([row for _key, row in said], columns=COLUMNS)


Said = tuple[str, tuple[str, str, str, str]]
# A row of ``benchmark.judged_by_each``: a draft looks at hundreds, one by one.
Judged = Mapping[Any, Any]


def _changes(figures: pd.DataFrame, part: str, context: Context) -> Iterator[Said]:
    """What changed in the whole city beyond chance: what became better is progress, what became worse a problem."""
    words, city = context.words, figures[(figures["level"] == "city") & (figures["denominator"] > 0)]
    changes = changed_beyond_chance(city)
    of_side = changes[changes["side"] == CHANGES[part]].sort_values("change", key=abs, ascending=False, kind="stable")
    for _, row in of_side.head(MOST_SENTENCES // 2).iterrows():
        sentence = words("draft.change", moved=moved_in_words(row, context))
        yield row["indicator"], (part, sentence, "", behind(row["indicator"]).ledger)


def _of_units(rows: Sequence[Judged], part: str, context: Context) -> Iterator[Said]:
    """Of each indicator the unit that stands out most on one side, the most striking first."""
    words = context.words
    of_side: dict[str, list[Judged]] = {}
    for row in rows:
        # Where no difference is told, or too few cases bear one, there is none to report.
        if row["side"] == SIDES[part] and row["against"] in TOLD:
            of_side.setdefault(row["indicator"], []).append(row)
    named = [(key, _foremost(there)) for key, there in of_side.items()]
    named.sort(key=lambda each: (each[1]["against"] != "different", -abs(each[1]["z"])))
    for key, row in named[:MOST_SENTENCES]:
        values = {"indicator": words(f"indicator.{key}.label"), "unit": row["unit"], "rate": rate_with_base(row, words)}
        sentence = words(f"draft.{part}", **values, against=against_in_words(row, context))
        yield key, (part, sentence, str(row["code"]), behind(key).ledger)


def _foremost(there: Sequence[Judged]) -> Judged:
    """The unit furthest on a side: one that is told apart before one that is not."""
    for verdict in TOLD:
        if sure := [row for row in there if row["against"] == verdict]:
            there = sure
            break
    return max(there, key=lambda row: abs(row["z"]))


def _guidance(keys: list[str], context: Context) -> Iterator[Said]:
    """What is asked of all about each figure that is a problem somewhere."""
    for key in keys:
        values = {"indicator": context.words(f"indicator.{key}.label"), "article": str(BY_KEY[key].article)}
        yield key, ("guidance", context.words("draft.guidance", **values), "", "")


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many sentences the draft has."""
    words = context.words
    extent = extent_in_words(context)
    changes = bool((figures["code"].eq("") & figures["source"].ne("")).any())
    # What changed is told of the whole city, whatever a filter leaves of its units.
    beside = changes and extent != words("city")
    key = "draft.base_beside_the_city" if beside else "draft.base"
    base = words(key, extent=extent, small=words.number(context.small))
    if figures.empty:
        return Finding(words("draft.none"), "plain", base)
    return Finding(words("draft.some", n=len(figures)), "plain", base)


def text_of(figures: pd.DataFrame, context: Context) -> str:
    """The draft as a text to be edited: the four parts with their heads, a sentence a line."""
    words = context.words
    parts = []
    for part in PARTS:
        said = figures.loc[figures["part"] == part, "sentence"].tolist() or [words("draft.nothing")]
        parts.append("\n".join((words.label("draft_part", part), *said)))
    return "\n\n".join(parts)


def _note(sentence: Record, context: Context) -> str:
    """Where the figure comes from."""
    words = context.words
    if not sentence["source"]:
        return ""
    return words("draft.source", ledger=words.label("ledger", sentence["source"]))


def row(sentence: Record, context: Context) -> Row:
    part = context.words.label("draft_part", sentence["part"])
    badge = {"exemplars": "accepted", "problems": "returned"}.get(sentence["part"], "cause")
    return Row(badge, part, "", begun(sentence["sentence"]), _note(sentence, context))


def _of_figures(panel: Panel) -> Panel:
    """The panel whose figures are those of ``standing``, which are kept for readers of either language: the sentences
    are made of them where they are shown.
    """
    return replace(
        panel,
        finding=lambda figures, context: panel.finding(sentences_of(figures, context), context),
        chart=lambda figures, found, context: panel.chart(sentences_of(figures, context), found, context),  # type: ignore[misc]
        table=lambda figures, context: panel.table(sentences_of(figures, context), context),
    )


DRAFT = _of_figures(
    records(
        "draft",
        standing,
        finding,
        row,
        (
            Head("part", "draft.head.part", vocabulary="draft_part"),
            Head("sentence", "draft.head.sentence"),
            Head("note", "draft.head.note", said=_note),
        ),
        drill="",
        ledgers=lambda context: tuple(dict.fromkeys(behind(key).ledger for key in spoken_indicators(context))),
        population="filters",
    )
)
