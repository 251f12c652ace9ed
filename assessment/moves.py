"""Why a rank moved since the last publication, step by step; the parts sum to the move (domain: Score)."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

PARTS = ["corrected", "scheme", "own", "others"]


def rank_of(own: float, others: pd.Series) -> int | None:
    """The competition rank (1 = first) of a score among other units' scores; None without a score of its own.

    Others without a score stand nowhere. Scores are compared as printed, that is rounded to 0.01 before.
    """
    return None if pd.isna(own) else 1 + int((others > own).sum())


def move_parts(
    published: pd.Series, corrected: pd.Series, new_scheme: pd.Series, now: pd.Series, codes: Sequence[str]
) -> pd.DataFrame:
    """The move of each unit's score rank, by its causes, in places; positive is gained.

    Four series of scores by code, each of the whole peer group: as published; the same period with today's data; that
    under the new scheme; now. Out, a row for each of ``codes``: code, rank_before, rank_now, then the rank differences
    of the steps in this order: corrected, scheme, own (its own score of now among the others' scores before), others
    (everyone's score of now). They sum to rank_before − rank_now. A unit that left or joined the group moves the ranks
    in the step in which it appears or vanishes. A unit without a score in a step has <NA> for every part.
    """
    steps = (published, corrected, new_scheme)
    rows = []
    for code in codes:
        ranks = [_rank(scores, code) for scores in steps]
        ranks += [rank_of(now.get(code, float("nan")), new_scheme.drop(code, errors="ignore")), _rank(now, code)]
        rows.append([code, ranks[0], ranks[-1], *_gained(ranks)])
    frame = pd.DataFrame(rows, columns=["code", "rank_before", "rank_now", *PARTS])
    return frame.astype(dict.fromkeys(["rank_before", "rank_now", *PARTS], "Int64"))


def _rank(scores: pd.Series, code: str) -> int | None:
    return rank_of(scores.get(code, float("nan")), scores.drop(code, errors="ignore"))


def _gained(ranks: list[int | None]) -> list[int | None]:
    ranks_held = [rank for rank in ranks if rank is not None]
    if len(ranks_held) < len(ranks):
        return [None] * len(PARTS)
    return [before - after for before, after in pairwise(ranks_held)]
