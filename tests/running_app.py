"""The real app in a process of its own, as `make run` starts it, and the browser of this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from data_access.store.engine import URL_SETTING

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
SETTLE_MS = 30_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
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
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, URL_SETTING: database_url}
        )
        try:
            _wait_until_healthy(process, f"http://127.0.0.1:{port}", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
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
