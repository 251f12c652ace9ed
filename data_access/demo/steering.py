"""Bringing drawn results to the rate a county is meant to have, by changing as few of them as possible."""

import numpy as np

from data_access.demo.streams import Flags, Integers, Numbers


def steer(
    drawn: Flags,
    movable: Flags,
    counted: Flags,
    county: Integers,
    year: Integers,
    order: Numbers,
    rates: Numbers,
) -> Flags:
    """The drawn flags with, in each county and year, as many set as rate × counted records (rounded).

    ``rates`` are those of the counties × years; records of no county (−1) stay as they are.
    Only ``movable`` records are changed, those with the smallest ``order`` first.
    """
    result = drawn.copy()
    for (one_county, one_year), rate in np.ndenumerate(rates):
        own = (county == one_county) & (year == one_year)
        missing = round(rate * np.sum(own & counted)) - np.sum(own & counted & drawn)
        candidates = np.flatnonzero(own & movable & (drawn if missing < 0 else ~drawn))
        chosen = candidates[np.argsort(order[candidates], kind="stable")][: abs(missing)]
        result[chosen] = missing > 0
    return result
