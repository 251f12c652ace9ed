"""Loading a large ledger in portions: each is compared and written before the next one is made of the sheets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from data_access.checking.change_report import ChangeReport, UnitChanges, joined
from data_access.checking.hinting import give_hints
from data_access.checking.intake import Intake
from data_access.checking.running_sums import hint_at_running_sums
from data_access.checking.sums_of_units import hint_at_sums_of_units
from data_access.checking.validation import Checked, latest_event
from data_access.counting.case_marks import RelatedRows
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row, unit_ids
from data_access.loading.batches import STORED, LedgerResult, record_batch, record_counts
from data_access.loading.change_log import record_changes
from data_access.loading.differences import LOAD_ROW, Changes, compare, with_unit_ids, write
from data_access.loading.loaded_ledger import LoadedLedger, record_noted
from data_access.loading.order import Leaving, Order
from data_access.loading.portions import MOST_AT_ONCE, Place, portions, rows_at
from data_access.loading.reporting import report_of
from data_access.loading.unit_store import unit_names


def may_be_portioned(ledger: Ledger, intakes: Sequence[Intake], leaving: Leaving) -> bool:
    """Whether the rows of a ledger are so many that they are stored in portions, and nothing needs all of them."""
    many = sum(len(intake.sheet.rows) for intake in intakes) > MOST_AT_ONCE
    replaces = leaving.replacement is not None or leaving.parents
    return many and ledger.is_fact and not replaces and not any(intake.new_units for intake in intakes)


def load_portions(related: RelatedRows, parts: Sequence[Checked], order: Order) -> LoadedLedger:
    """Store the good rows of checked sheets of one ledger; their keys have been compared before, all with all."""
    return _Portioned(related, parts, order).load()


class _Portioned:
    def __init__(self, related: RelatedRows, parts: Sequence[Checked], order: Order) -> None:
        self.related, self.parts, self.order = related, parts, order
        self.connection, self.ledger = related.connection, related.ledger
        self.intakes = [checked.intake for checked in parts]
        self.ids = unit_ids(self.connection)
        self.codes = {number: code for code, number in self.ids.items()}
        self.changes = Changes(self.ledger)
        self.reports: list[ChangeReport] = []
        self.units: set[int] = set()
        rows = sum(len(intake.sheet.rows) for intake in self.intakes)
        rejected = sum(len(intake.rejected) for intake in self.intakes)
        columns = tuple(dict.fromkeys(name for intake in self.intakes for name in intake.columns))
        self.result = LedgerResult(self.ledger.key, rows, 0, 0, rejected, order.as_of, columns=columns)

    def load(self) -> LoadedLedger:
        sheets = [intake.sheet for intake in self.intakes]
        load_id = record_batch(self.connection, self.result, sheets, STORED, self.order.loaded_by)
        total = self.result.read - self.result.rejected
        for portion in portions(self.ledger, self.parts, MOST_AT_ONCE):
            self.order.tell("storing", self.result.stored + self.result.unchanged, total)
            self._store(portion, load_id)
        report = self._report()
        record_changes(self.connection, load_id, Changes(self.ledger), replace(report, rows=()))
        record_counts(self.connection, load_id, self.result)
        loaded = LoadedLedger(
            self.intakes, self.result, self.changes, report, (), (), frozenset(self.units), self.parts
        )
        give_hints(self.connection, self.parts, self.order.only)
        hint_at_running_sums(self.connection, self.parts)
        hint_at_sums_of_units(self.connection, self.parts)
        record_noted(self.connection, load_id, loaded)
        hints = tuple(Counter(hint.code for hint in loaded.hints).items())
        return replace(loaded, parts=(), result=replace(self.result, load_id=load_id, hints=hints))

    def _report(self) -> ChangeReport:
        """The reports of all portions as one: each unit counts once."""
        whole, units = joined(self.reports), dict[str, UnitChanges]()
        for each in whole.units:
            units[each.unit] = units[each.unit].plus(each) if each.unit in units else each
        return replace(whole, units=tuple(units[code] for code in sorted(units)))

    def _store(self, portion: Sequence[Place], load_id: int) -> None:
        rows = self._rows(portion)
        latest = self.order.as_of or latest_event(self.ledger, rows)
        # Where nothing stood of all numbers, nothing stands of these.
        related = RelatedRows(self.connection, self.ledger) if self.related.found else self.related
        changes = compare(self.connection, related, with_unit_ids(self.ledger, rows, self.ids))
        report = report_of(changes, self.codes, unit_names(self.connection) if not self.reports else {})
        record_changes(self.connection, load_id, changes, replace(report, units=()))
        write(self.connection, changes, load_id)
        self.reports.append(report)
        self.units.update(int(str(number)) for number in {row["unit_id"] for row in rows})
        self.changes.written += changes.any()
        self.changes.touched.merge(changes.touched)
        days = [day for day in (self.result.data_as_of, latest) if day is not None]
        self.result = replace(
            self.result,
            stored=self.result.stored + changes.stored,
            inserted=self.result.inserted + len(changes.new),
            unchanged=self.result.unchanged + changes.unchanged,
            data_as_of=max(days, default=None),
        )

    def _rows(self, portion: Sequence[Place]) -> list[Row]:
        """The rows as they are stored, each with the number of its row in the sheet."""
        rows, keeps = [], LOAD_ROW in self.ledger.table.c
        for checked, position, row in rows_at(portion):
            if keeps:
                row[LOAD_ROW] = checked.intake.sheet.number_of(position)
            rows.append(row)
        return rows
