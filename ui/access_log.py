"""Who looked at what: one line of JSON a look or a document, appended to a file of the day and never changed.

A page that cannot be noted is shown all the same, and the log of the server says so; a document that cannot be noted is
not handed out.
"""

import datetime as dt
import hashlib
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from ui.access import Seat
from ui.modes import OPEN, mode

log = logging.getLogger("dashboard")
# An environment variable: the folder; "off" keeps no log.
SETTING = "DASHBOARD_ACCESS_LOG"
DEFAULT_FOLDER = Path(__file__).parent.parent / "var" / "access"
# The greatest length of a text from a link; longer than any choice that a page understands.
LONGEST = 500
# A look at the log reads so many lines, the newest, and shows so many; a block of them at a time.
MOST_READ, MOST_SHOWN, BLOCK = 20_000, 200, 65_536
_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl(\.\d+)?")


class NotNotedError(Exception):
    """What must be noted before it is handed out could not be."""


def folder() -> Path | None:
    """Where the log is kept: the setting's folder, else one under ``var/`` where readers sign in; None for no log."""
    named = os.environ.get(SETTING, "").strip()
    if named == "off" or (not named and mode() == OPEN):
        return None
    return Path(named) if named else DEFAULT_FOLDER


def note_page(seat: Seat, page: str, selection: Mapping[str, str]) -> None:
    """Note that a page was opened, with all that its link asks for: filters, the unit of an archive, a record."""
    try:
        _append({"what": "page", **_who(seat), "page": page, "asked": _cut(selection)})
    except NotNotedError as error:
        log.error("a look at the page %s was not noted: %s", page, error)


def note_document(seat: Seat, page: str, document: str, selection: Mapping[str, str], content: bytes) -> None:
    """Note that a document is handed out, with the SHA-256 of its bytes; ``NotNotedError`` when it cannot be noted."""
    found = {"document": document, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    _append({"what": "document", **_who(seat), "page": page, "asked": _cut(selection), **found})


def note_load(seat: Seat, kind: str, names: Sequence[str]) -> None:
    """Note that somebody has ledgers loaded or a load taken back: of which files, or of which load."""
    try:
        _append({"what": kind, **_who(seat), "page": "intake", "asked": _cut({"names": ", ".join(names)})})
    except NotNotedError as error:
        log.error("a load was not noted: %s", error)


@dataclass(frozen=True)
class Look:
    """One line of the log: when and who, ``what`` (page or document), where, what the link asked for, and the SHA-256
    of a document."""

    at: str
    who: str
    role: str
    what: str
    page: str
    asked: str
    document: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Noted:
    """The newest looks that were found, the newest first; ``read``: how many lines, ``unreadable``: of these, how many
    are no look; ``more``: whether older lines were not read."""

    looks: tuple[Look, ...]
    read: int = 0
    unreadable: int = 0
    more: bool = False


def days(place: Path) -> list[dt.date]:
    """The days of which there is a log, the newest first."""
    return sorted({day for file in _files(place) if (day := _day(file))}, reverse=True)


def noted(place: Path, who: str = "", what: str = "", day: dt.date | None = None) -> Noted:
    """The looks by whom (a part of the identity), of a kind and on a day, among the newest lines.

    ``OSError`` where the folder or a file of it cannot be read.
    """
    looks: list[Look] = []
    read = unreadable = 0
    for line in _newest_lines(_files(place, day)):
        if read == MOST_READ or len(looks) == MOST_SHOWN:
            return Noted(tuple(looks), read, unreadable, more=True)
        read += 1
        look = _look(line)
        unreadable += look is None
        if look and who.casefold() in look.who.casefold() and what in ("", look.what):
            looks.append(look)
    return Noted(tuple(looks), read, unreadable)


def _files(place: Path, day: dt.date | None = None) -> list[Path]:
    """The files of the log, the newest day first; one that was put aside within a day comes after the day's own."""
    found = [file for file in place.glob(f"{day or ''}*") if _FILE.fullmatch(file.name) and _day(file)]
    return sorted(sorted(found, key=lambda file: len(file.name)), key=lambda file: file.name[:10], reverse=True)


def _day(file: Path) -> dt.date | None:
    try:
        return dt.date.fromisoformat(file.name[:10])
    except ValueError:
        return None


def _newest_lines(files: Iterable[Path]) -> Iterator[bytes]:
    """The lines of files from the last to the first, a block at a time."""
    for path in files:
        with path.open("rb") as file:
            end, rest = file.seek(0, os.SEEK_END), b""
            while end:
                begin = max(0, end - BLOCK)
                file.seek(begin)
                first, *lines = (file.read(end - begin) + rest).split(b"\n")
                yield from filter(None, reversed(lines))
                # A line longer than any that is written here is no look, and is not put together.
                end, rest = begin, first[:BLOCK]
            if rest:
                yield rest


def _look(line: bytes) -> Look | None:
    try:
        entry = json.loads(line)
        # The sign between two values stays written otherwise within one, or a value would seem to be two.
        asked = urlencode(entry.get("asked", {}), safe=",~").replace("%26", "%2526")
        given = {name: str(entry.get(name, "")) for name in ("at", "who", "role", "what", "page", "document", "sha256")}
        return Look(**given, asked=unquote(asked)) if isinstance(entry["at"], str) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _who(seat: Seat) -> dict[str, Any]:
    person = seat.person()
    return {"who": seat.identity, "role": person.role if person else "", "local": seat.local}


def _cut(selection: Mapping[str, str]) -> dict[str, str]:
    return {key: value[:LONGEST] for key, value in selection.items()}


def _append(entry: Mapping[str, Any]) -> None:
    """One line at the end of the day's file, in one write: several processes share the file."""
    place = folder()
    if place is None:
        return
    now = dt.datetime.now().astimezone()
    # In ASCII: no sign of a link ends a line or does anything to a terminal.
    line = json.dumps({"at": now.isoformat(timespec="seconds"), **entry}).encode() + b"\n"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place / f"{now:%Y-%m-%d}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            written = os.write(handle, line)
        finally:
            os.close(handle)
    except OSError as error:
        raise NotNotedError(str(error)) from error
    if written < len(line):
        raise NotNotedError("the line was written in part: the disk may be full")
