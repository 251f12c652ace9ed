"""What is asked of a load: its options, and which standing rows shall go."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import Connection

from data_access.checking.validation import Checked
from data_access.files.sources import Sheet
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of, unit_ids
from data_access.loading.effects import EffectsOf
from data_access.loading.replacing import RemovedRow, Replacement, children_of, leaving_rows, no_row_of
from data_access.progress import Progress

# Gets the checked sheets of a ledger.
Examine = Callable[[Sequence[Checked]], None]


class Options(TypedDict, total=False):
    """The options of ``load_files`` and ``load_sheets``; ``load_sheets`` explains them."""

    dry_run: bool
    accept_partial: bool
    as_of: dt.date | None
    loaded_by: str | None
    today: dt.date | None
    progress: Progress | None
    synthetic: bool | None
    city_name: str | None
    replacing: tuple[str, str] | None
    agreed: frozenset[RemovedRow] | None
    effects: EffectsOf | None
    same_case: bool
    examine: Examine | None
    only: frozenset[str] | None


@dataclass(frozen=True)
class Order:
    """The options of one load, each with a default."""

    dry_run: bool = False
    accept_partial: bool = False
    as_of: dt.date | None = None
    loaded_by: str | None = None
    today: dt.date | None = None
    progress: Progress | None = None
    synthetic: bool | None = None
    city_name: str | None = None
    replacing: tuple[str, str] | None = None
    agreed: frozenset[RemovedRow] | None = None
    effects: EffectsOf | None = None
    same_case: bool = False
    examine: Examine | None = None
    only: frozenset[str] | None = None

    @property
    def day_of_loading(self) -> dt.date:
        return self.today or dt.date.today()

    @property
    def last_day(self) -> dt.date:
        """The day after which nothing can have happened: that of the data, and of loading them at the latest."""
        return min(self.day_of_loading, self.as_of or self.day_of_loading)

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, total)


@dataclass(frozen=True)
class Leaving:
    """The rows a replacement removes from a ledger: a unit's rows of a period, and the children of removed rows.

    The batch of a ledger that has no sheet in the file names ``sheets`` as its source. ``rejected`` are the numbers of
    the parents that the load has rejected.
    """

    replacement: Replacement | None = None
    parents: frozenset[Key] = frozenset()
    rejected: frozenset[object] = frozenset()
    sheets: Sequence[Sheet] = ()

    def unit_code(self, connection: Connection) -> str | None:
        """The unit whose rows are replaced."""
        if self.replacement is None:
            return None
        return next(code for code, number in unit_ids(connection).items() if number == self.replacement.unit_id)

    def rows(self, connection: Connection, ledger: Ledger, staying: Sequence[Row]) -> list[Row]:
        own = leaving_rows(connection, ledger, self.replacement, staying)
        if own and self.replacement and all(row["unit_id"] != self.replacement.unit_id for row in staying):
            raise no_row_of(self.replacement, ledger.key)
        orphans = children_of(connection, ledger, self.parents) if self.parents else []
        return list({key_of(ledger, row): row for row in (*own, *orphans)}.values())
