"""Dated settings that change what is counted (``counting_rules`` has those shipped): the ledger, and reading it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, cast, insert, select

from data_access.ledgers.columns import code, date
from data_access.ledgers.counting_rules import SHIPPED, SWITCHES, DatedValues
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.problems import BAD_SWITCH

COUNTING_RULES = tuple(dict.fromkeys(rule for rule, _from, _value in SHIPPED))

COUNTING_RULE = Ledger(
    "counting_rule",
    "计数规则",
    "Counting rules",
    ("rule", "from_date"),
    (
        code("rule", "规则", "Rule", COUNTING_RULES, "counting_rule", required=True, default="filing_limit_days"),
        date("from_date", "自何日起", "From date", "2026-01-01", required=True, event=False),
        # Kept as a text, since not every rule is a number.
        LedgerColumn(
            "value", "数值", "Value", "integer", required=True, example="15", kept_as="text", also=("天数", "Days")
        ),
    ),
    never_blank=("value",),
)


def _yes_or_no(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    for row in rows:
        if row.values["rule"] in SWITCHES and row.values["value"] not in ("0", "1"):
            yield Fault(row, "value", row.values["value"], BAD_SWITCH, ("0", "1"))


ENTRY = Entry(COUNTING_RULE, rules=(_yes_or_no,))


def rule_on(rule: str, day: ColumnElement[Any]) -> ColumnElement[int]:
    """SQL for the value of a rule in force on a date of a row, as it stands in the database; NULL before it began.

    For what is asked of rows without the rules at hand; a tally's condition has them (``CountingRules.value``).
    """
    dated = COUNTING_RULE.table.alias()
    value = select(cast(dated.c.value, Integer)).where(dated.c.rule == rule, dated.c.from_date <= day)
    return value.order_by(dated.c.from_date.desc()).limit(1).correlate_except(dated).scalar_subquery()


def read_rules(connection: Connection) -> DatedValues:
    """The rules that stand in the database."""
    rows: Sequence[Any] = connection.execute(select(COUNTING_RULE.table).order_by("rule", "from_date")).all()
    return tuple((row.rule, row.from_date, int(row.value)) for row in rows)


def fill_rules(connection: Connection) -> None:
    """Store the shipped rules that have no row yet; what a city has changed in a rule stays as it is."""
    table = COUNTING_RULE.table
    stored = set(connection.execute(select(table.c.rule)).scalars())
    rows = [
        {"rule": rule, "from_date": start, "value": str(value)} for rule, start, value in SHIPPED if rule not in stored
    ]
    if rows:
        connection.execute(insert(table), rows)
