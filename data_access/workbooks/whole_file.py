"""Files that are handed out: written whole or not at all, and never over one that somebody has filled in."""

import errno
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from secrets import token_hex

from data_access.problems import Refused

# What a workbook of ours is, as it says of itself; Excel keeps the property when a person saves the file.
KIND = "workbook_kind"
TEMPLATE, PROBLEMS, CHANGES = "template", "problems", "changes"
# Texts of a city stand in it as texts: none becomes a formula or a link by its first signs.
TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
_PROPERTIES = "docProps/custom.xml"
# Its size is that of a page of text; a file that says otherwise is none of ours.
_MOST = 100_000


def write_whole(path: Path, make: Callable[[], bytes]) -> None:
    """Write beside the file and then put it in its place: where there is no room, what was there stays.

    Raises ``problems.Refused`` when it cannot be made or written.
    """
    try:
        content = make()
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _put(path.resolve(), content)
    except OSError as error:
        why = "command.disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "command.cannot_write"
        raise Refused(why, file=path.name) from error


def _put(path: Path, content: bytes) -> None:
    there = path.exists()
    if there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    beside = path.with_name(f".{path.name[:40]}.{token_hex(8)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if there:
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def refuse_to_overwrite(path: Path, may_go: Callable[[Path], bool], loaded: Collection[Path] = ()) -> None:
    """Raise ``problems.Refused`` where a file stands that is none of those that may go, or is being loaded."""
    if not path.is_file():
        return
    if any(other.exists() and path.samefile(other) for other in loaded):
        raise Refused("command.is_loaded", file=str(path))
    if not may_go(path):
        raise Refused("command.exists", file=str(path))


def is_kind(kind: str) -> Callable[[Path], bool]:
    """Whether a file is a workbook of ours of that kind."""
    return lambda path: _kind_of(path) == kind


def _kind_of(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            about = archive.getinfo(_PROPERTIES)
            text = archive.read(about).decode() if about.file_size <= _MOST else ""
    except (OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    return next((kind for kind in (TEMPLATE, PROBLEMS, CHANGES) if KIND in text and f">{kind}<" in text), None)
