"""The real app in a process of its own, as `make run` starts it, and the browser of this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from data_access.store.engine import URL_SETTING
from tests.shared import running_for_all
from ui.warm_up import SETTING

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
SETTLE_MS = 30_000
# What goes through all of a page is asked no more often: a page that is still being drawn needs the time itself.
POLL_MS = 100
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages of one address share a process, which knows Streamlit's scripts already: half of what opening a page costs.
    "--process-per-site",
)
IDLE = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"


def browser_path() -> str:
    """The Chromium of this machine; ``FileNotFoundError`` when it has none."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(f"no browser on PATH, expected one of {', '.join(BROWSERS)}: run tests/install_programs")


@contextmanager
def running_app(database_url: str, log: Path, script: Path = ROOT / "app.py") -> Iterator[str]:
    """Start the app over a database; yields its address (``http://127.0.0.1:PORT``) once it answers.

    What the server prints goes to ``log``. Raises ``RuntimeError`` with that text when it does not come up.
    """
    with running_process(database_url, log, script) as (_process, url):
        yield url


@contextmanager
def running_process(
    database_url: str,
    log: Path,
    script: Path = ROOT / "app.py",
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The same, on a port and with settings of the caller's choice; yields the process, too, which may be killed."""
    process, url = _start(database_url, log, script, port, settings)
    try:
        yield process, url
    finally:
        stop_server(process)


@contextmanager
def app_for_all(database_url: str, folder: Path, name: str) -> Iterator[str]:
    """The same, one server for all processes of a test run, which share ``folder``."""

    def start() -> str:
        process, url = _start(database_url, folder / f"{name}.log", ROOT / "app.py")
        _started[process.pid] = process
        return f"{process.pid} {url}"

    def stop(note: str) -> None:
        pid = int(note.split()[0])
        os.kill(pid, signal.SIGTERM)
        # Only its parent learns when a process has ended.
        if pid in _started:
            stop_server(_started.pop(pid))

    with running_for_all(folder / name, start, stop) as note:
        yield note.split()[1]


_started: dict[int, subprocess.Popen[bytes]] = {}


def _start(
    database_url: str,
    log: Path,
    script: Path,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> tuple[subprocess.Popen[bytes], str]:
    port = port or free_port()
    environment = {SETTING: "off", **os.environ, URL_SETTING: database_url, **(settings or {})}
    return start_server(app_command(port, script), port, log, environment)


def app_command(port: int, script: Path = ROOT / "app.py") -> Sequence[str]:
    """How ``make run`` starts the app, on a port of its own."""
    return sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)


def start_server(
    command: Sequence[str], port: int, log: Path, settings: Mapping[str, str], answers: str = "/_stcore/health"
) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server; returns its process and its address once it answers there.

    Raises ``RuntimeError`` with what it printed when it does not come up.
    """
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=dict(settings))
    try:
        _wait_until_healthy(process, url, log, answers)
    except BaseException:
        stop_server(process)
        raise
    return process, url


def stop_server(process: subprocess.Popen[bytes]) -> None:
    """End a server that ``start_server`` started."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Ask until it is true; ``AssertionError`` when it does not come."""
    deadline = time.monotonic() + START_SECONDS
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path, answers: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}{answers}", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the app did not answer at {url}\n{log.read_text(errors='replace')}")


def settled(page: Page, marker: str | None = None) -> Page:
    """Wait until the page shows ``marker`` (a selector or ``text=…``) and no script runs any more.

    The script's state is "not running" before a rerun begins too, so after a click name what must appear.
    """
    if marker:
        expect(page.locator(marker).first).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(IDLE)).to_be_attached(timeout=SETTLE_MS)
    return page
