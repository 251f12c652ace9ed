"""What stands in place of what may not be seen: of a person's name, and before an audience of a number or a unit.

Numbers and units keep telling rows apart, so that what belongs together still does; who does not know the secret of
this process cannot tell which they are.
"""

import hmac
import secrets
from base64 import b32encode
from collections.abc import Mapping

import pandas as pd
from sqlalchemy import ColumnElement

from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import LONGEST_TEXT
from data_access.ledgers.tally import UNKNOWN_FACET
from data_access.privacy import masked
from data_access.reading.personal import is_text, sources
from data_access.store.tables import unit

# What stands in place of a person's name for those who may not see it.
MASK = "＊＊"
# Before an audience a text under which fewer than so many cases stand is covered, too, and codes of so few stand
# together under a code of their own.
FEW, OF_FEW = 5, "few"
# How many signs of a covered number tell it from others: one of 10¹⁰.
_SIGNS = 7
# How what stands in a code's place begins: signs that no address has to write otherwise.
_CODE = "-"
_secret = secrets.token_bytes(16)
# The columns by which people name a record; not a figure that is written as a text.
_NUMBERS = frozenset(
    column.name
    for ledger in LEDGERS
    for column in ledger.columns
    if ledger.is_fact and column.kind == "number" and column.name not in ("figure", "base")
)
# What is numbered in these is no record of a unit: an indicator of the city's own, an item of its scheme.
_OF_THE_CITY = frozenset(ledger.table.name for ledger in LEDGERS if not ledger.is_fact)
_NAMES_OF_UNITS = (unit.c.name, unit.c.short_name)
# What else of a unit tells who it is: its initials, its place in the list and on the map.
_TELLING = ("short_name", "pinyin", "sort_order", "tile_row", "tile_col")


def is_number(column: ColumnElement[object]) -> bool:
    """Whether a selected text is the number of a record."""
    return is_text(column) and any(
        source.name in _NUMBERS and getattr(source.table, "name", "") not in _OF_THE_CITY for source in sources(column)
    )


def is_name_of_a_unit(column: ColumnElement[object]) -> bool:
    return is_text(column) and any(source is name for source in sources(column) for name in _NAMES_OF_UNITS)


def covered_number(number: object) -> str:
    return f"{MASK}{b32encode(_digest(str(number)))[:_SIGNS].decode()}"


def with_few_together(values: pd.DataFrame, classes: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """Sums by tally_key and facet in which codes of fewer than ``FEW`` cases stand together, those of each class apart.

    ``classes``: of a tally and a code of it; their facet is then ``few_of`` the class. Where it is one code, the next
    smallest stands with it, for what alone is missing can be told. What is blank stays as it is.
    """
    pairs = zip(values["tally_key"], values["facet"], strict=True)
    known = values.assign(group=[few_of(classes.get(pair, "")) for pair in pairs])[values["facet"] != UNKNOWN_FACET]
    within = [column for column in known if column not in ("facet", "value")]
    few = known["value"] < FEW
    one = few.groupby([known[column] for column in within]).transform("sum") == 1
    few |= one & (known.groupby(within)["value"].rank(method="first") <= 2)
    named = values.assign(facet=known["group"].where(few).reindex(values.index).fillna(values["facet"]))
    return named.groupby([column for column in named if column != "value"], as_index=False, sort=False)["value"].sum()


def few_of(group: str) -> str:
    """The code under which the cases of a class stand whose own codes have too few."""
    return f"{group}.{OF_FEW}" if group else OF_FEW


def is_covered(text: str) -> bool:
    """Whether a text stands in place of another."""
    return text.startswith(MASK)


def covered_code(code: str) -> str:
    """What stands in a link in place of the code of a unit that is called by no name."""
    return f"{_CODE}{b32encode(_digest(code))[:_SIGNS].decode()}"


def is_covered_code(text: str) -> bool:
    """Whether a text may stand in a code's place; a code may be written so, too."""
    return text.startswith(_CODE)


def with_covered_units(units: pd.DataFrame, shown: pd.Series) -> pd.DataFrame:
    """``Reader.units`` with the names of some covered; these come last, in no order that tells who they are.

    Counties come first of these, so that they are called by one letter.
    """
    hidden = units[~shown]
    order = [(kind != "county", _digest(code)) for kind, code in zip(hidden["kind"], hidden["code"], strict=True)]
    hidden = hidden.iloc[sorted(range(len(hidden)), key=order.__getitem__)]
    blank = pd.Series(False, index=hidden.index)
    names = [f"{MASK}{_letters(place)}" for place in range(len(hidden))]
    hidden = hidden.assign(name=names, **{column: hidden[column].where(blank) for column in _TELLING})
    return pd.concat([part for part in (units[shown], hidden) if len(part)] or [units], ignore_index=True)


def _letters(place: int) -> str:
    """A, B … Z, AA, AB …"""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def covered_names(known: pd.DataFrame, units: pd.DataFrame) -> dict[str, str]:
    """By the names of units (``known``: code, name, short_name) what ``units`` call them, where that is another."""
    said = units.set_index("code")["name"]
    pairs = [(name, said[row.code]) for row in known.itertuples() for name in (row.name, row.short_name)]
    return {name: place for name, place in pairs if isinstance(name, str) and is_covered(place) and name not in {*said}}


def as_called(frame: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """A frame with ``code`` and names that were kept of units, which then have those of ``Reader.units``."""
    names = units.set_index("code")["name"]
    columns = [column for column in ("unit", "name") if column in frame and "code" in frame]
    return frame.assign(**{column: frame["code"].map(names).fillna(MASK) for column in columns})


def _digest(text: str) -> bytes:
    return hmac.digest(_secret, text.encode(), "sha256")


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def beginning(text: str) -> str:
    """What is masked stays so: a number that is cut in two would be found no more."""
    return cut(masked(text), LONGEST_TEXT)
