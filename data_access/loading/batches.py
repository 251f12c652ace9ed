"""Record every load: one batch per ledger, its rejected and removed rows, and the version of the data."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, update

from assessment.scheme import Scheme
from data_access.checking.change_report import NOTHING, ChangeReport
from data_access.checking.noted_rows import NotedRow, kept_with
from data_access.counting.ledger_dates import LedgerDates
from data_access.files.sources import Sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row
from data_access.loading.effects import Effects
from data_access.loading.replacing import RemovedRow
from data_access.problems import Problem
from data_access.store.tables import load_batch, load_problem, stated_unit
from data_access.store.writing import bulk_insert, storable

STORED, UNCHANGED, REFUSED, DRY_RUN, UNDONE = "stored", "unchanged", "refused", "dry_run", "undone"
# The code in ``load_problem`` of a row that was removed because a new file no longer had it.
REMOVED = "removed"
# Problems whose whole rows are written as text at a time: together those of many would take more room than the load.
PROBLEMS_AT_ONCE = 1_000


@dataclass(frozen=True)
class LedgerResult:
    """How many rows of one ledger a load read, stored and rejected; ``ledger`` is None for sheets of no ledger.

    ``columns`` are those the sheets had: a column that no sheet ever had cannot be counted, and the pages say so.
    ``blank``: by column the stored rows that are blank where a figure is decided, so that they count in none.
    ``hints``: by code the rows that are stored and cannot be right as they stand.
    """

    ledger: str | None
    read: int
    stored: int
    unchanged: int
    rejected: int
    data_as_of: dt.date | None = None
    load_id: int | None = None
    columns: tuple[str, ...] = ()
    inserted: int = 0
    removed: int = 0
    blank: tuple[tuple[str, int], ...] = ()
    hints: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class MovedDate:
    """A ledger that is known to another day than before (None: to none), of everybody and of some of its units."""

    ledger: str
    before: dt.date | None
    now: dt.date | None
    before_of_some: dt.date | None
    now_of_some: dt.date | None


def moved_dates(before: LedgerDates, now: LedgerDates) -> tuple[MovedDate, ...]:
    """The ledgers that are known to another day now than before."""
    moved = (
        MovedDate(ledger, before.of(ledger), now.of(ledger), before.latest_of(ledger), now.latest_of(ledger))
        for ledger in dict.fromkeys(each.dated_as for each in LEDGERS)
    )
    return tuple(each for each in moved if (each.before, each.before_of_some) != (each.now, each.now_of_some))


@dataclass(frozen=True)
class LoadResult:
    """What a load did: ``status`` is stored, unchanged, refused or dry_run; problems reject rows, warnings do not.

    For a dry run and a refused load the ledgers tell what would have been stored. ``source`` and ``licence`` are those
    of the mapping; ``moved`` are the ledgers known to another day, ``effects`` what that and the new rows did to what
    is judged (None: nobody asked for it, or there was nothing to compare). ``removed`` are the rows that went (or
    would), ``noted_rows`` those to be mended: rejected ones, and stored ones that cannot be right. ``changes`` is what
    the load changed, or would. ``dry_run`` says that nothing was written, whatever the status. ``schemes`` are those
    that its sheets name, as they would stand.
    """

    status: str
    ledgers: tuple[LedgerResult, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    units_created: int
    data_version: int
    data_as_of: dt.date | None
    source: str | None = None
    licence: str | None = None
    moved: tuple[MovedDate, ...] = ()
    effects: Effects | None = None
    removed: tuple[RemovedRow, ...] = ()
    noted_rows: tuple[NotedRow, ...] = ()
    changes: ChangeReport = NOTHING
    dry_run: bool = False
    schemes: tuple[Scheme, ...] = ()

    @property
    def rejected(self) -> int:
        return sum(result.rejected for result in self.ledgers)

    @property
    def of_sheets(self) -> tuple[Problem, ...]:
        """The problems that belong to no row: a sheet that is no ledger, a header that is missing."""
        return tuple(problem for problem in self.problems if problem.row is None)

    @property
    def load_no(self) -> int | None:
        """The number by which the load is undone: that of its first batch; None when nothing was kept."""
        return min((result.load_id for result in self.ledgers if result.load_id), default=None)


def record_batch(
    connection: Connection, result: LedgerResult, sheets: Sequence[Sheet], status: str, loaded_by: str | None
) -> int:
    """Write one batch; returns its number."""
    statement = insert(load_batch).values(
        source_name=", ".join(dict.fromkeys(sheet.source or sheet.name for sheet in sheets)),
        ledger=result.ledger,
        columns=",".join(result.columns),
        sha256=_digest(sheets),
        status=status,
        rows_read=result.read,
        rows_stored=result.stored,
        rows_inserted=result.inserted,
        rows_unchanged=result.unchanged,
        rows_rejected=result.rejected,
        rows_removed=result.removed,
        loaded_at=dt.datetime.now().replace(microsecond=0),
        loaded_by=loaded_by,
        data_as_of=result.data_as_of,
    )
    return int(connection.execute(statement.returning(load_batch.c.load_id)).scalar_one())


def record_counts(connection: Connection, load_id: int, result: LedgerResult) -> None:
    """Note in a batch how many rows came of it, where that is known only after they were written."""
    values = {
        "rows_stored": result.stored,
        "rows_inserted": result.inserted,
        "rows_unchanged": result.unchanged,
        "data_as_of": result.data_as_of,
    }
    connection.execute(update(load_batch).where(load_batch.c.load_id == load_id).values(values))


def record_version(connection: Connection, load_ids: Sequence[int], version: int | None) -> None:
    """Note in the batches of one load that they belong together, and which data version they made."""
    values = {"data_version": version, "load_no": min(load_ids, default=None)}
    connection.execute(update(load_batch).where(load_batch.c.load_id.in_(load_ids)).values(values))


def record_stated(connection: Connection, load_ids: Sequence[int], unit_ids: Iterable[int]) -> None:
    """Note of which units a load said that its ledgers are complete up to the day of its batches."""
    load_no = min(load_ids)
    connection.execute(update(load_batch).where(load_batch.c.load_id.in_(load_ids)).values(load_no=load_no))
    bulk_insert(connection, stated_unit, [{"load_no": load_no, "unit_id": each} for each in sorted(unit_ids)])


def record_problems(
    connection: Connection, load_id: int, problems: Sequence[Problem], noted: Sequence[NotedRow] = ()
) -> None:
    """Keep the problems of a batch with their whole rows, as JSON: as the file has them and by our columns."""
    by_problem = {id(problem): (row, columns) for row in noted for columns, problem in row.problems}
    for start in range(0, len(problems), PROBLEMS_AT_ONCE):
        part = problems[start : start + PROBLEMS_AT_ONCE]
        rows = ({**_as_kept(load_id, each), **_whole_row(by_problem.get(id(each)))} for each in part)
        bulk_insert(connection, load_problem, [storable(row) for row in rows])


def _as_kept(load_id: int, problem: Problem) -> dict[str, object]:
    return {
        "load_id": load_id,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "expected": json.dumps(problem.expected, ensure_ascii=False),
        "row_json": json.dumps(problem.row_values, ensure_ascii=False, default=str),
    }


def _whole_row(noted: tuple[NotedRow, tuple[str, ...]] | None) -> dict[str, str | None]:
    return {"ledger_row": None, "ledger_columns": None} if noted is None else {**kept_with(*noted)}


def record_removed(
    connection: Connection, load_id: int, ledger: Ledger, rows: Sequence[Row], names: Sequence[RemovedRow]
) -> None:
    """Keep the removed rows whole; ``names`` are their keys, as they are shown."""
    entries = [
        {
            "load_id": load_id,
            "sheet": ledger.zh,
            "column": ledger.column(ledger.number_column).zh,
            "value": name.key[1],
            "code": REMOVED,
            "row_json": json.dumps({**row, "unit": name.key[0]}, ensure_ascii=False, default=str),
        }
        for row, name in zip(rows, names, strict=True)
    ]
    bulk_insert(connection, load_problem, entries)


def _digest(sheets: Sequence[Sheet]) -> str | None:
    digests = list(dict.fromkeys(sheet.sha256 for sheet in sheets if sheet.sha256))
    return (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest() if digests else None
    )
