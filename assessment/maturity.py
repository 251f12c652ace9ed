"""What a figure may be compared with that goes on changing after its months are over (domain: Same age)."""

from typing import Literal

from assessment.indicators import Matures

# As it is counted today; as its rows stood on the same day of the year before; or not at all.
Compared = Literal["as_counted", "year_before", "not"]


def comparison(matures: Matures | None, *, a_year_apart: bool, over: bool) -> Compared:
    """How the figure of a compared period is counted, so that the rows of both periods have the same age.

    ``a_year_apart``: the compared period is the same months of the year before. ``over``: the later period has ended by
    the day its ledger is known to, so that every limit that falls in one of the two has run out. What adds up through a
    year is as old in the same month of each year, and in no other.
    """
    if matures is None or (matures == "year" and a_year_apart):
        return "as_counted"
    if matures in ("undated", "year"):
        return "not"
    if a_year_apart:
        return "year_before"
    return "as_counted" if matures == "limit" and over else "not"
