"""The app in a real browser: one server per database for all workers, and pages that tell on outside requests."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from slugify import slugify

from tests.conftest import sqlite_url
from tests.running_app import BROWSER_ARGUMENTS, SETTLE_MS, app_for_all, browser_path, running_app
from tests.shared import build_once

DESK = {"width": 1920, "height": 1080}
PROJECTOR = {"width": 1280, "height": 720}
# Streamlit's own noise: where a deep link's server lives is first asked below the page, then at the root.
KNOWN_CONSOLE_ERRORS = (re.compile(r"/_stcore/(health|host-config) .*404"),)
# What is waited for comes at once on an idle machine; a busy one gets the time it needs.
expect.set_options(timeout=SETTLE_MS)


# --- The app ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_app(demo_url: str, run_folder: Path) -> Iterator[str]:
    """The address of the app over the demo city."""
    with app_for_all(demo_url, run_folder, "demo-app") as url:
        yield url


# What the names of units are made as long as: of two letters and of many, in turn.
LENGTHS = (2, 60, 41, 24)
LONG = "高新技术产业开发与生态文明建设综合改革试验示范区及其托管乡镇街道联合行政执法协调管理委员会办公室直属机构所在地"


def with_long_names(demo: Path, target: Path) -> None:
    """The demo city in a file of its own, its units called by names of 2 to 60 letters, no two alike."""
    shutil.copy(demo, target)
    with sqlite3.connect(target) as database:
        units = database.execute("SELECT unit_id, name FROM unit WHERE kind <> 'city' ORDER BY code").fetchall()
        taken = {name for _, name in units}
        for number, (unit, name) in enumerate(units):
            length = LENGTHS[number % len(LENGTHS)]
            new = (name + LONG)[:length] if length > len(name) else name[:length]
            if new not in taken:
                database.execute("UPDATE unit SET name = ? WHERE unit_id = ?", (new, unit))
                taken.add(new)
    database.close()


@pytest.fixture(scope="session")
def long_names_app(demo_file: Path, run_folder: Path) -> Iterator[str]:
    """The address of the app over the demo city with very short and very long names."""
    path = build_once(run_folder / "long-names.db", lambda target: with_long_names(demo_file, target))
    with app_for_all(sqlite_url(path), run_folder, "long-names-app") as url:
        yield url


@pytest.fixture(scope="session")
def excerpt_app(excerpt_url: str, run_folder: Path) -> Iterator[str]:
    """The address of the app over the excerpt of a real ledger."""
    with app_for_all(excerpt_url, run_folder, "excerpt-app") as url:
        yield url


@pytest.fixture
def fresh_app(excerpt_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of an app that has just started and has answered nobody yet."""
    with running_app(excerpt_url, tmp_path / "log") as url:
        yield url


# --- The browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": browser_path(), "args": list(BROWSER_ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    # Nothing moves for its own sake, which costs a machine without a graphics card a tenth of its time.
    return {**browser_context_args, "viewport": DESK, "locale": "zh-CN", "reduced_motion": "reduce"}


class Watch:
    """Notes what a page must never do: ask another machine for something, or report an error."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        context.on("request", lambda request: self._asked(request.url))
        context.on("page", lambda page: page.on("websocket", lambda ws: self._asked(ws.url)))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        return context

    def forgive(self) -> None:
        """For the end of a test that provoked what it saw."""
        self.outside.clear()
        self.errors.clear()

    def accept(self) -> None:
        """Raise ``AssertionError`` for what was noted, and begin anew."""
        outside, errors = list(self.outside), list(self.errors)
        self.forgive()
        assert outside == [], "a page asked another machine"
        assert errors == [], "a page reported an error in the browser's console"

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.outside.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        line = f"{message.location.get('url', '')} {message.text}"
        if message.type == "error" and not any(known.search(line) for known in KNOWN_CONSOLE_ERRORS):
            self.errors.append(line)


def keep_process(context: BrowserContext) -> None:
    """Leave an empty page of the app's site open, since the process of a site ends with its last page."""
    empty = context.new_page()
    empty.route("**/*", lambda route: route.fulfill(body=""))
    empty.goto("http://127.0.0.1/")


@pytest.fixture(scope="session")
def watched_context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[tuple[BrowserContext, Watch]]:
    """One session of the browser for all tests of a process: what it has compiled of Streamlit's once serves them all.

    For the app each page is a reader of its own.
    """
    watch = Watch()
    context = watch.over(browser.new_context(**browser_context_args))
    keep_process(context)
    yield context, watch
    context.close()


@pytest.fixture
def watch(watched_context: tuple[BrowserContext, Watch]) -> Watch:
    """What the pages of this test asked for and complained about."""
    return watched_context[1]


@pytest.fixture
def page(watched_context: tuple[BrowserContext, Watch], watch: Watch, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at 1920×1080, in a Chinese browser; ``page.set_viewport_size(PROJECTOR)`` makes it small.

    When the test fails its picture is taken; the test fails, too, when the page asked another machine or complained.
    """
    context, _watch = watched_context
    others = set(context.pages)
    page = context.new_page()
    yield page
    call = getattr(request.node, "rep_call", None)
    if call and call.failed:
        page.screenshot(path=Path(request.config.getoption("--output")) / f"{slugify(request.node.nodeid)}.png")
    for opened in set(context.pages) - others:
        opened.close()
    watch.accept()
