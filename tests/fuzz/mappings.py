"""Foreign sheets with the mapping that goes with each, and mappings in which words, values and structure are others."""

import json
import math
import tomllib
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from data_access.checking.mapping_words import as_toml
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.all import LEDGERS
from tests.data_access.test_mapping_guide import ALL as GUIDE
from tests.fuzz.damage import damaged
from tests.fuzz.good_rows import MOST_ROWS, good_row
from tests.fuzz.mapping_changes import CHANGES, Speaker, Tree
from tests.fuzz.tables import Table, faulty
from tests.test_rooms import ROOT

DATA, MAPPINGS = ROOT / "tests" / "data", ROOT / "assets" / "mappings"
REGISTERS = {
    "applications_register": "applications_register.csv",
    "court_export": "court_export.xlsx",
    "housing_ombudsman": "ombudsman_excerpt.csv",
    "items_register": "items_register.csv",
    "suits_register": "suits_register.csv",
}
# Of a long register so many rows.
MOST_READ = 8


@dataclass(frozen=True)
class Foreign:
    """A sheet and the text of its mapping; ``changed`` says that the mapping is not the one that goes with it."""

    table: Table
    text: bytes
    changed: bool = False


@st.composite
def mapped(draw: st.DrawFn) -> Foreign:
    """A foreign sheet, whole or with faults, and its mapping, whole or changed."""
    foreign = draw(st.one_of(st.sampled_from(known()), declared()))
    table = deepcopy(foreign.table)
    if draw(st.booleans()):
        table = draw(faulty(table))
    change = draw(st.sampled_from(("none", "words", "words", "words", "bytes")))
    if change == "none":
        return Foreign(table, foreign.text)
    if change == "bytes":
        return Foreign(table, draw(damaged(foreign.text)), changed=True)
    tree = tomllib.loads(as_toml(foreign.text.decode()))
    for _ in range(draw(st.integers(1, 4))):
        draw(st.sampled_from(CHANGES))(Speaker(draw, foreign.table), tree)
    return Foreign(table, as_text(tree).encode("utf-8", "replace"), changed=True)


# --- The mappings that there are ----------------------------------------------------------------------------------


@cache
def known() -> tuple[Foreign, ...]:
    """The registers of the test data through the mappings of the product, and every example of the guide."""
    registers = [
        _foreign(read_file(DATA / file)[0], (MAPPINGS / f"{name}.toml").read_text(encoding="utf-8"))
        for name, file in REGISTERS.items()
    ]
    return (*registers, *(_foreign(example.foreign, example.mapping) for example in GUIDE))


def _foreign(sheet: Sheet, text: str) -> Foreign:
    rows = [list(row) for _number, row in list(sheet.rows)[:MOST_READ]]
    named = tomllib.loads(as_toml(text))
    name = named.get("ledger") or named["台账"]
    ledger = next(each for each in LEDGERS if name in (each.key, each.zh, each.en))
    return Foreign(Table(sheet.name, [list(sheet.headers), *rows], ledger.key), text.encode())


@st.composite
def declared(draw: st.DrawFn) -> Foreign:
    """Good rows of any ledger under headers of another's, with a mapping that names each."""
    ledger = draw(st.sampled_from(LEDGERS))
    rows = [good_row(ledger, number, typed=True) for number in range(1, 1 + draw(st.integers(1, MOST_ROWS)))]
    headers = [f"栏{place}" for place in range(len(ledger.columns))]
    name = draw(st.sampled_from(("zh", "en", "name")))
    columns = {header: getattr(column, name) for header, column in zip(headers, ledger.columns, strict=True)}
    text = as_text({"ledger": draw(st.sampled_from((ledger.key, ledger.zh, ledger.en))), "headers": columns})
    return Foreign(Table("登记表", [list(headers), *rows], ledger.key), text.encode())


# --- As TOML ------------------------------------------------------------------------------------------------------


def as_text(tree: Tree) -> str:
    """A tree as the text of a mapping file, a word a line."""
    return "".join(f"{json.dumps(key, ensure_ascii=False)} = {_inline(value)}\n" for key, value in tree.items())


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {_inline(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return ("inf" if value > 0 else "-inf") if math.isinf(value) else "nan" if math.isnan(value) else f"{value:e}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
