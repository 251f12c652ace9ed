"""How the figures of a compared period are counted, so that the rows of both periods have the same age."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from assessment.indicators import BY_KEY
from assessment.maturity import Compared, comparison
from data_access.asked.periods import shift
from data_access.asked.selection import Selection
from data_access.counting.behind import behind


def compared_as(
    indicators: Iterable[str], selection: Selection, known: Callable[[str], dt.date | None]
) -> Mapping[str, Compared]:
    """By indicator, how its figure of the compared period is counted; ``known`` says up to which day a ledger is."""
    end = shift(selection.period.last, 1) - dt.timedelta(days=1)
    a_year_apart = selection.compared == selection.period.moved(-12)
    found: dict[str, Compared] = {}
    for key in indicators:
        matures = BY_KEY[key].matures
        day = known(behind(key).ledger) if matures else None
        found[key] = comparison(matures, a_year_apart=a_year_apart, over=day is None or day >= end)
    return found


def first_told(indicator: str, begins: Mapping[str, dt.date]) -> dt.date | None:
    """The first month of which anything is told: of the indicator itself, else of its ledger; None where nobody knows.

    ``begins`` as of ``Choices``.
    """
    return begins.get(indicator) or begins.get(behind(indicator).ledger)


def begun_since(
    indicators: Iterable[str], selection: Selection, begins: Mapping[str, dt.date]
) -> Mapping[str, dt.date]:
    """Those of the indicators that count through months of which the compared period has some before anything is told,
    each with the first month that is; ``begins`` as of ``Choices``.

    A share of fewer months is a share; a count of fewer months is smaller for that alone.
    """
    compared = selection.compared
    if compared is None:
        return {}
    counts = [key for key in indicators if BY_KEY[key].kind == "count" and BY_KEY[key].at == "flow"]
    firsts = {key: first_told(key, begins) for key in counts}
    return {key: first for key, first in firsts.items() if first is not None and first > compared.first}
