"""The rows behind an indicator as lists: what it counts, the part above the line, and the rest.

They follow from its tallies, so a list has as many rows as the figure that opens it.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_

from assessment.indicators import BY_KEY as INDICATORS
from data_access.asked.page_keys import LISTED_LEDGERS, PARTS
from data_access.counting.behind import behind
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.entry import CaseList
from data_access.ledgers.tally import Tally
from data_access.store.tables import item_state

ALL, HIT, REST = PARTS
_BETWEEN = "."


def named(indicator: str, part: str) -> str:
    """The name of a list in a link."""
    return f"{indicator}{_BETWEEN}{part}"


def parts_of(which: str) -> tuple[str, str]:
    """The indicator and the part that the name of a list says; ('', '') for any other list."""
    indicator, _, part = which.rpartition(_BETWEEN)
    return (indicator, part) if indicator in INDICATORS and part in lists_of(indicator) else ("", "")


@cache
def lists_of(indicator: str) -> dict[str, CaseList]:
    """The lists of the rows behind an indicator by their parts; none where its rows cannot be listed.

    Those can that are counted one by one, by a date of theirs and for their own unit, of a ledger that has lists.
    """
    known = behind(indicator)
    base, hit, ledger = known.of, known.hit, known.ledger
    if ledger not in LISTED_LEDGERS or not _is_listed(base, ledger):
        return {}
    lists = {ALL: _listed(base, base.condition)}
    if hit is not None and hit.value is None:
        lists |= {HIT: _listed(base, hit.condition), REST: _listed(base, _rest(base, hit))}
    return lists


def ledger_behind(indicator: str) -> str:
    """The ledger whose rows are behind an indicator; '' where they cannot be listed."""
    return behind(indicator).ledger if lists_of(indicator) else ""


def _is_listed(tally: Tally, ledger: str) -> bool:
    plain = tally.kind == "flow" and tally.value is None and tally.unit_of == "unit_id"
    return plain and (tally.table is ENTRY_OF[ledger].ledger.table or tally.table is item_state)


def _listed(base: Tally, where: Callable[[CountingRules], ColumnElement[bool]]) -> CaseList:
    return CaseList((base.month_of,), where)


def _rest(base: Tally, hit: Tally) -> Callable[[CountingRules], ColumnElement[bool]]:
    """What is counted and is no hit; what is unknown of a hit is none."""

    def where(rules: CountingRules) -> ColumnElement[bool]:
        above: ColumnElement[Any] = func.coalesce(hit.condition(rules), false())
        return and_(base.condition(rules), not_(above))

    return where
