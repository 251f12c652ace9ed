"""Loads asked for in the browser: the command line's own command in a process of its own, and a folder that tells of
it.

The dashboard reads. What may write is that process alone, which is given the connection that a setting names. A job is
a folder and no memory: after a reload, in another tab or in another process of the dashboard it is the same job.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from data_access.store.engine import URL_SETTING

ROOT = Path(__file__).parent.parent
# An environment variable: the URL of the database as who may write it; without it nothing is loaded in the browser.
WRITER_SETTING = "DASHBOARD_LOADS_INTO"
# An environment variable: the folder of the jobs; all processes of a dashboard share it.
FOLDER_SETTING = "DASHBOARD_INTAKE"
DEFAULT_FOLDER = ROOT / "var" / "intake"
# How long files that somebody brought are kept, in seconds: a day, so that a load can be ended after a meeting.
KEPT_S = 24 * 3600
# How long it may take to start a process, in seconds.
STARTING_S = 5
# Of the name of a file and of its ending, in bytes: a Chinese letter has three, and no system keeps more than 255.
LONGEST_NAME, LONGEST_ENDING = 240, 30
_NAME = re.compile(r"[A-Za-z0-9_-]{24}")
# Signs that a path or a system gives a meaning, that steer, are not seen or turn what follows, and halves of signs.
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')

Kind = Literal["load", "undo"]
State = Literal["none", "running", "done", "failed"]


def loads_here() -> bool:
    """Whether a setting names the connection that may write."""
    return bool(os.environ.get(WRITER_SETTING, "").strip())


def folder() -> Path:
    """Where the jobs lie."""
    return Path(os.environ.get(FOLDER_SETTING, "").strip() or DEFAULT_FOLDER)


@dataclass(frozen=True)
class Order:
    """What somebody asked for: ``owner`` is his identity ('' where nobody signs in), ``files`` the names as they came.

    ``options`` are those of the command; an undo has the number of its load among them and no file. ``units`` are those
    whose rows he may load and take back (None: of all), and then of his own loads alone; ``effects``: whether he is
    told what a load does to scores that are not published.
    """

    kind: Kind
    owner: str
    language: str
    files: tuple[str, ...] = ()
    mapping: str = ""
    options: tuple[str, ...] = ()
    units: tuple[str, ...] | None = None
    effects: bool = False


@dataclass(frozen=True)
class Step:
    """One run of the command: the trial of a load, or the load itself."""

    folder: Path

    @property
    def state(self) -> State:
        """``failed``: it ended without a report, as a process that was killed does; ``said`` is then all there is."""
        if not self.folder.is_dir():
            return "none"
        if (self.folder / "report.json").exists():
            return "done"
        return "failed" if (self.folder / "ended").exists() or not self._lives() else "running"

    @property
    def report(self) -> Mapping[str, Any]:
        """What the command tells of its end (see ``data_access.commands.load_report``); empty before."""
        return _json(self.folder / "report.json")

    @property
    def progress(self) -> Mapping[str, Any]:
        """``stage``, ``done`` and ``total`` of the work so far; empty before it begins."""
        return _json(self.folder / "progress.json")

    @property
    def said(self) -> str:
        """What the command said when it could not do its work: a sentence."""
        try:
            return (self.folder / "errors.txt").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def file(self, name: str) -> Path | None:
        """A workbook that the command wrote, such as ``problems.xlsx``; None where it had nothing to write."""
        path = self.folder / name
        return path if path.is_file() else None

    def start(self, arguments: Sequence[str]) -> None:
        """Run the command, once: whoever presses twice, or in two tabs, starts nothing more."""
        try:
            self.folder.mkdir(mode=0o700)
        except FileExistsError:
            return
        environment = {**os.environ, URL_SETTING: os.environ[WRITER_SETTING].strip(), "NO_COLOR": "1"}
        with (self.folder / "said.txt").open("wb") as said, (self.folder / "errors.txt").open("wb") as errors:
            # A session of its own: a load goes on when the dashboard is started anew.
            process = subprocess.Popen(
                [sys.executable, "-m", "data_access", *arguments, "--report", str(self.folder)],
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=errors, start_new_session=True,
            )  # fmt: skip
        (self.folder / "process").write_text(str(process.pid))
        threading.Thread(target=self._wait_for, args=(process,), daemon=True).start()

    def _wait_for(self, process: "subprocess.Popen[bytes]") -> None:
        process.wait()
        if self.folder.is_dir():
            (self.folder / "ended").touch()

    def _lives(self) -> bool:
        try:
            os.kill(int((self.folder / "process").read_text()), 0)
        except ProcessLookupError:
            return False
        except (OSError, ValueError):
            # A step that is being started has not said its process yet.
            return time.time() - _touched(self.folder) < STARTING_S
        return True


@dataclass(frozen=True)
class Job:
    """A load, or an undo, that somebody asked for; ``folder`` holds its files and what its steps left."""

    folder: Path
    order: Order

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def trial(self) -> Step:
        """What a load would do; an undo has none."""
        return Step(self.folder / "trial")

    @property
    def final(self) -> Step:
        """What was done."""
        return Step(self.folder / "final")

    @property
    def step(self) -> Step:
        """The last one that was started."""
        return self.final if self.final.state != "none" else self.trial

    def try_out(self) -> None:
        """Start the trial, which stores nothing."""
        written = [f"--{name}={self.trial.folder / name}.xlsx" for name in ("problems", "changes")]
        self.trial.start([*self._command(), "--dry-run", *written])

    def carry_out(self) -> None:
        """Start what was tried, or the undo."""
        if self.order.kind == "undo":
            self.final.start([*self._command(), "--yes"])
        else:
            self.final.start([*self._command(), "--yes", f"--problems={self.final.folder / 'problems.xlsx'}"])

    def forget(self) -> None:
        """Remove its files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self) -> list[str]:
        order = self.order
        files = [str(self.folder / "files" / str(number) / name) for number, name in enumerate(order.files)]
        mapping = [f"--mapping={self.folder / 'mapping' / order.mapping}"] if order.mapping else []
        # Of an undo it says whose load alone it may be.
        named = order.kind == "load" or order.units is not None
        who = [f"--loaded-by={order.owner}"] if order.owner and named else []
        within = [] if order.units is None else [f"--units={','.join(order.units)}"]
        effects = ["--no-effects"] if order.kind == "load" and not order.effects else []
        said = [*who, *within, *effects, f"--language={order.language}"]
        return [order.kind, *files, *mapping, *said, *order.options]


