"""The catalogues keep to the glossary: one word a concept, and no word where it is not said."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from tests.catalogues import Message, messages
from wording import CATALOGUES, LANGUAGES, wording

GLOSSARY = CATALOGUES / "glossary.toml"
LEADERS = "leaders"
# What codes were called before stands in workbooks that were filled then; nobody is told it.
FORMER = ".formerly"
VALUE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Forbidden:
    """A word that is not said in a language: what is said instead, where (everywhere if ""), and in which longer words
    its letters may stand."""

    language: str
    word: str
    instead: str
    where: str
    within: tuple[str, ...]

    def stands_in(self, sentence: str) -> bool:
        # The name of a value is no word that is said.
        sentence = VALUE.sub("", sentence)
        for longer in self.within:
            sentence = sentence.replace(longer, "")
        if self.word.casefold() not in sentence.casefold():
            return False
        # A Chinese word begins anywhere, an English one where a word does.
        begins = "" if self.language == "zh" else r"(?<!\w)"
        return re.search(begins + re.escape(self.word), sentence, re.IGNORECASE) is not None


@cache
def glossary() -> dict[str, Any]:
    return tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))


@cache
def forbidden() -> tuple[Forbidden, ...]:
    of_terms = [
        Forbidden(language, word, term[language], "", tuple(term.get("within", ())))
        for term in glossary()["term"]
        for language in LANGUAGES
        for word in term.get(f"{language}_not", ())
    ]
    avoided = [
        Forbidden(each["language"], word, each["say"], each.get("where", ""), tuple(each.get("within", ())))
        for each in glossary()["avoid"]
        for word in each["words"]
    ]
    return (*of_terms, *avoided)


@cache
def said_where(message: Message) -> str:
    """Where a sentence is said: the first place that names its file or its key, else on leaders' pages."""
    for place, of_place in glossary()["where"].items():
        by_key = any(fnmatchcase(message.key, pattern) for pattern in of_place["keys"])
        if by_key or message.file in of_place.get("files", ()):
            return str(place)
    return LEADERS


def said(language: str) -> list[Message]:
    return [message for message in messages(language).values() if not message.key.endswith(FORMER)]


def breaches(sentences: Iterable[Message], language: str) -> Iterator[str]:
    words = [each for each in forbidden() if each.language == language]
    for message in sentences:
        for each in words:
            if each.where in ("", said_where(message)) and any(map(each.stands_in, message.forms)):
                yield f"{message.file} {message.key}: {each.word!r}, say {each.instead!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_keeps_to_the_glossary(language: str) -> None:
    assert list(breaches(said(language), language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_glossary_is_used(language: str) -> None:
    text = "\n".join(form for message in said(language) for form in message.forms).lower()
    assert [term[language] for term in glossary()["term"] if term[language].lower() not in text] == []


def test_a_concept_stands_once_and_says_what_it_is() -> None:
    terms = [term["zh"] for term in glossary()["term"]]
    assert sorted(set(terms)) == sorted(terms)
    assert [term["zh"] for term in glossary()["term"] if not term["means"].strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_from_leaders_pages_is_said_elsewhere(language: str) -> None:
    """A word that is said nowhere would be forbidden everywhere; names of methods and commands have their place."""
    elsewhere = [form for message in said(language) if said_where(message) != LEADERS for form in message.forms]
    kept = [each for each in forbidden() if each.language == language and each.where == LEADERS]
    assert [each.word for each in kept if not any(map(each.stands_in, elsewhere))] == []


@pytest.mark.parametrize(
    ("key", "file", "place"),
    [
        ("ranking.base", "panels.po", LEADERS),
        ("indicator.loss_rate.label", "a document", LEADERS),
        ("indicator.loss_rate.why", "a document", "definitions"),
        ("method.ranking", "definitions.po", "definitions"),
        ("file.password", "loading.po", "door"),
        ("load.date_moved", "known_days.po", "door"),
        ("not_ready.missing.what_to_do", "ui.po", "door"),
        # What nobody has placed yet is held to the stricter rule.
        ("new.sentence", "new.po", LEADERS),
    ],
)
def test_a_sentence_is_held_to_where_it_is_said(key: str, file: str, place: str) -> None:
    assert said_where(Message(file, key, False, ("",))) == place


# Sentences that leaders read, and what commands and definitions may say.
KEPT = [
    ("zh", "a.b", "台账已导入"),
    ("zh", "a.b", "评先位次 3"),
    ("zh", "a.b", "与谁比"),
    ("zh", "method.b", "95% 区间按 Wilson 法计算"),
    ("zh", "load.b", "由谁导入"),
    ("en", "method.b", "The interval is Wilson's"),
    ("en", "a.b", "{plated} of {light!l}"),
]
BROKEN = [
    ("zh", "a.b", "未销号的整改亮什么灯？"),
    ("zh", "a.b", "这个示范点是怎么走到今天的？"),
    ("zh", "a.b", "名次即正式名次；改一改，看谁会动"),
    ("zh", "a.b", "横线为 95% 区间（Wilson）"),
    ("zh", "a.b", "界限为前 12 个月的均值 ± 3σ"),
    ("zh", "a.b", "存档内容与所记 SHA-256 相符"),
    ("zh", "a.b", "请运行 python -m data_access verify"),
    ("zh", "a.b", "整改台账还没有装载"),
    ("zh", "a.b", "领先还没有把握"),
    ("zh", "a.b", "评先位次 3，位次 2"),
    ("en", "a.b", "Lines are 95% intervals (wilson)"),
    ("en", "a.b", "Run python -m data_access verify"),
    ("en", "a.b", "3 items past due, close to the limit of chance"),
    ("en", "a.b", "expected a date, but “x” came"),
]


@pytest.mark.parametrize(("language", "key", "sentence"), KEPT)
def test_what_may_be_said_is_let_pass(language: str, key: str, sentence: str) -> None:
    assert list(breaches([Message("planted.po", key, False, (sentence,))], language)) == []


@pytest.mark.parametrize(("language", "key", "sentence"), BROKEN)
def test_a_forbidden_word_is_found_where_it_is_put_in(language: str, key: str, sentence: str) -> None:
    assert list(breaches([Message("planted.po", key, False, (sentence,))], language)) != []


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("scores.first_sure", {"unit": "望澜区", "score": "91.20"}, "望澜区 91.20 分列第 1 位，优势明显"),
        ("scores.first_unsure", {"unit": "望澜区", "score": "91.20"}, "望澜区 91.20 分列第 1 位，优势尚不能认定"),
        ("headline.up.last_year", {"points": "2.1"}, "同比上升 2.1 个百分点"),
        ("rank_history.up", {"unit": "砚川区", "since": "近 3 年", "first": "第 8 位", "last": "第 2 位"},
         "砚川区近 3 年由第 8 位升至第 2 位"),
        ("veto.without.not_last", {"rate": "败诉率", "figure": "20.0%（1/5）", "place": "由高到低第 4 位"},
         "败诉率 20.0%（1/5），由高到低第 4 位，不再触及第十八条"),
        # Of one nobody says 均.
        ("key_figures.alike", {"n": 1, "compared": "上年同期"}, "可比的 1 项指标与上年同期无明显差异"),
        ("ages.none_old", {"n": 1, "days": 90}, "在办 1 项，交办时间不超过 90 天"),
    ],
)  # fmt: skip
def test_leaders_read_sentences_as_an_official_reads_them_out(key: str, values: dict[str, Any], said: str) -> None:
    assert wording("zh")(key, **values) == said
