"""Random draws: what units might have been seen to do, and how much a weight might have been another.

Every random stream is seeded by a name alone, so another unit, another order or another scheme changes no draw.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from assessment.scheme_tree import Standing

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
ItemKey = tuple[str, str]

WEIGHT_SPREAD = 0.25
# Jeffreys' prior of a proportion.
PRIOR = 0.5
# Smaller than the last printed digit of a score, larger than the rounding of added floats: an exact half goes up.
FLOAT_NOISE = 1e-9


@dataclass(frozen=True)
class Draws:
    """What the units might have been seen to do. Independent of weights and goalposts, so that what-if reuses it.

    ``values``: by item, units × (1 + draws) shares, or units × 1 where nothing is drawn; NaN where nothing is known.
    Column 0 is what was observed. ``wobble``: by item, 1 + draws factors of its weight, the first 1. ``absent``: by
    item, for each unit, whether it is missing or not reported; ``silent``: whether it is not reported. ``adjustments``:
    for each unit, before the cap.

    Of a printed scheme ``values`` and ``fixed`` are by the number of the item and the key of its line: what a line of a
    rate was seen to be, and what a line without draws takes; ``states`` by unit what is known of each item.
    """

    group: str
    codes: tuple[str, ...]
    size: int
    values: Mapping[ItemKey, Floats]
    wobble: Mapping[ItemKey, Floats]
    absent: Mapping[ItemKey, Flags]
    silent: Mapping[ItemKey, Flags]
    adjustments: Floats
    fixed: Mapping[ItemKey, Floats] = field(default_factory=dict)
    states: tuple[Mapping[str, Standing], ...] = ()


def stream(*names: str) -> np.random.Generator:
    """The random stream of a name: the same on every machine, in every order (SHA-256 of the names)."""
    return np.random.Generator(np.random.SFC64(int.from_bytes(sha256("\0".join(names).encode()).digest(), "big")))


def drawn_share(code: str, key: str, cases: float, base: float, draws: int) -> Floats:
    """What a share of cases might have come out as, from Beta(½+x, ½+n−x)."""
    return stream(code, key).beta(PRIOR + cases, PRIOR + base - cases, draws)


def as_printed(scores: Floats) -> Floats:
    """Scores rounded half up to 0.01."""
    rounded: Floats = np.floor(scores * 100 + 0.5 + FLOAT_NOISE) / 100
    return rounded


def wobble_of(key: ItemKey, draws: int) -> Floats:
    factors = np.ones(1 + draws)
    factors[1:] += WEIGHT_SPREAD * stream(*key).uniform(-1, 1, draws)
    return factors
