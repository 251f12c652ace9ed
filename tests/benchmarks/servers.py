"""The servers that are measured, each a process of its own: the dashboard, a page written by hand, a page in Dash."""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from data_access.store.engine import URL_SETTING, writer_engine
from data_access.store.state import raise_version
from tests.databases import sqlite_url
from tests.running_app import ROOT, app_command, free_port, start_server, stop_server
from ui.pictures import SETTING as PICTURES_SETTING
from ui.warm_up import SETTING

BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
# How long a server is left alone where it is measured after its pictures have been made.
WARM_UP_SECONDS = 20
# Where the app says that it is there.
HEALTH = "/_stcore/health"


@dataclass(frozen=True)
class Server:
    """``began`` and ``answered`` are moments of ``time.perf_counter``: when it was started, and when it answered."""

    name: str
    url: str
    process: psutil.Process
    began: float
    answered: float
    # Addresses that readers have asked it for.
    asked: set[str] = field(default_factory=set)

    def memory(self) -> float:
        """MB in memory now."""
        return float(self.process.memory_info().rss) / 1e6

    def processor(self) -> float:
        """Seconds of the processor so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def wait_for_pictures(self) -> None:
        """Let its 20 seconds pass."""
        time.sleep(max(0.0, self.answered + WARM_UP_SECONDS - time.perf_counter()))

    def wait_for_all_pictures(self) -> None:
        """Return once the process that makes pictures beside the server has ended."""
        psutil.wait_procs(self.process.children())


def copy_after_load(database: Path, copy: Path) -> Path:
    """Copy a database as it stands after another load: of a data version that no server has seen."""
    # A server that was stopped may leave its journal behind.
    for end in ("", "-wal", "-shm"):
        copy.with_name(copy.name + end).unlink(missing_ok=True)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    load_again(copy)
    return copy


def load_again(database: Path) -> None:
    """Make another data version of a database, as a load does, under the eyes of those who read it."""
    engine = writer_engine(sqlite_url(database))
    with engine.begin() as connection:
        raise_version(connection)
    engine.dispose()


@contextmanager
def dashboard(database: Path, log: Path, port: int = 0) -> Iterator[Server]:
    """The app as it is delivered: pictures are made beforehand."""
    port = port or free_port()
    # Its pictures lie beside its log: those of another run are not found.
    settings = {
        **os.environ, URL_SETTING: sqlite_url(database), SETTING: "on", PICTURES_SETTING: str(log) + "-pictures"
    }  # fmt: skip
    with _running("dashboard", app_command(port), port, log, settings) as server:
        yield server


@contextmanager
def floor(database: Path, log: Path) -> Iterator[Server]:
    """The page written by hand."""
    port = free_port()
    command = (sys.executable, "-m", "tests.benchmarks.floor", str(database), str(port))
    with _running("floor", command, port, log, os.environ, "/") as server:
        yield server


@contextmanager
def dash(database: Path, log: Path) -> Iterator[Server | None]:
    """The page in Dash; None, and a sentence, where its environment has not been made."""
    if not BENCH_PYTHON.exists():
        print("Dash is left out: `make .venv-bench/installed` installs it")
        yield None
        return
    port = free_port()
    command = (str(BENCH_PYTHON), "-m", "tests.benchmarks.dash_page", str(database), str(port))
    with _running("Dash", command, port, log, os.environ, "/") as server:
        yield server


@contextmanager
def _running(
    name: str, command: Sequence[str], port: int, log: Path, settings: Mapping[str, str], answers: str = HEALTH
) -> Iterator[Server]:
    began = time.perf_counter()
    process, url = start_server(command, port, log, settings, answers)
    try:
        yield Server(name, url, psutil.Process(process.pid), began, time.perf_counter())
    finally:
        stop_server(process)
