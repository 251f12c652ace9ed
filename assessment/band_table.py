"""Bands as people write them into a cell: 95%:100%; 90%:80% (from 95 % all points, from 90 % four fifths)."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assessment.rules import Better

Band = tuple[Fraction, Fraction]
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*([%％]?)")
_BETWEEN = re.compile(r"[;；、\n]+|[,，](?=\s*[≥≤<>\d])")
_HUNDRED = 100


class Broken(NamedTuple):
    """What is wrong with a table: a code and the part of the cell that it is about."""

    code: str
    part: str


@lru_cache(1024)
def band_table(written: str, better: Better) -> tuple[Band, ...] | Broken:
    """The bounds and shares, the best band first; or what is wrong with the cell.

    A part holds a bound and a share (95%:100%), or two bounds and a share (90%-95%:80%); with two bounds the bands must
    join (``bands_hole``, ``bands_overlap``). Codes: ``bands_unread``, ``bands_share`` (a share beyond 100 %),
    ``bands_twice`` (one bound), ``bands_worse_pays`` (a worse band earns more).
    """
    parts = [part.strip() for part in _BETWEEN.split(written) if part.strip()]
    if not parts:
        return Broken("bands_unread", written)
    ranges: list[tuple[Fraction, Fraction]] = []
    table: list[Band] = []
    for part in parts:
        numbers = [Fraction(digits) / (_HUNDRED if percent else 1) for digits, percent in _NUMBER.findall(part)]
        if len(numbers) not in (2, 3):
            return Broken("bands_unread", part)
        *bounds, share = numbers
        if share > 1:
            return Broken("bands_share", part)
        low, high = min(bounds), max(bounds)
        ranges += [(low, high)] if len(bounds) > 1 else []
        table.append((low if better == "higher" else high, share))
    return _joined(parts, ranges) or _descending(sorted(table, reverse=better == "higher"), parts)


def _joined(parts: Sequence[str], ranges: list[tuple[Fraction, Fraction]]) -> Broken | None:
    """Bands with two bounds leave no hole and do not overlap."""
    if ranges and len(ranges) < len(parts):
        return Broken("bands_unread", "; ".join(parts))
    for (_, high), (low, _) in pairwise(sorted(ranges)):
        if low != high:
            return Broken("bands_hole" if low > high else "bands_overlap", _said(min(low, high), max(low, high)))
    return None


def _said(low: Fraction, high: Fraction) -> str:
    return f"{float(low):.10g} – {float(high):.10g}"


def _descending(table: Sequence[Band], parts: Sequence[str]) -> tuple[Band, ...] | Broken:
    for (bound, share), (other, worse) in pairwise(table):
        if bound == other:
            return Broken("bands_twice", "; ".join(parts))
        if worse > share:
            return Broken("bands_worse_pays", "; ".join(parts))
    return tuple(table)
