"""Mappings: how a ledger that an office already keeps becomes one of ours. One TOML file per kind of ledger.

A mapping in full; only ``ledger`` and ``[headers]`` must be there::

    ledger = "reconsideration"            # which of our ledgers it becomes
    sheet = "台账"                        # the sheet of a workbook; without it every sheet is read
    source = "Office of ..."              # where it comes from
    licence = "..."                       # the line that the licence asks for
    date_formats = ["%d/%m/%Y"]           # tried before the usual ways of writing a date
    required = ["decided"]                # foreign headers that must be filled in every row
    ignore = ["complaint"]                # foreign headers known and left out; others are named in a warning

    [headers]                             # foreign header = our column (or several: ["closed_on", "effective_on"])
    number = "case_no"
    decided = "closed_on"
    finding = "outcome"
    authority = "unit_id"

    [values.outcome]                      # per column: foreign value = our code; "" leaves the cell blank
    "Upheld in part" = "revoked"          # once a column has such a table, a value that is not in it is a problem
    "Not for us" = ""

    [values.unit_id]                      # for units: another name = code; other names are looked up as usual
    "Old Council" = "C01"

    [constants]                           # our column = the value of every row
    acceptance = "accepted"

    [units]                               # unknown units are created; without this table they are a problem
    kind = "municipal_department"
    peer_group = "municipal_departments"  # also: county, sector

    [[when]]                              # rows whose ``header`` holds one of ``values`` are sent elsewhere
    header = "finding"
    values = ["Not for us"]
    headers = { decided = "decision_on_acceptance_on" }
    constants = { acceptance = "refused" }

A key that is not in this list is refused, so that a slip of the pen is not taken for a wish.
"""

import tomllib
from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_access.checking.intake import NewUnits
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.declare import Ledger
from data_access.problems import Refused


class MappingRefused(Refused):
    """A mapping file that cannot be followed; its sentence stands under ``mapping.<code>``."""

    def __init__(self, code: str, path: Path, where: str = "", value: object = "", expected: str = "") -> None:
        super().__init__(f"mapping.{code}", file=path.name, where=where, value=str(value), expected=expected)
        self.code = code


@dataclass(frozen=True)
class Route:
    """Rows whose foreign ``header`` holds one of ``values``: where their cells go instead, and what they get."""

    header: str
    values: frozenset[str]
    headers: Map[str, tuple[str, ...]]
    constants: Map[str, object]


@dataclass(frozen=True)
class Mapping:
    """A mapping as read: ``headers`` foreign header → our columns, ``values`` column → foreign value → code."""

    ledger: Ledger
    headers: Map[str, tuple[str, ...]]
    values: Map[str, Map[str, str]]
    constants: Map[str, object]
    routes: tuple[Route, ...]
    required: tuple[str, ...]
    ignore: tuple[str, ...]
    date_formats: tuple[str, ...]
    units: NewUnits | None
    sheet: str | None
    source: str | None
    licence: str | None

    @property
    def foreign_headers(self) -> tuple[str, ...]:
        """Every foreign header that is read."""
        of_routes = [header for route in self.routes for header in (route.header, *route.headers)]
        return tuple(dict.fromkeys([*self.headers, *of_routes]))


_TEXT, _TEXTS, _TABLE, _TABLES = "text", "texts", "table", "tables"
_KEYS = {
    "ledger": _TEXT, "sheet": _TEXT, "source": _TEXT, "licence": _TEXT, "date_formats": _TEXTS, "required": _TEXTS,
    "ignore": _TEXTS, "headers": _TABLE, "values": _TABLE, "constants": _TABLE, "units": _TABLE, "when": _TABLES,
}  # fmt: skip
_UNIT_KEYS = {"kind": _TEXT, "peer_group": _TEXT, "county": _TEXT, "sector": _TEXT}
_WHEN_KEYS = {"header": _TEXT, "values": _TEXTS, "headers": _TABLE, "constants": _TABLE}


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; raises ``MappingRefused`` with the key that is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingRefused("unreadable", path) from error
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused("no_toml", path, value=error) from error
    return _Reader(path, content).read()


