"""Mappings: how a ledger that an office already keeps becomes one of ours. One TOML file per kind of ledger.

The words are those of ``mapping_words.WORDS``, in Chinese or in English; ``docs/mappings.md`` has an example of each,
and ``python -m data_access mapping FILE`` writes a first draft. Ledgers, columns and codes are named as a workbook of
ours names them, or by their keys. Only ``ledger`` and what fills the required columns must be there. A word that is not
in the list is refused, so that a slip of the pen is not taken for a wish.
"""

import tomllib
from pathlib import Path

from data_access.checking.mapping_content import Mapping as Mapping
from data_access.checking.mapping_content import MappingRefused as MappingRefused
from data_access.checking.mapping_reader import MappingReader
from data_access.checking.mapping_words import as_toml


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; raises ``MappingRefused`` with the key that is wrong."""
    try:
        content = tomllib.loads(as_toml(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingRefused("unreadable", path) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingRefused("no_toml", path, value=error) from error
    return MappingReader(path, content).read()
