"""One trial: a file is loaded into a small city, and whatever it is, the city is whole afterwards."""

import datetime as dt
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, select

from data_access.ledgers.all import LEDGERS
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused, in_words
from data_access.store.engine import writer_engine
from data_access.store.tables import database_state, monthly_tally
from data_access.upkeep.schema import migrate
from tests.data_access.ledger_sheets import case, cases, units
from tests.databases import sqlite_url
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
WHOLE = [*(ledger.table for ledger in LEDGERS), monthly_tally, database_state]

Contents = dict[str, list[tuple[object, ...]]]


class City:
    """A database with some units and a case; it is put back as it was whenever a file has changed it.

    ``outcomes`` counts what became of the files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first, self.file = folder / "first.db", folder / "city.db"
        engine = writer_engine(sqlite_url(self.first))
        migrate(engine)
        load_sheets(engine, [units(), cases(case("某政复〔2026〕1号"))], today=TODAY)
        self.before = contents(engine)
        engine.dispose()
        self.outcomes: Counter[str] = Counter()
        shutil.copy(self.first, self.file)
        self.engine = writer_engine(sqlite_url(self.file))

    def _restore(self) -> None:
        """Put the contents back; the engine stays, and with it the statements it has worked out."""
        standing = self.engine.raw_connection()
        with closing(standing), closing(sqlite3.connect(self.first)) as first:
            first.backup(standing.driver_connection)  # type: ignore[arg-type]

    def try_file(self, name: str, content: bytes, accept_partial: bool) -> None:
        """Load a file; raises ``AssertionError`` when something is stored by halves, and whatever is no refusal."""
        file = self.folder / name
        file.write_bytes(content)
        try:
            result = load_files(self.engine, [file], today=TODAY, accept_partial=accept_partial)
        except Refused as refusal:
            self.outcomes[refusal.message] += 1
            _check_sentences([refusal.in_words(wording(language)) for language in LANGUAGES])
            assert contents(self.engine) == self.before, "a refused file has changed the database"
        else:
            self.outcomes[result.status] += 1
            self._check(result, accept_partial)
        finally:
            file.unlink()

    def _check(self, result: LoadResult, accept_partial: bool) -> None:
        for problem in (*result.problems, *result.warnings):
            self.outcomes[f"problem.{problem.code}"] += 1
            _check_sentences([in_words(problem, wording(language)) for language in LANGUAGES])
        for each in result.ledgers:
            assert each.read == each.stored + each.unchanged + each.rejected, "a row was lost"
        after = contents(self.engine)
        if result.status == "stored":
            assert accept_partial or not result.problems, "a file with problems was stored"
            _check_stored(result, self.before, after)
            self._restore()
            assert contents(self.engine) == self.before
        else:
            assert after == self.before, f"a file that was {result.status} has changed the database"


def contents(engine: Engine) -> Contents:
    """Every row of the ledgers, the counts and the state."""
    with engine.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in WHOLE}


def _check_stored(result: LoadResult, before: Contents, after: Contents) -> None:
    tables = {ledger.key: ledger.table_name for ledger in LEDGERS}
    assert result.data_version == before["database_state"][0][1] + 1  # type: ignore[operator]
    for each in result.ledgers:
        if each.ledger is not None:
            grown = len(after[tables[each.ledger]]) - len(before[tables[each.ledger]])
            assert grown == each.inserted, f"{each.ledger} grew by {grown} rows, not by {each.inserted}"


def _check_sentences(sentences: list[str]) -> None:
    for sentence in sentences:
        assert sentence.endswith((".", "。", ")", "）", "template")), f"no sentence: {sentence}"