class _Reader:
    """Checks each part against the declared ledger while reading it."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.path = path
        self.content = content
        self._check(content, _KEYS, required=("ledger", "headers"))
        if content["ledger"] not in BY_KEY:
            raise MappingRefused("unknown_ledger", path, "ledger", content["ledger"], ", ".join(BY_KEY))
        self.ledger = BY_KEY[content["ledger"]]

    def read(self) -> Mapping:
        headers = self._headers(self.content["headers"], "headers")
        self._filled(headers)
        required = tuple(self.content.get("required", ()))
        for header in required:
            if header not in headers:
                raise MappingRefused("unknown_header", self.path, "required", header, ", ".join(headers))
        return Mapping(
            ledger=self.ledger,
            headers=headers,
            values=self._values(),
            constants=self._constants(self.content.get("constants", {}), "constants"),
            routes=tuple(self._route(table) for table in self.content.get("when", ())),
            required=required,
            ignore=tuple(self.content.get("ignore", ())),
            date_formats=tuple(self.content.get("date_formats", ())),
            units=self._units(),
            sheet=self.content.get("sheet"),
            source=self.content.get("source"),
            licence=self.content.get("licence"),
        )

    def _filled(self, headers: Map[str, tuple[str, ...]]) -> None:
        """Every column that our ledger requires must be filled by a header or a constant."""
        filled = {name for targets in headers.values() for name in targets} | set(self.content.get("constants", {}))
        for column in self.ledger.columns:
            if column.required and column.name not in filled:
                raise MappingRefused("column_not_filled", self.path, "headers", column.name)

    def _check(self, table: Map[str, Any], keys: Map[str, str], required: tuple[str, ...], name: str = "") -> None:
        for key, value in table.items():
            if key not in keys:
                raise MappingRefused("unknown_key", self.path, f"{name}{key}", expected=", ".join(keys))
            if not _fits(value, keys[key]):
                raise MappingRefused("wrong_type", self.path, f"{name}{key}", value, f"mapping.type.{keys[key]}")
        for key in required:
            if key not in table:
                raise MappingRefused("missing_key", self.path, f"{name}{key}")

    def _column(self, name: str, where: str) -> str:
        names = [column.name for column in self.ledger.columns]
        if name not in names:
            raise MappingRefused("unknown_column", self.path, where, name, ", ".join(names))
        return name

    def _headers(self, table: Map[str, Any], where: str) -> dict[str, tuple[str, ...]]:
        headers = {}
        for header, target in table.items():
            targets = [target] if isinstance(target, str) else target
            if not _fits(targets, _TEXTS):
                raise MappingRefused("wrong_type", self.path, f"{where}.{header}", target, "mapping.type.texts")
            headers[header] = tuple(self._column(name, f"{where}.{header}") for name in targets)
        return headers

    def _values(self) -> dict[str, dict[str, str]]:
        translations = {}
        for name, table in self.content.get("values", {}).items():
            where = f"values.{self._column(name, f'values.{name}')}"
            if not _fits(table, _TABLE):
                raise MappingRefused("wrong_type", self.path, where, table, "mapping.type.table")
            for foreign, code in table.items():
                self._code(name, code, f"{where}.{foreign}")
            translations[name] = dict(table)
        return translations

    def _constants(self, table: Map[str, Any], where: str) -> dict[str, object]:
        for name, value in table.items():
            self._code(self._column(name, f"{where}.{name}"), value, f"{where}.{name}")
        return dict(table)

    def _code(self, name: str, value: object, where: str) -> None:
        codes = self.ledger.column(name).codes
        if codes and value not in ("", *codes):
            raise MappingRefused("unknown_code", self.path, where, value, ", ".join(codes))
        if isinstance(value, (list, dict)):
            raise MappingRefused("wrong_type", self.path, where, value, "mapping.type.text")

    def _route(self, table: dict[str, Any]) -> Route:
        self._check(table, _WHEN_KEYS, ("header", "values"), "when.")
        headers = self._headers(table.get("headers", {}), "when.headers")
        constants = self._constants(table.get("constants", {}), "when.constants")
        return Route(table["header"], frozenset(table["values"]), headers, constants)

    def _units(self) -> NewUnits | None:
        table = self.content.get("units")
        if table is None:
            return None
        self._check(table, _UNIT_KEYS, ("kind",), "units.")
        kinds = BY_KEY["unit"].column("kind").codes
        if table["kind"] not in kinds:
            raise MappingRefused("unknown_code", self.path, "units.kind", table["kind"], ", ".join(kinds))
        return NewUnits(**table)


def _fits(value: object, kind: str) -> bool:
    if kind == _TEXT:
        return isinstance(value, str)
    if kind == _TABLE:
        return isinstance(value, dict)
    inner = str if kind == _TEXTS else dict
    return isinstance(value, list) and all(isinstance(each, inner) for each in value)
