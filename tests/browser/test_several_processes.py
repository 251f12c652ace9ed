"""Two processes behind nginx with ``docs/nginx.conf``: a session stays with one, and lives on when that one dies."""

import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Download, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from tests.browser.conftest import Watch
from tests.browser.pointing import click_bar, go_to, link, open_page, panel, row_of, wait_for_page
from tests.running_app import SETTLE_MS, running_process, settled, wait_until
from tests.running_nginx import PORTS, running_nginx, settings_of_the_service, signed_in
from ui.access_log import SETTING as LOG_SETTING

pytestmark = pytest.mark.exhaustive

FILTERED = {"period": "2025", "compare": "none", "county": "C02,C07"}
RANKINGS = "/rankings?period=2025&compare=none&county=C02,C07&indicator=settlement_rate"
UNIT, NAME = "C07", "云泊县"
READERS = 24
# A path that only this test asks for.
MARK = "/nothing-here"
# Whom the sign-in before the dashboard names.
READER = "reader"


# --- Two processes and nginx --------------------------------------------------------------------------------------


@dataclass
class Behind:
    """What stands behind one address: the processes by their own address, and what nginx says of each answer."""

    url: str
    log: Path
    processes: dict[str, subprocess.Popen[bytes]]
    seen: int = 0

    def answers(self) -> list[tuple[str, str]]:
        """The path and the process (two where one was asked for the other) of each answer since the last call."""
        # nginx writes an answer down after it was sent, and always before it answers the next.
        get(f"{self.url}{MARK}")
        lines = self.log.read_text().splitlines()
        new, self.seen = lines[self.seen :], len(lines)
        return [(line.split()[3], line.split('"')[1]) for line in new if line.split()[3] != MARK]

    def other(self, process: str) -> str:
        return next(each for each in self.processes if each != process)


