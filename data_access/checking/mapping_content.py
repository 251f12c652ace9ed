"""What a mapping says, as read from its file; which words say it stands in ``mapping_words``."""

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path

from data_access.checking.intake import NewUnits
from data_access.checking.templates import SPECIAL, Template
from data_access.ledgers.declare import Ledger
from data_access.problems import Refused

# Between the names that one foreign header may have.
OR = "|"

Columns = Map[str, tuple[str, ...]]
# By foreign header the patterns (``folded``) that its cells are compared with.
Chosen = Map[str, tuple[str, ...]]


class MappingRefused(Refused):
    """A mapping file that cannot be followed; its sentence stands under ``mapping.<code>``."""

    def __init__(
        self, code: str, path: Path, where: str = "", value: object = "", expected: str | tuple[str, ...] = ""
    ) -> None:
        super().__init__(f"mapping.{code}", file=path.name, where=where, value=str(value), expected=expected)
        self.code = code


def names_of(header: str) -> tuple[str, ...]:
    """The names that a foreign header may have: 结案日期|审结日期."""
    return tuple(name for name in map(str.strip, header.split(OR)) if name) or (header,)


@dataclass(frozen=True)
class Route:
    """Rows whose foreign ``header`` holds one of ``values``: where their cells go instead, and what they get."""

    header: str
    values: tuple[str, ...]
    headers: Columns = field(default_factory=dict)
    constants: Map[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """A mapping as read: foreign headers as they are written (with ``|``), columns by their names, patterns ``folded``.

    ``headers``: foreign header → our columns. ``values``: column → pattern → code ("" leaves the cell blank).
    ``compose``: column → templates, of which the first that has all its cells is taken. ``days``: column → the column
    from whose date its days are counted. ``split``: foreign header → signs between the units in its cells. ``wide``:
    patterns of headers, each of which makes a row of its own. ``also``: further ledgers of the same rows.
    """

    ledger: Ledger
    headers: Columns
    values: Map[str, Map[str, str]] = field(default_factory=dict)
    constants: Map[str, object] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    required: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()
    compose: Map[str, tuple[Template, ...]] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    days: Map[str, str] = field(default_factory=dict)
    skip: Chosen = field(default_factory=dict)
    only: Chosen = field(default_factory=dict)
    fill_down: tuple[str, ...] = ()
    split: Map[str, tuple[str, ...]] = field(default_factory=dict)
    wide: tuple[str, ...] = ()
    also: tuple["Mapping", ...] = ()
    units: tuple[NewUnits, ...] = ()
    sheet: str | None = None
    source: str | None = None
    licence: str | None = None

    @property
    def foreign_headers(self) -> tuple[str, ...]:
        """Every foreign header that is read, also for a further ledger."""
        return tuple(dict.fromkeys(self._headers()))

    def _headers(self) -> Iterator[str]:
        yield from self.headers
        for route in self.routes:
            yield from (route.header, *route.headers)
        for templates in self.compose.values():
            yield from (place.header for each in templates for place in each.places if place.header not in SPECIAL)
        yield from (*self.skip, *self.only, *self.fill_down, *self.split)
        for other in self.also:
            yield from other.foreign_headers

    @property
    def filled(self) -> frozenset[str]:
        """Our columns that some rows have a value of."""
        of_headers = {name for targets in self.headers.values() for name in targets}
        return frozenset(of_headers | set(self.constants) | set(self.compose))
