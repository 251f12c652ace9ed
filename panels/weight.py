"""What the heading of a page speaks of first: what weighs most, by an order that is declared once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from wording import Wording, within

# A veto before an item under special supervision, this before what is overdue, then places, and changes last.
Weight = Literal["veto", "supervised", "overdue", "place", "change"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
# What hangs over a unit now; said in one breath.
GRAVE: tuple[Weight, ...] = ("veto", "supervised", "overdue")


@dataclass(frozen=True)
class Point:
    """Something a heading may say, without a full stop; '' where there is nothing of the kind to say."""

    weight: Weight
    sentence: str


def weightiest(points: Iterable[Point], words: Wording) -> str:
    """The points as one sentence, the weightiest first; those of the same weight in the order given."""
    said = sorted((point for point in points if point.sentence), key=lambda point: WEIGHTS.index(point.weight))
    grave = words("sentence.comma").join(point.sentence for point in said if point.weight in GRAVE)
    rest = [point.sentence for point in said if point.weight not in GRAVE]
    if not (grave or rest):
        return ""
    first, *others = filter(None, (grave, *rest))
    return words("sentence.separator").join((first, *(_following(sentence, words) for sentence in others)))


def _following(sentence: str, words: Wording) -> str:
    """A sentence as it stands behind another one; whoever is named first keeps his capital, the city has none."""
    return within(sentence) if sentence.startswith(words("city")) else sentence
