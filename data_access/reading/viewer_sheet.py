"""A list of viewers from a spreadsheet, as a personnel office keeps it: CSV whose heads are the fields of the list."""

import csv
import datetime as dt
import re
from pathlib import Path

from data_access.problems import Refused
from data_access.reading.viewer_list import FIELDS, MOST_BYTES, Person, check_once, checked, is_text, read_people

_SEPARATORS = re.compile(r"[,，、;；\s]+")


def people_of(path: Path) -> tuple[Person, ...]:
    """The people of a file of TOML or CSV (in UTF-8), checked as the list itself is."""
    if path.suffix.lower() != ".csv":
        return read_people(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused("viewers.unreadable", file=str(path), reason=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise Refused("viewers.not_utf8", file=str(path)) from error
    if len(text) > MOST_BYTES:
        raise Refused("viewers.too_large", file=str(path))
    rows = csv.DictReader(text.splitlines(), restkey="")
    heads = list(rows.fieldnames or ())
    if not {"identity", "role"} <= set(heads) <= set(FIELDS) or len(heads) > len(set(heads)):
        raise Refused("viewers.heads", file=str(path), value="、".join(heads)[:200], expected="、".join(FIELDS))
    found = tuple(person_in(row, number) for number, row in enumerate(rows, 2) if any(row.values()))
    check_once(found)
    return found


def person_in(texts: dict[str, str], number: int = 0) -> Person:
    """A person whose fields were written as texts, units with commas between them and days as 2026-10-31."""
    if "" in texts:
        raise Refused("viewers.more_cells", entry=str(number))
    given = {key: (texts.get(key) or "").strip() for key in FIELDS}
    for key, value in given.items():
        if not is_text(value):
            raise Refused("viewers.bad_text", entry=str(number), field=key, value=value[:60])
    units = tuple(filter(None, _SEPARATORS.split(given["units"])))
    valid_from, valid_to = (_day(given[key], key, number) for key in ("valid_from", "valid_to"))
    return checked(Person(given["identity"], given["name"], given["role"], units, valid_from, valid_to), number)


def _day(text: str, field: str, number: int) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Refused("viewers.bad_day", entry=str(number), field=field, value=text[:60]) from error
