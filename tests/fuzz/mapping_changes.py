"""Changes to a mapping: other words, values and structure, most of which could be meant."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from data_access.checking.mapping_words import ALSO_WORDS, UNITS_WORDS, WHEN_WORDS, WORDS
from data_access.ledgers.all import BY_KEY, LEDGERS
from tests.fuzz.tables import NASTY, Table
from wording import LANGUAGES, wording

TEMPLATES = (
    "{%s}",
    "{%s:年}-{%s}",
    "ZG-{%s:year}-{%s:4}",
    "{%s:月}",
    "{%s",
    "{}",
    "{%s:%s}",
    "{{%s}}",
    "某{工作表}{文件}",
)
DATE_FORMATS = ("%d/%m/%Y", "%Y年%m月%d日", "%Y", "%", "%Q", "%y%m%d", "", "%Y-%m-%d %H:%M", "%j", "\x00")
PATTERNS = ("*%s*", "%s*", "?%s", "*", "?", "")
SIGNS = ("、", ",", ";", " ", "和", "")

Tree = dict[str, Any]

_WORDS = {*WORDS, *WHEN_WORDS, *UNITS_WORDS}
_SPOKEN = [wording(language)(f"mapping.word.{word}") for word in sorted(_WORDS) for language in LANGUAGES]
_ANYWHERE = [*_SPOKEN, *(ledger.zh for ledger in LEDGERS), *BY_KEY, "a.b", "county", "自然资源"]
_any_text = st.one_of(
    st.sampled_from([*(each for each in NASTY if isinstance(each, str)), *_ANYWHERE]), st.text(max_size=8)
)
_any_value = st.recursive(
    st.one_of(_any_text, st.integers(-(2**63), 2**63 - 1), st.floats(), st.booleans(), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_any_text, inner, max_size=3)),
    max_leaves=6,
)


class Speaker:
    """Says what a mapping of a sheet could mean: of its headers and cells, of columns, codes and ledgers."""

    def __init__(self, draw: st.DrawFn, table: Table) -> None:
        self.draw = draw
        ledger = BY_KEY[table.ledger]
        self.headers = [str(cell) for cell in table.grid[0] if cell] or ["栏"]
        self.cells = sorted({str(cell) for row in table.grid[1:] for cell in row if cell is not None}) or ["1"]
        self.columns = [name for column in ledger.columns for name in (column.name, column.zh)]
        self.dates = [column.name for column in ledger.columns if column.kind == "date"] or ["closed_on"]
        self.codes = [code for column in ledger.columns for code in (*column.codes, "")]
        self.sheets = [table.name, "*", f"{table.name}*"]

    def one_of(self, texts: Sequence[str]) -> str:
        """One of the texts that stand to reason, now and then any."""
        return self.draw(_any_text) if self.draw(st.integers(0, 11)) == 0 else self.draw(st.sampled_from(texts))

    def header(self) -> str:
        return self.one_of(self.headers)

    def column(self) -> str:
        return self.one_of(self.columns)

    def date(self) -> str:
        return self.one_of(self.dates)

    def code(self) -> str:
        return self.one_of(self.codes)

    def target(self) -> str | list[str]:
        return self.column() if self.draw(st.booleans()) else self.several(self.column)

    def pattern(self) -> str:
        form, cell = self.draw(st.sampled_from(("%s", "%s", *PATTERNS))), self.one_of(self.cells)
        return form.replace("%s", cell[: self.draw(st.sampled_from((1, 2, 300)))])

    def patterns(self) -> list[str]:
        return self.several(self.pattern)

    def template(self) -> str:
        text = self.draw(st.sampled_from(TEMPLATES))
        while "%s" in text:
            text = text.replace("%s", self.header().replace("%s", ""), 1)
        return text

    def several(self, what: Callable[[], Any], least: int = 0) -> list[Any]:
        return [what() for _ in range(self.draw(st.integers(least, 3)))]

    def table(self, key: Callable[[], str], value: Callable[[], Any]) -> Tree:
        return {key(): value() for _ in range(self.draw(st.integers(0, 3)))}

    def some(self, words: Iterable[str]) -> Tree:
        """A table of some of the words, each with what could be meant."""
        chosen = self.draw(st.lists(st.sampled_from(sorted(words)), max_size=3, unique=True))
        return {word: self.said(word) for word in chosen}

    def ledger(self) -> str:
        return self.draw(st.sampled_from(LEDGERS)).key

    def case(self) -> Tree:
        return {"header": self.header()} | self.some(WHEN_WORDS) | {"values": self.several(self.pattern, 1)}

    def other_ledger(self) -> Tree:
        return {"ledger": self.ledger()} | self.some(ALSO_WORDS)

    def new_units(self) -> Tree:
        return {"kind": "county_department"} | self.some(UNITS_WORDS)

    def said(self, word: str) -> Any:
        """What a word may be followed by."""
        listed, table = self.several, self.table
        ways: dict[str, Callable[[], Any]] = {
            "ledger": self.ledger,
            "sheet": lambda: self.one_of(self.sheets),
            "headers": lambda: table(self.header, self.target),
            "values": lambda: table(self.column, lambda: table(self.pattern, self.code)),
            "constants": lambda: table(self.column, self.code),
            "compose": lambda: table(self.column, lambda: listed(self.template, 1)),
            "blank": self.patterns,
            "date_formats": lambda: listed(lambda: self.draw(st.sampled_from(DATE_FORMATS))),
            "days": lambda: table(self.date, self.date),
            "skip": lambda: table(self.header, self.patterns),
            "only": lambda: table(self.header, self.patterns),
            "split": lambda: table(self.header, lambda: listed(lambda: self.draw(st.sampled_from(SIGNS)))),
            "when": lambda: listed(self.case, 1),
            "also": lambda: listed(self.other_ledger, 1),
            "units": lambda: listed(self.new_units, 1),
            "header": self.header,
            "names": self.patterns,
            "kind": lambda: self.one_of(("county", "county_department", "乡镇街道", "township")),
            "county": lambda: self.one_of(("C01", "甲县", "C99", "")),
            "sector": lambda: self.one_of(("natural_resources", "自然资源", "weather")),
            "peer_group": lambda: self.one_of(("counties", "sector:housing", "x")),
        }
        lists_of_headers = ("optional", "ignore", "required", "fill_down", "wide")
        return listed(self.header) if word in lists_of_headers else ways.get(word, lambda: self.draw(_any_text))()


def _say_more(speaker: Speaker, tree: Tree) -> None:
    word = speaker.draw(st.sampled_from(sorted(WORDS)))
    names = (word, wording("zh")(f"mapping.word.{word}"))
    written = next((name for name in names if name in tree), speaker.draw(st.sampled_from(names)))
    said, before = speaker.said(word), tree.get(written)
    # Beside what the mapping says, where both are tables.
    tree[written] = {**before, **said} if isinstance(before, dict) and isinstance(said, dict) else said


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every table or list with every key or place in it."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(inside):
        yield tree, key
        yield from _places(value)


def _place(speaker: Speaker, tree: Tree) -> tuple[Any, Any]:
    """Some place of the tree; an empty one gets a place first."""
    tree.update({} if tree else {"ledger": "petition"})
    return speaker.draw(st.sampled_from(list(_places(tree))))


def _other_value(speaker: Speaker, tree: Tree) -> None:
    part, key = _place(speaker, tree)
    part[key] = speaker.draw(_any_value)


def _other_name(speaker: Speaker, tree: Tree) -> None:
    """A text elsewhere: a key or a value becomes another name that the mapping could speak of."""
    part, key = _place(speaker, tree)
    name = speaker.one_of([*speaker.headers, *speaker.columns, *speaker.codes, *speaker.cells, *_ANYWHERE])
    if isinstance(part, dict) and speaker.draw(st.booleans()):
        part[name] = part.pop(key)
    else:
        part[key] = name


def _less(speaker: Speaker, tree: Tree) -> None:
    part, key = _place(speaker, tree)
    del part[key]


def _moved(speaker: Speaker, tree: Tree) -> None:
    """What is said of one thing is said of another, in its place."""
    (from_part, from_key), (part, key) = _place(speaker, tree), _place(speaker, tree)
    part[key] = deepcopy(from_part[from_key])


def _wrapped(speaker: Speaker, tree: Tree) -> None:
    part, key = _place(speaker, tree)
    part[key] = [part[key]] if speaker.draw(st.booleans()) else {speaker.draw(_any_text): part[key]}


# What could be meant comes more often than what could not.
CHANGES = (_say_more, _say_more, _say_more, _say_more, _other_name, _other_name, _other_value, _less, _moved, _wrapped)
