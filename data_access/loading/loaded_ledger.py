"""One ledger as a load has stored it, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from data_access.checking.change_report import ChangeReport
from data_access.checking.conversion import to_number
from data_access.checking.intake import Intake
from data_access.checking.noted_rows import noted_rows
from data_access.checking.validation import Checked
from data_access.loading.batches import LedgerResult, record_problems
from data_access.loading.differences import Changes
from data_access.loading.replacing import RemovedRow
from data_access.problems import Problem


@dataclass(frozen=True)
class LoadedLedger:
    """One ledger as it went into the open transaction."""

    intakes: Sequence[Intake]
    result: LedgerResult
    changes: Changes
    report: ChangeReport
    units_created: tuple[str, ...]
    removed: tuple[RemovedRow, ...]
    # The units of its good rows (or that these are), whether or not they changed anything.
    units: frozenset[int] = frozenset()
    # The checked sheets, of the ledgers that are judged together once both are written.
    parts: Sequence[Checked] = ()

    @property
    def problems(self) -> list[Problem]:
        return [problem for intake in self.intakes for problem in intake.problems]

    @property
    def hints(self) -> list[Problem]:
        return [hint for intake in self.intakes for hint in intake.hints]

    @property
    def rejected(self) -> int:
        return sum(len(intake.rejected) for intake in self.intakes)

    @property
    def rejected_numbers(self) -> frozenset[object]:
        """The numbers of the rejected rows, as they are stored."""
        name = self.changes.ledger.number_column
        cells = (each.columns[name][at] for each in self.intakes if name in each.columns for at in each.rejected)
        return frozenset(to_number(cell) for cell in cells)


def record_noted(connection: Connection, load_id: int, loaded: LoadedLedger) -> None:
    """Keep in its batch what is said of the rows of a ledger, with the rows."""
    record_problems(connection, load_id, [*loaded.problems, *loaded.hints], noted_rows(loaded.intakes))
