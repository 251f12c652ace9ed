"""Who looked at what: one line of JSON a look or a document, appended to a file of the day and never changed.

A page that cannot be noted is shown all the same, and the log of the server says so; a document that cannot be noted is
not handed out.
"""

import datetime as dt
import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ui.access import Seat
from ui.modes import OPEN, mode

log = logging.getLogger("dashboard")
# An environment variable: the folder; "off" keeps no log.
SETTING = "DASHBOARD_ACCESS_LOG"
DEFAULT_FOLDER = Path(__file__).parent.parent / "var" / "access"
# The greatest length of a text from a link; longer than any choice that a page understands.
LONGEST = 500


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
        _append({"what": kind, **_who(seat), "page": "intake", "asked": {"names": _cut({"": ", ".join(names)})[""]}})
    except NotNotedError as error:
        log.error("a load was not noted: %s", error)


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
