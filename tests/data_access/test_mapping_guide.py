"""The guide to mapping files: each word stands in its table as the program knows it, and every example is loaded.

An example is a mapping file, a foreign table (``csv``, with the names of its file and sheet) and the stored rows
(``csv →`` a ledger).
"""

import csv
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.checking.mapping import read_mapping
from data_access.checking.mapping_words import WORDS
from data_access.files.sources import Sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.loading.load import load_sheets
from data_access.store.tables import unit
from tests.data_access.ledger_sheets import rows_of, units
from tests.test_rooms import ROOT
from wording import LANGUAGES, wording

GUIDES = {"zh": ROOT / "docs" / "mappings.md", "en": ROOT / "docs" / "mappings.en.md"}
TODAY = dt.date(2026, 10, 31)
SECTION = re.compile(r"^### (?P<words>.+)$(?P<text>[\s\S]*?)(?=^### |\Z)", re.MULTILINE)
BLOCK = re.compile(r"^```(?P<kind>toml|csv)(?P<info>.*)\n(?P<text>[\s\S]*?)\n```$", re.MULTILINE)

Table = list[list[str]]


@dataclass(frozen=True)
class Example:
    language: str
    words: tuple[str, ...]
    mapping: str
    foreign: Sheet
    stored: tuple[tuple[str, Table], ...]


@cache
def examples(language: str) -> tuple[Example, ...]:
    text = GUIDES[language].read_text(encoding="utf-8")
    return tuple(_example(language, section) for section in SECTION.finditer(text))


def _example(language: str, section: re.Match[str]) -> Example:
    mapping, foreign, *stored = BLOCK.finditer(section["text"])
    file, _blank, name = foreign["info"].strip().partition(" ")
    headers, *rows = csv.reader(foreign["text"].splitlines())
    sheet = Sheet(name or "1", tuple(headers), [(n, list(row)) for n, row in enumerate(rows, 2)], source=file)
    tables = tuple((each["info"].split("→")[1].strip(), list(csv.reader(each["text"].splitlines()))) for each in stored)
    return Example(language, tuple(re.findall(r"`(\w+)`", section["words"])), mapping["text"], sheet, tables)


ALL = [each for language in GUIDES for each in examples(language)]


def _ledger(name: str) -> Ledger:
    return next(each for each in LEDGERS if name in (each.zh, each.en))


def _column(ledger: Ledger, header: str) -> LedgerColumn:
    return next(each for each in ledger.columns if header in (each.zh, each.en))


def _shown(value: object, column: LedgerColumn, names: dict[object, str], language: str) -> str:
    words = wording(language)
    if value is None:
        return ""
    if column.kind == "unit":
        return names[value]
    if column.kind == "flag":
        return words("flag.yes" if value else "flag.no")
    return words.label(column.labels, value) if column.codes else str(value)


@pytest.mark.parametrize("example", ALL, ids=[f"{each.language}-{each.words[-1]}" for each in ALL])
def test_an_example_of_the_guide_is_stored_as_it_says(database: Engine, tmp_path: Path, example: Example) -> None:
    (tmp_path / "office.toml").write_text(example.mapping, encoding="utf-8")
    mapping = read_mapping(tmp_path / "office.toml")
    load_sheets(database, [units()], today=TODAY)
    load_sheets(database, [example.foreign], mapping=mapping, today=TODAY, accept_partial=True)
    name = "name" if example.language == "zh" else "code"
    names = {row["unit_id"]: row[name] for row in rows_of(database, unit)}
    for ledger_name, (headers, *expected) in example.stored:
        ledger = _ledger(ledger_name)
        columns = [_column(ledger, header) for header in headers]
        stored = [
            tuple(_shown(row[column.name], column, names, example.language) for column in columns)
            for row in rows_of(database, ledger.table)
        ]
        assert Counter(stored) == Counter(map(tuple, expected))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_says_of_each_word_what_it_does_and_shows_it(language: str) -> None:
    text, words = GUIDES[language].read_text(encoding="utf-8"), wording(language)
    for key in WORDS:
        row = f"| `{words(f'mapping.word.{key}')}` |"
        does = words(f"mapping.does.{key}").replace("|", "\\|")
        assert [does in line for line in text.splitlines() if line.startswith(row)] == [True], key
    shown = {word for each in examples(language) for word in each.words}
    assert shown == {words(f"mapping.word.{key}") for key in WORDS}


def test_both_guides_have_the_same_examples() -> None:
    def in_english(language: str) -> list[tuple[str, ...]]:
        keys = {wording(language)(f"mapping.word.{key}"): key for key in WORDS}
        return [tuple(keys[word] for word in each.words) for each in examples(language)]

    assert in_english("zh") == in_english("en")
