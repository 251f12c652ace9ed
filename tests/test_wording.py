"""The catalogues are complete in both languages, and code and catalogues name the same keys."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from assessment.indicators import INDICATORS
from data_access import problems
from data_access.ledgers import LEDGERS
from tests.test_rooms import ROOT, literals, sources
from wording import CATALOGUES, LANGUAGES, UNKNOWN

# How a `Wording` is called in code.
SPEAKERS = {"words", "w", "say"}
# The beginnings of keys that code puts together in a way this test cannot follow.
BUILT_FROM_CODES: tuple[str, ...] = ()
KEY = re.compile(r"[a-z_{}]+(\.[a-z0-9_{}]+)+")
FILE_NAME = re.compile(r".+\.(css|csv|db|html|ini|js|json|md|mo|pdf|po|png|py|sql|svg|toml|xlsx)")
# A language is named in itself.
CHINESE_IN_ENGLISH = {"language.zh"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
HALF_WIDTH_IN_CHINESE = re.compile(r"[\u3400-\u9fff}][,;:?!][\u3400-\u9fff{]")
INDICATOR_PARTS = ("label", "meaning", "why", "numerator", "denominator")


@dataclass(frozen=True)
class Message:
    """One key of one catalogue, with each plural form of its sentence."""

    file: str
    key: str
    plural: bool
    forms: tuple[str, ...]

    @property
    def placeholders(self) -> set[str]:
        return {name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name is not None}


@cache
def messages(language: str) -> dict[str, Message]:
    """Every message of a language by its key."""
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
        for node in ast.walk(tree):
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
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "label":
                found |= {str(kind.value) for kind, _ in pairwise(node.args) if isinstance(kind, ast.Constant)}
    return frozenset(found)


def key_literals() -> Iterator[tuple[str, str]]:
    """Place and text of every string in code that looks like a key; what an f-string fills in is ``{}``."""
    for name, tree in sources(ROOT):
        for line, text in literals(tree):
            if KEY.fullmatch(text) and not FILE_NAME.fullmatch(text) and not text.startswith("{}"):
                yield f"{name}:{line}", text


def _as_pattern(key: str) -> str:
    return re.escape(key).replace(r"\{\}", r"[^.]+")


@cache
def used_keys() -> re.Pattern[str]:
    """What a key looks like that some code uses: written out, in an f-string, or as the label of a code."""
    patterns = {re.escape(prefix) + ".+" for prefix in BUILT_FROM_CODES}
    patterns |= {re.escape(f"{kind}.") + ".+" for kind in label_kinds()}
    patterns |= {re.escape(key) for key in needed_labels()}
    patterns |= {_as_pattern(key) for _, key in key_literals()}
    return re.compile("|".join(sorted(patterns)))


def needed_labels() -> Iterator[str]:
    for ledger in LEDGERS:
        for column in ledger.columns:
            yield from (f"{column.labels}.{code}" for code in column.codes)
    codes = (code for name, code in vars(problems).items() if name.isupper() and isinstance(code, str))
    yield from (f"problem.{code}" for code in codes if code != UNKNOWN)
    for indicator in INDICATORS:
        yield from (f"indicator.{indicator.key}.{part}" for part in INDICATOR_PARTS)
        yield f"source.{indicator.source}"


def test_both_languages_say_the_same_keys() -> None:
    chinese, english = messages("zh").keys(), messages("en").keys()
    assert sorted(chinese ^ english) == [], "these keys stand in one language only"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [m.key for m in messages(language).values() if not all(form.strip() for form in m.forms)] == []


@pytest.mark.parametrize(("language", "forms"), [("zh", 1), ("en", 2)])
def test_a_counted_sentence_has_as_many_forms_as_its_language(language: str, forms: int) -> None:
    assert [m.key for m in messages(language).values() if m.plural and len(m.forms) != forms] == []


def test_both_languages_count_the_same_sentences_and_fill_in_the_same_values() -> None:
    english = messages("en")
    both = [(m, english[m.key]) for m in messages("zh").values() if m.key in english]
    assert [zh.key for zh, en in both if zh.plural != en.plural] == []
    different = {zh.key: (zh.placeholders, en.placeholders) for zh, en in both if zh.placeholders != en.placeholders}
    assert different == {}


def test_both_languages_keep_their_messages_in_the_same_files() -> None:
    english = messages("en")
    assert [key for key, m in messages("zh").items() if key in english and english[key].file != m.file] == []


def test_every_key_that_code_says_has_a_sentence() -> None:
    assert [f"{call.place} {call.key}" for call in calls() if call.key not in messages("zh")] == []


def test_every_key_that_code_holds_or_puts_together_has_a_sentence() -> None:
    known = messages("zh")
    families = {key.split(".")[0] for key in known}
    held = [(place, key) for place, key in key_literals() if key.split(".")[0] in families - label_kinds()]
    unknown = [f"{place} {key}" for place, key in held if not any(re.fullmatch(_as_pattern(key), k) for k in known)]
    assert unknown == []


def test_a_sentence_said_with_a_number_is_one_that_counts() -> None:
    known = messages("zh")
    assert [f"{c.place} {c.key}" for c in calls() if c.key in known and c.counts and not known[c.key].plural] == []


def test_every_code_every_problem_and_every_indicator_has_its_words() -> None:
    assert [key for key in needed_labels() if key not in messages("zh")] == []


def test_no_sentence_stands_there_unused() -> None:
    assert [f"{m.file} {m.key}" for m in messages("zh").values() if not used_keys().fullmatch(m.key)] == []


def test_english_sentences_hold_no_chinese() -> None:
    sentences = {m.key: m.forms for m in messages("en").values() if m.key not in CHINESE_IN_ENGLISH}
    assert {key: forms for key, forms in sentences.items() if CHINESE.search("".join(forms))} == {}


def test_chinese_sentences_use_full_width_punctuation() -> None:
    assert [m.key for m in messages("zh").values() if HALF_WIDTH_IN_CHINESE.search("\n".join(m.forms))] == []


def test_every_catalogue_file_lies_where_it_is_read() -> None:
    expected = {CATALOGUES / folder / "LC_MESSAGES" for folder in LANGUAGES.values()}
    assert {path.parent for path in Path(CATALOGUES).rglob("*.po")} <= expected


HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals={}; plural={};\\n"\n\n'
)


def _planted(folder: Path, zh: str, en: str) -> None:
    for name, forms, entries in (("zh_CN", HEADER.format(1, 0), zh), ("en", HEADER.format(2, "(n != 1)"), en)):
        path = folder / name / "LC_MESSAGES"
        path.mkdir(parents=True)
        (path / "planted.po").write_text(forms + entries, encoding="utf-8")


def _one(sentence: str, key: str = "a.b") -> str:
    return f'msgid "{key}"\nmsgstr "{sentence}"\n'


@pytest.mark.parametrize(
    ("check", "zh", "en"),
    [
        (test_both_languages_say_the_same_keys, _one("甲"), ""),
        (lambda: test_no_sentence_is_empty("en"), _one("甲"), _one("")),
        (test_both_languages_count_the_same_sentences_and_fill_in_the_same_values, _one("{n} 件"), _one("cases")),
        (test_every_code_every_problem_and_every_indicator_has_its_words, _one("甲"), _one("A")),
        (test_no_sentence_stands_there_unused, _one("甲", "nobody.says.this"), _one("A", "nobody.says.this")),
        (test_english_sentences_hold_no_chinese, _one("甲"), _one("甲")),
        (test_chinese_sentences_use_full_width_punctuation, _one("甲,乙"), _one("A, B")),
        (test_chinese_sentences_use_full_width_punctuation, _one("{a};{b}件"), _one("{a}; {b}")),
    ],
)
def test_each_check_fails_on_a_planted_fault(
    check: Callable[[], None], zh: str, en: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _planted(tmp_path, zh, en)
    monkeypatch.setattr("tests.test_wording.CATALOGUES", tmp_path)
    messages.cache_clear()
    try:
        with pytest.raises(AssertionError):
            check()
    finally:
        messages.cache_clear()
