"""Centralised penalties of the demo city: field after field since 2022, in one county hardly any."""

import datetime as dt

import numpy as np

from data_access.demo.city import Units
from data_access.demo.streams import AS_OF, Columns, stream
from data_access.ledgers.centralised_penalty import CENTRALISED_PENALTY
from data_access.ledgers.codes import CENTRALISED_FIELDS

BEGUN, MONTHS_APART = dt.date(2022, 3, 1), 7
COUNTED = dt.date(2026, 6, 30)
BLANK = 0.05


def generate_centralised(units: Units, seed: int) -> Columns:
    """The ledger's columns: a row a county and field that the county has written down, begun or not."""
    counties = [code for code, kind in zip(units.codes, units.kinds, strict=True) if kind == "county"]
    rows = [row for place, code in enumerate(counties) for row in _of_county(code, place, seed)]
    names = [column.name for column in CENTRALISED_PENALTY.columns]
    return {name: np.array([row[at] for row in rows], dtype=object) for at, name in enumerate(names)}


def _of_county(code: str, place: int, seed: int) -> list[tuple[object, ...]]:
    drawn = stream(seed, CENTRALISED_PENALTY.key, code)
    # The second county is the one that has hardly begun.
    apart = MONTHS_APART * (6 if place == 1 else drawn.uniform(0.6, 1.7))
    assessed = drawn.beta(9, 2)
    rows: list[tuple[object, ...]] = []
    for number, field in enumerate(CENTRALISED_FIELDS):
        begun = BEGUN + dt.timedelta(int(30.4 * (number * apart + drawn.uniform(0, 4))))
        if begun > AS_OF:
            rows += [(code, field, None, None, None, None)] if drawn.random() < 0.7 else []
            continue
        staff = int(drawn.poisson(24))
        counted = max(begun, COUNTED)
        told = None if drawn.random() < BLANK else int(drawn.binomial(staff, assessed))
        rows.append((code, field, begun, staff, told, counted))
    return rows
