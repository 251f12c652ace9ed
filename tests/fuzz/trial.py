"""One trial: a file is loaded into a small city, and whatever it is, the city is whole afterwards."""

import datetime as dt
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data_access.checking.mapping import read_mapping
from data_access.commands.load_report import tell_load
from data_access.files.foreign_database import query_sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.loading.batches import STORED, LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused, in_words
from data_access.store.engine import writer_engine
from data_access.store.load_tables import load_unit
from data_access.store.tables import calendar, load_batch, load_problem, metadata
from data_access.upkeep.schema import migrate
from data_access.workbooks.problem_workbook import write_problems
from tests.databases import sqlite_url
from tests.fuzz.files import File
from tests.fuzz.good_rows import standing_sheets
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
# What is kept of a load that changes nothing: that it was tried, what was wrong, and whose rows it brought.
OF_LOADS = {load_batch.name, load_problem.name, load_unit.name}
# The calendar is long, and no load writes it.
WHOLE = tuple(name for name in metadata.tables if name not in {*OF_LOADS, calendar.name})
# Seconds of the processor that no small file may take.
MOST_SECONDS = 5

Contents = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Wishes:
    """How a file is loaded, and whether the workbook of its problems is written."""

    accept_partial: bool = False
    dry_run: bool = False
    handed_back: bool = False


class City:
    """A database with some rows of each kind; it is put back as it was whenever a file has changed it.

    ``outcomes`` counts what became of the files, ``sentences`` what was said; ``slowest`` is the most seconds of one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first, self.file = folder / "first.db", folder / "city.db"
        engine = writer_engine(sqlite_url(self.first))
        migrate(engine)
        standing = load_sheets(engine, standing_sheets(), today=TODAY)
        assert standing.status == STORED, [in_words(each, wording("en")) for each in standing.problems]
        self.before = contents(engine)
        engine.dispose()
        self.outcomes: Counter[tuple[tuple[str, ...], str, str, str]] = Counter()
        self.sentences: Counter[str] = Counter()
        self.slowest = 0.0
        shutil.copy(self.first, self.file)
        self.engine = writer_engine(sqlite_url(self.file))

    def _restore(self) -> None:
        """Put the contents back; the engine stays, and with it the statements it has worked out."""
        standing = self.engine.raw_connection()
        with closing(standing), closing(sqlite3.connect(self.first)) as first:
            first.backup(standing.driver_connection)  # type: ignore[arg-type]

    def try_file(self, file: File, wishes: Wishes) -> str:
        """Load a file; returns what became of it.

        Raises ``AssertionError`` when something is stored by halves or takes too long, and whatever is no refusal.
        """
        begun = time.process_time()
        status = self._tried(file, wishes)
        took = time.process_time() - begun
        self.slowest = max(self.slowest, took)
        assert took < MOST_SECONDS, f"{took:.1f} s"
        mapping = "" if file.mapping is None else "changed" if file.changed else "whole"
        self.outcomes[file.ledgers, file.format, mapping, status] += 1
        return status

    def _tried(self, file: File, wishes: Wishes) -> str:
        try:
            result = self._load(file, wishes)
        except Refused as refusal:
            self.sentences[refusal.message] += 1
            _check_sentences([refusal.in_words(wording(language)) for language in LANGUAGES])
            self._check_untouched("refused")
            return "refused"
        self._check(result, wishes)
        return result.status

    def _load(self, file: File, wishes: Wishes) -> LoadResult:
        path, rules = self.folder / file.name, self.folder / "office.toml"
        path.write_bytes(file.content)
        if file.mapping is not None:
            rules.write_bytes(file.mapping)
        mapping = None if file.mapping is None else rules
        try:
            if not file.query:
                return load_files(
                    self.engine, [path], mapping=mapping, today=TODAY, accept_partial=wishes.accept_partial,
                    dry_run=wishes.dry_run,
                )  # fmt: skip
            return load_sheets(
                self.engine, [query_sheet(sqlite_url(path), file.query)],
                mapping=None if mapping is None else read_mapping(mapping), today=TODAY,
                accept_partial=wishes.accept_partial, dry_run=wishes.dry_run,
            )  # fmt: skip
        finally:
            path.unlink()

    def _check(self, result: LoadResult, wishes: Wishes) -> None:
        self._check_said(result, wishes)
        for each in result.ledgers:
            kept = each.stored + each.unchanged + each.rejected
            # Rows of other ledgers make reports of their own, which nobody brought.
            assert kept >= each.read if each.ledger == LEDGER_REPORT.key else kept == each.read, "a row was lost"
        if result.status == STORED and not result.dry_run:
            assert wishes.accept_partial or not result.problems, "a file with problems was stored"
            _check_stored(result, self.before, contents(self.engine))
            self._restore()
            self._check_untouched("put back")
        else:
            self._check_untouched(result.status)

    def _check_untouched(self, status: str) -> None:
        after = contents(self.engine)
        changed = [name for name, rows in self.before.items() if rows != after[name]]
        assert not changed, f"a file that was {status} has changed {', '.join(changed)}"

    def _check_said(self, result: LoadResult, wishes: Wishes) -> None:
        for problem in (*result.problems, *result.warnings):
            self.sentences[f"problem.{problem.code}"] += 1
            _check_sentences([in_words(problem, wording(language)) for language in LANGUAGES])
        for language in LANGUAGES:
            tell_load(self.folder, result, wording(language), names_file=True)
        if wishes.handed_back and result.problems:
            write_problems(self.folder / "problems.xlsx", result.noted_rows, "zh", result.of_sheets)
            (self.folder / "problems.xlsx").unlink()


def contents(engine: Engine) -> Contents:
    """Every row of every table but those that tell of the loads themselves."""
    connection = engine.raw_connection()
    with closing(connection), closing(connection.cursor()) as cursor:
        return {name: cursor.execute(f'SELECT * FROM "{name}"').fetchall() for name in WHOLE}  # noqa: S608


def _check_stored(result: LoadResult, before: Contents, after: Contents) -> None:
    tables = {ledger.key: ledger.table_name for ledger in LEDGERS}
    assert result.data_version == before["database_state"][0][1] + 1  # type: ignore[operator]
    grown = {name: len(after[table]) - len(before[table]) for name, table in tables.items()}
    inserted = {each.ledger: each.inserted for each in result.ledgers}
    for name, rows in grown.items():
        expected = inserted.get(name, 0) + (result.units_created if name == "unit" else 0)
        assert rows == expected, f"{name} grew by {rows} rows, not by {expected}"


def _check_sentences(sentences: list[str]) -> None:
    for sentence in sentences:
        assert sentence.endswith((".", "。", ")", "）", "template")), f"no sentence: {sentence}"
