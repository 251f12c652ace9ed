"""May a sentence of a bulletin name a unit? It must rest on enough cases, be told apart, and state its figure.

A sentence is held against the figures of the period and group that are on screen: those of the unit it names on the
indicator it names. What does not pass is offered without the name, with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assessment.verdict import TOLD
from panels.declare import Context
from panels.phrases import value_in_words
from wording import Wording

# Why a unit may not be named: the sentence names no indicator of the draft, or not its figure with its base; the unit
# has no case, too few, or cannot be told from what it is held against; or the sentence says the opposite of the figure.
Reason = Literal["no_source", "no_base", "no_cases", "few", "not_told_apart"]
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
# A full stop of English ends a sentence before a blank; within 1.5 it does not.
_ENGLISH = re.compile(r"(?<=\.)\s+")


@dataclass(frozen=True)
class Doubt:
    """A sentence that may not name a unit as it does, why, and the softer wording offered."""

    sentence: str
    unit: str
    reason: Reason
    softer: str


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without the blanks around them."""
    for part in _SENTENCE.findall(text):
        yield from filter(None, (each.strip() for each in _ENGLISH.split(part)))


def reason_against(row: Mapping[str, Any] | None, sentence: str, words: Wording) -> Reason | None:
    """Why a sentence may not name the unit of a row of ``benchmark.judged``; None where it may.

    ``row``: of the unit and the indicator that the sentence names, None where it names none.
    """
    if row is None:
        return "no_source"
    if not row["denominator"]:
        return "no_cases"
    if row["against"] == "few":
        return "few"
    if row["against"] not in TOLD:
        return "not_told_apart"
    base = f"{words.number(row['numerator'])}/{words.number(row['denominator'])}"
    rate = value_in_words(row["numerator"] / row["denominator"], row["indicator"], words)
    return None if base in sentence and rate in sentence else "no_base"


def doubts(text: str, judged: Sequence[Mapping[str, Any]], names: Mapping[str, str], context: Context) -> list[Doubt]:
    """The sentences of a text that name units (``names``: code by name) and do not pass, each with its softer wording.

    ``judged``: rows of ``benchmark.judged_by_each``.
    """
    rows = {(row["code"], row["indicator"]): row for row in judged}
    labels = {row["indicator"]: context.words(f"indicator.{row['indicator']}.label") for row in judged}
    found = []
    for sentence in sentences(text):
        named = _named(sentence, names)
        about = _longest([key for key, label in labels.items() if label.lower() in sentence.lower()], labels)
        for unit in named:
            reasons = [reason_against(rows.get((names[unit], key)), sentence, context.words) for key in about]
            reason: Reason | None = next(filter(None, reasons), None) if reasons else "no_source"
            if reason is not None:
                found.append(
                    Doubt(
                        sentence, unit, reason, softened(sentence, named, [labels[key] for key in about], context.words)
                    )
                )
                break
    return found


def _longest(keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """The indicators named, but for one whose label stands within another's (败诉率 in 生效败诉率)."""
    return [key for key in keys if not any(key != other and labels[key] in labels[other] for other in keys)]


def _named(sentence: str, names: Mapping[str, str]) -> list[str]:
    """The names of units in a sentence, the longest first, none within another."""
    found: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        if name in sentence and not any(name in longer for longer in found):
            found.append(name)
    return found


def softened(sentence: str, named: Sequence[str], labels: Sequence[str], words: Wording) -> str:
    """What may be said instead: that all should watch the figures spoken of; of none, the sentence without names."""
    if labels:
        return words("naming.watch", indicators=words.join(list(labels)))
    for name in named:
        sentence = sentence.replace(name, words("naming.somebody"))
    return sentence
