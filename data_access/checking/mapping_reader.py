"""Reading a mapping file: each part is checked against the declared ledger, and a slip is named with its place."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import replace
from pathlib import Path
from typing import Any

from data_access.checking.conversion import Refusal, converter
from data_access.checking.header_names import names
from data_access.checking.intake import NewUnits
from data_access.checking.mapping_content import Chosen, Columns, Mapping, MappingRefused, Route
from data_access.checking.mapping_words import (
    ALSO_WORDS,
    TABLE,
    TABLE_OR_TABLES,
    TEXT,
    TEXTS,
    UNITS_WORDS,
    WHEN_WORDS,
    WORDS,
    Words,
    key_of,
)
from data_access.checking.patterns import LONGEST_PATTERN, folded
from data_access.checking.templates import Template, template
from data_access.checking.written_words import meanings
from data_access.files.cell_text import plain
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.declare import Ledger

Content = dict[str, Any]


class MappingReader:
    """Reads the content of a file (``read``); the first thing that cannot be followed raises ``MappingRefused``."""

    def __init__(self, path: Path, content: Content, words: Words = WORDS, where: str = "") -> None:
        self.path, self.where = path, where
        # By its key each word as the file writes it, for sentences.
        self.written: dict[str, str] = {}
        self.content = self._spoken(content, words, ("ledger",), where)
        self.ledger = self._ledger(self.content["ledger"])

    def read(self) -> Mapping:
        """The mapping; every column that our ledger requires must be filled, none by two."""
        content = self.content
        mapping = Mapping(
            ledger=self.ledger,
            headers=self._headers(content.get("headers", {}), "headers"),
            values=self._values(),
            constants=self._constants(content.get("constants", {}), "constants"),
            routes=tuple(self._route(table) for table in content.get("when", ())),
            required=tuple(content.get("required", ())),
            ignore=self._patterns(content.get("ignore", ()), "ignore", plain),
            optional=tuple(content.get("optional", ())),
            date_formats=tuple(content.get("date_formats", ())),
            compose=self._compose(),
            blank=self._patterns(content.get("blank", ()), "blank"),
            days={self._date(name, "days"): self._date(base, f"days.{name}") for name, base in self._texts("days")},
            skip=self._chosen("skip"),
            only=self._chosen("only"),
            fill_down=tuple(content.get("fill_down", ())),
            split=self._split(),
            wide=self._patterns(content.get("wide", ()), "wide", plain),
            units=self._units(),
            sheet=content.get("sheet"),
            source=content.get("source"),
            licence=content.get("licence"),
        )
        self._refuse_doubly_filled(mapping)
        self._refuse_unknown_required(mapping)
        return replace(mapping, also=tuple(self._also(mapping, table) for table in content.get("also", ())))

    def refuse(self, code: str, where: str = "", value: object = "", expected: Iterable[str] = ()) -> MappingRefused:
        """What is wrong at a place of the file, to be raised."""
        first, dot, rest = f"{self.where}.{where}".strip(".").partition(".")
        return MappingRefused(code, self.path, f"{self.written.get(first, first)}{dot}{rest}", value, tuple(expected))

    def _also(self, first: Mapping, table: Content) -> Mapping:
        """A further ledger of the same rows; what is said of the sheet, its rows and its units holds for it, too."""
        other = MappingReader(self.path, table, ALSO_WORDS, "also").read()
        return replace(
            other, date_formats=first.date_formats, blank=first.blank, optional=first.optional, units=first.units
        )

    # --- Words --------------------------------------------------------------------------------------------------------

    def _spoken(self, table: Content, words: Words, required: Iterable[str], where: str) -> Content:
        """The table by the English words, each with what it takes."""
        spoken: Content = {}
        for word, value in table.items():
            key, place = key_of(word, tuple(words)), f"{where}.{word}".lstrip(".") if where != self.where else word
            if key is None or key in spoken:
                raise self.refuse("unknown_key", place, expected=[f"mapping.word.{each}" for each in words])
            if not _fits(value, words[key]):
                raise self.refuse("wrong_type", place, value, [f"mapping.type.{words[key].split()[0]}"])
            spoken[key] = value
            self.written.setdefault(key, word)
        for key in required:
            if key not in spoken:
                raise self.refuse("missing_key", f"{where}.{key}".lstrip(".") if where != self.where else key)
        return spoken

    def _texts(self, word: str) -> Iterator[tuple[str, str]]:
        for name, value in self.content.get(word, {}).items():
            if not isinstance(value, str):
                raise self.refuse("wrong_type", f"{word}.{name}", value, ["mapping.type.text"])
            yield name, value

    def _list(self, value: object, where: str) -> list[str]:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not _fits(texts, TEXTS):
            raise self.refuse("wrong_type", where, value, ["mapping.type.texts"])
        return texts

    def _patterns(self, texts: Iterable[str], where: str, form: Any = folded) -> tuple[str, ...]:
        for text in texts:
            if len(text) > LONGEST_PATTERN:
                raise self.refuse("long_pattern", where, text[:LONGEST_PATTERN], [str(LONGEST_PATTERN)])
        return tuple(form(text) if not text.endswith("*") else f"{form(text[:-1])}*" for text in texts)

    # --- Ledgers, columns and codes as we call them ------------------------------------------------------------------

    def _ledger(self, name: str) -> Ledger:
        for ledger in LEDGERS:
            if plain(name) in {plain(each) for each in (ledger.key, ledger.zh, ledger.en)}:
                return ledger
        raise self.refuse("unknown_ledger", "ledger", name, [f"ledger.{each}" for each in BY_KEY])

    def _column(self, name: str, where: str) -> str:
        column = names(self.ledger).get(plain(name))
        if column is None and key_of(name, tuple(WORDS)):
            raise self.refuse("misplaced_word", where, name)
        if column is None:
            shown = [f"{each.zh} ({each.name})" for each in self.ledger.columns]
            raise self.refuse("unknown_column", where, name, shown)
        return column

    def _date(self, name: str, where: str) -> str:
        column = self._column(name, where)
        if self.ledger.column(column).kind != "date":
            dates = [f"{each.zh} ({each.name})" for each in self.ledger.columns if each.kind == "date"]
            raise self.refuse("no_date_column", where, name, dates)
        return column

    def _code(self, name: str, value: object, where: str) -> object:
        """The code that a value means; values of columns without codes stay as they are."""
        if isinstance(value, (list, dict)):
            raise self.refuse("wrong_type", where, value, ["mapping.type.text"])
        return self._code_of(self.ledger, name, value, where)

    def _code_of(self, ledger: Ledger, name: str, value: object, where: str) -> object:
        column = ledger.column(name)
        if column.kind not in ("code", "flag") or value == "":
            return value
        code = converter(column)(value)
        # A word that is read by its row stays one: 副局长 of a county's government is no deputy of its head.
        if isinstance(code, Refusal) and plain(value) in meanings(column.labels):
            return value
        if isinstance(code, Refusal):
            raise self.refuse("unknown_code", where, value, code.expected)
        return code if column.codes else value

    # --- The parts of a mapping --------------------------------------------------------------------------------------

    def _headers(self, table: Content, where: str) -> Columns:
        return {
            header: tuple(self._column(name, f"{where}.{header}") for name in self._list(target, f"{where}.{header}"))
            for header, target in table.items()
        }

    def _values(self) -> Map[str, Map[str, str]]:
        translations: dict[str, dict[str, str]] = {}
        for name, table in self.content.get("values", {}).items():
            column, where = self._column(name, f"values.{name}"), f"values.{name}"
            if not _fits(table, TABLE):
                raise self.refuse("wrong_type", where, table, ["mapping.type.table"])
            codes = {foreign: str(self._code(column, code, f"{where}.{foreign}")) for foreign, code in table.items()}
            patterns = self._patterns(table, where)
            self._refuse_contradictions(patterns, list(codes.values()), where)
            translations[column] = dict(zip(patterns, codes.values(), strict=True))
        return translations

    def _refuse_contradictions(self, patterns: tuple[str, ...], codes: list[str], where: str) -> None:
        """Words that differ in width or blanks alone are one word, and one word has one meaning."""
        meant: dict[str, str] = {}
        for pattern, code in zip(patterns, codes, strict=True):
            if meant.setdefault(pattern, code) != code:
                raise self.refuse("two_meanings", where, pattern)

    def _constants(self, table: Content, where: str) -> dict[str, object]:
        columns = {self._column(name, f"{where}.{name}"): (name, value) for name, value in table.items()}
        return {column: self._code(column, value, f"{where}.{name}") for column, (name, value) in columns.items()}

    def _compose(self) -> dict[str, tuple[Template, ...]]:
        composed = {}
        for name, texts in self.content.get("compose", {}).items():
            where = f"compose.{name}"
            templates = [(text, template(text)) for text in self._list(texts, where)]
            for text, each in templates:
                if each is None:
                    raise self.refuse("bad_template", where, text)
            composed[self._column(name, where)] = tuple(each for _text, each in templates if each)
        return composed

    def _chosen(self, word: str) -> Chosen:
        table = self.content.get(word, {})
        return {
            header: self._patterns(self._list(values, f"{word}.{header}"), f"{word}.{header}")
            for header, values in table.items()
        }

    def _split(self) -> dict[str, tuple[str, ...]]:
        table = self.content.get("split", {})
        signs = {header: tuple(self._list(each, f"split.{header}")) for header, each in table.items()}
        for header, each in signs.items():
            if not each or not all(each):
                raise self.refuse("wrong_type", f"split.{header}", "", ["mapping.type.text"])
        return signs

    def _route(self, table: Content) -> Route:
        said = self._spoken(table, WHEN_WORDS, ("header", "values"), "when")
        headers = self._headers(said.get("headers", {}), "when.headers")
        constants = self._constants(said.get("constants", {}), "when.constants")
        self._refuse_two_onto_one(headers, {}, constants, "when")
        return Route(said["header"], self._patterns(said["values"], "when.values"), headers, constants)

    def _units(self) -> tuple[NewUnits, ...]:
        tables = self.content.get("units", [])
        return tuple(self._new_units(table) for table in ([tables] if isinstance(tables, dict) else tables))

    def _new_units(self, table: Content) -> NewUnits:
        said = self._spoken(table, UNITS_WORDS, ("kind",), "units")
        units = BY_KEY["unit"]
        for word in {"kind", "sector"} & said.keys():
            said[word] = self._code_of(units, word, said[word], f"units.{word}")
        return NewUnits(**{**said, "names": self._patterns(said.get("names", ()), "units.names")})

    # --- What does not go together -----------------------------------------------------------------------------------

    def _refuse_doubly_filled(self, mapping: Mapping) -> None:
        self._refuse_two_onto_one(mapping.headers, mapping.compose, mapping.constants, "headers")

    def _refuse_two_onto_one(
        self, headers: Columns, composed: Iterable[str], constants: Iterable[str], where: str
    ) -> None:
        sources: dict[str, str] = {}
        of_headers = ((column, header) for header, targets in headers.items() for column in dict.fromkeys(targets))
        others = ((column, f"mapping.word.{word}") for word, columns in
                  (("compose", composed), ("constants", constants)) for column in columns)  # fmt: skip
        for column, source in (*of_headers, *others):
            if column in sources:
                shown = self.ledger.column(column).zh
                raise self.refuse("two_onto_one", where, shown, [sources[column], source])
            sources[column] = source

    def _refuse_unknown_required(self, mapping: Mapping) -> None:
        for header in mapping.required:
            if header not in mapping.headers:
                raise self.refuse("unknown_header", "required", header, mapping.headers)


def _fits(value: object, kind: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str)
    if kind == TABLE:
        return isinstance(value, dict)
    if kind == TABLE_OR_TABLES and isinstance(value, dict):
        return True
    inner = str if kind == TEXTS else dict
    return isinstance(value, list) and all(isinstance(each, inner) for each in value)
