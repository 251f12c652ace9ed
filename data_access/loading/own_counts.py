"""What a city counts of its own, as the forms of a load may name it: what stands, and what the same file brings."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, select

from data_access.checking.forms import take_form
from data_access.checking.intake import Intake, TakeForm
from data_access.checking.validation import Checked
from data_access.files.cell_text import as_text, plain
from data_access.files.sources import is_blank
from data_access.ledgers.count_item import COUNT_ITEM
from data_access.reading.own_indicators import own_indicators
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING


def forms_of(engine: Engine) -> TakeForm:
    """What reads statistical forms, knowing the city's own counts."""
    with engine.connect() as connection:
        standing = _standing(connection)
    return lambda sheet, intakes: take_form(sheet, {**standing, **_of_file(intakes)})


def adopt_own_indicators(connection: Connection) -> None:
    """Let the indicators that stand in the transaction be known, those that it brings among them."""
    own_indicators(Reader(connection, ALL_SEEING))


def name_own_counts(connection: Connection, parts: Sequence[Checked]) -> None:
    """Put the key of each of the city's own counts in the place of its name."""
    known = {plain(name): key for name, key in _standing(connection).items()}
    for checked in parts if known else ():
        for column in checked.ledger.columns:
            counts = checked.columns.get(column.name, []) if column.kind == "counted" else []
            counts[:] = [known.get(plain(each), each) if isinstance(each, str) else each for each in counts]


def _standing(connection: Connection) -> dict[str, str]:
    """The names and keys of the counts that stand → key."""
    item = COUNT_ITEM.table.c
    rows = connection.execute(select(item.key, item.name, item.name_en)).all()
    return {name: row.key for row in rows for name in (row.key, row.name, row.name_en) if name}


def _of_file(intakes: Sequence[Intake]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for intake in intakes:
        keys = intake.columns.get("key", ()) if intake.ledger is COUNT_ITEM else ()
        for column in ("key", "name", "name_en"):
            cells = intake.columns.get(column, [None] * len(keys))
            names |= {
                as_text(name): as_text(key)
                for name, key in zip(cells, keys, strict=False)
                if not is_blank(name) and not is_blank(key)
            }
    return names
