"""The first draft of a mapping file, written from a foreign ledger itself: what was recognised, and what is to be said.

It is text for a person to go through. Only what was recognised is in force; every other line is a remark, so that
whatever nobody has answered yet is still named by the load.
"""

import datetime as dt
import difflib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from data_access.checking.conversion import Refusal, to_date
from data_access.checking.counted_days import counted
from data_access.checking.nearness import Nearest, by_cells, nearest
from data_access.checking.placeholders import DIGIT, is_ditto
from data_access.checking.understood import understanding
from data_access.checking.written_words import meanings
from data_access.files.cell_text import as_text, plain
from data_access.files.sources import Sheet, cell_at, is_blank
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.privacy import masked
from data_access.problems import Refused
from data_access.workbooks.template import header, sheet_name
from data_access.workbooks.whole_file import write_whole
from wording import Wording

# Of the words in a column so many are listed, the most frequent first; a cell is quoted up to so many signs.
MOST_WORDS, LONGEST_QUOTED = 20, 24
LIKENESS = 0.4
# Signs between the units of one cell; from a day a term is counted to see whether it is one.
SEVERAL, ANY_DAY = ("、", "；", ";", "，", ","), dt.date(2026, 1, 5)
_COUNTED = ("integer", "decimal")
GUIDE = "docs/mappings.md"


def best(sheets: list[Sheet], ledger: str | None) -> Nearest:
    """The sheet that comes nearest to a ledger (to the one that is named); raises ``Refused`` when none does."""
    ledgers = LEDGERS if ledger is None else tuple(each for each in LEDGERS if plain(ledger) in _names(each))
    if not ledgers:
        known = tuple(f"ledger.{each.key}" for each in LEDGERS)
        raise Refused("draft.unknown_ledger", value=ledger or "", expected=known)
    found = [near for sheet in sheets if (near := nearest(sheet, ledgers))]
    if not found:
        raise Refused("draft.nothing_near", expected=tuple(f"ledger.{each.key}" for each in ledgers))
    return by_cells(max(found, key=lambda near: near.likeness))


def _names(ledger: Ledger) -> set[str]:
    return {plain(name) for name in (ledger.key, ledger.zh, ledger.en)}


def draft(near: Nearest, several_sheets: bool, words: Wording) -> str:
    """The mapping file: TOML with remarks, in the language of the wording."""
    return "\n".join(_Draft(near, words).lines(several_sheets)) + "\n"


