"""The rows behind a figure as lists: of an indicator those that it counts, part by part, and those of a single tally.

They follow from the tallies, so a list has as many rows as the figure that opens it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, func, not_, true

from assessment.indicators import BY_KEY as INDICATORS
from data_access.asked.page_keys import LISTED_LEDGERS, LISTED_TALLIES, PARTS
from data_access.counting.behind import Behind, behind
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.entry import CaseList
from data_access.ledgers.tally import UNKNOWN_FACET, Condition, Tally
from data_access.store.tables import item_state

ALL, HIT, REST, BLANK = PARTS
_BETWEEN = "."


@dataclass(frozen=True)
class Named:
    """What the name of a list says: a part of an indicator's rows, or what a tally counts, all of it or of a facet."""

    indicator: str = ""
    part: str = ""
    tally: str = ""
    facet: str = ""

    @property
    def ledger(self) -> str:
        """The ledger whose rows it lists; '' where the name says no list behind a figure."""
        if self.tally:
            return ledger_of(self.tally)
        return ledger_behind(self.indicator) if self.indicator else ""


def named(indicator: str, part: str) -> str:
    """The name of a list in a link."""
    return f"{indicator}{_BETWEEN}{part}"


def counted(tally: str, facet: str = "") -> str:
    """The name of the list of what a tally counts, or of its part of one facet."""
    return f"{tally}{_BETWEEN}{facet}" if facet else tally


@lru_cache(maxsize=1000)
def said_by(which: str) -> Named:
    """What the name of a list says; an empty ``Named`` for any other list."""
    indicator, _, part = which.rpartition(_BETWEEN)
    if indicator in INDICATORS and part in lists_of(indicator):
        return Named(indicator, part)
    tally, _, facet = which.partition(_BETWEEN)
    known = tally in LISTED_TALLIES and (not facet or TALLIES[tally].facet is not None)
    return Named(tally=tally, facet=facet) if known else Named()


def may_be_a_facet(name: Named) -> bool:
    """Whether rows can stand under a facet: of a column of codes only a code of its."""
    column = getattr(TALLIES[name.tally].facet, "name", "") if name.facet else ""
    columns = [each for each in ENTRY_OF[name.ledger].ledger.columns if each.name == column and each.codes]
    return name.facet == UNKNOWN_FACET or all(name.facet in each.codes for each in columns)


def list_of(name: Named) -> CaseList:
    """The list that a name says; ``KeyError`` for an empty one."""
    return lists_of(name.indicator)[name.part] if name.indicator else _of_facet(TALLIES[name.tally], name.facet)


def lists_of(indicator: str) -> dict[str, CaseList]:
    """The lists of the rows behind an indicator by their parts; none where its rows cannot be listed.

    Those can that are counted one by one, by a date of theirs and for their own unit, of a ledger that has lists.
    """
    return _lists_of(behind(indicator))


@cache
def _lists_of(known: Behind) -> dict[str, CaseList]:
    base, hit, ledger = known.of, known.hit, known.ledger
    if base is None or ledger not in LISTED_LEDGERS or not _is_listed(base, ledger):
        return {}
    lists = {ALL: _listed(base, base.condition)}
    if hit is not None and hit.value is None:
        lists |= {HIT: _listed(base, hit.condition), REST: _listed(base, _rest(base, hit))}
    if known.blank is not None:
        lists[BLANK] = _listed(base, known.blank.condition)
    return lists


def parts_of(indicator: str) -> dict[str, str]:
    """By part of an indicator that can be listed the tally that counts it; what is left has none."""
    known = behind(indicator)
    tallies = {ALL: known.of, HIT: known.hit, BLANK: known.blank}
    return {part: tally.key for part, tally in tallies.items() if tally is not None and part in lists_of(indicator)}


def ledger_behind(indicator: str) -> str:
    """The ledger whose rows are behind an indicator; '' where they cannot be listed."""
    return behind(indicator).ledger if lists_of(indicator) else ""


def _is_listed(tally: Tally, ledger: str) -> bool:
    plain = tally.kind == "flow" and tally.value is None and tally.unit_of == "unit_id"
    return plain and (tally.table is ENTRY_OF[ledger].ledger.table or tally.table is item_state)


def _listed(base: Tally, where: Condition) -> CaseList:
    return CaseList((base.month_of,), where, stock=base.kind == "stock")


def _rest(base: Tally, hit: Tally) -> Callable[[CountingRules], ColumnElement[bool]]:
    """What is counted and is no hit; what is unknown of a hit is none."""

    def where(rules: CountingRules) -> ColumnElement[bool]:
        above: ColumnElement[Any] = func.coalesce(hit.condition(rules), false())
        return and_(base.condition(rules), not_(above))

    return where


def _of_facet(tally: Tally, facet: str) -> CaseList:
    """The rows that a tally counts under a facet as it is stored; '' for all of them.

    Of a tally that counts what belongs to the rows of its ledger, the rows that have any of it.
    """

    def where(rules: CountingRules) -> ColumnElement[bool]:
        stored = func.coalesce(cast(tally.facet, String), UNKNOWN_FACET)
        return and_(tally.condition(rules), stored == facet if facet else true())

    ledger = ENTRY_OF[ledger_of(tally.key)].ledger
    if tally.table in (ledger.table, item_state):
        return _listed(tally, where)
    same = [ledger.table.c[name] == tally.table.c[name] for name in ledger.natural_key]
    return CaseList((ledger.table.c[ledger.dated_by[0]],), lambda rules: exists().where(*same, where(rules)))