@pytest.fixture(scope="module")
def behind(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """Two processes over the demo city and nginx before them, for all tests that end none of them."""
    with two_processes(demo_url, tmp_path_factory.mktemp("behind")) as both:
        yield both


@pytest.fixture
def mortal(demo_url: str, tmp_path: Path) -> Iterator[Behind]:
    """The same for one test, which may kill one: pytest chooses the order of tests, so another could come after it."""
    with two_processes(demo_url, tmp_path) as both:
        yield both


@contextmanager
def two_processes(demo_url: str, folder: Path) -> Iterator[Behind]:
    with ExitStack() as stack:
        settings = as_the_service_says(folder)
        started = [stack.enter_context(running_process(demo_url, folder / port, settings=settings)) for port in PORTS]
        processes = {urlsplit(url).netloc: process for process, url in started}
        url = stack.enter_context(running_nginx(folder, list(processes), signed_in(READER)))
        yield Behind(url, folder / "access.log", processes)


def as_the_service_says(folder: Path) -> dict[str, str]:
    """The settings of the document's unit, and a list of viewers on which the reader stands."""
    viewers = folder / "viewers.toml"
    write_people([Person(READER, "", "city_leader")], viewers)
    return {**settings_of_the_service(), FILE_SETTING: str(viewers), LOG_SETTING: str(folder / "access")}


def get(url: str, cookie: str = "") -> tuple[bytes, str]:
    """The answer to a program that is no browser, and the cookie it is given."""
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        given = [value for value in answer.headers.get_all("Set-Cookie", []) if value.startswith("dashboard=")]
        return answer.read(), ";".join(given)


# --- A reader and what their browser gets -------------------------------------------------------------------------


@dataclass
class Sessions:
    """The sessions that a page was given, one for each websocket it opened."""

    numbers: list[str] = field(default_factory=list)

    def of(self, page: Page) -> "Sessions":
        page.on("websocket", self._listen)
        return self

    def _listen(self, websocket: WebSocket) -> None:
        websocket.on("framereceived", self._read)

    def _read(self, frame: bytes | str) -> None:
        message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        number = message.new_session.initialize.session_id
        if number and number not in self.numbers:
            self.numbers.append(number)


def taken_along(page: Page, key: str) -> Download:
    """A panel's download, which arrived whole."""
    with page.expect_download() as waiting:
        panel(page, key).get_by_test_id("stDownloadButton").get_by_role("button").click()
    assert waiting.value.path().read_bytes().startswith(b"PK"), "a workbook"
    return waiting.value


def flip(page: Page, key: str, back: bool = False) -> None:
    panel(page, key).get_by_role("switch", name="看表").locator("xpath=ancestor::label").click()
    expect(panel(page, key).locator("table.table")).to_have_count(0 if back else 1, timeout=SETTLE_MS)


def walk(page: Page, url: str) -> str:
    """Through pages with the navigation, a mark and Back, to the rankings by an indicator; returns their heading."""
    open_page(page, f"{url}{RANKINGS}")
    here, heading = link(page), page.locator("h1").inner_text()
    click_bar(page, "ranking", NAME)
    wait_for_page(page, "/unit", unit=UNIT, **FILTERED)
    go_to(page, "总览")
    wait_for_page(page, "/", **FILTERED)
    for path in ("/unit", "/rankings"):
        page.go_back()
        wait_for_page(page, path, **FILTERED)
    expect(page.locator("h1")).to_have_text(heading)
    assert link(page) == here
    return heading


# --- Sticky -------------------------------------------------------------------------------------------------------


def test_readers_of_one_address_are_spread_over_all_processes_and_each_comes_back_to_the_same(behind: Behind) -> None:
    cookies = [get(f"{behind.url}/")[1].split(";")[0] for _ in range(READERS)]
    first = [process for _, process in behind.answers()]
    assert len(set(cookies)) == READERS
    assert set(first) == set(behind.processes)
    for path in ("/_stcore/health", "/_stcore/host-config"):
        given = [get(f"{behind.url}{path}", f"other=1; {cookie}")[1] for cookie in cookies]
        assert given == [""] * READERS, "who has a cookie gets no other"
        assert [process for _, process in behind.answers()] == first


def test_static_files_are_kept_for_a_year_and_compressed_by_the_dashboard(behind: Behind) -> None:
    script = re.search(rb'src="\./(static/js/[^"]+)"', get(f"{behind.url}/")[0])
    assert script
    asked = urllib.request.Request(f"{behind.url}/{script[1].decode()}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers.get_all("Content-Encoding") == ["gzip"]
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert len(answer.headers.get_all("Content-Security-Policy")) == 1


def test_pages_websocket_and_downloads_of_a_session_meet_one_process(behind: Behind, page: Page) -> None:
    behind.answers()
    sessions = Sessions().of(page)
    walk(page, behind.url)
    flip(page, "ranking")
    download = urlsplit(taken_along(page, "ranking").url).path
    assert len(sessions.numbers) == 1
    (process,) = {process for _, process in behind.answers()}
    # A process that does not have the file says so: the answers before were no luck.
    assert page.request.get(f"http://{behind.other(process)}{download}").status == 404
    # nginx speaks of a websocket when it has ended.
    page.goto("about:blank")
    wait_until(lambda: ("/_stcore/stream", process) in behind.answers(), "the websocket met the same process")


# --- A process dies ------------------------------------------------------------------------------------------------


def test_the_page_of_a_process_that_is_killed_goes_on_in_the_other_with_the_same_filters(
    mortal: Behind, demo_url: str, page: Page, watch: Watch, tmp_path: Path
) -> None:
    mortal.answers()
    sessions = Sessions().of(page)
    heading = walk(page, mortal.url)
    unflipped = link(page)
    flip(page, "ranking")
    here = link(page)
    (died,) = {process for _, process in mortal.answers()}
    kill(mortal.processes[died], page)
    # What a page receives is heard of only while it is asked something.
    wait_until(lambda: bool(page.evaluate("1")) and len(sessions.numbers) == 2, "the page runs again")
    settled(page, "h1")
    expect(page.locator("h1")).to_have_text(heading)
    assert link(page) == here
    works_on(page)
    assert link(page) == unflipped
    port = int(died.split(":")[1])
    settings = as_the_service_says(tmp_path)
    with running_process(demo_url, tmp_path / "log", port=port, settings=settings) as (mortal.processes[died], _):
        wait_until(lambda: asked_again(mortal, page) == died, "nginx comes back to the process")
        # The page's session stays where it is, and so does what it takes along.
        path = urlsplit(taken_along(page, "ranking").url).path
        assert len(sessions.numbers) == 2
        assert (path, f"{died}, {mortal.other(died)}") in mortal.answers()
    assert watch.outside == []
    # The browser said that a websocket had ended.
    watch.forgive()


def kill(process: subprocess.Popen[bytes], page: Page) -> None:
    """As the kernel does when memory ends; waits until the page has noticed and opened another websocket."""
    with page.expect_websocket(timeout=SETTLE_MS):
        process.kill()


def works_on(page: Page) -> None:
    """It is still flipped; its flip, download, marks and Back answer as before."""
    expect(panel(page, "ranking").locator("table.table")).to_have_count(1)
    # First what only a process knows that has run the page.
    taken_along(page, "ranking")
    flip(page, "ranking", back=True)
    click_bar(page, "ranking", NAME)
    wait_for_page(page, "/unit", unit=UNIT, **FILTERED)
    page.go_back()
    wait_for_page(page, "/rankings", **FILTERED)
    expect(row_of(page, "ranking", NAME)).to_be_visible()


def asked_again(behind: Behind, page: Page) -> str:
    """Which process this reader's requests go to by now."""
    page.request.get(f"{behind.url}/_stcore/health")
    return behind.answers()[-1][1]
