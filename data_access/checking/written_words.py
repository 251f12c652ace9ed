"""The words that stand in columns of codes and flags beside the codes' own labels, from ``assets/words.toml``.

What each says is data: an office reads and changes it, and names a file of its own by ``REPORTING_WORDS``.
"""

import os
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data_access.files.cell_text import plain
from data_access.ledgers.all import LEDGERS
from data_access.problems import Refused
from wording import ASSETS

SHIPPED = ASSETS / "words.toml"
SETTING = "REPORTING_WORDS"
# The group of columns that ask for yes or no; their codes are these words.
FLAG = "flag"
ANSWERS = {"yes": True, "no": False}
# Of any column: a word that says nothing, or that the cell above says it; of one of dates: that there is no such day.
BLANK = "blank"
BLANKS = ("blank", "ditto", "undated")
# The outcome is that of the instance before; the word leaves it open.
AS_BEFORE, TOO_LITTLE = "as_before", "too_little"
RULES = (AS_BEFORE, TOO_LITTLE)
# What a row says beside its columns: of what kind its unit is.
UNIT_KIND = "unit_kind"
_KEYS = {"code", "rule", "words", "when", "names", "keeps"}


@dataclass(frozen=True)
class Meaning:
    """What a word says in rows that have one of these values in each of these columns: a code, or a rule's name.

    ``names``: a person's name may stand beside the word. ``keeps``: the codes that say the same more exactly; where one
    of them stands, the word leaves it.
    """

    code: str
    rule: str
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    names: bool = False
    keeps: frozenset[str] = frozenset()

    def fits(self, row: Mapping[str, object]) -> bool:
        return all(str(row.get(column)) in values for column, values in self.when)


# A word as ``plain`` gives it → what it may say; the first that fits a row holds.
Words = Mapping[str, tuple[Meaning, ...]]


def meanings(labels: str) -> Words:
    """The words of the columns whose codes have these labels; raises ``Refused`` for a table that cannot be read."""
    return _tables(os.environ.get(SETTING) or "").get(labels, {})


@cache
def _tables(own: str) -> Mapping[str, Words]:
    """The shipped words by their columns' labels; what a file of the city's own says of a word goes before."""
    tables: dict[str, dict[str, tuple[Meaning, ...]]] = defaultdict(dict)
    for path in [SHIPPED, *([Path(own)] if own else [])]:
        for labels, words in _read(path).items():
            tables[labels] |= words
    return tables


def _read(path: Path) -> dict[str, dict[str, tuple[Meaning, ...]]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("words.unreadable", file=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise Refused("words.no_toml", file=str(path), value=str(error)) from error
    codes = _codes()
    tables: dict[str, dict[str, tuple[Meaning, ...]]] = {}
    for labels, entries in content.items():
        if labels not in codes:
            raise Refused("words.unknown_column", file=str(path), value=labels, expected=", ".join(codes))
        for entry in entries if isinstance(entries, list) else [entries]:
            meaning = _meaning(path, labels, entry, codes[labels])
            for word in entry["words"]:
                words = tables.setdefault(labels, {})
                words[plain(word)] = (*words.get(plain(word), ()), meaning)
    return tables


def _codes() -> dict[str, tuple[str, ...]]:
    """The codes by their labels: those of all columns that share them, of which one may take fewer."""
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    for column in (column for ledger in LEDGERS for column in ledger.columns if column.codes):
        columns[column.labels] |= dict.fromkeys(column.codes)
    return {BLANK: BLANKS, FLAG: tuple(ANSWERS), **{labels: tuple(codes) for labels, codes in columns.items()}}


def _meaning(path: Path, labels: str, entry: Any, codes: tuple[str, ...]) -> Meaning:
    """One entry, checked: a slip of the pen is no wish."""
    well_formed = isinstance(entry, dict) and entry.keys() <= _KEYS and _are_texts(entry.get("words"))
    when = entry.get("when", {}) if well_formed else None
    if not isinstance(when, dict) or not all(map(_are_texts, when.values())):
        raise Refused("words.wrong_entry", file=str(path), value=f"[[{labels}]] {entry}")
    code, rule = entry.get("code", ""), entry.get("rule", "")
    names, keeps = entry.get("names", False), entry.get("keeps", [])
    if not isinstance(names, bool) or not isinstance(keeps, list) or not set(keeps) <= set(codes):
        raise Refused("words.wrong_entry", file=str(path), value=f"[[{labels}]] {entry}")
    plain_answer = labels not in (BLANK, FLAG) or not (when or rule)
    if (code not in codes and rule not in RULES) or (code and rule) or not plain_answer:
        raise Refused("words.wrong_code", file=str(path), value=f"[[{labels}]] {code or rule}",
                      expected=", ".join((*codes, *RULES)))  # fmt: skip
    conditions = tuple((column, frozenset(values)) for column, values in when.items())
    return Meaning(code, rule, conditions, names, frozenset(keeps))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
