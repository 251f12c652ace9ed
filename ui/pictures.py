"""Pictures of panels: a finding and what the browser draws, kept in files that outlive the server.

A restart finds them and the processes of one machine share them. Each lies in a folder of its data version, under a
name that says what was asked and by which program it was drawn, so that none is ever shown for another.
"""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from panels.charts.projected import Screenful
from panels.declare import Finding
from panels.drawing import Drawing

log = logging.getLogger("dashboard")
ROOT = Path(__file__).parent.parent
# An environment variable: the folder; "off" keeps pictures in the memory of each process alone.
SETTING = "DASHBOARD_PICTURES"
# What decides how a picture looks, beside the data: another program draws its own.
_PROGRAM = ("wording.py", "requirements.txt", "assessment", "data_access", "panels", "ui", "pages", "assets")


@dataclass(frozen=True)
class Picture:
    """A panel ready to be put on screen: its finding and its chart as the browser takes it.

    ``screenful`` is which rows of it a projected screen shows; None where it shows all.
    """

    finding: Finding
    drawing: Drawing
    screenful: Screenful | None = None


def picture(version_code: str, question: object, make: Callable[[], Picture]) -> Picture:
    """The picture that answers a question about a data version: from its file, or made and written there.

    ``question`` must have a complete ``repr``. A file that cannot be read or written costs time, never the picture.
    """
    if found := stored_picture(version_code, question):
        return found
    made = make()
    if path := _path(version_code, question):
        kept = asdict(made)
        # What a sentence rests on is asked of figures, not of their picture.
        del kept["finding"]["verdicts"]
        _write(path, json.dumps(kept, ensure_ascii=False))
    return made


def stored_picture(version_code: str, question: object) -> Picture | None:
    """The picture from its file; None where there is none that can be read."""
    path = _path(version_code, question)
    if path is None:
        return None
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        part = stored["screenful"]
        return Picture(Finding(**stored["finding"]), Drawing(**stored["drawing"]), part and Screenful(**part))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.warning("a picture cannot be read: %s", error)
        return None


def _path(version_code: str, question: object) -> Path | None:
    """Where the picture lies; None where pictures are kept in memory alone."""
    folder = _folder()
    if folder is None or not version_code:
        return None
    return folder / version_code / f"{sha256(f'{program()} {question!r}'.encode()).hexdigest()}.json"


def in_files() -> bool:
    """Whether pictures are kept in files."""
    return _folder() is not None


def keep_only(version_codes: Collection[str]) -> None:
    """Delete the pictures of all other data versions."""
    folder = _folder()
    for each in folder.iterdir() if folder and folder.is_dir() else ():
        if each.is_dir() and each.name not in version_codes:
            shutil.rmtree(each, ignore_errors=True)


@cache
def program() -> str:
    """A code of everything that decides how a picture looks, beside the data."""
    code = sha256()
    for name in _PROGRAM:
        top = ROOT / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                code.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return code.hexdigest()


def _folder() -> Path | None:
    """The folder of the setting, else where services and people keep what can be made again."""
    named = os.environ.get(SETTING, "")
    if named == "off":
        return None
    if named:
        return Path(named)
    base = os.environ.get("CACHE_DIRECTORY") or os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "dashboard-pictures"
    except RuntimeError:
        # Whoever runs this has no home.
        return None


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by nobody else."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(unfinished).replace(path)
        except OSError:
            # A full disk needs the room.
            Path(unfinished).unlink(missing_ok=True)
            raise
    except OSError as error:
        _say_once(str(error))


@cache
def _say_once(reason: str) -> None:
    log.warning("pictures are kept in memory alone: %s", reason)