def begin(order: Order, contents: Sequence[bytes] = (), mapping: bytes = b"") -> Job:
    """Keep the files of an order in a new job; nothing is started. Raises ``OSError`` where there is no room."""
    forget_old()
    place = folder() / secrets.token_urlsafe(18)
    (place / "files").mkdir(mode=0o700, parents=True)
    names = tuple(fit_name(name) for name in order.files)
    order = Order(**{**asdict(order), "files": names, "mapping": fit_name(order.mapping) if order.mapping else ""})
    try:
        for number, (name, content) in enumerate(zip(names, contents, strict=True)):
            _keep(place / "files" / str(number) / name, content)
        if order.mapping:
            _keep(place / "mapping" / order.mapping, mapping)
        (place / "order.json").write_text(json.dumps(asdict(order), ensure_ascii=False), encoding="utf-8")
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return Job(place, order)


def found(name: str, owner: str) -> Job | None:
    """The job of this name, for who asked for it and for nobody else."""
    if not _NAME.fullmatch(name):
        return None
    told = _json(folder() / name / "order.json")
    if told.get("owner") != owner:
        return None
    several = {key: tuple(told[key]) for key in ("files", "options", "units") if told.get(key) is not None}
    order = Order(**{**told, **several})
    return Job(folder() / name, order)


def forget_old() -> None:
    """Remove the jobs of yesterday, with the files that they were given."""
    for each in folder().glob("*/order.json"):
        if time.time() - _touched(each) > KEPT_S and Step(each.parent / "final").state != "running":
            shutil.rmtree(each.parent, ignore_errors=True)


def fit_name(name: str) -> str:
    """A file's name without a path and without signs that steer; its ending says what it holds, so that stays."""
    plain = _UNFIT.sub("_", name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]).strip(" .") or "_"
    if len(plain.encode()) <= LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{_begun(stem or ending, LONGEST_NAME - LONGEST_ENDING - 1)}{dot}{_begun(ending, LONGEST_ENDING)}"


def _begun(text: str, most: int) -> str:
    """The beginning of a text, of so many bytes at most."""
    return text.encode()[:most].decode(errors="ignore")


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True)
    path.write_bytes(content)
    path.chmod(0o600)


def _json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
