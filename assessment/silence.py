"""Silence and blanks: when a figure counts as not reported, however good what was handed in may look (domain: Score).

A rate rests on every report that was owed over its period, and on every row that should be in its base. While a report
is missing, or too many rows are blank where the rate is decided, nobody knows the rate: it has no place, gives no
points and clears nobody under the veto rule. What is known of it is still shown, with what is missing beside it.
"""

from fractions import Fraction

import pandas as pd

from assessment.comparison import clauses
from assessment.indicators import BY_KEY
from assessment.scheme import BLANK_LIMIT, Scheme

UNJUDGED_COLUMNS = ["code", "clause", "indicator", "figure", "base", "missing", "blank"]


def too_blank(blank: float, base: float, limit: float = BLANK_LIMIT) -> bool:
    """Whether more than ``limit`` percent of the rows that should decide a figure are blank: blank / (blank + base)."""
    return 100 * Fraction(blank) > Fraction(str(limit)) * (Fraction(blank) + Fraction(base))


def silent(counts: pd.DataFrame, limit: float = BLANK_LIMIT, suffix: str = "") -> pd.Series:
    """Whether each figure counts as not reported: a report behind it is missing, or too many of its rows are blank.

    ``counts``: indicator, and with ``suffix`` numerator, denominator, missing (reports), blank (rows) and rows (that a
    base sums up). Of a count the rows are its numerator, of a sum those summed up: one blank month of two is a half of
    what is known, however many cases the other one has. A column that is not there (of what was frozen before it was
    counted) counts as 0.
    """
    of_counts = counts["indicator"].map(lambda key: key in BY_KEY and BY_KEY[key].kind == "count").astype(bool)
    base = counts[f"denominator{suffix}"].mask(of_counts, counts[f"numerator{suffix}"]).fillna(0)
    rows = _known(counts, f"rows{suffix}")
    base = base.mask(rows > 0, rows)
    blank = _known(counts, f"blank{suffix}")
    blanks = [bool(own) and too_blank(own, of, limit) for own, of in zip(blank, base, strict=True)]
    return _known(counts, f"missing{suffix}").gt(0) | pd.Series(blanks, index=counts.index, dtype=bool)


def _known(counts: pd.DataFrame, name: str) -> pd.Series:
    return counts[name].fillna(0) if name in counts else pd.Series(0, index=counts.index)


def unjudged(scheme: Scheme, counts: pd.DataFrame) -> pd.DataFrame:
    """The units that the veto rule cannot clear, because a figure it compares counts as not reported.

    ``counts`` as in ``silent``, with code. Out, a row a unit and clause: code, clause, indicator, figure (what is
    known, "2/2"; None without cases), base ("2"), missing, blank. In the order of the clauses, then as given.
    """
    rows = []
    for clause in clauses(scheme):
        own = counts[counts["indicator"] == clause.indicator]
        own = own[silent(own, scheme.blank_limit)]
        own = own.assign(missing=_known(own, "missing"), blank=_known(own, "blank"))
        for row in own.to_dict("records"):
            cases, base = (0 if pd.isna(row[name]) else int(row[name]) for name in ("numerator", "denominator"))
            figure = (f"{cases}/{base}", str(base)) if base else (None, None)
            rows.append([row["code"], clause.key, clause.indicator, *figure, int(row["missing"]), int(row["blank"])])
    return pd.DataFrame(rows, columns=UNJUDGED_COLUMNS)


def with_gaps(vetoes: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """A veto ledger with the missing reports and blank rows behind every figure of now, not only where they keep a unit
    from being judged. ``vetoes`` as ``eligibility.veto_ledger`` gives them, ``counts`` as in ``silent``, with code.
    """
    behind = {name: _known(counts, name) for name in ("missing", "blank")}
    gaps = counts[["code", "indicator"]].assign(**behind).set_index(["code", "indicator"])
    own = gaps.reindex(pd.MultiIndex.from_frame(vetoes[["code", "indicator"]])).set_index(vetoes.index)
    of_now = vetoes["source"].eq("computed") & ~vetoes["outdated"]
    return vetoes.assign(**{name: vetoes[name].where(~of_now, own[name]).astype("Int64") for name in own})


def nothing_in_effect(scheme: Scheme, counts: pd.DataFrame) -> bool:
    """Whether the scheme goes by the judgments in effect and of nobody any is known: nobody can then be judged.

    ``counts``: indicator, denominator, a row a unit of the group.
    """
    _appearance, loss = clauses(scheme)
    cases = counts.loc[counts["indicator"] == loss.indicator, "denominator"]
    return scheme.loss_basis == "effective" and not cases.fillna(0).gt(0).any()


def held_back(unjudged_units: pd.DataFrame, parts: pd.DataFrame) -> frozenset[str]:
    """The units that may not be awarded until they have handed in what is missing: those that the veto rule cannot
    clear, and those whose score an item blocks that counts as not reported. ``parts`` as in ``scoring.Scores``.
    """
    blocked = parts[parts["state"].eq("not_reported") & parts["points"].isna()]
    return frozenset([*unjudged_units["code"], *blocked["code"]])
