"""Sheets without a column of units: what says whose rows they are stands above the table, or is the sheet's name.

An office that keeps the ledger of its own cases alone writes its name once, and not in each row.
"""

import re
from collections.abc import Mapping
from pathlib import PurePath

from data_access.checking.header_names import HeaderNames, known_names
from data_access.files.cell_text import plain
from data_access.files.sheet_words import bare
from data_access.files.sources import Sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.problems import MISSING_HEADER

# A text that may name a unit at all: it has a word that names of organs end with.
ORGAN = re.compile(
    "局|委|办|厅|政府|中心|支队|大队|街道|镇|乡|bureau|office|department|government|council|commission|authority"
)
# 填报单位：甲县自然资源局 goes before all other texts.
_LABELLED = re.compile(
    r"^[(\[]?(?:填报|填表|报送|责任|承办|应诉|reporting)?(?:单位|部门|机关|unit)(?:名称)?:(.+?)[)\]]?$"
)
# So many headers of one ledger, and more than of any other, tell which ledger it is although one is missing.
FEWEST_HEADERS = 4


class Titled(str):
    """The texts that may say of a whole sheet whose it is; ``around`` are all that stand above it or name it."""

    around: tuple[str, ...] = ()


def titled(sheet: Sheet) -> Titled | None:
    """What says whose a sheet is; None where nothing that may name an organ stands there."""
    texts = tuple(dict.fromkeys((*sheet.titles, sheet.name, PurePath(sheet.source).stem)))
    labelled = [found[1] for text in map(plain, texts) if (found := _LABELLED.match(text))]
    naming = [text for text in labelled or texts if ORGAN.search(plain(text))]
    text = Titled(" / ".join(naming))
    text.around = texts
    return text if naming else None


def owner_of(ledger: Ledger) -> LedgerColumn | None:
    """The column that says whose a row is."""
    column = ledger.column(ledger.natural_key[0])
    return column if column.kind == "unit" and column.required else None


def unit_of_sheet(ledger: Ledger, sheet: Sheet, found: HeaderNames) -> Mapping[str, Titled]:
    """What stands for the column of units where a sheet has none and says elsewhere whose it is.

    The problem of the missing header goes then; it stays where another header may be the one that is missing.
    """
    owner = owner_of(ledger)
    missing = [each for each in found.problems if owner and each.code == MISSING_HEADER and each.column == owner.zh]
    text = titled(sheet) if missing and not missing[0].expected else None
    if owner is None or text is None:
        return {}
    found.problems.remove(missing[0])
    return {owner.name: text}


def ledger_without_units(sheet: Sheet) -> Ledger | None:
    """The ledger of which a sheet has all that it must have but the unit, which something else names."""
    if titled(sheet) is None:
        return None
    there = set(map(bare, sheet.headers)) - {""}
    scores = {ledger.key: len(there.intersection(map(bare, known_names(ledger)))) for ledger in LEDGERS}
    most = max(scores.values())
    best = [ledger for ledger in LEDGERS if scores[ledger.key] == most]
    if most < FEWEST_HEADERS or len(best) > 1:
        return None
    required = [column for column in best[0].columns if column.required and column is not owner_of(best[0])]
    return best[0] if all(there & set(map(bare, (column.zh, column.en))) for column in required) else None
