"""The list of viewers: a file of TOML that says who may sign in, as what, for which units and from when to when.

It is no table: the dashboard's database is replaced, restored and copied, and who may see it must not come back with
it; a right that is taken away ends with the next click, also while the database is away.
"""

import datetime as dt
import json
import os
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data_access.problems import Refused
from data_access.reading.roles import BY_KEY, viewer_of
from data_access.reading.viewer import NOBODY, Viewer

FILE_SETTING = "DASHBOARD_VIEWERS"
DEFAULT_FILE = Path(__file__).parent.parent.parent / "var" / "viewers.toml"
# Longer than any name; a larger file is none of viewers.
LONGEST, MOST_BYTES = 200, 4_000_000
_TEXTS, _DAYS = ("identity", "name", "role"), ("valid_from", "valid_to")
FIELDS = (*_TEXTS, "units", *_DAYS)


@dataclass(frozen=True)
class Person:
    """One who may sign in. ``identity`` is what the sign-in or the gateway calls him, letter for letter."""

    identity: str
    name: str
    role: str
    units: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def is_valid(self, on: dt.date) -> bool:
        """Whether a day lies between the first and the last day, which both count."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def viewer(self, on: dt.date) -> Viewer:
        """What he may see on a day; outside his days he is nobody."""
        return viewer_of(self.name, self.role, frozenset(self.units)) if self.is_valid(on) else NOBODY


def viewers_file() -> Path:
    """The file that the setting names, else one under ``var/``."""
    return Path(os.environ.get(FILE_SETTING) or DEFAULT_FILE)


def people(file: Path | None = None) -> tuple[Person, ...]:
    """Everybody in the list, in its order; nobody where there is no file. ``Refused`` when anything in it is wrong.

    One wrong entry closes the whole list: a slip must not leave somebody in whom the same edit was to take out.
    """
    path = file or viewers_file()
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Refused("viewers.unreadable", file=str(path), reason=error.strerror or "") from error
    return _people(path, found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(8)
def _people(path: Path, _changed: int, _size: int, _number: int) -> tuple[Person, ...]:
    return read_people(path)


def read_people(path: Path) -> tuple[Person, ...]:
    """The people of a file, checked; ``Refused`` names the entry and what is wrong with it."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise Refused("viewers.too_large", file=str(path))
        entries = tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise Refused("viewers.unreadable", file=str(path), reason=error.strerror or "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("viewers.no_toml", file=str(path), reason=str(error)) from error
    listed = entries.pop("viewer", [])
    if entries or not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Refused("viewers.no_list", file=str(path))
    found = tuple(_person(entry, number) for number, entry in enumerate(listed, 1))
    check_once(found)
    return found


def check_once(everybody: Iterable[Person]) -> None:
    """``Refused`` when an identity stands in the list twice: which of two roles counted would be chance."""
    seen: set[str] = set()
    for each in everybody:
        if each.identity in seen:
            raise Refused("viewers.twice", identity=each.identity)
        seen.add(each.identity)


def _person(entry: dict[str, Any], number: int) -> Person:
    for key, value in entry.items():
        if key not in FIELDS:
            raise Refused("viewers.unknown_field", entry=str(number), field=key, expected="、".join(FIELDS))
        if not _fits(key, value):
            raise Refused(f"viewers.bad_{_kind(key)}", entry=str(number), field=key, value=str(value)[:LONGEST])
    identity, name, role = (str(entry.get(key, "")) for key in _TEXTS)
    valid_from, valid_to = (entry.get(key) for key in _DAYS)
    return checked(Person(identity, name, role, tuple(entry.get("units", ())), valid_from, valid_to), number)


def _kind(key: str) -> str:
    return "text" if key in _TEXTS else "units" if key == "units" else "day"


def _fits(key: str, value: object) -> bool:
    if key in _DAYS:
        return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    if key == "units":
        return isinstance(value, list) and all(is_text(each) for each in value)
    return is_text(value)


def is_text(value: object) -> bool:
    """Whether a value can be a name: of signs that are printed, not blank at its ends, and not too long."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    return value == value.strip() and all(sign.isprintable() for sign in value)


def checked(person: Person, number: int = 0) -> Person:
    """The person; ``Refused`` without identity, with an unknown role, without the units it is about, or never valid."""
    entry = str(number) if number else person.identity
    if not person.identity:
        raise Refused("viewers.no_identity", entry=entry)
    if person.role not in BY_KEY:
        raise Refused("viewers.unknown_role", entry=entry, value=person.role, expected="、".join(BY_KEY))
    if BY_KEY[person.role].needs_units and not person.units:
        raise Refused("viewers.no_units", entry=entry, role=f"role.{person.role}")
    if person.units and not (BY_KEY[person.role].needs_units or BY_KEY[person.role].narrowed):
        raise Refused("viewers.needless_units", entry=entry, role=f"role.{person.role}")
    if person.valid_from and person.valid_to and person.valid_to < person.valid_from:
        raise Refused("viewers.never_valid", entry=entry)
    return person


def write_people(everybody: Iterable[Person], file: Path | None = None) -> None:
    """Write the list whole or not at all, readable by its owner and group; the group is that of the folder's server."""
    path = file or viewers_file()
    everybody = tuple(everybody)
    check_once(everybody)
    text = "\n".join(_written(checked(each)) for each in everybody)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        Path(unfinished).chmod(0o640)
        Path(unfinished).replace(path)
    except OSError as error:
        raise Refused("viewers.unwritable", file=str(path), reason=error.strerror or "") from error


def _written(person: Person) -> str:
    # A text of JSON is one of TOML, too, for signs that are printed (``is_text``).
    texts = [f"{key} = {json.dumps(getattr(person, key), ensure_ascii=False)}" for key in _TEXTS]
    units = [f"units = {json.dumps(person.units, ensure_ascii=False)}"] if person.units else []
    days = [f"{key} = {day.isoformat()}" for key in _DAYS if (day := getattr(person, key))]
    return "\n".join(["[[viewer]]", *texts, *units, *days, ""])


def person_of(identity: str, file: Path | None = None) -> Person | None:
    """Who has an identity, letter for letter; None for a stranger. ``Refused`` when the list is wrong."""
    return next((each for each in people(file) if each.identity == identity), None) if identity else None


def today() -> dt.date:
    """The day by which persons are valid: this machine's."""
    return dt.date.today()
