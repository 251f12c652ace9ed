"""A scheme is taken whole or not at all: what a load makes of it must be sound, and no publication may rest on it.

Its sheets are judged together, after both are written in the open transaction, so that a file may bring the settings,
the items, or some of them; any fault refuses the whole load.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from assessment.scheme import Scheme
from assessment.scheme_fault import SchemeFault
from assessment.scheme_faults import faults
from data_access import problems
from data_access.checking.validation import Checked
from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.scheme_places import PLACES, expected_of, value_of
from data_access.ledgers.scheme_store import SchemeName, published_schemes, read_schemes
from data_access.loading.batches import LedgerResult
from data_access.loading.loaded_ledger import LoadedLedger

_SETTING, _ITEM = SCHEME.key, SCHEME_ITEM.key


@dataclass(frozen=True)
class _SheetRow:
    """A good row of a scheme sheet, with the place where it stands."""

    checked: Checked
    position: int
    values: Row

    @property
    def scheme(self) -> SchemeName:
        return int(str(self.values["year"])), int(str(self.values["version"]))

    def has(self, column: str) -> bool:
        return any(each.name == column for each in self.checked.ledger.columns)

    def is_about(self, fault: SchemeFault) -> bool:
        """Whether it is the item, or one of the items of the component and group, that a fault names."""
        names = ("peer_group", "item_no", "key") if "item_no" in fault.values else ("peer_group", "component", "key")
        named = [name for name in names if name in fault.values]
        return bool(named) and all(self.values.get(name) == fault.values[name] for name in named)

    def reject(self, column: str, value: object, code: str, expected: Iterable[str] = ()) -> None:
        self.checked.intake.reject(self.position, column, value, code, expected)


def reject_unsound_schemes(
    connection: Connection, loaded: Sequence[LoadedLedger], accept_partial: bool
) -> list[LoadedLedger]:
    """Judge the schemes that the load wrote, and reject the rows at fault; returns what was loaded with its results."""
    sheets = [each for each in loaded if each.changes.ledger in (SCHEME, SCHEME_ITEM)]
    # A row that cannot be read has its problem already; without it no sum would be right.
    if not sheets or (any(each.problems for each in sheets) and not accept_partial):
        return list(loaded)
    rows = {each.changes.ledger.key: list(_rows(each.parts)) for each in sheets}
    published = published_schemes(connection)
    for each in sheets:
        _reject_published(each, rows[each.changes.ledger.key], published)
    named = {row.scheme for own in rows.values() for row in own} - published
    for scheme in read_schemes(connection):
        if (scheme.year, scheme.version) in named:
            for fault in faults(scheme):
                _reject(fault, scheme, rows.get(_SETTING, []), rows.get(_ITEM, []))
            _warn_of_steps(scheme, rows.get(_ITEM, []))
    return [replace(each, result=_with_rejected(each.result, each.rejected)) for each in loaded]


def _warn_of_steps(scheme: Scheme, items: Sequence[_SheetRow]) -> None:
    """Remark on a step that takes more than its item has: a print may say so, and it may be a slip of a comma."""
    whole = {(each.peer_group, each.item_no): each.points for each in scheme.items if each.points}
    for row in items:
        points = whole.get((str(row.values["peer_group"]), str(row.values.get("item_no"))), 0.0)
        step = row.values.get("step")
        if row.scheme == (scheme.year, scheme.version) and isinstance(step, float) and step > points > 0:
            row.checked.intake.warn(row.position, "step", f"{step:g}", problems.STEP_ABOVE_POINTS, [f"{points:g}"])


def named_schemes(connection: Connection, loaded: Sequence[LoadedLedger]) -> tuple[Scheme, ...]:
    """The schemes that the sheets of a load name, as they stand after it."""
    sheets = [each for each in loaded if each.changes.ledger in (SCHEME, SCHEME_ITEM)]
    named = {row.scheme for each in sheets for row in _rows(each.parts)}
    return tuple(each for each in read_schemes(connection) if (each.year, each.version) in named) if named else ()


def _with_rejected(result: LedgerResult, rejected: int) -> LedgerResult:
    """The result with rows that were counted as good until their scheme was judged."""
    more = rejected - result.rejected
    of_stored = min(more, result.stored)
    stored, unchanged = result.stored - of_stored, result.unchanged - (more - of_stored)
    return replace(result, rejected=rejected, stored=stored, unchanged=unchanged)


def _rows(parts: Iterable[Checked]) -> Iterator[_SheetRow]:
    return (_SheetRow(checked, position, row) for checked in parts for position, row in checked.rows())


def _reject_published(loaded: LoadedLedger, rows: Sequence[_SheetRow], published: frozenset[SchemeName]) -> None:
    ledger = loaded.changes.ledger
    written = {key_of(ledger, row) for row in (*loaded.changes.new, *loaded.changes.changed)}
    for row in rows:
        if row.scheme in published and key_of(ledger, row.values) in written:
            row.reject("version", row.values["version"], problems.SCHEME_PUBLISHED)


def _reject(fault: SchemeFault, scheme: Scheme, settings: Sequence[_SheetRow], items: Sequence[_SheetRow]) -> None:
    """Reject the first row that a fault is about and that has the column to be mended, as far as the file has one."""
    code, name = f"scheme_{fault.code}", (scheme.year, scheme.version)
    place = PLACES[code]
    column = fault.values.get("setting", place.column) if place.column == "setting" else place.column
    if code == problems.SCHEME_NEGATIVE_WEIGHT and "key" not in fault.values:
        column = f"w_{fault.values['component']}"
    if code == problems.SCHEME_COMPONENT_WEIGHTS and "peer_group" in fault.values:
        column = "weight"
    of_scheme = [row for row in (*settings, *items) if row.scheme == name]
    candidates = [*(row for row in of_scheme if row.is_about(fault)), *of_scheme]
    fitting = [row for row in candidates if row.has(column)]
    row, column = (fitting[0], column) if fitting else (candidates[0], "version")
    row.reject(column, value_of(fault), code, expected_of(fault))
