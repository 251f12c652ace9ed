"""What a city counts of its own, as the forms of a load may name it: what stands, and what the same file brings."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, select

from data_access.checking.forms import take_form
from data_access.checking.intake import Intake, TakeForm
from data_access.checking.validation import Checked
from data_access.files.cell_text import as_text, plain
from data_access.files.sources import is_blank
from data_access.ledgers.count_item import COUNT_ITEM
from data_access.ledgers.declare import Ledger
from data_access.ledgers.indicator import INDICATOR
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.reading.own_indicators import own_indicators
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING

_NAMED_BY_PEOPLE = ("mark", "review", "material")


def forms_of(engine: Engine) -> TakeForm:
    """What reads statistical forms, knowing the city's own counts."""
    with engine.connect() as connection:
        standing = _standing(connection)
    return lambda sheet, intakes: take_form(sheet, {**standing, **_of_file(intakes)})


def adopt_own_indicators(connection: Connection) -> None:
    """Let the indicators that stand in the transaction be known, those that it brings among them."""
    own_indicators(Reader(connection, ALL_SEEING))


def name_own_keys(connection: Connection, parts: Sequence[Checked]) -> None:
    """Put the key of each of the city's own counts in the place of its name, and in schemes that of its indicators."""
    for checked in parts:
        columns = [column for column in checked.ledger.columns if column.kind == "counted"]
        in_scheme = checked.ledger is SCHEME_ITEM
        if not columns and not in_scheme:
            continue
        known = {plain(name): key for name, key in _standing(connection).items()}
        if in_scheme:
            known |= {plain(name): key for name, key in _standing(connection, INDICATOR).items()}
        for column in columns:
            counts = checked.columns.get(column.name, [])
            counts[:] = [_key_of(each, known) for each in counts]
        if in_scheme and known:
            keys = checked.columns.get("key", [])
            rules = checked.columns.get("rule", [None] * len(keys))
            # Marks, reviews and materials are called as people call them, whatever is counted under that name.
            named = [rule in _NAMED_BY_PEOPLE for rule in rules]
            keys[:] = [each if by_people else _key_of(each, known) for each, by_people in zip(keys, named, strict=True)]


def _key_of(cell: object, known: Mapping[str, str]) -> object:
    return known.get(plain(cell), cell) if isinstance(cell, str) else cell


def _standing(connection: Connection, ledger: Ledger = COUNT_ITEM) -> dict[str, str]:
    """The names and keys of the counts (or indicators) that stand → key."""
    item = ledger.table.c
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
