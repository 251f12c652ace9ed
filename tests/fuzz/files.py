"""Sheets of any ledger in files of any format, whole or damaged, with or without a mapping, as a strategy."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.fuzz.damage import damaged, damaged_parts
from tests.fuzz.mappings import mapped
from tests.fuzz.tables import Table, tables
from tests.fuzz.writers import OF_SEVERAL_SHEETS, WRITERS, query_of, write_text

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "latin-1")
# Those that are read as zips of parts.
ZIPPED = ("xlsx", "xlsb", "ods")
OTHER_NAMES = ("台账.xlsx", "台账.xlsm", "台账.csv", "台账.et", "台账.parquet", "台账")
FORMATS = tuple(WRITERS)
# A workbook is what most offices hand in.
OFTEN = (*FORMATS, "xlsx", "csv")
LONGEST_NAME = 40


@dataclass(frozen=True)
class File:
    """What is loaded: a file of sheets of ``ledgers``; of a database the answer to a query; ``mapping`` is its text.

    ``changed`` says whether the mapping is other than the one that goes with the sheets.
    """

    ledgers: tuple[str, ...]
    format: str
    name: str
    content: bytes
    query: str = ""
    mapping: bytes | None = None
    changed: bool = False


@st.composite
def files(draw: st.DrawFn) -> File:
    """A file of any kind, whole or damaged; every third goes through a mapping."""
    kind = draw(st.sampled_from(OFTEN))
    if draw(st.integers(0, 2)) == 0:
        foreign = draw(mapped())
        sheets, mapping, changed = [foreign.table], foreign.text, foreign.changed
    else:
        most = 3 if kind in OF_SEVERAL_SHEETS else 1
        by_name = st.lists(tables(), min_size=1, max_size=most, unique_by=lambda table: table.name.casefold())
        sheets, mapping, changed = draw(by_name), None, False
    content = draw(_texts(sheets[0])) if kind == "csv" else draw(_damaged(kind, WRITERS[kind](sheets)))
    query = draw(_queries(sheets[0])) if kind == "db" else ""
    ledgers = tuple(table.ledger for table in sheets)
    return File(ledgers, kind, draw(_names(kind, sheets[0])), content, query, mapping, changed)


@st.composite
def _names(draw: st.DrawFn, kind: str, table: Table) -> str:
    name = "".join(sign for sign in table.name if sign.isprintable() and sign not in "/\\")[:LONGEST_NAME]
    # A database is known by its name as the sheet is, for it has no other.
    own = name if kind == "db" else f"{name}.{kind}"
    return own if kind == "db" else draw(st.sampled_from((own,) * 12 + OTHER_NAMES))


@st.composite
def _damaged(draw: st.DrawFn, kind: str, content: bytes) -> bytes:
    damage = draw(st.sampled_from(("none", "none", "none", "none", "parts", "bytes")))
    if damage == "none":
        return content
    return draw(damaged_parts(content) if damage == "parts" and kind in ZIPPED else damaged(content))


@st.composite
def _texts(draw: st.DrawFn, table: Table) -> bytes:
    """A csv file in some encoding, whole or with damaged bytes."""
    delimiter, end = draw(st.sampled_from(",,,;\t|")), draw(st.sampled_from(("\r\n", "\n", "\r")))
    text = write_text(table, delimiter, end, draw(st.sampled_from(('"', '"', ""))))
    content = text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")
    return content if draw(st.integers(0, 2)) else draw(damaged(content))


@st.composite
def _queries(draw: st.DrawFn, table: Table) -> str:
    query = query_of(table)
    return query if draw(st.integers(0, 5)) else draw(damaged(query.encode())).decode("utf-8", "replace")
