"""Other names of units: those in use beside a unit's own, and those it had before a reform."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from data_access.files.cell_text import plain
from data_access.ledgers.columns import UNIT, date, name_or_word
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.problems import ALIAS_TAKEN
from data_access.store.tables import unit

UNIT_ALIAS = Ledger(
    "unit_alias",
    "单位别名",
    "Unit aliases",
    ("unit_id", "alias"),
    (
        UNIT,
        name_or_word("alias", "别名", "Alias", "甲县国土资源局", required=True),
        date("first_day", "启用日期", "Active from", event=False),
        date("last_day", "停用日期", "Active to", "2019-03-31", not_before="first_day", event=False),
    ),
    by_office=True,
)


def _taken(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """An alias without days must be no other unit's own name: nobody could say which of the two is meant."""
    names: dict[str, set[str]] = {}
    for each in connection.execute(select(unit.c.code, unit.c.name)):
        names.setdefault(plain(each.name), set()).add(each.code)
    for row in rows:
        dated = row.values.get("first_day") or row.values.get("last_day")
        others = names.get(plain(row.values["alias"]), set()) - {row.values["unit_id"]}
        if others and not dated:
            yield Fault(row, "alias", row.values["alias"], ALIAS_TAKEN, tuple(sorted(others)))


ENTRY = Entry(UNIT_ALIAS, rules=(_taken,))
