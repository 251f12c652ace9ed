"""How many cells of a load are blank where a figure is decided: what the unit that sent it should fill in."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.counting_rule import read_rules
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.tally import known


def blank_cells(connection: Connection, ledger: Ledger, load_id: int, as_of: dt.date) -> tuple[tuple[str, int], ...]:
    """By column of the ledger the rows of a load that would count in some base if they were not blank there.

    In the order of the ledger's columns, only columns with such rows; one statement, none where nothing decides.
    """
    conditions = (
        _conditions(ledger, CountingRules.at(as_of, read_rules(connection))) if ENTRY_OF[ledger.key].tallies else {}
    )
    if not conditions:
        return ()
    names = [column.name for column in ledger.columns if column.name in conditions]
    sums = [func.coalesce(func.sum(case((or_(*conditions[name]), 1), else_=0)), 0) for name in names]
    counted = connection.execute(select(*sums).where(ledger.table.c.load_id == load_id)).one()
    return tuple((name, int(blank)) for name, blank in zip(names, counted, strict=True) if blank)


def _conditions(ledger: Ledger, rules: CountingRules) -> dict[str, list[ColumnElement[bool]]]:
    """By column when a row is blank in it that a base of the ledger's own rows asks for."""
    conditions: dict[str, list[ColumnElement[bool]]] = defaultdict(list)
    for tally in ENTRY_OF[ledger.key].tallies:
        if tally.of or tally.kind == "stock" or tally.table is not ledger.table:
            continue
        counts, whose = and_(tally.where(rules), known(tally.month_of)), tally.table.c[tally.unit_of]
        for part in tally.deciding:
            conditions[part.name].append(and_(counts, known(whose), tally.lacks(part, rules)))
        if tally.deciding and tally.unit_of != "unit_id":
            conditions[whose.name].append(and_(counts, whose.is_(None)))
    return conditions
