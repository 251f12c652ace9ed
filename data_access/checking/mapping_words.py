"""The words of a mapping file: the one table of what each takes. Each may be written in Chinese or in English.

The words and what they do stand in the catalogues (``mapping.word.headers``, ``mapping.does.headers``), the guide
``docs/mappings.md`` has an example of each.
"""

import re
from collections.abc import Mapping
from functools import cache

from wording import LANGUAGES, wording

TEXT, TEXTS, TABLE, TABLES = "text", "texts", "table", "tables"
# Also what may be written without its list, where there is but one.
TABLE_OR_TABLES = "table or tables"

Words = Mapping[str, str]
WORDS: Words = {
    # Which sheet becomes which ledger, and where it comes from
    "ledger": TEXT, "sheet": TEXT, "source": TEXT, "licence": TEXT,
    # Which header is which column
    "headers": TABLE, "optional": TEXTS, "ignore": TEXTS, "required": TEXTS,
    # Which cell becomes which value
    "values": TABLE, "constants": TABLE, "compose": TABLE, "blank": TEXTS, "date_formats": TEXTS, "days": TABLE,
    # Which rows there are
    "skip": TABLE, "only": TABLE, "fill_down": TEXTS, "split": TABLE, "wide": TEXTS, "when": TABLES, "also": TABLES,
    # Units that nobody has registered
    "units": TABLE_OR_TABLES,
}  # fmt: skip
WHEN_WORDS: Words = {"header": TEXT, "values": TEXTS, "headers": TABLE, "constants": TABLE}
UNITS_WORDS: Words = {"names": TEXTS, "kind": TEXT, "peer_group": TEXT, "county": TEXT, "sector": TEXT}
# What a second ledger of the same rows says for itself; the rest is said once for both.
ALSO_WORDS: Words = {
    word: WORDS[word]
    for word in ("ledger", "headers", "required", "values", "constants", "compose", "days", "only", "when")
}

# Chinese signs that a keyboard puts where TOML has its own.
_SIGNS = str.maketrans({"＝": "=", "，": ",", "【": "[", "】": "]", "｛": "{", "｝": "}", "＃": "#"})
_TOKEN = re.compile(
    r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[#＃][^\n]*'  # what stays as it is
    r"|[“”](?P<quoted>[^“”\n]*)[“”]|(?P<bare>[\w-]*[^\W\x00-\x7f][\w-]*)|[＝，【】｛｝]"
)


def as_toml(text: str) -> str:
    """A mapping file as TOML has it: Chinese keys in quotes, and its own signs where a keyboard has put Chinese ones.

    Outside its strings and remarks TOML has no Chinese at all, so nothing that was right is changed.
    """
    return _TOKEN.sub(_in_toml, text)


def _in_toml(token: re.Match[str]) -> str:
    if token["quoted"] is not None:
        return '"' + token["quoted"].replace("\\", "\\\\").replace('"', '\\"') + '"'
    if token["bare"] is not None:
        return f'"{token["bare"]}"'
    if token[0][0] == "＃":
        return "#" + token[0][1:]
    return token[0].translate(_SIGNS) if len(token[0]) == 1 else token[0]


@cache
def key_of(word: str, among: tuple[str, ...]) -> str | None:
    """The key that a word of a mapping file means, whichever language it is in; None when there is no such word."""
    spoken = {wording(language)(f"mapping.word.{key}"): key for key in among for language in LANGUAGES}
    return word if word in among else spoken.get(word)
