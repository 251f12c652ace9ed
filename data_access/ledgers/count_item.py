"""What a city counts of its own, beyond what the ledgers of cases tell."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from assessment.countable import SCORED_COUNTS
from assessment.indicators import SHIPPED_KEYS
from data_access.ledgers.columns import code, name_or_word, number
from data_access.ledgers.counts import COUNTS
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.ledgers.near_names import near
from data_access.ledgers.own_called import called_twice
from data_access.problems import COUNT_TAKEN, KIND_STANDS, MIXES_INDICATOR

COUNT_KINDS = ("flow", "stock")
# A sentence names at most so many of the counts that are known.
MOST_NAMED = 6

COUNT_ITEM = Ledger(
    "count_item",
    "自设统计项",
    "Own counts",
    ("key",),
    (
        number("key", "统计项代码", "Count key", "mediations", required=True),
        name_or_word("name", "统计项名称", "Count name", "人民调解", required=True),
        name_or_word("name_en", "统计项英文名称", "Count name in English", "Mediations"),
        name_or_word("unit_word", "计量单位", "Unit of count", "件"),
        code("kind", "统计方式", "Kind of count", COUNT_KINDS, "count_kind", default="flow"),
    ),
    named_by="key",
    never_blank=("name", "kind"),
)


def taken_counts(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A count of the city's own has a key and a name that no shipped count has: nobody could tell them apart."""
    taken = {key: f"indicator.{key}.label" for key in SHIPPED_KEYS} | {key: f"count.{key}" for key in SCORED_COUNTS}
    for each in COUNTS.values():
        taken |= dict.fromkeys(map(str.casefold, (*each.names, *each.tallies)), f"count.{each.key}")
    for row in rows:
        for column in ("key", "name"):
            value = str(row.values[column])
            if value.casefold() in taken or "@" in value:
                yield Fault(row, column, value, COUNT_TAKEN, (taken.get(value.casefold(), "count.@"),))
                break


def own_names(connection: Connection) -> dict[str, str]:
    """The names of the city's own counts, and their keys → key."""
    item = COUNT_ITEM.table.c
    rows = connection.execute(select(item.key, item.name, item.name_en)).all()
    return {name: row.key for row in rows for name in (row.name, row.name_en, row.key) if name}


def counts_like(name: object, own: Mapping[str, str]) -> tuple[str, ...]:
    """The counts that a name which is none comes nearest to, else the first ones; ``own`` as ``own_names``."""
    shipped = {text: f"count.{each.key}" for each in COUNTS.values() for text in each.names}
    called = {key: text for text, key in reversed(list(own.items()))}
    return near(name, shipped | {text: called[key] for text, key in own.items()}) or tuple(
        f"count.{each}" for each in list(COUNTS)[:MOST_NAMED]
    )


def called_once(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """No other own count and no own indicator is called alike."""
    yield from called_twice(connection, rows, COUNT_ITEM)


def kinds_kept_apart(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A count does not become another kind than the one that an own indicator puts it over, or under."""
    item, indicator = COUNT_ITEM.table.c, COUNT_ITEM.table.metadata.tables["indicator"].c
    kinds = dict.fromkeys(COUNTS, "flow") | {
        row.key: row.kind for row in connection.execute(select(item.key, item.kind))
    }
    given = {str(row.values["key"]): row for row in rows}
    kinds |= {key: str(row.values.get("kind") or kinds.get(key, "flow")) for key, row in given.items()}
    parts = select(indicator.name, indicator.numerator, indicator.denominator).where(indicator.denominator.is_not(None))
    for name, above, below in connection.execute(parts):
        changed = next((given[key] for key in (above, below) if key in given), None)
        if changed is not None and kinds.get(above) != kinds.get(below):
            yield Fault(changed, "kind", changed.values.get("kind"), MIXES_INDICATOR, (name,))


def kinds_with_figures(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A count of which forms have told figures stays of its kind: those of a half year would become those of a day."""
    item, told = COUNT_ITEM.table.c, COUNT_ITEM.table.metadata.tables["reported_count"].c
    statement = select(item.key, item.kind).where(item.key.in_(select(told["count"])))
    standing = {row.key: row.kind for row in connection.execute(statement)}
    for row in rows:
        kind, stands = row.values.get("kind"), standing.get(str(row.values["key"]))
        if kind and stands and kind != stands:
            yield Fault(row, "kind", kind, KIND_STANDS, (f"count_kind.{stands}",))


ENTRY = Entry(COUNT_ITEM, rules=(taken_counts, called_once, kinds_kept_apart, kinds_with_figures))