class _Draft:
    def __init__(self, near: Nearest, words: Wording) -> None:
        self.near, self.sheet, self.words = near, near.sheet, words

    def lines(self, several_sheets: bool) -> Iterator[str]:
        words, sheet = self.words, self.sheet
        ledger = sheet_name(self.near.ledger, words)
        yield f"# {words('draft.about', file=_quoted(sheet.source), sheet=_quoted(sheet.name), ledger=ledger)}"
        yield f"# {words('draft.remarks', guide=GUIDE)}"
        yield f"{self._word('ledger')} = {_text(ledger)}"
        if several_sheets:
            yield f"{self._word('sheet')} = {_text(sheet.name)}"
        yield from self._ignored()
        yield from self._suggested()
        yield from self._headers()
        yield from self._left()
        yield from self._missing()
        for at, column in self.near.columns.items():
            yield from self._values(at, column)
        yield from self._further()

    def _word(self, key: str) -> str:
        return self.words(f"mapping.word.{key}")

    def _does(self, key: str) -> str:
        return f"# {self._word(key)}: {self.words(f'mapping.does.{key}')}"

    @property
    def _unknown(self) -> dict[str, int]:
        """The headers that are not recognised, each with its first place."""
        places = [at for at, each in enumerate(self.sheet.headers) if each and at not in self.near.columns]
        return {self.sheet.headers[at]: at for at in reversed(places)}

    def _ignored(self) -> Iterator[str]:
        if self._unknown:
            yield f"# {self.words('draft.ignore')}"
            yield f"# {self._word('ignore')} = [{', '.join(map(_text, reversed(self._unknown)))}]"

    def _suggested(self) -> Iterator[str]:
        """What the cells themselves ask for: several in one, what stands above, a number of days for a date."""
        columns = self.near.columns.items()
        units = {at: "".join(self._cells(at)) for at, each in columns if each.kind == "unit"}
        several = {at: said for at, text in units.items() if (said := [sign for sign in SEVERAL if sign in text])}
        ditto = {at for at, _each in columns if self._any(at, is_ditto)}
        terms = {at: each for at, each in columns if each.kind == "date" and self._any(at, _is_term)}
        if several:
            yield f"# {self.words('draft.split')}"
            signs = ", ".join(f"{self._named(at)} = [{', '.join(map(_text, said))}]" for at, said in several.items())
            yield f"# {self._word('split')} = {{ {signs} }}"
        if ditto:
            yield f"# {self.words('draft.fill_down')}"
            yield f"# {self._word('fill_down')} = [{', '.join(map(self._named, sorted(ditto)))}]"
        yield from self._blank(terms)
        for column in terms.values():
            if start := self._start(column, terms.values()):
                yield f"# {self.words('draft.days')}"
                names = (_text(header(each, self.words)) for each in (column, start))
                yield f"# {self._word('days')} = {{ {' = '.join(names)} }}"

    def _start(self, term: LedgerColumn, terms: Collection[LedgerColumn]) -> LedgerColumn | None:
        """The date from which a term may run: one the ledger has before it, known or required; a later step is none."""
        before = self.near.ledger.columns[: self.near.ledger.columns.index(term)]
        there = (*self.near.columns.values(), *self.near.missing)
        return next((each for each in before if each.kind == "date" and each in there and each not in terms), None)

    def _blank(self, terms: Collection[int]) -> Iterator[str]:
        """The cells of dates and numbers that hold neither: 未起诉 below 起诉日期 says that there is none."""
        cells = [
            cell
            for at, column in self.near.columns.items()
            if column.kind in (*_COUNTED, "date") and at not in terms
            for cell in self._cells(at)
            if not understanding(column)(cell)
        ]
        words = [cell for cell in dict.fromkeys(cells) if not DIGIT.search(cell)][:MOST_WORDS]
        if words:
            yield f"# {self.words('draft.blank')}"
            yield f"# {self._word('blank')} = [{', '.join(map(_text, words))}]"

    def _any(self, at: int, says: Callable[[str], bool]) -> bool:
        return any(map(says, self._cells(at)))

    def _named(self, at: int) -> str:
        return _text(self.sheet.headers[at])

    def _headers(self) -> Iterator[str]:
        yield ""
        yield self._does("headers")
        yield f"[{self._word('headers')}]"
        for at, column in self.near.columns.items():
            line = f"{_text(self.sheet.headers[at])} = {_text(header(column, self.words))}"
            ours = plain(self.sheet.headers[at]) in {plain(name) for name in (column.zh, column.en, column.name)}
            yield f"{'# ' if ours else ''}{line}{self._sample(at)}"

    def _sample(self, at: int) -> str:
        shown = [_quoted(value) for value, _rows in self._cells(at).most_common(2)]
        return f"  # {self.words('draft.sample', cells=self.words.join(shown))}" if shown else ""

    def _cells(self, at: int) -> Counter[str]:
        cells = (cell_at(row, at) for _number, row in self.sheet.rows)
        return Counter(as_text(value) for value in cells if not is_blank(value))

    def _left(self) -> Iterator[str]:
        """The headers that nobody recognised, and what of ours none of them fills yet: a person puts them together."""
        taken = {column.name for column in self.near.columns.values()}
        free = [column for column in self.near.ledger.columns if column.name not in taken]
        if not (free and self._unknown):
            return
        yield f"# {self.words('draft.left')}"
        for text, at in reversed(self._unknown.items()):
            yield f'# {_text(text)} = ""{self._sample(at)}'
        yield f"# {self.words('draft.free')}"
        for column in free:
            codes = [self.words.label(column.labels, code) for code in column.codes]
            takes = self.words.join(codes) if codes else self.words(f"template.kind.{column.takes}")
            yield f"#   {self.words('draft.takes', column=header(column, self.words), takes=takes)}"

    def _missing(self) -> Iterator[str]:
        """The required columns that no header fills, to be answered."""
        if not self.near.missing:
            return
        yield ""
        yield f"# {self.words('draft.missing')}"
        yield f"[{self._word('constants')}]"
        for column in self.near.missing:
            codes = [self.words.label(column.labels, code) for code in column.codes]
            may = f"  # {self.words('draft.may_be', values=self.words.join(codes))}" if codes else ""
            yield f'# {_text(header(column, self.words))} = ""{may}'

    def _values(self, at: int, column: LedgerColumn) -> Iterator[str]:
        """The words of a column of codes that are not ours, each with the rows it stands in."""
        if column.kind not in ("code", "flag"):
            return
        is_understood = understanding(column)
        unknown = [(word, n) for word, n in self._cells(at).most_common() if not is_understood(word)]
        if not unknown:
            return
        keys = [f"{column.labels}.{code}" for code in column.codes] or ["flag.yes", "flag.no"]
        yield ""
        ours = self._said(column) | {plain(self.words(key)): self.words(key) for key in keys}
        yield f"# {self.words('draft.values', values=self.words.join([self.words(key) for key in keys]))}"
        yield f"[{self._word('values')}.{_text(header(column, self.words))}]"
        for word, rows in unknown[:MOST_WORDS]:
            pattern = word if len(word) <= LONGEST_QUOTED else f"{word[:LONGEST_QUOTED]}*"
            guess = _likest(word, ours)
            yield f"# {_text(pattern)} = {_text(guess)}  # {self.words('draft.rows', n=rows)}"
        if len(unknown) > MOST_WORDS:
            yield f"# {self.words('draft.more_words', n=len(unknown) - MOST_WORDS)}"

    def _said(self, column: LedgerColumn) -> dict[str, str]:
        """The words that always say one choice of a column, as ``plain`` gives them, each with its label."""
        words = {word: said[0].code for word, said in meanings(column.labels).items() if not said[0].when}
        return {word: self.words.label(column.labels, code) for word, code in words.items() if code in column.codes}

    def _further(self) -> Iterator[str]:
        """The words that were not needed, for what the draft cannot guess."""
        yield ""
        yield f"# {self.words('draft.further')}"
        for key in ("compose", "blank", "date_formats", "days", "skip", "only", "fill_down", "split", "wide", "when",
                    "also", "units", "optional", "required", "source", "licence"):  # fmt: skip
            yield self._does(key)


def _likest(word: str, ours: Mapping[str, str]) -> str:
    """The choice whose label, or a word for it, another word is likest to, to be confirmed; "" when it is like none."""
    said = plain(word)
    inside = sorted((each for each in ours if len(each) > 1 and each in said), key=len)
    near = inside[-1:] or difflib.get_close_matches(said, ours, 1, LIKENESS)
    return ours[near[0]] if near else ""


def _is_term(cell: str) -> bool:
    """Whether a cell says after how many days, and is no date."""
    return isinstance(counted(cell, ANY_DAY), dt.date) and isinstance(to_date(cell), Refusal)


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def _quoted(value: str) -> str:
    """A cell in a remark: one line, its beginning, personal numbers covered."""
    text = " ".join(masked(value).split())
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"


def write_draft(path: Path, text: str, overwrite: bool) -> None:
    """Write a draft; an existing file, in which somebody may have answered, is left as it is unless ``overwrite``."""
    if path.exists() and not overwrite:
        raise Refused("draft.exists", file=path.name)
    write_whole(path, text.encode)
