"""What stands in the catalogues, and which of their keys the code names."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from string import Formatter

from babel.messages.pofile import read_po

import data_access.ledgers.all  # noqa: F401 - it declares the names of ledgers
from tests.test_rooms import ROOT, literals, nodes, sources
from wording import CATALOGUES, DECLARED, INDICATOR_DOCUMENTS, LANGUAGES

# How a `Wording` is called in code.
SPEAKERS = {"words", "w", "say"}
KEY = re.compile(r"[a-z_{}]+(\.[a-z0-9_{}]+)+")
FILE_NAME = re.compile(r".+\.(css|csv|db|html|ini|js|json|md|mo|pdf|po|png|py|sql|svg|toml|xlsx)")


@dataclass(frozen=True)
class Message:
    """One key of one catalogue, with each plural form of its sentence."""

    file: str
    key: str
    plural: bool
    forms: tuple[str, ...]

    @property
    def placeholders(self) -> set[str]:
        """The values it needs; the number that it counts is always at hand and may be left unsaid."""
        names = {name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name is not None}
        return names - {"n"} if self.plural else names


def messages(language: str) -> dict[str, Message]:
    """Every message of a language by its key, with those that declarations carry now."""
    found = written(language)
    declared = {key: Message("a declaration", key, False, (words[language],)) for key, words in DECLARED.items()}
    assert not declared.keys() & found.keys(), "a catalogue says again what a declaration says"
    return found | declared


@cache
def written(language: str) -> dict[str, Message]:
    """The messages that stand in files."""
    found: dict[str, Message] = {}
    for path in sorted((CATALOGUES / LANGUAGES[language] / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LANGUAGES[language], abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            plural = isinstance(message.id, tuple)
            key = message.id[0] if plural else message.id
            assert key not in found, f"{path.name}: {key} stands in {found[key].file} too"
            assert not plural or message.id == (key, key), f"{path.name}: msgid_plural of {key} must be {key}"
            assert not message.fuzzy, f"{path.name}: {key} is fuzzy, it would not be shown"
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            found[str(key)] = Message(path.name, str(key), plural, tuple(str(form) for form in forms))
    for path in sorted(INDICATOR_DOCUMENTS.glob("*.toml")):
        for indicator, section in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for field, sentence in section[language].items() if isinstance(section, dict) else ():
                key = f"indicator.{indicator}.{field}"
                assert key not in found, f"{path.name}: {key} stands in {found[key].file} too"
                found[key] = Message(path.name, key, False, (sentence,))
    return found


@dataclass(frozen=True)
class Call:
    """A call such as ``words("ranking.highest", n=3)`` with its literal key."""

    place: str
    key: str
    counts: bool


@cache
def calls() -> tuple[Call, ...]:
    found = []
    for name, tree in sources(ROOT):
        for node in nodes(tree):
            if isinstance(node, ast.Call) and _speaks(node.func) and node.args and _is_key(node.args[0]):
                counts = len(node.args) > 1 or any(keyword.arg == "n" for keyword in node.keywords)
                key = ast.literal_eval(node.args[0])
                found.append(Call(f"{name}:{node.lineno}", key, counts))
    return tuple(found)


def _speaks(function: ast.expr) -> bool:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in SPEAKERS
        case ast.Call(func=ast.Name(id="wording") | ast.Attribute(attr="wording") | ast.Name(id="Wording")):
            return True
    return False


def _is_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value


@cache
def label_kinds() -> frozenset[str]:
    """The kinds of codes that code labels, as in ``words.label("sector", code)``."""
    found = set()
    for _, tree in sources(ROOT):
        for node in nodes(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "label":
                found |= {str(kind.value) for kind, _ in pairwise(node.args) if isinstance(kind, ast.Constant)}
    return frozenset(found)


def key_literals() -> Iterator[tuple[str, str]]:
    """Place and text of every string in code that looks like a key; what an f-string fills in is ``{}``."""
    for name, tree in sources(ROOT):
        for line, text in literals(tree):
            if KEY.fullmatch(text) and not FILE_NAME.fullmatch(text) and not text.startswith("{}"):
                yield f"{name}:{line}", text


def as_pattern(key: str) -> str:
    """The key as a regular expression; a filled-in part is one word of it."""
    return re.escape(key).replace(r"\{\}", r"[^.]+")
