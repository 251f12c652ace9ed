"""How many cells of a load are blank where a figure is decided: what the unit that sent it should fill in."""

import datetime as dt
from collections import Counter, defaultdict

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, or_, select

from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.counting_rule import read_rules
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.tally import known


def blank_cells(connection: Connection, ledger: Ledger, load_id: int, as_of: dt.date) -> tuple[tuple[str, int], ...]:
    """By column of the ledger the rows of a load that would count in some base if they were not blank there.

    In the order of the ledger's columns, only columns with such rows; one statement for each table or view that the
    ledger's tallies count, none where nothing decides.
    """
    if not ENTRY_OF[ledger.key].tallies:
        return ()
    blank: Counter[str] = Counter()
    for table, conditions in _conditions(ledger, CountingRules.at(as_of, read_rules(connection), as_of)).items():
        sums = [func.coalesce(func.sum(case((or_(*parts), 1), else_=0)), 0) for parts in conditions.values()]
        counted = connection.execute(select(*sums).where(table.c.load_id == load_id)).one()
        blank.update(dict(zip(conditions, map(int, counted), strict=True)))
    return tuple((column.name, blank[column.name]) for column in ledger.columns if blank[column.name])


def _conditions(ledger: Ledger, rules: CountingRules) -> dict[FromClause, dict[str, list[ColumnElement[bool]]]]:
    """By table and column when a row is blank in it that a base asks for; of tables that say which load a row is of."""
    tables: dict[FromClause, dict[str, list[ColumnElement[bool]]]] = defaultdict(lambda: defaultdict(list))
    for tally in ENTRY_OF[ledger.key].tallies:
        if tally.of or tally.kind == "stock" or "load_id" not in tally.table.c:
            continue
        conditions = tables[tally.table]
        counts, whose = and_(tally.where(rules), known(tally.month_of)), tally.table.c[tally.unit_of]
        for part in tally.deciding:
            conditions[part.name].append(and_(counts, known(whose), tally.lacks(part, rules)))
        if tally.deciding and tally.unit_of != "unit_id":
            conditions[whose.name].append(and_(counts, whose.is_(None)))
    return {table: conditions for table, conditions in tables.items() if conditions}
